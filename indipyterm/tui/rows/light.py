"""Light vectors: a sign and a label for each light, side by side."""

from __future__ import annotations

from indipyterm.presentation import states
from indipyterm.presentation.text import printable
from indipyterm.protocol.messages import State
from indipyterm.tui.rows.row import PaintContext, VectorRow, spread
from indipyterm.tui.rows.styled import Styled, StyledLine, cropped


class LightRow(VectorRow):
    """A light vector."""

    def height(self, room: int) -> int:
        return len(self._rows(room))

    def values(self, room: int, look: PaintContext) -> list[StyledLine]:
        return self._rows(room)

    def _rows(self, room: int) -> list[StyledLine]:
        pieces: list[StyledLine] = []
        for member in self.vector.members.values():
            state = State(member.value)
            role = "stale" if self.vector.stale else states.state_role(state)
            pieces.append(
                [Styled(states.STATES[state], role), Styled(" " + cropped(printable(member.label), 40), "value")]
            )
        return spread(pieces, room)
