"""How long to wait before the next try to connect."""

from __future__ import annotations

import random
from collections.abc import Callable


class Backoff:
    """Waits in seconds: `first`, doubled for each failure up to `longest`, plus or minus a quarter.

    The jitter keeps a room full of clients from returning to a restarted server all at once.
    """

    def __init__(self, first: float = 0.5, longest: float = 10.0, rand: Callable[[], float] = random.random) -> None:
        self._first, self._longest, self._random = first, longest, rand
        self.failures = 0

    def next(self) -> float:
        """Count a failure and give the wait after it."""
        wait = min(self._longest, self._first * 2.0 ** min(self.failures, 30))
        self.failures += 1
        return min(self._longest, wait * (0.75 + self._random() / 2))

    def reset(self) -> None:
        """Begin with the first wait again, after a success."""
        self.failures = 0
