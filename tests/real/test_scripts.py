"""Scripts as people write them, each a program of its own, on the real server.

They use the INDI Python client API as its documentation tells, so each of them runs there, too, with only the import
changed.
"""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

import pytest

from tests.real.bench import PARK, bench_of, point
from tests.real.witness import Witness, running
from tests.servers import TELESCOPE, IndiServer

pytestmark = pytest.mark.real

SCRIPTS = Path(__file__).parent / "scripts"
POLLING = (
    "{'label': 'Period (ms)', 'format': '%.f', 'min': '10', 'max': '600000', 'step': '1000', 'value': '1000', "
    "'floatvalue': 1000.0, 'formattedvalue': '1000', 'user_string': ''}"
)


async def output(script: str, port: int, *arguments: str) -> list[str]:
    """Run a script; the lines that it prints. It must end by itself, and well."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(SCRIPTS / f"{script}.py"), str(port), *arguments, stdin=DEVNULL, stdout=PIPE, stderr=PIPE
    )
    late = asyncio.get_running_loop().call_later(60, process.kill)
    try:
        out, error = await process.communicate()
    finally:
        late.cancel()
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert (process.returncode, error.decode()) == (0, ""), out.decode()
    return out.decode().splitlines()


async def test_a_list_of_everything(private_indi: IndiServer) -> None:
    lines = await output("print_everything", private_indi.port)
    assert lines[0] == "Filter Simulator True"
    assert "   CONNECTION SwitchVector Connection Main Control rw Idle" in lines
    assert "     CONNECT Connect Off" in lines
    assert "Dome Simulator True" in lines
    assert lines[-1] == "stopped True"


async def test_a_slew(indi: IndiServer) -> None:
    witness, mount = Witness(indi.port), TELESCOPE.device
    async with running(witness):  # so that it is not far
        await witness.connect({mount: TELESCOPE.vectors_connected})
        if witness[mount][PARK]["PARK"] == "On":
            await witness.ask(mount, PARK, {"UNPARK": "On"})
        await point(witness, bench_of(indi))
    assert await output("slew", indi.port, "5:35:30", "-5:23:28") == [
        "sent Busy",
        "there 5:35 True",
        "DEC (dd:mm:ss) %010.6m -90 90",
        "-5:23:23 -5.389722",
    ]


async def test_a_picture(indi: IndiServer, tmp_path: Path) -> None:
    assert await output("expose", indi.port, str(tmp_path)) == [
        "width Width %4.0f True 0.0",
        "blobs DefineBLOB CCD1 ro",
        "blobs DefineBLOB CCD2 ro",
        "saved True .fits .fits",
        "2 64 48",
    ]


async def test_a_run_of_the_focuser(indi: IndiServer) -> None:
    assert await output("focus_run", indi.port) == ["first True in steps in steps", *["arrived True Ok rw"] * 2]


@pytest.mark.parametrize("kind", ["queue", "deque"])
async def test_a_program_with_the_client_in_a_thread(indi: IndiServer, kind: str) -> None:
    assert await output("wheel_thread", indi.port, kind) == [
        "Define True True",
        "Filter Simulator FILTER_SLOT Busy",
        "turned True",
        "None None None True",
        "Filter Simulator None None False",
        "Filter Simulator FILTER_NAME None ['FILTER_SLOT_NAME_1', 'FILTER_SLOT_NAME_2']",
        "over True",
    ]


async def test_a_record_in_json(private_indi: IndiServer, tmp_path: Path) -> None:
    assert await output("record", private_indi.port, str(tmp_path / "record.json")) == [
        "True False 127.0.0.1 True last night",
        "the small one True Idle",
        "None True",
        "False",
        "True the small one NumberVector rw Idle",
        POLLING,
        "True True True True",
        "True",
        "True True",
        "OneOfMany Connect CONNECTION",
    ]


async def test_a_console(indi: IndiServer) -> None:
    assert await output("console", indi.port) == [
        "LightVector ['WEATHER_FORECAST', 'WEATHER_RAIN_HOUR', 'WEATHER_TEMPERATURE', 'WEATHER_WIND_SPEED'] True",
        "UTC looked at the sky",
        "True",
        "True",
        "['INFO looked at the sky', 'WARNING it may rain']",
    ]
