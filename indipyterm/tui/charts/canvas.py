"""Cells to draw upwards and downwards lines on: eight dots of braille in each, or one character of ASCII."""

from __future__ import annotations

from itertools import groupby

from indipyterm.tui.rows.styled import Styled, StyledLine

_BRAILLE = 0x2800
_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))  # of the left and of the right half, from the top

Ink = tuple[str, str]
"""A role, and the character that stands for it in ASCII."""


class Canvas:
    """`columns` times `rows` cells. Places are counted in dots, from the left and from the top."""

    def __init__(self, columns: int, rows: int, ascii_only: bool = False) -> None:
        self._across, self._down = (1, 1) if ascii_only else (2, 4)
        self.width, self.height = columns * self._across, rows * self._down
        self._columns = columns
        self._ascii = ascii_only
        self._dots = [[0] * columns for _ in range(rows)]
        self._inks: list[list[Ink]] = [[("space", " ")] * columns for _ in range(rows)]

    def draw_line(self, x: int, top: int, bottom: int, ink: Ink) -> None:
        """Draw an upright line, both ends included; a cell has the colour of what was drawn last."""
        column, half = divmod(x, self._across)
        for y in range(top, bottom + 1):
            row, dot = divmod(y, self._down)
            self._dots[row][column] |= _DOTS[half][dot]
            self._inks[row][column] = ink

    def row(self, number: int) -> StyledLine:
        """A row of cells as parts."""
        cells = zip(self._inks[number], self._dots[number], strict=True)
        return [
            Styled("".join(self._character(ink, dots) for ink, dots in run), role)
            for role, run in groupby(cells, lambda cell: cell[0][0])
        ]

    def _character(self, ink: Ink, dots: int) -> str:
        if not dots or self._ascii:
            return ink[1] if dots else " "
        return chr(_BRAILLE + dots)
