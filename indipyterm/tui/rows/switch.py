"""Switch vectors: all choices side by side; instead of more than two lines the one that is on and a list."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from indipyterm.presentation import states
from indipyterm.presentation.vector import MemberView, VectorView, member_labels, switch_text
from indipyterm.protocol.messages import Rule
from indipyterm.tui.rows.row import PaintContext, VectorRow, lines_needed, pending_line, side_by_side, value_width
from indipyterm.tui.rows.styled import Styled, StyledLine, cut_in_the_middle

LIST = "\0list"
"""What a click on the end of a list that did not fit means; no member's name is like it."""

_MOST_LINES = 2
_LONGEST = 40


class SwitchRow(VectorRow):
    """A switch vector."""

    def value_height(self, room: int) -> int:
        lines = self._lines_of_all(room)
        return 1 if lines > _MOST_LINES else lines

    def folded(self, width: int) -> bool:
        """Whether a sheet of `width` cells shows a list instead of all choices."""
        return self._lines_of_all(value_width(width)) > _MOST_LINES

    def _lines_of_all(self, room: int) -> int:
        """The lines that all choices need; their signs are equally wide, whatever they are."""
        signs = 3 if self.vector.rule is Rule.ANY_OF_MANY else 2
        return lines_needed([signs + min(_LONGEST, cell_len(label)) for label in member_labels(self.vector)], room, 1)

    def values(self, view: VectorView, room: int, context: PaintContext) -> list[StyledLine]:
        lines = _lines(view, view.members, room, context)
        if len(lines) > _MOST_LINES:
            lines = [_short(view, room, context)]
        if time := pending_line(view.pending):
            lines[-1] = [*lines[-1], Styled("  … ", "pending"), *time]
        return lines


def _short(view: VectorView, room: int, context: PaintContext) -> StyledLine:
    """The members that matter, and how many more there are."""
    chosen = [
        member for member in view.members if member.on or member.name == context.choice or member.name in context.drafts
    ]
    lines = _lines(view, chosen, max(8, room - 12), context)
    more = len(view.members) - (len(chosen) if len(lines) == 1 else 1)
    return [*lines[0], Styled(f" {states.MORE}{more} ▾", "key", LIST)]


def _lines(view: VectorView, members: Sequence[MemberView], room: int, context: PaintContext) -> list[StyledLine]:
    return side_by_side([[_switch(view, member, context)] for member in members], room, 1)


def _switch(view: VectorView, member: MemberView, context: PaintContext) -> Styled:
    name = member.name
    picked, draft = name == context.choice, context.drafts.get(name)
    text, role = switch_text(view, member, label=cut_in_the_middle(member.label, _LONGEST), picked=picked, draft=draft)
    return Styled(text, role, name)
