"""Where the time comes from."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


def utc_now() -> datetime:
    """The machine's time, UTC."""
    return datetime.now(UTC)


class Clock(Protocol):
    """Where the time comes from, so that tests and pictures can stand still."""

    def now(self) -> datetime:
        """The time, UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The time, UTC."""
        return utc_now()
