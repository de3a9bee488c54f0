"""What was odd about what was heard, told now and then: a driver that goes on with it must not fill the log."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

AGAIN = timedelta(minutes=1)
"""How long the same oddity is not told again."""

MOST = 1000
"""Oddities that are remembered."""

_LONGEST = 500
_QUOTE = re.compile("[\"']")


@dataclass(slots=True)
class _Known:
    told: datetime
    since: int = 0  # how often it was heard after that


class Oddities:
    """Knows oddities by their text up to the first quote, behind which stand the values of just this time."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    def tell(self, text: str, when: datetime) -> str:
        """What to tell of an oddity that was met at `when`; empty where it was told less than `AGAIN` before."""
        text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        kind = _QUOTE.split(text, maxsplit=1)[0]
        known = self._known.pop(kind, None)
        if known and when - known.told < AGAIN:
            known.since += 1
            self._known[kind] = known
            return ""
        if len(self._known) >= MOST:
            del self._known[next(iter(self._known))]
        self._known[kind] = _Known(when)
        return f"{text} (and {known.since} times before)" if known and known.since else text
