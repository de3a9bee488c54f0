"""Stopping devices from a script or the command line: what was stopped, what was not, and why."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from indipyterm.cli.exits import Exit
from indipyterm.commands import abort as abort_module
from indipyterm.commands import device_names
from indipyterm.commands.abort import Ending, abort
from indipyterm.commands.session import Session, connect
from indipyterm.commands.set import set_values
from indipyterm.demo.server import DemoServer
from indipyterm.exceptions import NoServer
from indipyterm.protocol.messages import State
from tests.cli.program import run
from tests.servers import TELESCOPE, WHEEL, IndiServer, WireServer

EXPOSING = b"""<defNumberVector device="D" name="CCD_EXPOSURE" label="Expose" state="Busy" perm="rw" timeout="60">
<defNumber name="V" format="%g" min="0" max="9" step="0">5</defNumber></defNumberVector>"""
STOP = b"""<defSwitchVector device="D" name="CCD_ABORT_EXPOSURE" state="Idle" perm="rw" rule="AtMostOne" timeout="0">
<defSwitch name="ABORT">Off</defSwitch></defSwitchVector>"""
READ = (
    b'<defTextVector device="D" name="T" state="Ok" perm="ro" timeout="0"><defText name="T">t</defText></defTextVector>'
)
OF_D = b'<newSwitchVector device="D" name="CCD_ABORT_EXPOSURE">'


@pytest.mark.usefixtures("short_quiet")
async def test_a_slew_is_stopped_and_what_is_idle_told_the_same(session: Session) -> None:
    await session.client.submit("Telescope", "EQUATORIAL_EOD_COORD", {"RA": "12", "DEC": "40"})
    coordinates = session.catalog.devices["Telescope"].vectors["EQUATORIAL_EOD_COORD"]
    await session.until(lambda: bool(coordinates.request and coordinates.request.answered), 5)
    found = {one.device: one for one in await abort(session)}
    assert found["Telescope"].ending is Ending.STOPPED
    assert str(found["Telescope"]).startswith("Telescope: stopped: Eq")
    assert found["CCD"].ending is Ending.IDLE
    assert "Weather" not in found, "nothing there can be stopped"
    (weather,) = await abort(session, ["Weather"])
    assert weather.ending is Ending.NO_ABORT
    assert (await abort(session, ["Nobody"], timeout=0.2))[0].ending is Ending.NOT_HEARD


@pytest.mark.usefixtures("short_quiet")
async def test_a_device_is_told_before_all_others_are_known(wire: WireServer) -> None:
    async with connect("127.0.0.1", wire.port) as session:
        task = asyncio.create_task(abort(session, timeout=1))
        await wire.wait_received(b"getProperties")
        wire.send(EXPOSING + STOP)
        await wire.wait_received(OF_D)
        assert not task.done()
        wire.send(READ)
        wire.send(b'<setSwitchVector device="D" name="CCD_ABORT_EXPOSURE" state="Ok"/>')
        (found,) = await task
        assert (found.ending, found.running) == (Ending.RUNS_ON, ["Expose"])
        wire.send(b'<setSwitchVector device="D" name="CCD_ABORT_EXPOSURE" state="Alert" message="[ERROR] stuck"/>')
        wire.send(b'<setNumberVector device="D" name="CCD_EXPOSURE" state="Alert"/>')
        await session.until(lambda: session.catalog.devices["D"].vectors["CCD_EXPOSURE"].state == "Alert", 5)
        assert wire.received.count(OF_D) == 1


@pytest.mark.usefixtures("short_quiet")
async def test_as_a_program(demo: DemoServer, wire: WireServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run(demo.port, "abort", "CCD", "Telescope") == Exit.DONE
    assert capsys.readouterr().out.splitlines() == ["CCD: nothing ran", "Telescope: nothing ran"]
    assert await run(demo.port, "abort", "Weather") == Exit.NEGATIVE
    assert capsys.readouterr().out == "Weather: nothing stops it\n"
    assert await run(demo.port, "abort", "Nobody", "--timeout", "0.2") == Exit.TIMED_OUT
    assert "nothing was heard of" in capsys.readouterr().err
    assert await run(demo.port, "abort", "Tele*") == Exit.DONE
    assert capsys.readouterr().out == "Telescope: nothing ran\n"
    assert await run(demo.port, "abort", "Nob?dy*") == Exit.NEGATIVE
    assert "can be stopped; devices: CCD" in capsys.readouterr().err
    assert await run(wire.port, "abort", "--timeout", "0.2") == Exit.NEGATIVE
    assert "no device here can be stopped" in capsys.readouterr().err


@pytest.mark.usefixtures("short_quiet")
async def test_short_names(
    wire: WireServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device_names, "NAME_SECONDS", 0.1)
    wire.greeting = (STOP + READ).replace(b'"D"', b'"Camera Simulator"') + STOP
    assert await run(wire.port, "abort", "D", "camera", "Nobody", "--timeout", "0.6") == Exit.TIMED_OUT
    for device in (b"D", b"Camera Simulator"):
        assert wire.received.count(OF_D.replace(b'"D"', b'"%s"' % device)) == 1
    assert wire.received.index(OF_D) < wire.received.index(OF_D.replace(b'"D"', b'"Camera Simulator"'))
    told = capsys.readouterr()
    assert told.out == "Camera Simulator: runs on: CCD_ABORT_EXPOSURE\nD: runs on: CCD_ABORT_EXPOSURE\n"
    assert "there is no Nobody so far; devices: Camera Simulator, D" in told.err


@pytest.mark.usefixtures("short_quiet")
async def test_an_exact_name_needs_no_second_connection(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    async def no_more(*arguments: object) -> None:
        raise NoServer("too many")

    monkeypatch.setattr(abort_module, "find_devices", no_more)
    assert [one.ending for one in await abort(session, ["Telescope"])] == [Ending.IDLE]


@pytest.mark.usefixtures("short_quiet")
async def test_an_abort_that_is_refused(wire: WireServer, capsys: pytest.CaptureFixture[str]) -> None:
    running = asyncio.create_task(run(wire.port, "abort", "D", "--timeout", "2"))
    await wire.wait_received(b"getProperties")
    wire.send(EXPOSING + STOP)
    await wire.wait_received(OF_D)
    wire.send(b'<setNumberVector device="D" name="CCD_EXPOSURE" state="Alert"/>')
    wire.send(b'<setSwitchVector device="D" name="CCD_ABORT_EXPOSURE" state="Alert" message="[ERROR] stuck"/>')
    assert await running == Exit.NEGATIVE
    assert capsys.readouterr().out == "D: refused: Expose: [ERROR] stuck\n"


@pytest.mark.real
async def test_the_real_telescope_is_stopped(
    start_indi: Callable[..., IndiServer], capsys: pytest.CaptureFixture[str]
) -> None:
    server = start_indi(TELESCOPE, WHEEL)
    device = TELESCOPE.device
    async with connect("127.0.0.1", server.port) as other:
        await set_values(other, [f"{device}.CONNECTION=CONNECT"])
        await set_values(other, [f"{device}.TELESCOPE_PARK=UNPARK"])
        await set_values(
            other, [f"{device}.EQUATORIAL_EOD_COORD.RA=12", f"{device}.EQUATORIAL_EOD_COORD.DEC=40"], wait=False
        )
        coordinates = other.catalog.devices[device].vectors["EQUATORIAL_EOD_COORD"]
        await other.until(lambda: bool(coordinates.request and coordinates.request.answered), 10)
        assert await run(server.port, "abort") == Exit.DONE
        assert capsys.readouterr().out.startswith(f"{device}: stopped: Eq. Coordinates")
        await other.until(lambda: coordinates.state is not State.BUSY, 10)
        assert await run(server.port, "abort", WHEEL.device) == Exit.NEGATIVE
