"""The pixels of a picture as 16-bit codes: all of them in a part of it, or the mean of each block of the whole.

Every step of the work is short, so that other threads have their turn: a row of blocks takes less than a millisecond.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.block_means import MeanValues, MeanWords
from indipyterm.presentation.imaging.display_range import display_range
from indipyterm.presentation.imaging.frame import LIMIT, Frame

LONGEST_STEP = 256
"""Pixels: the widest block of which a mean is made."""

READ_AT_MOST = 32_000_000
"""Bytes of pixels that are looked at; of more, some rows of each block are left out."""

_GOLDEN = 0.618  # spreads them over the width
_ENOUGH = 64  # pixels in a row, of which every second will do
_PIECES = 64, 1024  # rows, and pixels of each, of which black and white are found


class Area(NamedTuple):
    """A part of a picture, in pixels from its top left corner as it is shown."""

    left: int
    top: int
    width: int
    height: int


class Samples(NamedTuple):
    """Codes in `height` rows of `width`, the top row first; each stands for `step` times `step` pixels.

    `left` and `top` are where in the picture the first of these pixels is; `top` is negative where the uppermost blocks
    reach beyond it. A code times `scale`, plus `zero`, is a value in the unit of the file.
    """

    left: int
    top: int
    step: int
    width: int
    height: int
    codes: array[int]
    scale: float
    zero: float

    def value(self, code: float) -> float:
        """The value that a code stands for."""
        return code * self.scale + self.zero


def fitting_step(width: int, height: int, most_wide: int, most_high: int) -> int:
    """The smallest step that makes a size fit into another: 1 or even, so that a Bayer matrix becomes grey.

    It is `LONGEST_STEP` where none does.
    """
    step = 1
    while step < LONGEST_STEP and (-(-width // step) > most_wide or -(-height // step) > most_high):
        step += 1 if step == 1 else 2
    return step


def read_samples(file: BinaryIO, frame: Frame, area: Area, step: int, plane: int | None = None) -> Samples:
    """Read a part of a picture, given the file of its pixels.

    `area` is in it, `step` is 1, or even and at most `LONGEST_STEP`; `plane`: None is that of the figures. Raises
    NotAnImage where the file is cut short meanwhile, and where no pixel has a usable value, and what the file raises
    when it is read.
    """
    width, height = -(-area.width // step), -(-area.height // step)
    means = (MeanWords if frame.pixel.bits <= 16 else MeanValues)(frame, area.width, step)
    for band in _bands(file, frame, _stored(frame, area), step, plane):
        means.add(band)
    codes, scale, zero = means.codes()
    if not frame.top_down:
        codes = _upside_down(codes, width)
    top = area.top if frame.top_down else area.top + area.height - height * step
    return Samples(area.left, top, step, width, height, codes, scale, zero)


def picture_range(file: BinaryIO, frame: Frame) -> tuple[float, float]:
    """What is black and what is white in a picture, in the unit of its file.

    They are those of single pixels, so that a part that is shown pixel by pixel is not all noise; means of blocks have
    less of it. Raises as `read_samples`.
    """
    rows, width = min(frame.height, _PIECES[0]), min(frame.width, _PIECES[1])
    found = []
    for number in range(rows):
        top = min(frame.height - 1, number * frame.height // rows + number % 2)  # all rows of a Bayer matrix
        left = int(number * _GOLDEN % 1 * (frame.width - width))
        (band,) = _bands(file, frame, Area(left, top, width, 1), 1)
        every = 2 if width >= _ENOUGH else 1  # of one colour, so that their difference is noise
        values = [value * frame.scale + frame.zero for value in frame.pixel.values(band[0])[::every]]
        found.append([value for value in values if -LIMIT < value < LIMIT])
    if not any(found):
        raise NotAnImage("no pixel has a usable value")
    return display_range(found)


def _stored(frame: Frame, area: Area) -> Area:
    """The same area with its top counted from the first row in the file."""
    return area if frame.top_down else area._replace(top=frame.height - area.top - area.height)


def _bands(file: BinaryIO, frame: Frame, area: Area, step: int, plane: int | None = None) -> Iterator[list[bytes]]:
    """The pixels of each row of blocks, big-endian as they are stored; of large pictures not all rows of a block."""
    wanted = area.width * frame.pixel.size * (frame.planes if frame.interleaved else 1)
    most = max(2, READ_AT_MOST * step // (area.height * wanted))
    kept = step if step <= most else most & ~1
    for first in range(area.top, area.top + area.height, step):
        rows = range(first, min(first + kept, area.top + area.height))
        yield [frame.without_blanks(frame.read_row(file, row, plane, area.left, area.width)) for row in rows]


def _upside_down(codes: array[int], width: int) -> array[int]:
    turned = array("H")
    for end in range(len(codes), 0, -width):
        turned.extend(codes[end - width : end])
    return turned
