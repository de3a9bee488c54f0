"""Number and text vectors: members side by side in one line where they fit, otherwise a line each."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from indipyterm.model.members import NumberMember
from indipyterm.model.vectors import Vector
from indipyterm.presentation import states
from indipyterm.presentation.text import limit_texts
from indipyterm.presentation.vector import MemberView, VectorView, added_unit, member_views
from indipyterm.protocol.messages import Kind
from indipyterm.tui.rows.row import PaintContext, VectorRow, pending_line
from indipyterm.tui.rows.styled import Styled, StyledLine, cut_in_the_middle, line_width, padded, right_aligned

_GAP = 2
_WIDEST_SLOT = 24
_ARROW_AND_TIME = 10
_LONGEST_LABEL, _SHORTEST_LABEL = 26, 4  # a label is cut before its value


class ValuesRow(VectorRow):
    """A number or text vector."""

    def __init__(self, vector: Vector) -> None:
        super().__init__(vector)
        self._slots: dict[str, int] = {}  # cells for each value; they only grow, so that rows do not dance

    def _slot(self, member: MemberView) -> int:
        """The cells that a member's value needs, now or so far: a number's at least those of its limits."""
        known = self._slots.get(member.name)
        if known is None:
            known = self._slot_of_limits(member.name)
        size = max(known, min(_WIDEST_SLOT, cell_len(member.text)))
        self._slots[member.name] = size
        return size

    def _slot_of_limits(self, name: str) -> int:
        number = self.vector.members.get(name)
        limits = limit_texts(number) if isinstance(number, NumberMember) else None
        if not limits:
            return 1
        widths = list(map(cell_len, limits))
        return min(10, *widths) if max(widths) > 14 else max(widths)

    def value_height(self, room: int) -> int:
        if len(self.vector.members) <= 1:
            return 1
        members = member_views(self.vector)
        return 1 if self._inline_labels(members, room) is not None else len(members)

    def _inline_labels(self, members: Sequence[MemberView], room: int) -> list[str] | None:
        """The labels with which all members fit into one line, else None.

        They are whole where what may be sent has room behind the values, without their units otherwise. An only
        member has none where its label says nothing new.
        """
        if len(members) <= 1:
            return [self._only_label(member, room) for member in members]
        values = sum(map(self._slot, members))
        sent = values + len(members) + _ARROW_AND_TIME if self.vector.writable else 0
        gaps = _GAP * (len(members) - 1)
        whole, short = [member.label for member in members], [member.title for member in members]
        for labels, size in ((whole, values + sent), (short, values)):
            if all(labels) and size + gaps + sum(cell_len(label) + 1 for label in labels) <= room:
                return labels
        return None

    def _only_label(self, member: MemberView, room: int) -> str:
        """The label of the only member, as far as its value leaves room for it."""
        size = room - 1 - max(self._slot(member), cell_len(member.text))
        if added_unit(self.vector) is not None or size < _SHORTEST_LABEL:
            return ""
        return cut_in_the_middle(member.label, size)

    def values(self, view: VectorView, room: int, context: PaintContext) -> list[StyledLine]:
        members = view.members
        labels = self._inline_labels(members, room)
        if labels is not None:
            return [self._inline(view, labels, room)]
        longest = max(cell_len(member.label) for member in members)
        size = min(_LONGEST_LABEL, longest, max(_SHORTEST_LABEL, room - 1 - max(map(self._slot, members))))
        lines: list[StyledLine] = []
        for member in members:
            sent = _sent(view, [member], first=not lines)
            label = [Styled(padded(cut_in_the_middle(member.label, size), size), "member"), Styled(" ")]
            lines.append([*label, self._value(view, member), *sent])
        return lines

    def _inline(self, view: VectorView, labels: Sequence[str], room: int) -> StyledLine:
        line: StyledLine = []
        for label, member in zip(labels, view.members, strict=True):
            if line:
                line.append(Styled(" " * _GAP))
            if label:
                line += [Styled(label, "member"), Styled(" ")]
            line.append(self._value(view, member))
        if view.unit:
            line.append(Styled(f" {view.unit}", "member"))
        line += [Styled(f" {member.meaning}", "on") for member in view.members if member.meaning]
        for named in (True, False):
            sent = _sent(view, view.members, first=True, named=named)
            if not sent or line_width(line) + line_width(sent) <= room:
                return line + sent
        arrow, *values, time = sent
        if values and time.role != "error" and line_width([*line, arrow, *values]) <= room:
            return [*line, arrow, *values]  # the status line has the time, too
        return [*line, arrow, time]

    def _value(self, view: VectorView, member: MemberView) -> Styled:
        size = max(self._slot(member), cell_len(member.text))
        aligned = right_aligned if view.kind is Kind.NUMBER else padded
        return Styled(aligned(member.text, size), view.value_role, member.name)


def _sent(view: VectorView, members: Sequence[MemberView], *, first: bool, named: bool = False) -> StyledLine:
    """What was asked for and not answered: behind an arrow, with the time that it takes.

    With their labels, if they are to be `named`, where it is not what was asked of all.
    """
    time = pending_line(view.pending)
    if not time:
        return []
    running_down = view.pending is not None and view.pending.progress
    asked = [member for member in members if member.target is not None and not running_down]
    named = named and len(asked) < len(members)
    texts = [f"{member.label} {member.target}" if named else member.target or "" for member in asked]
    line: StyledLine = [Styled(f" {states.ARROW} ", "pending")] if texts or first else []
    line += [Styled(" ".join(texts) + " ", "pending")] if texts else []
    return [*line, *time] if first else line
