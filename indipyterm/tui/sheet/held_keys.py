"""Keys that are held down: a terminal sends them again and again, and does not say so."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from time import monotonic

HELD_SECONDS = 1.0
"""A key that comes again sooner is held down: terminals wait up to 0.7 s before they repeat one."""


class Repeats:
    """Tells whether the same thing happens again within a second, however often."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._last: Hashable = None
        self._at = 0.0

    def repeated(self, what: Hashable) -> bool:
        """Note that something happens now; return whether it was the same just before."""
        last, at = self._last, self._at
        self._last, self._at = what, self._clock()
        return what == last and self._at - at < HELD_SECONDS
