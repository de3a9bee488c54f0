"""Light vectors: a sign and a label for each light, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from indipyterm.presentation.vector import MemberView, VectorView, member_labels
from indipyterm.tui.rows.row import PaintContext, VectorRow, lines_needed, side_by_side
from indipyterm.tui.rows.styled import Styled, StyledLine, cut_in_the_middle

_LONGEST = 40


class LightRow(VectorRow):
    """A light vector."""

    def value_height(self, room: int) -> int:
        labels = member_labels(self.vector)
        return lines_needed([2 + min(_LONGEST, cell_len(label)) for label in labels], room)

    def values(self, view: VectorView, room: int, context: PaintContext) -> list[StyledLine]:
        return _lines(view.members, room)


def _lines(members: Sequence[MemberView], room: int) -> list[StyledLine]:
    return side_by_side(
        [
            [Styled(*member.sign), Styled(f" {cut_in_the_middle(member.label, _LONGEST)}", "value")]
            for member in members
            if member.sign
        ],
        room,
    )
