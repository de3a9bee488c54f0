"""The time of a recording as it goes by, and the times that people type."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic

_OF_DAY = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_STEP = re.compile(r"([+-])(\d{1,6})\s*([smh]?)")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}


def read_time(text: str, start: datetime, end: datetime, now: datetime) -> datetime:
    """Read a time, UTC, in a recording from `start` to `end`: raises ValueError with the reason.

    ``22:41`` or ``22:41:07`` is the first such time in it, ``2026-11-24T22:41`` one of several nights, ``+90``,
    ``-10m`` or ``+1h`` a step from `now`.
    """
    text = text.strip()
    if step := _STEP.fullmatch(text):
        seconds = int(step[1] + step[2]) * _SECONDS[step[3]]
        return min(end, max(start, now + timedelta(seconds=seconds)))
    try:
        if of_day := _OF_DAY.fullmatch(text):
            hour, minute, second = (int(part or 0) for part in of_day.groups())
            when = start.replace(hour=hour, minute=minute, second=second, microsecond=0)
            if when < start.replace(second=0, microsecond=0):
                when += timedelta(days=1)
        else:
            when = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no time: 22:41, 22:41:07, 2026-11-24T22:41, +90, -10m") from None
    when = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    if not start - timedelta(minutes=1) < when <= end:
        raise ValueError(f"{text} is not in the recording, which is from {start:%Y-%m-%d %H:%M:%S} to {end:%H:%M:%S}")
    return max(start, when)


class Course:
    """A time that runs from where it was set, `speed` times as fast as the real one, unless it is `paused`."""

    def __init__(self, now: datetime, end: datetime, speed: float, real: Callable[[], float] = monotonic) -> None:
        self._since, self._end, self._real = now, end, real
        self._speed, self._paused = speed, False
        self._set = real()

    def now(self) -> datetime:
        """The time, never behind the end."""
        gone = 0.0 if self._paused else (self._real() - self._set) * self._speed
        return min(self._end, self._since + timedelta(seconds=gone))

    def until(self, when: datetime) -> float | None:
        """Seconds, of real time, from now to a time, 0 if it has passed; None where it does not come by itself."""
        if when <= (now := self.now()):
            return 0.0
        return None if self._paused else (when - now).total_seconds() / self._speed

    @property
    def paused(self) -> bool:
        """Whether the time stands still."""
        return self._paused

    @property
    def speed(self) -> float:
        """How many times as fast as the real time it runs."""
        return self._speed

    def set(self, now: datetime | None = None, *, speed: float | None = None, paused: bool | None = None) -> None:
        """Change any of these."""
        self._since, self._set = now or self.now(), self._real()
        self._speed = self._speed if speed is None else speed
        self._paused = self._paused if paused is None else paused
