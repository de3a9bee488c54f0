"""The commands as users run them, in a process of their own, and in this process."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from indipyterm.cli.command_arguments import add_commands, add_log, add_recording, add_server
from indipyterm.cli.programs import load_program
from indipyterm.cli.run import execute
from tests.servers import LOOPBACK

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
"""Seconds after which a test gives up waiting."""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse a command line as the program does."""
    parser = argparse.ArgumentParser(prog="indipyterm")
    add_server(parser, default=True)
    parser.add_argument("--blobfolder", type=Path)
    add_recording(parser, default=True)
    add_log(parser, default=True)
    add_commands(parser.add_subparsers(dest="command"))
    return parser.parse_args(arguments)


async def run(port: int, *arguments: str) -> int:
    """Run a command in this event loop; give its exit status."""
    options = parse(["--host", LOOPBACK, "--port", str(port), *arguments])
    load_program(options.command).prepare(options)
    return await execute(options)


class Running:
    """A command in a process of its own."""

    def __init__(self, process: Process) -> None:
        self.process = process

    async def line(self) -> str:
        """The next line of output; empty at the end."""
        assert self.process.stdout
        async with asyncio.timeout(PATIENCE):
            return (await self.process.stdout.readline()).decode()

    async def error(self, wanted: str) -> None:
        """Wait for a text on stderr."""
        assert self.process.stderr
        heard = ""
        async with asyncio.timeout(PATIENCE):
            while wanted not in heard:
                line = await self.process.stderr.readline()
                assert line, heard
                heard += line.decode()

    def send(self, number: signal.Signals) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    async def end(self) -> tuple[int, str, str]:
        """Wait for its end: exit status, the rest of the output, and of stderr."""
        async with asyncio.timeout(PATIENCE):
            out, error = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, (out or b"").decode(), error.decode()


@contextlib.asynccontextmanager
async def running(*arguments: str, stdout: int = PIPE) -> AsyncIterator[Running]:
    """Run a command in a process of its own, killed at the end of the block if it is still there."""
    command = [sys.executable, "-m", "indipyterm", *arguments]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdin=asyncio.subprocess.DEVNULL, stdout=stdout, stderr=PIPE
    )
    try:
        yield Running(process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()
