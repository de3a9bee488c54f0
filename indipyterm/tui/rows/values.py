"""Number and text vectors: members side by side in one row where they fit, otherwise a row each."""

from __future__ import annotations

import re

from rich.cells import cell_len

from indipyterm.model.members import Member, NumberMember
from indipyterm.model.vectors import Vector
from indipyterm.presentation import states
from indipyterm.presentation.filter_slots import SLOT, slot_name, slot_names
from indipyterm.presentation.text import printable
from indipyterm.tui.rows.row import PaintContext, VectorRow, pending
from indipyterm.tui.rows.styled import Styled, StyledLine, line_width, padded, right_aligned

_UNIT = re.compile(r"\s*[(\[]([^)\]]*)[)\]]\s*$")
_GAP = 2
_WIDEST_SLOT = 24
_ARROW_AND_TIME = 10
_LONGEST_LABEL = 26


def _named_with_unit(label: str) -> tuple[str, str]:
    """A label without the unit in brackets at its end, and that unit."""
    match = _UNIT.search(label)
    return (label[: match.start()], match[1]) if match else (label, "")


class ValuesRow(VectorRow):
    """A number or text vector; `field_text` says how a member's text is shown."""

    def __init__(self, vector: Vector) -> None:
        super().__init__(vector)
        self._slots: dict[str, int] = {}  # cells for each value; they only grow, so that rows do not dance

    def field_text(self, member: Member, text: str) -> str:
        """A member's text (the value, or one sent) as it is shown: plain."""
        return printable(text)

    def meaning(self, look: PaintContext) -> StyledLine:
        """What the values stand for, where another vector of the device tells."""
        return []

    def slot(self, member: Member) -> int:
        """The cells that a member's value needs, now or so far."""
        size = min(_WIDEST_SLOT, cell_len(self.field_text(member, member.value)))
        size = max(size, self._slots.get(member.name, 1))
        self._slots[member.name] = size
        return size

    def height(self, room: int) -> int:
        return 1 if self._inline_labels(room) is not None else max(1, len(self.vector.members))

    def labels(self) -> list[str]:
        """The members' labels; none for an only member that is called as its vector is, see `unit`."""
        labels = [printable(member.label) for member in self.vector.members.values()]
        return [""] if self.unit() is not None else labels

    def unit(self) -> str | None:
        """What the label of an only member adds to that of its vector: "C" for "Temperature (C)"; else None."""
        if len(self.vector.members) != 1:
            return None
        (member,) = self.vector.members.values()
        name, unit = _named_with_unit(printable(member.label))
        own, own_unit = _named_with_unit(printable(self.vector.label))
        same = name.casefold() == own.casefold() or name.casefold() in ("value", "")
        return ("" if unit == own_unit else unit) if same else None

    def _inline_labels(self, room: int) -> list[str] | None:
        """The labels with which all members fit into one row, else None.

        They are whole where what may be sent has room behind the values, without their units otherwise.
        """
        members = list(self.vector.members.values())
        labels = self.labels()
        if len(members) <= 1:
            return labels
        short = [_UNIT.sub("", label) for label in labels]
        values = sum(self.slot(member) for member in members)
        sent = values + len(members) + _ARROW_AND_TIME if self.vector.writable else 0
        gaps = _GAP * (len(members) - 1)
        for candidate, size in ((labels, values + sent), (short, values)):
            if all(candidate) and size + gaps + sum(cell_len(label) + 1 for label in candidate) <= room:
                return candidate
        return None

    def values(self, room: int, look: PaintContext) -> list[StyledLine]:
        members = list(self.vector.members.values())
        labels = self._inline_labels(room)
        if labels is not None:
            return [self._inline(members, labels, room, look)]
        labels = self.labels()
        size = min(_LONGEST_LABEL, max(map(cell_len, labels)), room // 2)
        rows: list[StyledLine] = []
        for label, member in zip(labels, members, strict=True):
            sent = self._sent([member], look, first=not rows)
            rows.append([Styled(padded(label, size), "member"), Styled(" "), *self._value(member), *sent])
        return rows

    def _inline(self, members: list[Member], labels: list[str], room: int, look: PaintContext) -> StyledLine:
        row: StyledLine = []
        for label, member in zip(labels, members, strict=True):
            if row:
                row.append(Styled(" " * _GAP))
            if label:
                row += [Styled(label, "member"), Styled(" ")]
            row += self._value(member)
        if unit := self.unit():
            row.append(Styled(f" {unit}", "member"))
        row += self.meaning(look)
        for named in (True, False):
            sent = self._sent(members, look, first=True, named=named)
            if not sent or line_width(row) + line_width(sent) <= room:
                return row + sent
        arrow, *values, time = sent
        if values and time.role != "error" and line_width([*row, arrow, *values]) <= room:
            return [*row, arrow, *values]  # the status line has the time, too
        return [*row, arrow, time]

    def _value(self, member: Member) -> StyledLine:
        """A member's value in its slot; a write-only one has none that means anything."""
        text = self.field_text(member, member.value) if self.vector.readable else "-"
        size = max(self.slot(member), cell_len(text))
        text = right_aligned(text, size) if isinstance(member, NumberMember) else padded(text, size)
        return [Styled(text, "stale" if self.vector.stale else "value", member.name)]

    def _sent(self, members: list[Member], look: PaintContext, *, first: bool, named: bool = False) -> StyledLine:
        """What was asked for and not answered: behind an arrow, with the time that it takes.

        With their labels, if they are to be `named`, where it is not what was asked of all.
        """
        request = self.vector.request
        elapsed = pending(self.vector, look.now)
        if request is None or not elapsed:
            return []
        asked = [each for each in members if request.members.get(each.name, each.value) != each.value]
        texts = [self.field_text(member, request.members[member.name]) for member in asked]
        if named and len(asked) < len(members):
            texts = [f"{printable(member.label)} {text}" for member, text in zip(asked, texts, strict=True)]
        row: StyledLine = [Styled(f" {states.ARROW} ", "pending")] if texts or first else []
        row += [Styled(" ".join(texts) + " ", "pending")] if texts else []
        return [*row, *elapsed] if first else row


class NumberRow(ValuesRow):
    """A number vector: values as their formats want them."""

    def field_text(self, member: Member, text: str) -> str:
        return printable(member.formatted(text).strip() if isinstance(member, NumberMember) else text)

    def meaning(self, look: PaintContext) -> StyledLine:
        if self.vector.name != SLOT:
            return []
        names = slot_names(look.names)
        members = [member for member in self.vector.members.values() if isinstance(member, NumberMember)]
        try:
            return [Styled(f" {printable(slot_name(names, member.number()))}", "on") for member in members]
        except ValueError:
            return []

    def slot(self, member: Member) -> int:
        if member.name not in self._slots and isinstance(member, NumberMember) and member.limits():
            widths = [cell_len(self.field_text(member, text)) for text in (member.min, member.max)]
            self._slots[member.name] = min(10, *widths) if max(widths) > 14 else max(widths)
        return super().slot(member)


class TextRow(ValuesRow):
    """A text vector."""
