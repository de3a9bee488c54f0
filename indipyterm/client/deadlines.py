"""One timer for each vector that was sent to and has not answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

Key = tuple[str, str]
"""Device and vector name."""


class Deadlines:
    """Calls `expired(device, vector, seconds)` when a vector was not answered in time.

    A vector's own timeout counts, but no less than `shortest` and no more than `longest` seconds, and only while
    `enabled`.
    """

    def __init__(self, expired: Callable[[str, str, float], None]) -> None:
        self.enabled, self.shortest, self.longest = True, 2.0, 10.0
        self._expired = expired
        self._timers: dict[Key, asyncio.TimerHandle] = {}

    def set(self, enabled: bool | None, shortest: float | None, longest: float | None) -> None:
        """Change what is not None, for timers that are started from now on. Times are in seconds."""
        self.enabled = self.enabled if enabled is None else enabled
        self.shortest = self.shortest if shortest is None else shortest
        self.longest = self.longest if longest is None else longest

    def start(self, key: Key, timeout: float) -> None:
        """Start the timer of a vector, or start it again; `timeout` is the vector's own."""
        if timer := self._timers.pop(key, None):
            timer.cancel()
        if self.enabled:
            seconds = min(max(timeout, self.shortest), self.longest)
            self._timers[key] = asyncio.get_running_loop().call_later(seconds, self._expire, key, seconds)

    def clear(self) -> None:
        """Stop all timers."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def _expire(self, key: Key, seconds: float) -> None:
        del self._timers[key]
        self._expired(*key, seconds)
