"""Work in threads, and an end that does not wait for it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from time import monotonic

import pytest

from indipyterm.workspace.worker_threads import WorkerThreads

HANGS = """
import asyncio, threading
from indipyterm.workspace import worker_threads
worker_threads._END_SECONDS = 0.05

async def main():
    asyncio.get_running_loop().set_default_executor(worker_threads.WorkerThreads())
    hanging = asyncio.create_task(asyncio.to_thread(threading.Event().wait))
    print(await asyncio.to_thread(lambda: "done"))

asyncio.run(main())
"""


def fail() -> None:
    raise KeyError("reason")


async def test_results_and_errors_are_the_callers() -> None:
    asyncio.get_running_loop().set_default_executor(WorkerThreads())
    assert await asyncio.gather(*(asyncio.to_thread(pow, 2, n) for n in range(20))) == [2**n for n in range(20)]
    with pytest.raises(KeyError, match="reason"):
        await asyncio.to_thread(fail)


def test_a_program_ends_while_a_thread_hangs() -> None:
    begun = monotonic()
    done = subprocess.run([sys.executable, "-c", HANGS], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")
    assert monotonic() - begun < 20
