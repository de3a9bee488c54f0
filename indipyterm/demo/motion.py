"""Arithmetic of things that move: step by step, along a line or round a circle."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
SIDEREAL_RATE = 1.00273790935
"""Sidereal seconds in a second."""


def approach(here: float, there: float, step: float) -> float:
    """Return the place one `step` nearer to `there`, or exactly `there` when it is as near as that."""
    if abs(there - here) <= step:
        return there
    return here + step if there > here else here - step


def approach_round(here: float, there: float, step: float, circle: float) -> float:
    """Do the same the shorter way round a `circle` (360 degrees, 24 hours)."""
    way = (there - here + circle / 2) % circle - circle / 2
    return there if abs(way) <= step else (here + (step if way > 0 else -step)) % circle


def sidereal_hours(when: datetime, longitude: float) -> float:
    """Return the local mean sidereal time in hours, good to a second; `longitude` in degrees, east positive."""
    days = (when - _J2000).total_seconds() / 86400
    return (18.697374558 + 24 * SIDEREAL_RATE * days + longitude / 15) % 24


def along(points: Sequence[tuple[float, float]], place: float) -> float:
    """Return the height at `place` of the line through `points` (place, height), which are in order."""
    index = bisect_right(points, (place, float("inf")))
    if index == 0:
        return points[0][1]
    if index == len(points):
        return points[-1][1]
    (left, low), (right, high) = points[index - 1], points[index]
    return low + (high - low) * (place - left) / (right - left)
