"""A picture made small and stretched, so that faint stars are seen. Pure numbers; each face paints them its own way."""

from __future__ import annotations

from math import asinh, ceil, sinh

from indipyterm.presentation.imaging.display_range import display_range
from indipyterm.presentation.imaging.picture import Picture

_SOFTNESS = 9.0  # how much the faint is lifted
_CODES = 65_536
_FAR = 1e12  # limits so far from all codes are as good as any
_FULL = asinh(_SOFTNESS)

MIDTONE = sinh(_FULL / 2) / _SOFTNESS
"""The share of the range from black to white that is shown half as bright as white."""


def fitting_size(image: Picture, width: int, height: int, step: int = 1) -> tuple[int, int]:
    """The largest size in square pixels, at most `width` times `height`, that keeps the picture's shape.

    The height is a multiple of `step`. (0, 0) where nothing fits.
    """
    if width < 1 or height < step:
        return 0, 0
    high = image.height * image.pixel_shape
    scale = max(image.width / width, high / height)
    steps = max(1, min(height // step, round(high / scale / step)))
    return max(1, min(width, round(image.width / scale))), steps * step


def stretched(image: Picture, width: int, height: int, shades: int = 256) -> list[list[int]]:
    """The picture in `height` rows of `width` values from 0 (black) to 255, the top row first; `shades` of them differ.

    Black is a little under the median of what is shown, white the brightest half per cent, asinh between them; each
    value is halfway between the mean and the peak of the pixels that it stands for. [] where the size is 0.
    """
    if width < 1 or height < 1:
        return []
    values = _blocks(image, width, height)
    black, white = display_range(values)
    last = max(2, shades) - 1

    def shade(value: float) -> int:
        share = (min(max(value, black), white) - black) / (white - black)
        return round(last * brightness(share)) * 255 // last

    return [[shade(value) for value in row] for row in values]


def brightness(share: float) -> float:
    """How bright a value is shown that is a share, from 0 (black) to 1 (white), of the range: 0 to 1."""
    return asinh(_SOFTNESS * share) / _FULL


def shade_table(black: float, white: float, shades: int = 256) -> bytes:
    """How bright each code from 0 to 65535 is shown, from 0 to 255; `shades` of them differ."""
    last = max(2, shades) - 1
    black, white = (min(max(limit, -_FAR), _FAR) for limit in (black, white))
    first, end = min(max(0, ceil(black)), _CODES), min(max(0, ceil(white)), _CODES)
    rising = (round(last * brightness((code - black) / (white - black))) * 255 // last for code in range(first, end))
    return (bytes(first) + bytes(rising)).ljust(_CODES, b"\xff")


def _edges(length: int, count: int) -> list[tuple[int, int]]:
    """Where each of `count` parts of a length begins and ends; none is empty, even where there are too many."""
    starts = [number * length // count for number in range(count)]
    return [(start, max(start + 1, (number + 1) * length // count)) for number, start in enumerate(starts)]


def _blocks(image: Picture, width: int, height: int) -> list[list[float]]:
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
