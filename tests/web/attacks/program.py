"""A site as a program of its own."""

from __future__ import annotations

import asyncio
import contextlib
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.web.attacks.raw_http import HOST

_START = 30.0


@asynccontextmanager
async def program(port: int, *command: str, folder: Path | None = None) -> AsyncIterator[Process]:
    """Run a program until it takes connections on a port, and end it."""
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, stdout=DEVNULL, stderr=DEVNULL)
    try:
        async with asyncio.timeout(_START):
            while True:
                assert process.returncode is None, f"{command} ended with {process.returncode}"
                try:
                    _, writer = await asyncio.open_connection(HOST, port)
                except OSError:
                    await asyncio.sleep(0.05)
                else:
                    writer.close()
                    break
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def memory(process: int) -> float:
    """Resident megabytes of a process."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4096 / 1e6
