"""Dots on a screen as cells of a terminal, each a character in two shades, or as characters alone.

Sources: "Block Elements", "Symbols for Legacy Computing" and its supplement (octants), Unicode 16.0.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

SHADES = 24
"""Fewer shades make longer runs of equal cells, and so fewer bytes to the terminal; the eye sees no more."""

ASCII_RAMP = " .:-=+*#%@"
BLOCK_RAMP = " ░▒▓█"
"""From dark to bright."""

_LAST = 255
_NEW_STYLES = 0.42  # of the cells: what a terminal gets is then about 20 bytes a cell at the most
_FEW = 60  # cells, of which each may have its own style
_TRIED = 8  # rows of cells by which it is found
_NEAR = range(_LAST // SHADES // 2, 100, _LAST // SHADES)
"""How near shades may have to be to be one."""

_LIKE = 24  # of 255: colours that differ less are one


class Raster(NamedTuple):
    """How many dots a cell has across and down."""

    across: int
    down: int


HALVES = Raster(1, 2)
QUADRANTS = Raster(2, 2)
OCTANTS = Raster(2, 4)
WHOLE_CELLS = Raster(1, 1)
"""For characters alone."""

RASTERS = {"blocks": HALVES, "quadrants": QUADRANTS, "octants": OCTANTS}
"""By the names that the setting has for them."""


class Cell(NamedTuple):
    """A character, and the brightness of what it fills and of its ground, 0 to 255."""

    character: str
    front: int
    ground: int


Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255 each."""


class ColourCell(NamedTuple):
    """A character, and the colours of what it fills and of its ground."""

    character: str
    front: Colour
    ground: Colour


def to_cells(dots: Sequence[Sequence[int]], raster: Raster) -> list[list[Cell]]:
    """Cells of dots, each 0 to 255; their numbers across and down are multiples of those of a cell.

    Each cell has two shades: those that are nearest to its dots, or those of the cell before where these are about as
    near. How near follows from how many cells would have others, since that is what a picture costs on a slow line.
    """
    bands = [dots[top : top + raster.down] for top in range(0, len(dots), raster.down)]
    some = bands[:: max(1, len(bands) // _TRIED)]
    near = _NEAR[bisect_left(_NEAR[:-1], True, key=lambda near: _is_cheap([_row(band, raster, near) for band in some]))]
    return [_row(band, raster, near) for band in bands]


def _is_cheap(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether few enough cells have other shades than the cell before."""
    return sum(map(_new_styles, rows)) <= max(_FEW, _NEW_STYLES * sum(map(len, rows)))


def to_colour_cells(dots: Sequence[Sequence[Colour]], raster: Raster) -> list[list[ColourCell]]:
    """The same in colours; the colours of the cell before stay where these are about as near."""
    grey = [[(red + 2 * green + blue) // 4 for red, green, blue in row] for row in dots]
    patterns = {character: pattern for pattern, character in enumerate(_characters(raster))}
    rows = []
    for line, cells in enumerate(to_cells(grey, raster)):
        lines = dots[line * raster.down : (line + 1) * raster.down]
        row: list[ColourCell] = []
        for column, cell in enumerate(cells):
            start = column * raster.across
            values = [value for dot_row in lines for value in dot_row[start : start + raster.across]]
            pattern = patterns[cell.character]
            ground = _mean([value for place, value in enumerate(values) if not pattern >> place & 1] or values)
            front = _mean([value for place, value in enumerate(values) if pattern >> place & 1] or values)
            if row and _alike(ground, row[-1].ground) and (not pattern or _alike(front, row[-1].front)):
                front, ground = row[-1][1:]
            row.append(ColourCell(cell.character, front, ground))
        rows.append(row)
    return rows


def _mean(colours: Sequence[Colour]) -> Colour:
    red, green, blue = (sum(channel) // len(colours) for channel in zip(*colours, strict=True))
    return red, green, blue


def _alike(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= _LIKE for a, b in zip(one, other, strict=True))


def to_characters(dots: Sequence[Sequence[int]], ramp: str = ASCII_RAMP) -> list[str]:
    """A character for each dot, for terminals without colours; `ramp` has them from dark to bright, one cell each."""
    last = len(ramp) - 1
    return ["".join(ramp[(value * last + _LAST // 2) // _LAST] for value in row) for row in dots]


def _row(lines: Sequence[Sequence[int]], raster: Raster, near: int) -> list[Cell]:
    """The cells of as many lines of dots as a cell has."""
    characters = _characters(raster)
    row: list[Cell] = []
    front = ground = -_LAST - near
    for values in zip(*(line[start :: raster.across] for line in lines for start in range(raster.across)), strict=True):
        if (pattern := _pattern(values, front, ground, near)) is None:
            front, ground = _two_shades(values, near)
            pattern = _pattern(values, front, ground, _LAST) or 0
        row.append(Cell(characters[pattern], front, ground))
    return row


def _pattern(values: Sequence[int], front: int, ground: int, near: int) -> int | None:
    """Which dots have the shade in front; None where one is near to neither."""
    pattern, bit = 0, 1
    for value in values:
        over, under = abs(value - front), abs(value - ground)
        if over < under:
            pattern |= bit
            under = over
        if under > near:
            return None
        bit <<= 1
    return pattern


def _two_shades(values: Sequence[int], near: int) -> tuple[int, int]:
    """The shade in front and that of the ground which are nearest to these dots; one shade where they are alike."""
    low, high = min(values), max(values)
    if high - low <= near:
        shade = round(sum(values) / len(values))
        return shade, shade
    middle = (low + high) / 2
    bright = [value for value in values if value > middle]
    dark = [value for value in values if value <= middle]
    return round(sum(bright) / len(bright)), round(sum(dark) / len(dark))


def _new_styles(row: Sequence[Cell]) -> int:
    return sum(one[1:] != other[1:] for one, other in pairwise(row)) + 1


@cache
def _characters(raster: Raster) -> str:
    """The character of each pattern; the first bit is the dot at the top left, the next one on its right."""
    if raster == OCTANTS:
        return _octants()
    known = {HALVES: " ▀▄█", QUADRANTS: " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█", WHOLE_CELLS: " █"}
    return known[raster]


def _octants() -> str:
    """Octants are numbered in the order of their patterns, without those that were there already."""
    found: dict[int, str] = {}
    for pattern, character in enumerate(_characters(QUADRANTS)):
        wide = sum((0b0101 << (place % 2) if place < 2 else 0b01010000 << (place % 2)) for place in _bits(pattern))
        found[wide] = character
    others = {0b11000000: 0x2582, 0b11111100: 0x2586, 0b11: 0x1FB82, 0b111111: 0x1FB85}
    corners = {0b1: 0x1CEA8, 0b10: 0x1CEAB, 0b1000000: 0x1CEA3, 0b10000000: 0x1CEA0}
    sides = {0b10100: 0x1FBE6, 0b101000: 0x1FBE7}
    found |= {pattern: chr(code) for pattern, code in (others | corners | sides).items()}
    free = iter(range(0x1CD00, 0x1CE00))
    return "".join(found[pattern] if pattern in found else chr(next(free)) for pattern in range(256))


def _bits(pattern: int) -> list[int]:
    return [place for place in range(pattern.bit_length()) if pattern >> place & 1]
