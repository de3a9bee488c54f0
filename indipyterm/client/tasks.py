"""Tasks that end together: when one of them fails, or when it is time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any


class Tasks:
    """`spawn` tasks at any time while `run` waits; the first failure of one ends all, and is raised by `run`.

    A task may return: the others go on. Make it inside the event loop.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._running: set[asyncio.Task[Any]] = set()
        self._failure: BaseException | None = None
        self._finish = asyncio.Event()
        self._ending = self._ended = False

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start a task."""
        task = self._loop.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._done)
        return task

    def finish(self) -> None:
        """Let `run` end. May be called from any thread, at any time."""
        with contextlib.suppress(RuntimeError):  # the loop is closed: it is over already
            self._loop.call_soon_threadsafe(self._finish.set)

    async def run(self, seconds: float, before_end: Callable[[], Awaitable[None]] | None = None) -> None:
        """Wait for `finish` or a failure, then for `before_end`; cancel all tasks and give them `seconds` to end.

        Raises the first failure; further ones go to the event loop's exception handler.
        """
        try:
            await self._finish.wait()
            if before_end:
                await before_end()
        except asyncio.CancelledError:
            await self.end(self._running, seconds)
            self._ended = True
            if self._failure:
                self._report(self._failure)
            raise
        await self.end(self._running, seconds)
        self._ended = True
        if self._failure:
            raise self._failure

    async def end(self, tasks: Iterable[asyncio.Task[Any]], seconds: float) -> None:
        """Cancel some of the tasks, for good: only when all end, or will. They have `seconds` to do so."""
        self._ending = True
        ending = set(tasks)
        for task in ending:
            task.cancel()
        if ending:
            await asyncio.wait(ending, timeout=seconds)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if task.cancelled() and self._ending:
            return
        failure = asyncio.CancelledError() if task.cancelled() else task.exception()
        if failure is None:
            return
        if self._failure or self._ended:
            self._report(failure)
        else:
            self._failure = failure
            self._finish.set()

    def _report(self, failure: BaseException) -> None:
        self._loop.call_exception_handler({"message": "failed while the client was ending", "exception": failure})
