"""Series over time, in cells: a line for each, axes, and a dashed line where the value is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite
from typing import NamedTuple

from indipyterm.presentation.history.downsampling import downsample
from indipyterm.presentation.history.series import Series
from indipyterm.presentation.history.ticks import axis_label, time_ticks, value_ticks
from indipyterm.tui.charts.canvas import Canvas
from indipyterm.tui.rows.styled import Styled, StyledLine, right_aligned

_MARKS = "*o+x"  # of the first series, the second ... in ASCII
_TARGET = ("pending", "-")
_LEAST_COLUMNS, _LEAST_ROWS = 24, 5  # with less there are no axes
_LARGEST = 1.7e308
_LONGEST = 24 * 3600.0  # seconds


class Line(NamedTuple):
    """A series to be plotted, and the role that it is painted in."""

    series: Series
    role: str = "cursor"


class _Scale(NamedTuple):
    """The values at the lower and at the upper edge."""

    low: float
    high: float

    def place(self, value: float, steps: int) -> int:
        """Which of `steps` places, from the top, a value is at."""
        share = (value / 2 - self.low / 2) / (self.high / 2 - self.low / 2)  # the whole may overflow
        return max(0, min(steps - 1, int((1 - share) * steps)))


def plot(
    lines: Sequence[Line],
    columns: int,
    rows: int,
    span: float,
    now: float,
    target: float | None = None,
    ascii_only: bool = False,
) -> list[StyledLine]:
    """Paint the last `span` seconds before `now` (seconds since 1970) in exactly `columns` times `rows` cells.

    All lines share one scale, in the format of the first. A value holds until the next reading, as on the
    instrument: lines go in steps. Where nothing is known there is no line. `target` is on the scale, too.
    """
    if columns < 1 or rows < 1:
        return []
    span = max(1.0, span) if isfinite(span) else _LONGEST
    start = now - span
    target = target if target is not None and isfinite(target) else None
    scale = _scale(lines, start, now, target)
    axes = columns >= _LEAST_COLUMNS and rows >= _LEAST_ROWS
    height = rows - 2 if axes else rows
    labels = _labels(scale, height, lines, target) if axes and scale else {}
    gutter = max([2, *(len(label.text) for label in labels.values())]) if axes else 0
    width = columns - gutter - 1 if axes else columns
    canvas = Canvas(width, height, ascii_only)
    if scale:
        _draw(canvas, scale, lines, start, now, target)
    painted = [canvas.row(number) for number in range(height)]
    if not axes:
        return painted
    tick, bar = "+|" if ascii_only else "┤│"
    for number, row in enumerate(painted):
        label = labels.get(number, Styled("", "member"))
        row[:0] = [Styled(right_aligned(label.text, gutter), label.role), Styled(tick if label.text else bar, "dim")]
    return [*painted, *_time_axis(start, now, gutter, width, ascii_only)]


def _scale(lines: Iterable[Line], start: float, end: float, target: float | None) -> _Scale | None:
    """From a little under the lowest to a little over the highest value; None where there is none."""
    values = [] if target is None else [target]
    for line in lines:
        figures = line.series.figures(start, end)
        values += [value for value in (figures.low, figures.high) if value is not None]
    if not values or (target is not None and len(values) == 1):
        return None
    low, high = min(values), max(values)
    half, size = high / 2 - low / 2, max(abs(low), abs(high))  # the whole may be more than a float can hold
    flat = half <= max(size * 1e-10, 1e-290)
    margin = (size / 10 if size > 1e-290 else 1.0) if flat else half / 10
    return _Scale(max(-_LARGEST, low - margin), min(_LARGEST, high + margin))


def _labels(scale: _Scale, height: int, lines: Sequence[Line], target: float | None) -> dict[int, Styled]:
    """The labels of the value axis, by row; that of the target has the right of way."""
    number_format = lines[0].series.number_format
    labels: dict[int, Styled] = {}
    if target is not None:
        tolerance = (scale.high / 2 - scale.low / 2) / height
        text = axis_label(target, number_format, tolerance) or f"{target:.6g}"
        labels[scale.place(target, height)] = Styled(text, "pending")
    near = {row + away for row in labels for away in (-1, 0, 1)}
    for value, text in value_ticks(scale.low, scale.high, max(2, height // 2), number_format):
        row = scale.place(value, height)
        if row not in near:
            labels[row] = Styled(text, "member")
    return labels


def _draw(canvas: Canvas, scale: _Scale, lines: Sequence[Line], start: float, end: float, target: float | None) -> None:
    if target is not None:
        y = scale.place(target, canvas.height)
        for x in range(canvas.width):
            if x % 4 < 2:
                canvas.draw_line(x, y, y, _TARGET)
    for number, line in reversed(list(enumerate(lines))):  # the first one over all others
        ink = (line.role, _MARKS[number % len(_MARKS)])
        for x, bucket in enumerate(downsample(line.series, start, end, canvas.width)):
            if bucket:
                top, bottom = (scale.place(value, canvas.height) for value in (bucket.high, bucket.low))
                canvas.draw_line(x, top, bottom, ink)


def _time_axis(start: float, end: float, gutter: int, width: int, ascii_only: bool) -> list[StyledLine]:
    corner, flat, mark = "+-+" if ascii_only else "└─┬"
    axis, labels = [flat] * width, [" "] * width
    for column, label in time_ticks(start, end, width):
        axis[column] = mark
        labels[column : column + len(label)] = label
    return [
        [Styled(" " * gutter, "space"), Styled(corner + "".join(axis), "dim")],
        [Styled(right_aligned("UT", gutter) + " ", "dim"), Styled("".join(labels), "member")],
    ]
