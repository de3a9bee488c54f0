"""Where the pixels of a picture are in its file, and how they are stored."""

from __future__ import annotations

import sys
from array import array
from typing import BinaryIO, NamedTuple

from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.lanes import PixelType

LONGEST = 1_000_000
"""Pixels: the most that a picture may have in a row, and in a column."""

MOST_PIXELS = 500_000_000
"""In all; the largest sensors have 150 million."""

LIMIT = 1e30
"""No camera counts further; beyond it sums might overflow."""


class Lattice(NamedTuple):
    """Every second pixel of every second row, beginning with the pixel (`x`, `y`) of rows of `width` pixels."""

    x: int
    y: int
    width: int


class Frame(NamedTuple):
    """Where the pixels are, and what a stored value means: times `scale`, plus `zero`. `blank` means none at all.

    Planes are one behind the other, or, where they are `interleaved`, the values of a pixel are. Values are big-endian
    as in FITS unless they are `little`. `top_down`: the first row of the file is the top one.
    """

    offset: int
    width: int
    height: int
    planes: int
    pixel: PixelType
    scale: float
    zero: float
    blank: int | None = None
    little: bool = False
    interleaved: bool = False
    top_down: bool = False
    lattice: Lattice | None = None

    @property
    def main_plane(self) -> int:
        """The plane that is measured: of three the middle one, green, of any other number the first."""
        return 1 if self.planes == 3 else 0

    @property
    def kind(self) -> str:
        """The type of the pixels: FITS stores unsigned integers as signed ones, less half their range in BZERO."""
        bits, code = self.pixel.bits, self.pixel.code
        if self.pixel.real:
            return f"f{bits}"
        moved = self.scale == 1 and self.zero == (-128 if code == "B" else 1 << (bits - 1))
        return f"{'u' if moved != (code in 'BHIQ') else 'i'}{bits}"

    @property
    def size(self) -> int:
        """Bytes of all pixels."""
        return self.width * self.height * self.planes * self.pixel.size

    @property
    def ceiling(self) -> float | None:
        """The highest value that the type of pixel has; None for floats."""
        bits, code = self.pixel.bits, self.pixel.code
        if self.pixel.real:
            return None
        lowest, highest = (0, (1 << bits) - 1) if code in "BHIQ" else (-(1 << (bits - 1)), (1 << (bits - 1)) - 1)
        return (highest if self.scale > 0 else lowest) * self.scale + self.zero

    def every_second(self, x: int, y: int) -> Frame:
        """The frame of every second pixel of every second row, as a Bayer matrix has them; x and y, 0 or 1, count from
        the first pixel in the file. Only of pictures of one plane, two pixels wide and high at the least.
        """
        width, height = (self.width - x + 1) // 2, (self.height - y + 1) // 2
        return self._replace(width=width, height=height, lattice=Lattice(x, y, self.width))

    def read_row(self, file: BinaryIO, row: int, plane: int | None = None, left: int = 0, width: int = 0) -> bytes:
        """Pixels of a row, counted from the first in the file, as they are stored, but big-endian.

        `plane`: None is the one that is measured; `width`: 0 is the whole row. Raises NotAnImage where the file is cut
        short meanwhile, and what the file raises when it is read.
        """
        size, width = self.pixel.size, width or self.width
        plane = self.main_plane if plane is None else plane
        across = self.planes if self.interleaved else 1
        first = left * across + plane if self.interleaved else (plane * self.height + row) * self.width + left
        if self.interleaved:
            first += row * self.width * across
        elif self.lattice:
            across, first = 2, (2 * row + self.lattice.y) * self.lattice.width + 2 * left + self.lattice.x
        wanted = ((width - 1) * across + 1) * size
        file.seek(self.offset + first * size)
        data = file.read(wanted)
        if len(data) < wanted:
            raise NotAnImage("cut short while it was read")
        if across > 1:
            data = memoryview(data).cast(self.pixel.unsigned_code)[::across].tobytes()
        return _swapped(data, self.pixel) if self.little and size > 1 else data

    def without_blanks(self, row: bytes) -> bytes:
        """A row from `read_row`, in which the darkest stored value stands for each that means none."""
        if (
            self.blank is None
            or self.blank.to_bytes(self.pixel.size, "big", signed=self.pixel.code in "hiq") not in row
        ):
            return row
        values = self.pixel.values(row)
        bits, signed = self.pixel.bits, self.pixel.code in "hiq"
        lowest, highest = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if signed else (0, (1 << bits) - 1)
        darkest = lowest if self.scale > 0 else highest
        kept = array(self.pixel.code, [darkest if value == self.blank else value for value in values])
        return _swapped(kept.tobytes(), self.pixel) if sys.byteorder == "little" else kept.tobytes()


def _swapped(data: bytes, pixel: PixelType) -> bytes:
    numbers: array[int] = array(pixel.unsigned_code)
    numbers.frombytes(data)
    numbers.byteswap()
    return numbers.tobytes()


def check_size(width: int, height: int, planes: int) -> None:
    """Raise NotAnImage where a picture is too large to show, or has no pixels."""
    if min(width, height, planes) < 1:
        raise NotAnImage("it has no pixels")
    if max(width, height) > LONGEST or width * height * planes > MOST_PIXELS:
        raise NotAnImage(f"{width}x{height} pixels are too many to show")
