"""The line below the sheet: the facts of the selected row in short."""

from __future__ import annotations

from indipyterm.model.vectors import Vector
from indipyterm.presentation.facts import facts_in_short
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine
from indipyterm.tui.terminal.notice_placement import NOTICES_ABOVE

_BAR = Styled(" │ ", "dim")


class DetailLine(PaintedLines):
    """The INDI names, state, message and limits of the selected row, as far as there is room."""

    def __init__(self) -> None:
        super().__init__(classes=NOTICES_ABOVE)
        self._vector: Vector | None = None

    def set_vector(self, vector: Vector | None) -> None:
        """Show the facts of a vector, or none."""
        self._vector = vector
        self.update()

    def row(self, line: int) -> StyledLine:
        if self._vector is None:
            return []
        parts: StyledLine = []
        for fact in facts_in_short(self._vector):
            parts += [*([_BAR] if parts else []), *(Styled(*piece) for piece in fact)]
        parts[0] = parts[0]._replace(text=f" {parts[0].text}")
        return parts
