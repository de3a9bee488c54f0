"""The one-time code with which the first password can be chosen from another machine."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable

LIFETIME = 900.0
"""Seconds that a code can be used."""

TRIES = 5
"""Wrong codes after which it cannot be used any more."""

_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another
_LENGTH = 8


class SetupCode:
    """A code such as ``K7QM-2DXT``: for one account, a short time, and few tries."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        signs = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
        self.text = f"{signs[:4]}-{signs[4:]}"
        self._end, self._tries = clock() + LIFETIME, TRIES

    @property
    def usable(self) -> bool:
        """Whether the code can be used still."""
        return self._tries > 0 and self._clock() < self._end

    def matches(self, typed: str) -> bool:
        """Whether this is the code, however it is written. A wrong one costs a try."""
        if not self.usable:
            return False
        plain = "".join(typed.split()).replace("-", "").upper()
        right = hmac.compare_digest(plain.encode("utf-8", "replace"), self.text.replace("-", "").encode())
        self._tries -= not right
        return right

    def use_up(self) -> None:
        """End the code: it is for one account."""
        self._tries = 0
