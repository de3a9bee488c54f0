"""A series in one line of a few cells."""

from __future__ import annotations

from indipyterm.presentation.history.downsampling import downsample
from indipyterm.presentation.history.series import Series

_BARS = "▁▂▃▄▅▆▇█"
_ASCII = "_.-~^"


def sparkline(
    series: Series, width: int, span: float | None = None, now: float | None = None, ascii_only: bool = False
) -> str:
    """The last `span` seconds before `now`, both as far as there are readings if None, in `width` cells.

    The lowest value is at the bottom, the highest at the top; one that never changed is in the middle. A space is
    where nothing is known.
    """
    if width < 1 or not len(series):
        return " " * max(0, width)
    end = series[-1].time if now is None else now
    start = series[0].time if span is None else end - span
    buckets = downsample(series, min(start, end), end, width)
    lasts = [bucket.last for bucket in buckets if bucket]
    if not lasts:
        return " " * width
    steps = _ASCII if ascii_only else _BARS
    low, half = min(lasts), max(lasts) / 2 - min(lasts) / 2

    def step(value: float) -> str:
        share = (value / 2 - low / 2) / half if half else 0.5
        return steps[round(share * (len(steps) - 1))]

    return "".join(step(bucket.last) if bucket else " " for bucket in buckets)
