"""A limit to how many notices are shown: each covers a part of the screen."""

from __future__ import annotations

import time
from collections.abc import Callable


class RateLimiter:
    """Allows `most` different texts within any `seconds`; `clock` returns seconds."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._allowed: dict[str, float] = {}

    def allows(self, text: str) -> bool:
        """Whether a text may be shown now; if so, it counts as shown."""
        now = self._clock()
        self._allowed = {known: when for known, when in self._allowed.items() if now < when + self._seconds}
        if text in self._allowed or len(self._allowed) >= self._most:
            return False
        self._allowed[text] = now
        return True
