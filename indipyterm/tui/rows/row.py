"""A vector as rows of styled cells: the frame that all kinds share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from rich.cells import cell_len

from indipyterm.model.devices import Device
from indipyterm.model.vectors import Vector
from indipyterm.presentation import states
from indipyterm.presentation.pending import Pending
from indipyterm.presentation.vector import VectorView, refusal_text, vector_view
from indipyterm.tui.rows.styled import (
    Styled,
    StyledLine,
    cut_in_the_middle,
    line_width,
    padded,
    padded_line,
    wrapped,
)

WIDE = 110
"""Columns from which there is room for more than the sheet."""

TIMED = 90  # cells of a sheet from which there is room for the time of the last change
FRESH_SECONDS = 60
"""The time of a change is shown for so long."""

_LABEL_FROM = 3  # cursor, state, space
_MOST_LINES = 8  # of a refusal; the details screen has all of it


class PaintContext(NamedTuple):
    """What a row needs to know beside its vector, to be painted.

    `choice` is the member that the switch cursor is on; `drafts` are switches picked but not sent; `device` is where
    another vector may name what a number stands for.
    """

    now: datetime
    selected: bool = False
    choice: str | None = None
    drafts: Mapping[str, str] = MappingProxyType({})
    device: Device | None = None


def label_width(width: int) -> int:
    """Cells for a vector's label, in a sheet of `width` cells."""
    return max(10, min(30, width // 4))


def value_width(width: int) -> int:
    """Cells for the values of a vector, in a sheet of `width` cells."""
    return max(8, width - _LABEL_FROM - label_width(width) - 1 - marks_width(width))


def marks_width(width: int) -> int:
    """Cells for the sign of another client and, where there is room, the time, on the right."""
    return 10 if width >= TIMED else 1


def is_fresh(changed: datetime, now: datetime) -> bool:
    """Whether a change is so new that its time is shown."""
    return (now - changed).total_seconds() < FRESH_SECONDS


def has_aged(changed: datetime | None, before: datetime, now: datetime) -> bool:
    """Whether the time of a change was shown `before`, and is not any more."""
    return changed is not None and is_fresh(changed, before) and not is_fresh(changed, now)


class VectorRow:
    """One vector. Subclasses paint its values; this paints the state, label, and marks around them."""

    def __init__(self, vector: Vector) -> None:
        self.vector = vector

    def value_height(self, room: int) -> int:
        """How many lines the values take, each with `room` cells."""
        return 1

    def values(self, view: VectorView, room: int, context: PaintContext) -> list[StyledLine]:
        """The lines of values, of at most `room` cells, of which there are `value_height`."""
        raise NotImplementedError

    def height(self, width: int) -> int:
        """How many lines the row takes in a sheet of `width` cells."""
        room = value_width(width)
        return self.value_height(room) + len(_refusal_lines(refusal_text(self.vector), room))

    def painted(self, width: int, context: PaintContext) -> list[StyledLine]:
        """The lines of the row, exactly `width` cells each."""
        view, room = vector_view(self.vector, context.now, context.device), value_width(width)
        refusal = [[Styled(line, "alert")] for line in _refusal_lines(view.refusal, room)]
        lines = [*self.values(view, room, context), *refusal]
        head, marks, label = _head(view, context.selected, width), _marks(view, width, context.now), label_width(width)
        indent = [Styled(" " * (_LABEL_FROM + label + 1))]
        return [
            padded_line(
                [*indent, *padded_line(line, room)] if number else [*head, *padded_line(line, room), *marks], width
            )
            for number, line in enumerate(lines)
        ]


def _refusal_lines(refusal: str, room: int) -> list[str]:
    return wrapped(f"✗ {refusal}", room)[:_MOST_LINES] if refusal else []


def _head(view: VectorView, selected: bool, width: int) -> StyledLine:
    room = label_width(width)
    mark = f" {view.mark}" if view.mark else ""
    label = cut_in_the_middle(view.label, room - len(mark))
    return [
        Styled(states.CURSOR if selected else " ", "cursor"),
        Styled(*view.sign),
        Styled(" "),
        Styled(label, "label"),
        Styled(mark, "mark"),
        Styled(" " * (room - cell_len(label) - len(mark) + 1)),
    ]


def _marks(view: VectorView, width: int, now: datetime) -> StyledLine:
    marks = [Styled(states.OTHER if view.other_asked else " ", "busy")]
    if width >= TIMED:
        # the scrollbar lies over the last cell
        time = f"{view.changed:%H:%M:%S} " if view.changed and is_fresh(view.changed, now) else ""
        marks.append(Styled(padded(time, 9), "dim"))
    return marks


def pending_line(pending: Pending | None) -> StyledLine:
    """The time that an answer takes; empty where none is awaited."""
    return [Styled(*pending.piece)] if pending else []


def side_by_side(pieces: list[StyledLine], width: int, gap: int = 2) -> list[StyledLine]:
    """Pieces one after the other, in as many lines of `width` cells as they need; none is split."""
    lines: list[StyledLine] = [[]]
    used = 0
    for piece in pieces:
        size = line_width(piece)
        if used and used + gap + size > width:
            lines.append([])
            used = 0
        if used:
            lines[-1].append(Styled(" " * gap))
            used += gap
        lines[-1].extend(piece)
        used += size
    return lines


def lines_needed(sizes: Iterable[int], width: int, gap: int = 2) -> int:
    """The lines that `side_by_side` makes of pieces of so many cells."""
    lines, used = 1, 0
    for size in sizes:
        if used and used + gap + size > width:
            lines, used = lines + 1, 0
        used += size + gap if used else size
    return lines
