"""What the commands say of the real drivers: of steady Busy, of an abort by another, of a driver that blocks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indipyterm.cli.exits import Exit
from indipyterm.commands.session import Session, connect
from indipyterm.commands.set import set_values
from indipyterm.commands.toml_file import read_file
from indipyterm.protocol.messages import State
from tests.cli.program import run
from tests.servers import CCD, DOME, FOCUSER, LOOPBACK, TELESCOPE, IndiServer

pytestmark = pytest.mark.real

POSITION = f"{FOCUSER.device}.ABS_FOCUS_POSITION.FOCUS_ABSOLUTE_POSITION"


@pytest.fixture
async def other(indi: IndiServer) -> AsyncIterator[Session]:
    """Another client; the devices are connected."""
    async with connect(LOOPBACK, indi.port) as session:
        devices = (TELESCOPE.device, CCD.device, FOCUSER.device, DOME.device)
        await set_values(session, [f"{device}.CONNECTION=CONNECT" for device in devices], timeout=30)
        yield session


async def busy(session: Session, device: str, vector: str) -> None:
    def is_busy() -> bool:
        found = session.catalog.find(device, vector)
        return found is not None and found.state is State.BUSY

    await session.until(is_busy, 10)


@pytest.mark.usefixtures("other")
async def test_a_switch_that_stays_busy_is_done_at_once(indi: IndiServer, capsys: pytest.CaptureFixture[str]) -> None:
    begin = asyncio.get_running_loop().time()
    assert await run(indi.port, "set", f"{TELESCOPE.device}.TELESCOPE_PARK=UNPARK") == Exit.DONE
    for name in (
        f"{TELESCOPE.device}.TELESCOPE_TRACK_STATE=TRACK_ON",
        f"{TELESCOPE.device}.TELESCOPE_MOTION_NS=MOTION_NORTH",
        f"{CCD.device}.CCD_COOLER=COOLER_ON",
        f"{DOME.device}.DOME_PARK=UNPARK",
        f"{DOME.device}.DOME_MOTION=DOME_CW",
        f"{DOME.device}.DOME_ABORT_MOTION=ABORT",
        f"{TELESCOPE.device}.TELESCOPE_ABORT_MOTION=ABORT",
    ):
        assert await run(indi.port, "set", name) == Exit.DONE, name
    assert capsys.readouterr() == ("", "")
    assert asyncio.get_running_loop().time() - begin < 6


@pytest.mark.parametrize(
    ("assignment", "abort"),
    [
        (f"{CCD.device}.CCD_EXPOSURE.CCD_EXPOSURE_VALUE=30", f"{CCD.device}.CCD_ABORT_EXPOSURE=ABORT"),
        (f"{DOME.device}.ABS_DOME_POSITION.DOME_ABSOLUTE_POSITION=180", f"{DOME.device}.DOME_ABORT_MOTION=ABORT"),
    ],
)
async def test_what_another_client_aborts_is_not_done(
    indi: IndiServer, other: Session, capsys: pytest.CaptureFixture[str], assignment: str, abort: str
) -> None:
    device, vector, _ = assignment.split(".")
    await set_values(other, [f"{DOME.device}.DOME_PARK=UNPARK"], timeout=30)
    setting = asyncio.create_task(run(indi.port, "set", assignment))
    await busy(other, device, vector)
    await set_values(other, [abort], timeout=10)
    assert await setting == Exit.NEGATIVE
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"indipyterm: {device}.{vector}: stopped, its state is Idle")


async def test_white_space_around_a_text_is_not_sent(indi: IndiServer, other: Session) -> None:
    """libindi decodes five entities; white space and line breaks used to be sent as others."""
    names = f"{CCD.device}.FILTER_NAME"  # of the camera's own wheel
    first, second = f"{names}.FILTER_SLOT_NAME_1=M42 ", f"{names}.FILTER_SLOT_NAME_2=R&D <\"'> a\n\tb"
    assert await run(indi.port, "set", first, second) == Exit.DONE
    members = other.catalog.devices[CCD.device].vectors["FILTER_NAME"].members
    await other.until(lambda: members["FILTER_SLOT_NAME_1"].value == "M42", 10)
    assert members["FILTER_SLOT_NAME_2"].value == "R&D <\"'> a\n\tb"


async def test_a_clock_gets_the_time_that_it_is_with_its_offset(indi: IndiServer, other: Session) -> None:
    """It keeps the time of when it was set, which libindi's drivers do not count on."""
    clock = f"{TELESCOPE.device}.TIME_UTC"
    assert await run(indi.port, "set", f"{clock}.UTC=2001-01-01T00:00:00", f"{clock}.OFFSET=1") == Exit.DONE
    assert await run(indi.port, "set", f"{clock}.OFFSET=2") == Exit.DONE
    members = other.catalog.devices[TELESCOPE.device].vectors["TIME_UTC"].members
    await other.until(lambda: float(members["OFFSET"].value) == 2, 10)
    given = datetime.fromisoformat(members["UTC"].value).replace(tzinfo=UTC)
    assert abs((datetime.now(UTC) - given).total_seconds()) < 10


async def test_a_driver_that_blocks_is_waited_for(
    indi: IndiServer, other: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`indi_simulator_focus` says nothing while it moves; its server answers all the time."""
    file = tmp_path / "settings.toml"
    file.write_text(f'indipyterm-settings = 1\n["{FOCUSER.device}".FOCUS_SPEED]\nFOCUS_SPEED_VALUE = 1\n')
    slow, quick = f"{FOCUSER.device}.DELAY.DELAY_VALUE=100", f"{FOCUSER.device}.DELAY.DELAY_VALUE=10"
    await set_values(other, [quick, f"{POSITION}=30000"], timeout=30)
    await set_values(other, [slow], timeout=30)
    begin = asyncio.get_running_loop().time()
    await set_values(other, [f"{POSITION}=48000"], wait=False)  # some 1.8 s
    late, *statuses = await asyncio.gather(
        run(indi.port, "get", "--timeout", "0.5", POSITION),
        run(indi.port, "get", "--timeout", "30", POSITION),
        run(indi.port, "set", f"{FOCUSER.device}.FOCUS_SPEED.FOCUS_SPEED_VALUE=1"),
        run(indi.port, "save", str(file)),
        run(indi.port, "diff", str(tmp_path / "settings.toml")),
        run(indi.port, "restore", "--json", str(file)),
    )
    assert asyncio.get_running_loop().time() - begin > 1.2
    assert statuses == [Exit.DONE] * 5
    assert late == Exit.TIMED_OUT
    out, error = capsys.readouterr()
    assert f"{POSITION}=48000" in out
    assert error == f"indipyterm: nothing was heard of {FOCUSER.device} within 0.5 s\n"
    assert len(read_file(file)) >= 6
    await set_values(other, [quick], timeout=30)
