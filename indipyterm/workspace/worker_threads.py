"""Threads for `asyncio.to_thread` that no end of the program waits for: a disk may hang, or a network folder."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic
from typing import Any, ParamSpec, TypeVar

_END_SECONDS = 2.0
"""How long work that has begun may take at the end."""

P = ParamSpec("P")
T = TypeVar("T")


class WorkerThreads(ThreadPoolExecutor):
    """A thread for each call; make it the default of an event loop. What it does is cut short at the end.

    The standard executor is waited for without limit, also by the interpreter itself when it ends.
    """

    def __init__(self) -> None:
        super().__init__(max_workers=1)  # which is never started
        self._running: set[threading.Thread] = set()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Start a call in a thread of its own."""
        future: Future[T] = Future()

        def run() -> None:
            try:
                if future.set_running_or_notify_cancel():
                    _complete(future, fn, *args, **kwargs)
            finally:
                self._running.discard(thread)

        thread = threading.Thread(target=run, name="indipyterm-worker", daemon=True)
        self._running.add(thread)
        thread.start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for the threads, for two seconds at most."""
        end = monotonic() + (_END_SECONDS if wait else 0.0)
        for thread in tuple(self._running):
            thread.join(max(0.0, end - monotonic()))


def _complete(future: Future[Any], function: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
    try:
        result = function(*args, **kwargs)
    except BaseException as error:  # noqa: BLE001 - it is the caller's
        future.set_exception(error)
    else:
        future.set_result(result)
