"""What the screen asks of whatever plays a recording for it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class ReplayControl(Protocol):
    """Plays a recording; see `indipyterm.demo.replay.player.Replay`. All times are UTC."""

    end_time: datetime

    def now(self) -> datetime:
        """How late it is in the recording."""

    @property
    def paused(self) -> bool:
        """Whether its time stands still."""

    @property
    def speed(self) -> float:
        """How many times as fast as it was recorded it is played."""

    def pace(self, *, speed: float | None = None, paused: bool | None = None) -> None:
        """Play faster or slower, halt, or go on."""

    def find(self, text: str) -> datetime:
        """The time that somebody typed; raises ValueError with the reason."""

    async def seek(self, when: datetime) -> None:
        """Go to another time."""
