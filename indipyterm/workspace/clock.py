"""The clock of a workspace."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


def utc_now() -> datetime:
    """The machine's time, UTC."""
    return datetime.now(UTC)


class Clock(Protocol):
    """A source of the time: the machine's clock, a replay, or a test."""

    def now(self) -> datetime:
        """The time, UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The time, UTC."""
        return utc_now()
