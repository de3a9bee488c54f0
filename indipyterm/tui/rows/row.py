"""A vector as rows of painted parts: the frame that all kinds share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from indipyterm.model.devices import Device
from indipyterm.model.vectors import Vector
from indipyterm.presentation import states
from indipyterm.presentation.text import printable
from indipyterm.protocol.messages import Kind, Perm, State
from indipyterm.tui.rows.styled import Styled, StyledLine, fitted, line_width, padded, wrapped

WIDE = 110
"""Columns from which there is room for more than the sheet."""

_TIMED = 90  # cells of a sheet from which there is room for the time of the last change

_LABEL_FROM = 3  # cursor, state, space
_LONGEST_WAIT = 86_400
_MOST_LINES = 8  # of a refusal; the details screen has all of it
PATIENCE = 10
"""Seconds to wait for an answer where the driver told no timeout."""


@dataclass(frozen=True, slots=True)
class PaintContext:
    """What a panel needs to know beside its vector, to be painted.

    `choice` is the member that the switch cursor is on; `drafts` are switches picked but not sent; `names` is the
    device, where another vector may name what a number stands for.
    """

    now: datetime
    selected: bool = False
    choice: str | None = None
    drafts: Mapping[str, str] = field(default_factory=dict)
    names: Device | None = None


def label_width(width: int) -> int:
    """Cells for a vector's label, in a sheet of `width` cells."""
    return max(10, min(30, width // 4))


def value_width(width: int) -> int:
    """Cells for the values of a vector, in a sheet of `width` cells."""
    return max(8, width - _LABEL_FROM - label_width(width) - 1 - marks_width(width))


def marks_width(width: int) -> int:
    """Cells for permission and, where there is room, time, on the right."""
    return 13 if width >= _TIMED else 4


class VectorRow:
    """One vector. Subclasses paint its values; this paints the state, label, and marks around them."""

    def __init__(self, vector: Vector) -> None:
        self.vector = vector

    def height(self, room: int) -> int:
        """How many rows the values take, each with `room` cells."""
        return 1

    def values(self, room: int, look: PaintContext) -> list[StyledLine]:
        """The rows of values, of at most `room` cells, of which there are `height`."""
        raise NotImplementedError

    def lines(self, width: int) -> int:
        """How many rows the panel takes in a sheet of `width` cells."""
        return self.height(value_width(width)) + len(self._refusal(width))

    def rows(self, width: int, look: PaintContext) -> list[StyledLine]:
        """The whole rows of the panel, exactly `width` cells each."""
        room = value_width(width)
        said = [[Styled(line, "alert")] for line in self._refusal(width)]
        return [self._framed(row, index, width, look) for index, row in enumerate([*self.values(room, look), *said])]

    def _refusal(self, width: int) -> list[str]:
        """What came along when the vector went to Alert, whole, in as many lines as it needs."""
        if self.vector.state is not State.ALERT or not self.vector.message or self.vector.stale:
            return []
        return wrapped(f"✗ {printable(self.vector.message)}", value_width(width))[:_MOST_LINES]

    def _framed(self, values: StyledLine, index: int, width: int, look: PaintContext) -> StyledLine:
        label = label_width(width)
        if index == 0:
            head = [
                Styled(states.CURSOR if look.selected else " ", "cursor"),
                self.state_part(),
                Styled(" "),
                Styled(padded(printable(self.vector.label), label), "label"),
                Styled(" "),
            ]
            marks = self._marks(width)
        else:
            head, marks = [Styled(" " * (_LABEL_FROM + label + 1))], []
        body = fitted(values, value_width(width))
        return fitted([*head, *body, *marks], width)

    def state_part(self) -> Styled:
        """The sign of the vector's state."""
        if self.vector.stale:
            return Styled(states.STALE, "stale")
        state = self.vector.state
        return Styled(states.STATES[state], states.state_role(state))

    def _marks(self, width: int) -> StyledLine:
        perm = {Perm.RO: states.READ_ONLY, Perm.WO: states.WRITE_ONLY, Perm.RW: states.EDITABLE}[self.vector.perm]
        if self.vector.kind is Kind.LIGHT or (self.vector.kind is Kind.SWITCH and self.vector.perm is Perm.RW):
            perm = ""
        other = states.OTHER if self.vector.other else " "
        row: StyledLine = [Styled(other, "busy"), Styled(f"{perm:>2} ", "mark")]
        if width >= _TIMED:
            when = self.vector.timestamp
            row.append(Styled(f"{when:%H:%M:%S} " if when else " " * 9, "dim"))
        return row


def pending(vector: Vector, now: datetime) -> StyledLine:
    """How long a request has been under way: ``2s``, or ``2/60s`` where the driver told a timeout.

    When the time is up and nothing was heard, "no answer for N s" is our word: the state stays the server's.
    """
    request = vector.request
    if request is None or vector.state is not State.BUSY:
        return []
    elapsed = min(_LONGEST_WAIT, max(0, int((now - request.when).total_seconds())))
    limit = ceil(vector.timeout) if vector.timeout >= 1 else PATIENCE
    if elapsed >= limit and not request.answered:
        return [Styled(f"no answer for {elapsed} s", "error")]
    return [Styled(f"{elapsed}/{limit}s" if vector.timeout >= 1 else f"{elapsed}s", "busy")]


def spread(pieces: list[StyledLine], width: int, gap: int = 2) -> list[StyledLine]:
    """Lay pieces side by side in as many rows of `width` cells as they need; none is split."""
    rows: list[StyledLine] = [[]]
    used = 0
    for piece in pieces:
        size = line_width(piece)
        if used and used + gap + size > width:
            rows.append([])
            used = 0
        if used:
            rows[-1].append(Styled(" " * gap))
            used += gap
        rows[-1].extend(piece)
        used += size
    return rows
