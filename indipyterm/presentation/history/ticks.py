"""Where the marks of an axis go, and what they say."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from math import ceil, floor, isfinite, log10

from indipyterm.protocol.numbers import format_number, parse_number

LONGEST = 11
"""Characters: the longest label; what is longer in the number's own format is written shorter."""

_SEXAGESIMAL = re.compile(r"%[-0-9. ]*m")
_PARTS = (1, 2, 5, 10, 15, 30)  # of a minute, in seconds, and of an hour or a degree, in minutes
_DAY = 86400
_TIMES = (*_PARTS, *(60 * part for part in _PARTS), *(3600 * hours for hours in (1, 2, 3, 6, 12)))


def axis_label(value: float, number_format: str, tolerance: float) -> str:
    """A value in its own format; "" where that is too wide, or says another number by more than the tolerance."""
    text = format_number(value, number_format).strip()
    try:
        return text if len(text) <= LONGEST and abs(parse_number(text) - value) <= tolerance else ""
    except ValueError:
        return ""


def value_ticks(low: float, high: float, count: int, number_format: str) -> list[tuple[float, str]]:
    """At most about `count` round values between two, and their labels, which all differ."""
    room = (high / 2 - low / 2) / max(1, count)  # halves, since a difference may be more than a float can hold
    step = _round_step(2 * room, bool(_SEXAGESIMAL.search(number_format)))
    if not (isfinite(step) and isfinite(low / step) and isfinite(high / step)):
        return []
    first = ceil(low / step)
    numbers = range(first, min(floor(high / step), first + 2 * count) + 1)
    values = [float(f"{number * step:.12g}") for number in numbers]
    labels = [axis_label(value, number_format, step / 4) for value in values]
    if not all(labels):
        places = max(0, -floor(log10(step)))
        labels = [f"{value:.{places}f}" if places <= 6 and abs(value) < 1e6 else f"{value:.6g}" for value in values]
    return [(value, label) for value, label in zip(values, labels, strict=True) if isfinite(value)]


def _round_step(least: float, sexagesimal: bool) -> float:
    """The next round number that is no less."""
    if not sexagesimal or least > 1:
        return _decimal_step(least)
    for unit in (3600, 60):
        for part in _PARTS:
            if 1 / 3600 <= least <= part / unit:
                return part / unit
    return _decimal_step(least * 3600) / 3600 if least < 1 / 3600 else 1


def _decimal_step(least: float) -> float:
    if not 0 < least <= 1e308:
        return float("inf")
    power = 10.0 ** floor(log10(least))
    return next((factor * power for factor in (1, 2, 5) if factor * power >= least), 10 * power)


def time_ticks(start: float, end: float, columns: int) -> list[tuple[int, str]]:
    """Round times between two (seconds since 1970, UTC): the column of `columns` that each is in, and its label.

    A label begins at its column, and there is room for it before the next; it is empty where the last has none.
    """
    span = end - start
    if columns < 1 or not span > 0:
        return []
    step = next((step for step in _TIMES if step / span * columns >= _label_width(step) + 3), 0)
    if not step:
        days = _decimal_step(max(1, 8 * span / columns / _DAY))
        step = int(days * _DAY) if isfinite(days) else 0
    if not step or abs(start) / step > 1e12:
        return []
    first, last = ceil(start / step), floor(end / step)
    places = [(int((number * step - start) / span * columns), number * step) for number in range(first, last + 1)]
    labels = [(column, _time_label(time, step)) for column, time in places if column < columns]
    return [(column, label if column + len(label) <= columns else "") for column, label in labels]


def _label_width(step: int) -> int:
    return 8 if step < 60 else 5


def _time_label(time: int, step: int) -> str:
    if step >= _DAY:
        try:
            return f"{datetime.fromtimestamp(time, UTC):%m-%d}"
        except (ValueError, OverflowError, OSError):  # no year that a calendar has
            return ""
    minutes, seconds = divmod(time % _DAY, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if step < 60 else "")
