"""Arithmetic for moving instruments: steps along a line or circle, interpolation and sidereal time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
SIDEREAL_RATE = 1.00273790935
"""Sidereal seconds in a second of time."""


def step_towards(position: float, target: float, step: float) -> float:
    """Return the position one `step` nearer to `target`, or `target` if it is within a step."""
    if abs(target - position) <= step:
        return target
    return position + step if target > position else position - step


def step_towards_on_circle(position: float, target: float, step: float, circle: float) -> float:
    """Do the same on a circle of this size (360 degrees, 24 hours), in the shorter direction."""
    distance = (target - position + circle / 2) % circle - circle / 2
    return target if abs(distance) <= step else (position + (step if distance > 0 else -step)) % circle


def local_sidereal_time(when: datetime, longitude: float) -> float:
    """Return the local mean sidereal time in hours, good to a second; `longitude` in degrees, east positive."""
    days = (when - _J2000).total_seconds() / 86400
    return (18.697374558 + 24 * SIDEREAL_RATE * days + longitude / 15) % 24


def interpolate(points: Sequence[tuple[float, float]], x: float) -> float:
    """Return y at `x` on the line through `points` (x, y), which are in ascending order."""
    index = bisect_right(points, (x, float("inf")))
    if index == 0:
        return points[0][1]
    if index == len(points):
        return points[-1][1]
    (left_x, left_y), (right_x, right_y) = points[index - 1], points[index]
    return left_y + (right_y - left_y) * (x - left_x) / (right_x - left_x)
