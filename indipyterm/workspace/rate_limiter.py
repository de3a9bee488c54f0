"""How many notices are told: each costs a widget, covers a part of the sheet, and the log has all of them anyway."""

from __future__ import annotations

import time
from collections.abc import Callable


class RateLimiter:
    """Allows `most` notices within any `seconds`, and none of them twice; `clock` gives seconds."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._told: dict[str, float] = {}

    def allows(self, text: str) -> bool:
        """Whether a notice is to be told now; it counts as told then."""
        now = self._clock()
        self._told = {told: when for told, when in self._told.items() if now < when + self._seconds}
        if text in self._told or len(self._told) >= self._most:
            return False
        self._told[text] = now
        return True
