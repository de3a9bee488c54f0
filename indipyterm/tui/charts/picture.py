"""A picture in the cells of a terminal: two pixels in a cell, one above the other, or a character for both."""

from __future__ import annotations

from indipyterm.presentation.imaging.picture import Picture
from indipyterm.presentation.imaging.stretch import fitting_size, stretched

Cell = tuple[int, int]
"""Brightness of the upper and of the lower half of a cell, 0 to 255: foreground and background of a ``▀``."""

SHADES = 24
"""Fewer shades make longer runs of equal cells, and so fewer bytes to the terminal; the eye sees no more."""

ASCII_RAMP = " .:-=+*#%@"
BLOCK_RAMP = " ░▒▓█"
"""From dark to bright."""


def half_blocks(image: Picture, columns: int, rows: int, shades: int = SHADES) -> list[list[Cell]]:
    """The picture in at most `columns` times `rows` cells, its shape kept; rows from the top. [] where none fit.

    Cells are taken as twice as high as wide.
    """
    halves = stretched(image, *fitting_size(image, columns, 2 * rows, 2), shades)
    return [list(zip(upper, lower, strict=True)) for upper, lower in zip(halves[::2], halves[1::2], strict=True)]


def characters(image: Picture, columns: int, rows: int, ramp: str = ASCII_RAMP) -> list[str]:
    """The same in characters, for terminals without colours; `ramp` has them from dark to bright, one cell each."""
    last = len(ramp) - 1
    return [
        "".join(ramp[(max(cell) * last + 127) // 255] for cell in row)
        for row in half_blocks(image, columns, rows, len(ramp))
    ]
