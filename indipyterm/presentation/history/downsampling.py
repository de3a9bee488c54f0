"""What a series did in each of many equal stretches of time."""

from __future__ import annotations

from typing import NamedTuple

from indipyterm.presentation.history.series import Series


class Bucket(NamedTuple):
    """The lowest, the highest and the last value of a stretch."""

    low: float
    high: float
    last: float


def downsample(series: Series, start: float, end: float, count: int) -> list[Bucket | None]:
    """Cut the time from `start` to `end` (seconds since 1970) into `count` stretches; None where nothing is known.

    The value that held when a stretch began belongs to it, so that what is drawn of one touches what is drawn of
    the next, and no reading is lost, however short a peak.
    """
    width = (end - start) / max(1, count)
    edges = [start + number * width for number in range(count)]
    firsts = [series.before(edge) for edge in edges]
    lasts = [*firsts[1:], series.until(end)]
    found: list[Bucket | None] = []
    for edge, first, last in zip(edges, firsts, lasts, strict=False):
        values = series.values(first, last)
        if (entering := series.held(first, edge)) is not None:
            values.insert(0, entering)
        found.append(Bucket(min(values), max(values), values[-1]) if values else None)
    return found
