"""The past values of one number, as many as are kept."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from math import inf, isfinite
from typing import NamedTuple

from indipyterm.protocol.numbers import decimal_text
from indipyterm.protocol.timestamps import format_timestamp

KEPT = 20_000
"""Readings kept of each number: about half a megabyte."""

_LATEST = 253_402_300_799.0  # the last second of the year 9999


class Reading(NamedTuple):
    """A value, when it was read, and when it ceased to be known (`inf`: it did not). Seconds since 1970, UTC."""

    time: float
    value: float
    end: float


class Figures(NamedTuple):
    """Of a stretch of time: how many readings, the value at its end, the lowest and the highest; None where unknown."""

    readings: int
    now: float | None
    low: float | None
    high: float | None


class Series:
    """The readings of one number, in order of time; the oldest go when there are more than `kept`.

    A value holds from its reading until the next, or until `end` says that it is no longer known. `label` is shown
    as it is, make it `plain`; `number_format` is the number's INDI format. Times are seconds since 1970, UTC.
    Not to be changed while another thread reads it: give that thread a `copy`.
    """

    __slots__ = ("_ends", "_kept", "_times", "_values", "label", "number_format")

    def __init__(self, label: str = "", number_format: str = "%g", kept: int = KEPT) -> None:
        self.label, self.number_format = label, number_format
        self._kept = max(1, kept)
        self._times, self._values, self._ends = array("d"), array("d"), array("d")

    def append(self, time: float, value: float) -> None:
        """Note a reading; nan, infinities and times before 1970 or after 9999 are ignored.

        Readings later than this one are dropped: the clock was put back.
        """
        if not (isfinite(value) and 0 <= time <= _LATEST):
            return
        if self._times and time < self._times[-1]:
            self._keep(slice(0, bisect_right(self._times, time)))
        if len(self._times) >= self._kept:
            self._keep(slice(1 + self._kept // 16, None))  # many at once, so that a reading costs next to nothing
        self._times.append(time)
        self._values.append(value)
        self._ends.append(inf)

    def end(self, time: float) -> None:
        """Note that the value is not known from `time` on, until the next reading: the connection is lost."""
        if self._ends and self._ends[-1] == inf and isfinite(time):
            self._ends[-1] = max(time, self._times[-1])

    def copy(self) -> Series:
        """The same readings, to be read by another thread."""
        return deepcopy(self)

    def __len__(self) -> int:
        return len(self._times)

    def __getitem__(self, index: int) -> Reading:
        return Reading(self._times[index], self._values[index], self._ends[index])

    def __iter__(self) -> Iterator[Reading]:
        return map(Reading, self._times, self._values, self._ends)

    def before(self, time: float) -> int:
        """The number of readings before a time."""
        return bisect_left(self._times, time)

    def until(self, time: float) -> int:
        """The number of readings before or at a time."""
        return bisect_right(self._times, time)

    def values(self, first: int, last: int) -> array[float]:
        """The values from index `first` on, without that at `last`."""
        return self._values[first:last]

    def held(self, index: int, time: float) -> float | None:
        """The value of the reading before `index`, if it still holds at a time; else None."""
        return self._values[index - 1] if index > 0 and self._ends[index - 1] > time else None

    def figures(self, start: float, end: float) -> Figures:
        """What the readings between two times, both included, were; the value that held at the start counts too."""
        first, last = self.before(start), self.until(end)
        values = self.values(first, last)
        if (entering := self.held(first, start)) is not None:
            values.append(entering)
        low, high = (min(values), max(values)) if values else (None, None)
        return Figures(max(0, last - first), self.held(last, end), low, high)

    def _keep(self, part: slice) -> None:
        self._times, self._values, self._ends = self._times[part], self._values[part], self._ends[part]


def to_csv(series: Series) -> str:
    """The readings as lines of time (ISO 8601, UTC) and value, the shortest that reads back as the same number.

    A line without a value says from when on the value was not known.
    """
    lines = ["time,value"]
    for reading in series:
        lines.append(f"{_iso(reading.time)},{decimal_text(reading.value)}")
        if reading.end <= _LATEST:
            lines.append(f"{_iso(reading.end)},")
    return "\n".join(lines) + "\n"


def _iso(time: float) -> str:
    return format_timestamp(datetime.fromtimestamp(time, UTC)) + "Z"
