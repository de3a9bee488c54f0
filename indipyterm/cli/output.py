"""Writing output lines in a thread, so that a slow reader never delays the connection to the server."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import stat
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from indipyterm.cli.exits import Exit
from indipyterm.cli.stderr import warn
from indipyterm.model.control_characters import escape_controls

_CLOSE_SECONDS = 0.5
"""How long to wait for a slow reader when the program ends early."""


def print_text(text: str) -> Exit:
    """Write a text to stdout unchanged; return the exit status. A closed pipe (``... | head``) is no error."""
    try:
        _write(text, _descriptor())
    except BrokenPipeError:
        return Exit.DONE
    except OSError as error:
        warn(f"cannot write the output: {error.strerror or error}")
        return Exit.USAGE
    return Exit.DONE


class LineWriter:
    """Writes lines to stdout. If that fails, `on_failure` is called once, in the event loop.

    It gets a BrokenPipeError if the reader has closed the pipe, and another OSError if, say, the disk is full.

    Use it with ``async with``, which at its end waits until all lines are written; after an exception only for a
    moment.
    """

    def __init__(self, on_failure: Callable[[OSError], object]) -> None:
        self._on_failure = on_failure
        self._loop = asyncio.get_running_loop()
        self._queue: SimpleQueue[str | asyncio.Future[None] | None] = SimpleQueue()
        self._descriptor = _descriptor()
        self._watching = False
        self._closed = False

    def write_line(self, line: str) -> None:
        """Queue a line to be written, with control characters escaped."""
        self._queue.put(escape_controls(line) + "\n")

    async def __aenter__(self) -> Self:
        threading.Thread(target=self._write_all, name="indipyterm-output", daemon=True).start()
        self._watch_reader()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        written: asyncio.Future[None] = self._loop.create_future()
        self._queue.put(written)
        try:
            await asyncio.wait([written], timeout=None if error is None else _CLOSE_SECONDS)
        finally:
            self._closed = True
            self._stop_watching()
            self._queue.put(None)

    def _watch_reader(self) -> None:
        """Notice that a pipe was closed even while there is nothing to write."""
        if self._descriptor is None or not stat.S_ISFIFO(os.fstat(self._descriptor).st_mode):
            return  # a terminal or socket may be readable for other reasons
        with contextlib.suppress(OSError, NotImplementedError):
            self._loop.add_reader(self._descriptor, self._fail, BrokenPipeError())
            self._watching = True

    def _stop_watching(self) -> None:
        if self._watching and self._descriptor is not None:
            self._loop.remove_reader(self._descriptor)
            self._watching = False

    def _fail(self, error: OSError) -> None:
        self._stop_watching()
        if not self._closed:
            self._closed = True
            self._on_failure(error)

    def _write_all(self) -> None:
        """Write queued lines until the queue holds None; discard them after a failure."""
        broken = False
        while (item := self._queue.get()) is not None:
            if isinstance(item, asyncio.Future):
                self._call_in_loop(_finish, item)
            elif not broken:
                try:
                    _write(item, self._descriptor)
                except OSError as error:
                    broken = True
                    self._call_in_loop(self._fail, error)

    def _call_in_loop(self, function: Callable[..., object], *arguments: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(function, *arguments)


def _finish(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _descriptor() -> int | None:
    """Return the file descriptor of stdout; None if it has none."""
    try:
        return sys.stdout.fileno()
    except (AttributeError, OSError, ValueError):
        return None


def _write(line: str, descriptor: int | None) -> None:
    """Write a line. Raises OSError."""
    if descriptor is None:
        if sys.stdout is not None:
            sys.stdout.write(line)
        return
    # Not through sys.stdout: a write that blocks for ever would hold its lock, and the program could not end.
    left = memoryview(line.encode(sys.stdout.encoding or "utf-8", "backslashreplace"))
    while left:
        try:
            left = left[os.write(descriptor, left) :]
        except BlockingIOError:  # another program has made this terminal non-blocking
            select.select([], [descriptor], [])
