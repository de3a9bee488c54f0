"""The command that a key copies does, in a shell, what it says: on the real simulators, and on the demo."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from tests.real.bench import Bench
from tests.real.desk import Desk, desk
from tests.real.witness import Witness


async def shell(command: str) -> tuple[int, str, str]:
    """Run a command as a user would, who has the program on the path."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    process = await asyncio.create_subprocess_shell(
        command, stdin=asyncio.subprocess.DEVNULL, stdout=PIPE, stderr=PIPE, env={**os.environ, "PATH": path}
    )
    async with asyncio.timeout(60):
        out, error = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), error.decode()


async def copied(user: Desk, device: str, vector: str) -> str:
    """What the key copies on a row."""
    await user.reach(device, vector)
    before = user.screen.app.clipboard
    user.strike("Y")
    await user.until(lambda: user.screen.app.clipboard != before)
    return user.screen.app.clipboard


async def test_what_can_be_written_is_set_to_its_values(bench: Bench, witness: Witness) -> None:
    rows = [
        (bench.telescope, "GEOGRAPHIC_COORD"),
        (bench.telescope, "TELESCOPE_SLEW_RATE"),
        (bench.ccd, "ACTIVE_DEVICES"),
        (bench.focuser, "ABS_FOCUS_POSITION"),
    ]
    async with desk(bench) as user:
        for device, vector in rows:
            before = dict(witness[device][vector])
            command = await copied(user, device, vector)
            assert " set " in command
            assert f"{device}.{vector}." in command
            since = len(witness.heard)
            status, _, error = await shell(command)
            assert (status, error) == (0, ""), command
            await witness.until(lambda: witness.states(device, vector, since))  # noqa: B023
            assert dict(witness[device][vector]) == before, command


async def test_what_only_the_device_sets_is_read(bench: Bench, witness: Witness) -> None:
    async with desk(bench) as user:
        command = await copied(user, bench.telescope, "DRIVER_INFO")
        status, out, _ = await shell(command)
        assert status == 0
        values = dict(witness[bench.telescope]["DRIVER_INFO"])
        assert out.splitlines() == [f"{bench.telescope}.DRIVER_INFO.{name}={value}" for name, value in values.items()]
