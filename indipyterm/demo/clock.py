"""The clocks of the demo: real time, or a time moved by hand, for tests and screenshots that never vary."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

_SETTLING_ROUNDS = 5
"""Passes of the event loop after waking a task: enough for it to act, to start another task, and to sleep again."""


class Clock(Protocol):
    """What instruments need of a clock."""

    def now(self) -> datetime:
        """Return the time, aware and in UTC."""

    async def sleep(self, seconds: float) -> None:
        """Wait until `seconds` have passed."""

    async def run_in_thread(self, function: Callable[[], T]) -> T:
        """Run a computation that takes long in a thread, and return its result."""


class RealClock:
    """The real time."""

    def now(self) -> datetime:
        """Return the time, aware and in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait until `seconds` have passed."""
        await asyncio.sleep(seconds)

    async def run_in_thread(self, function: Callable[[], T]) -> T:
        """Run a computation that takes long in a thread, and return its result."""
        return await asyncio.to_thread(function)


class ManualClock:
    """A time that changes only by `advance`; `run_in_thread` takes none of it."""

    DEFAULT_START = datetime(2026, 11, 22, 22, 43, 7, tzinfo=UTC)

    def __init__(self, start: datetime = DEFAULT_START) -> None:
        self._now = start.astimezone(UTC)
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._order = count()
        self._working: set[asyncio.Future[Any]] = set()

    def now(self) -> datetime:
        """Return the time, aware and in UTC."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Wait until `advance` has moved the time on by `seconds`."""
        wake: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        due = self._now + timedelta(seconds=max(0.0, seconds))
        heapq.heappush(self._sleepers, (due, next(self._order), wake))
        await wake

    async def run_in_thread(self, function: Callable[[], T]) -> T:
        """Run a long computation in a thread; `advance` waits for it before it moves on."""
        job = asyncio.ensure_future(asyncio.to_thread(function))
        self._working.add(job)
        try:
            return await job
        finally:
            self._working.discard(job)

    async def advance(self, seconds: float) -> None:
        """Move the time on by `seconds`, stopping at each time at which a task wakes up.

        Tasks wake in order, each at exactly its time, and run until they sleep again, computations included, before
        the time moves on. Must not be called while another call is running.
        """
        end = self._now + timedelta(seconds=seconds)
        await self._settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            due, _, wake = heapq.heappop(self._sleepers)
            if not wake.done():
                self._now = max(self._now, due)
                wake.set_result(None)
                await self._settle()
        self._now = end

    async def _settle(self) -> None:
        """Let all woken tasks run, and wait for the computations that they start."""
        while True:
            for _ in range(_SETTLING_ROUNDS):
                await asyncio.sleep(0)
            if not self._working:
                return
            await asyncio.wait(self._working)
