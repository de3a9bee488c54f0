"""How a face controls the replay of a recording."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class ReplayControl(Protocol):
    """Plays a recording; see `indipyterm.demo.replay.player.Replay`. All times are UTC."""

    end_time: datetime

    def now(self) -> datetime:
        """The present time in the recording."""

    @property
    def paused(self) -> bool:
        """Whether the replay is paused."""

    @property
    def speed(self) -> float:
        """How many times as fast as it was recorded it is played."""

    def pace(self, *, speed: float | None = None, paused: bool | None = None) -> None:
        """Play faster or slower, pause, or go on; None changes nothing."""

    def find(self, text: str) -> datetime:
        """The time that a typed text means. Raises ValueError with the reason."""

    async def seek(self, when: datetime) -> None:
        """Go to another time."""
