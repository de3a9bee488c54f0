"""The end of a test run on SIGTERM: orderly as on Ctrl+C, and where that takes too long, with every process killed."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

WORKERS: list[int] = []
"""The processes that run tests for this one."""

_PATIENCE = 3.0
"""Seconds for tests and fixtures to clean up: a test that is interrupted in an event loop may never end."""

_TO_WORKERS = signal.SIGUSR1  # which nothing that is tested handles in the place of this

_terminated = threading.Event()


def handle_signals() -> None:
    """Handle the signals from now on, until something that is tested handles SIGTERM itself."""
    for number in (signal.SIGTERM, _TO_WORKERS):
        signal.signal(number, _terminate)


def check_terminated() -> None:
    """Raise KeyboardInterrupt where a test has caught the one of the signal."""
    if _terminated.is_set():
        raise KeyboardInterrupt


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    _terminated.set()
    for worker in WORKERS:
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, _TO_WORKERS)
    if not WORKERS:
        overdue = threading.Timer(_PATIENCE, _kill_everything)
        overdue.daemon = True
        overdue.start()
    raise KeyboardInterrupt


def _kill_everything() -> None:
    for process in [*_descendants(os.getpid())]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    os._exit(128 + signal.SIGTERM)


def _descendants(process: int) -> Iterator[int]:
    """The processes that a process has started, and those that they have; Linux only."""
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, children.read_text().split()):
                yield child
                yield from _descendants(child)
