"""The playback time of a recording, and parsing times that users type."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic

_TIME_OF_DAY = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_STEP = re.compile(r"([+-])(\d{1,6})\s*([smh]?)")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}


def parse_time(text: str, start: datetime, end: datetime, now: datetime) -> datetime:
    """Parse a time (UTC) in a recording from `start` to `end`.

    ``22:41`` or ``22:41:07`` is the first such time in the recording, ``2026-11-24T22:41`` also names the day, and
    ``+90``, ``-10m`` or ``+1h`` are relative to `now`. Raises ValueError with the reason.
    """
    text = text.strip()
    when: datetime | None
    if step := _STEP.fullmatch(text):
        return _moved(now, int(step[1] + step[2]) * _SECONDS[step[3]], start, end)
    try:
        if time_of_day := _TIME_OF_DAY.fullmatch(text):
            hour, minute, second = (int(part or 0) for part in time_of_day.groups())
            when = start.replace(hour=hour, minute=minute, second=second, microsecond=0)
            if when < start.replace(second=0, microsecond=0):
                when += timedelta(days=1)
        else:
            when = datetime.fromisoformat(text)
            when = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except ValueError:
        raise ValueError(f"{text!r} is not a time: write 22:41, 22:41:07, 2026-11-24T22:41, +90, -10m") from None
    except OverflowError:  # outside the years 1 to 9999
        when = None
    if when is None or not (when - start > timedelta(minutes=-1) and when <= end):
        raise ValueError(f"{text} is not in the recording, which is from {start:%Y-%m-%d %H:%M:%S} to {end:%H:%M:%S}")
    return max(start, when)


def _moved(time: datetime, seconds: float, start: datetime, end: datetime) -> datetime:
    """Return the time so many seconds later (or earlier), within `start` and `end`; for any number of seconds."""
    if seconds >= (end - time).total_seconds():
        return end
    return start if seconds <= (start - time).total_seconds() else time + timedelta(seconds=seconds)


class PlaybackClock:
    """A clock that runs `speed` times as fast as real time from where it was set, up to `end`; it can be paused."""

    def __init__(
        self, start: datetime, end: datetime, speed: float, real_time: Callable[[], float] = monotonic
    ) -> None:
        self._set_to, self._end, self._real_time = start, end, real_time
        self._speed, self._paused = speed, False
        self._set_at = real_time()

    def now(self) -> datetime:
        """Return the playback time, never later than the end."""
        elapsed = 0.0 if self._paused else (self._real_time() - self._set_at) * self._speed
        return _moved(self._set_to, elapsed, self._set_to, self._end)

    def seconds_until(self, when: datetime) -> float | None:
        """Return the real seconds until a playback time; 0 if it has passed, None while the clock is paused."""
        if when <= (now := self.now()):
            return 0.0
        return None if self._paused else (when - now).total_seconds() / self._speed

    @property
    def paused(self) -> bool:
        """Whether the clock is paused."""
        return self._paused

    @property
    def speed(self) -> float:
        """Playback seconds in a real second."""
        return self._speed

    def set(self, now: datetime | None = None, *, speed: float | None = None, paused: bool | None = None) -> None:
        """Change the time, the speed, or whether the clock is paused."""
        self._set_to, self._set_at = now or self.now(), self._real_time()
        self._speed = self._speed if speed is None else speed
        self._paused = self._paused if paused is None else paused
