"""The pixels of a picture as arrays, some rows at a time, so that large ones take little memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from indipyterm.presentation.imaging.frame import Frame

ROWS = 512
"""Rows that are looked at at once; even, so that a Bayer matrix stays whole."""

Array = NDArray[Any]

_CODES = {"b": "i1", "B": "u1", "h": "i2", "H": "u2", "i": "i4", "I": "u4", "q": "i8", "Q": "u8", "f": "f4", "d": "f8"}


class Pixels:
    """The plane of a picture that is measured, in an open file, which has to stay open."""

    def __init__(self, file: BinaryIO, frame: Frame) -> None:
        self.frame = frame
        order = "<" if frame.little else ">"
        kind = np.dtype(order + _CODES[frame.pixel.code])
        shape = (frame.planes, frame.height, frame.width)
        if frame.interleaved:
            shape = (frame.height, frame.width, frame.planes)
        mapped = np.memmap(file, kind, "r", frame.offset, shape)
        self._stored: Array = mapped[:, :, frame.main_plane] if frame.interleaved else mapped[frame.main_plane]

    def bands(self) -> Iterator[Array]:
        """All rows as they are stored, `ROWS` at a time, in the order of bytes of this machine."""
        for top in range(0, self.frame.height, ROWS):
            band = self._stored[top : top + ROWS]
            yield np.ascontiguousarray(band, band.dtype.newbyteorder("="))

    def values(self, top: int, left: int, height: int, width: int) -> Array:
        """A part, in the unit of the file; nan where there is no value."""
        return self.real(self._stored[top : top + height, left : left + width])

    def real(self, stored: Array) -> Array:
        """Stored values in the unit of the file, as floats of 32 bits; nan where there is no value."""
        values: Array = stored.astype(np.float64 if stored.dtype.itemsize > 2 else np.float32)
        np.multiply(values, self.frame.scale, out=values)
        np.add(values, self.frame.zero, out=values)
        if self.frame.blank is not None:
            values[stored == self.frame.blank] = np.nan
        return values.astype(np.float32, copy=False)
