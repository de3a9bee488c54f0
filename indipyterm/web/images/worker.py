"""One thread that reads images, and the results it gave last."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor

MOST_CACHED = 8_000_000
"""Bytes of results that are kept."""

MOST_WAITING = 60
"""Pieces of work that may wait for the thread."""


class Overloaded(Exception):
    """There is too much to do already."""


class ImageWorker:
    """Does one piece of work at a time; what several ask for at once is done once. To be used in one event loop."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "images")
        self._running: dict[Hashable, asyncio.Future[bytes]] = {}
        self._cached: OrderedDict[Hashable, bytes] = OrderedDict()
        self._size = 0

    async def result(self, key: Hashable, work: Callable[[], bytes]) -> bytes:
        """Return what `work` returns, or returned before for the same key. Raises what it raises, and `Overloaded`.

        The work goes on when the caller is cancelled.
        """
        if key in self._cached:
            self._cached.move_to_end(key)
            return self._cached[key]
        future = self._running.get(key)
        if future is None:
            if len(self._running) >= MOST_WAITING:
                raise Overloaded
            future = asyncio.get_running_loop().run_in_executor(self._thread, work)
            self._running[key] = future
            future.add_done_callback(lambda done: self._keep(key, done))
        return await asyncio.shield(future)

    def _keep(self, key: Hashable, done: asyncio.Future[bytes]) -> None:
        self._running.pop(key, None)
        if done.cancelled() or done.exception() is not None:
            return
        self._cached[key] = done.result()
        self._size += len(done.result())
        while self._size > MOST_CACHED:
            _, dropped = self._cached.popitem(last=False)
            self._size -= len(dropped)

    def close(self) -> None:
        """Drop what waits; the piece of work that is being done is not waited for."""
        self._thread.shutdown(wait=False, cancel_futures=True)
