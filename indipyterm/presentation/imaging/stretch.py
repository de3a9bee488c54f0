"""A picture in the cells of a terminal: two pixels a cell, one above the other, stretched so that stars are seen."""

from __future__ import annotations

from itertools import pairwise
from math import asinh, sqrt

from indipyterm.presentation.imaging.image import Image

Cell = tuple[int, int]
"""Brightness of the upper and of the lower half of a cell, 0 to 255: foreground and background of a ``▀``."""

SHADES = 24
"""Fewer shades make longer runs of equal cells, and so fewer bytes to the terminal; the eye sees no more."""

ASCII_RAMP = " .:-=+*#%@"
BLOCK_RAMP = " ░▒▓█"
"""From dark to bright."""

_BLACK = 0.7  # sigmas under the median that are black
_CONTRAST = 14.0  # sigmas of noise over the median that are white at the least, so that noise alone stays dark
_WHITE = 0.995  # the share of cells that are not white
_SOFTNESS = 9.0  # how much the faint is lifted


def preview(image: Image, columns: int, rows: int, shades: int = SHADES) -> list[list[Cell]]:
    """The picture in at most `columns` times `rows` cells, its shape kept; rows from the top. [] where none fit.

    Cells are taken as twice as high as wide. Black is a little under the median of what is shown, white the
    brightest half per cent, asinh between them; each cell is halfway between the mean and the peak of its pixels.
    """
    halves = _brightness(image, columns, rows, max(2, shades))
    return [list(zip(upper, lower, strict=True)) for upper, lower in zip(halves[::2], halves[1::2], strict=True)]


def shaded(image: Image, columns: int, rows: int, ramp: str = ASCII_RAMP) -> list[str]:
    """The same in characters, for terminals without colours; `ramp` has them from dark to bright, one cell each."""
    last = len(ramp) - 1
    return [
        "".join(ramp[(max(cell) * last + 127) // 255] for cell in row)
        for row in preview(image, columns, rows, len(ramp))
    ]


def _brightness(image: Image, columns: int, rows: int, shades: int) -> list[list[int]]:
    width, height = _size(image, columns, 2 * rows)
    if not width:
        return []
    values = _blocks(image, width, height)
    black, white = _range(values)
    last = shades - 1
    full = last / asinh(_SOFTNESS)

    def shade(value: float) -> int:
        share = (min(max(value, black), white) - black) / (white - black)
        return round(full * asinh(_SOFTNESS * share)) * 255 // last

    return [[shade(value) for value in row] for row in values]


def _size(image: Image, columns: int, halves: int) -> tuple[int, int]:
    """The cells across and the half cells down, of which there is an even number."""
    if columns < 1 or halves < 1:
        return 0, 0
    high = image.height * image.pixel_shape
    scale = max(image.width / columns, high / halves)
    return max(1, min(columns, round(image.width / scale))), max(2, min(halves, 2 * round(high / scale / 2)))


def _edges(length: int, count: int) -> list[tuple[int, int]]:
    """Where each of `count` parts of a length begins and ends; none is empty, even where there are too many."""
    starts = [number * length // count for number in range(count)]
    return [(start, max(start + 1, (number + 1) * length // count)) for number, start in enumerate(starts)]


def _blocks(image: Image, width: int, height: int) -> list[list[float]]:
    """Halfway between the mean and the peak of each of `height` times `width` blocks of the grid."""
    columns = [slice(*edge) for edge in _edges(image.grid_width, width)]
    sizes = [column.stop - column.start for column in columns]
    rows: list[list[float]] = []
    for top, bottom in _edges(image.grid_height, height):
        lines = [
            image.peaks[row * image.grid_width : (row + 1) * image.grid_width].tolist() for row in range(top, bottom)
        ]
        peaks = lines[0] if len(lines) == 1 else list(map(max, *lines))
        sums = lines[0] if len(lines) == 1 else list(map(sum, zip(*lines, strict=True)))
        rows.append(
            [
                (sum(sums[column]) / (size * len(lines)) + max(peaks[column])) / 2
                for column, size in zip(columns, sizes, strict=True)
            ]
        )
    return rows


def _range(rows: list[list[float]]) -> tuple[float, float]:
    """What is black and what is white; never the same.

    The noise is what a value differs from its neighbour, so that a slope of the sky or of a flat is none.
    """
    values = sorted(value for row in rows for value in row)
    median = _middle(values)
    sigma = 1.4826 * _middle(sorted(abs(value - median) for value in values))
    noise = 1.4826 / sqrt(2) * _middle(sorted(abs(one - other) for row in rows for one, other in pairwise(row)))
    white = max(values[int((len(values) - 1) * _WHITE)], median + _CONTRAST * noise)
    black = max(values[0], median - _BLACK * sigma)
    return black, white if white > black else black + 1 + abs(black)


def _middle(ordered: list[float]) -> float:
    return ordered[len(ordered) // 2] if ordered else 0.0
