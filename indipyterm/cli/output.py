"""Lines of output, written by a thread: a slow reader never keeps the program from listening to the server."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import select
import stat
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from indipyterm.cli.exits import Exit

# What ends a line, what a terminal obeys, and what turns the direction of writing.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_LAST_SECONDS = 0.5
"""How long a reader may take for what is left, when the program ends before its time."""


def visible(text: str) -> str:
    """Write what the network said on one line, with escapes in place of what a terminal would obey."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def warn(text: str) -> None:
    """Say something on stderr, where anybody listens."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(f"indipyterm: {text}\n")
            sys.stderr.flush()


def print_text(text: str) -> Exit:
    """Write a text to stdout as it is; gives the exit status. That nobody reads it is no fault: ``... | head``."""
    try:
        _write(text, _descriptor())
    except BrokenPipeError:
        return Exit.DONE
    except OSError as error:
        warn(f"cannot write the output: {error.strerror or error}")
        return Exit.USAGE
    return Exit.DONE


class Lines:
    """Writes lines to stdout at once; `failed` is called, once, in the event loop, when that is no longer possible.

    It is given a BrokenPipeError where nobody reads them any more, and another OSError where a disk is full.

    Use it with ``async with``: at its end all lines are written, or nobody reads, or something was raised and the
    reader is slow.
    """

    def __init__(self, failed: Callable[[OSError], object]) -> None:
        self._failed = failed
        self._loop = asyncio.get_running_loop()
        self._lines: SimpleQueue[str | asyncio.Future[None] | None] = SimpleQueue()
        self._descriptor = _descriptor()
        self._watched = False
        self._over = False

    def put(self, line: str) -> None:
        """Write a line, its control characters made visible."""
        self._lines.put(visible(line) + "\n")

    async def __aenter__(self) -> Self:
        threading.Thread(target=self._write_all, name="indipyterm-output", daemon=True).start()
        self._watch()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        written: asyncio.Future[None] = self._loop.create_future()
        self._lines.put(written)
        try:
            await asyncio.wait([written], timeout=None if error is None else _LAST_SECONDS)
        finally:
            self._over = True
            self._unwatch()
            self._lines.put(None)

    def _watch(self) -> None:
        """Notice that a pipe's reader is gone even while there is nothing to write."""
        if self._descriptor is None or not stat.S_ISFIFO(os.fstat(self._descriptor).st_mode):
            return  # a terminal or socket may be readable for other reasons
        with contextlib.suppress(OSError, NotImplementedError):
            self._loop.add_reader(self._descriptor, self._end, BrokenPipeError())
            self._watched = True

    def _unwatch(self) -> None:
        if self._watched and self._descriptor is not None:
            self._loop.remove_reader(self._descriptor)
            self._watched = False

    def _end(self, error: OSError) -> None:
        self._unwatch()
        if not self._over:
            self._over = True
            self._failed(error)

    def _write_all(self) -> None:
        """Write what is put, until None is; nothing more once it failed."""
        broken = False
        while (item := self._lines.get()) is not None:
            if isinstance(item, asyncio.Future):
                self._call(_finish, item)
            elif not broken:
                try:
                    _write(item, self._descriptor)
                except OSError as error:
                    broken = True
                    self._call(self._end, error)

    def _call(self, function: Callable[..., object], *arguments: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits
            self._loop.call_soon_threadsafe(function, *arguments)


def _finish(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _descriptor() -> int | None:
    """The file descriptor of stdout; None where something else stands in for it."""
    try:
        return sys.stdout.fileno()
    except (AttributeError, OSError, ValueError):
        return None


def _write(line: str, descriptor: int | None) -> None:
    """Write a line; raises OSError where it cannot be written."""
    if descriptor is None:
        if sys.stdout is not None:
            sys.stdout.write(line)
        return
    # Not through sys.stdout: its lock, held by a write that never ends, would keep the program from ending.
    left = memoryview(line.encode(sys.stdout.encoding or "utf-8", "backslashreplace"))
    while left:
        try:
            left = left[os.write(descriptor, left) :]
        except BlockingIOError:  # somebody who shares this terminal has made it so
            select.select([], [descriptor], [])
