"""Light vectors: a sign and a label for each light, side by side."""

from __future__ import annotations

from indipyterm.protocol.messages import State
from indipyterm.ui.panels import glyphs
from indipyterm.ui.panels.panel import Look, Panel, spread
from indipyterm.ui.panels.parts import Part, Row, cropped, plain


class LightPanel(Panel):
    """A light vector."""

    def height(self, room: int) -> int:
        return len(self._rows(room))

    def values(self, room: int, look: Look) -> list[Row]:
        return self._rows(room)

    def _rows(self, room: int) -> list[Row]:
        pieces: list[Row] = []
        for member in self.vector.members.values():
            state = State(member.value)
            role = "stale" if self.vector.stale else glyphs.state_role(state)
            pieces.append([Part(glyphs.STATES[state], role), Part(" " + cropped(plain(member.label), 40), "value")])
        return spread(pieces, room)
