"""The brightest pixels of many rows, found without looking at one pixel at a time.

A row of pixels is taken as one large integer, in which each pixel has a lane twice as wide as it needs. Two rows are
then compared, all pixels at once, by one subtraction. In pure Python this takes a sixth of the time that `max` takes
(1280x1024 pixels of 16 bits: 22 ms instead of 130 ms), so that no star need be skipped.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from typing import Literal, NamedTuple


class PixelType(NamedTuple):
    """How a pixel is stored: its bits, and the `array` codes of it and of an unsigned integer as large."""

    bits: int
    code: str
    unsigned_code: Literal["B", "H", "I", "Q"]

    def holds(self, value: int) -> bool:
        """Whether an integer can be stored as one."""
        lowest = -(1 << (self.bits - 1)) if self.code in "hiq" else 0
        return lowest <= value < lowest + (1 << self.bits)

    @property
    def size(self) -> int:
        """Bytes."""
        return self.bits // 8

    @property
    def real(self) -> bool:
        """Whether it is a float."""
        return self.code in "fd"

    def values(self, data: bytes) -> array[float]:
        """Big-endian pixels as numbers."""
        pixels: array[float] = array(self.code)
        pixels.frombytes(data)
        if sys.byteorder == "little":
            pixels.byteswap()
        return pixels


_UNSIGNED_CODES: dict[int, Literal["B", "H", "I", "Q"]] = {8: "B", 16: "H", 32: "I", 64: "Q"}

PIXEL_TYPES = {
    8: PixelType(8, "B", "B"),
    16: PixelType(16, "h", "H"),
    32: PixelType(32, "i", "I"),
    64: PixelType(64, "q", "Q"),
    -32: PixelType(32, "f", "I"),
    -64: PixelType(64, "d", "Q"),
}
"""By the BITPIX of FITS."""

UNSIGNED = {bits: PixelType(bits, code, code) for bits, code in _UNSIGNED_CODES.items()}
"""Unsigned integers by their bits, which other formats have."""


class Lanes:
    """Finds the brightest pixels of rows that are `width` pixels wide, in blocks `across` pixels wide.

    `across` is 1 or even. Where `lowest`, the pixels with the lowest stored values are the brightest: BSCALE is
    negative. nan and infinities count as no pixel.
    """

    def __init__(self, pixel: PixelType, width: int, across: int, lowest: bool = False) -> None:
        self._pixel, self._width, self._across, self._lowest = pixel, width, across, lowest
        self._padding = -width % max(2, across)
        self._lanes = (width + self._padding) // 2
        bits = pixel.bits
        self._sign, self._all = 1 << (bits - 1), (1 << bits) - 1
        self._each_all = self._each(self._all)
        self._each_sign = self._each(self._sign)
        self._each_guard = self._each(1 << bits)
        fraction = {"f": 23, "d": 52}.get(pixel.code, 0)
        self._each_first_of_exponent = self._each(1 << fraction)
        self._each_exponent = self._each(self._sign - (1 << fraction))
        flip = self._sign if pixel.code in "hiq" else 0
        self._each_flip = self._each(flip ^ (self._all if lowest else 0))

    def _each(self, value: int) -> int:
        """The same value in every lane."""
        return int.from_bytes(value.to_bytes(2 * self._pixel.size, "big") * self._lanes, "big")

    def brightest(self, rows: Sequence[bytes]) -> bytes:
        """The brightest pixel of each block in rows of big-endian pixels, as big-endian keys for `decoded`."""
        left = right = 0
        bits, each_all = self._pixel.bits, self._each_all
        for row in rows:
            pixels = int.from_bytes(row + row[-self._pixel.size :] * self._padding, "big")
            left = self._larger(left, self._keys((pixels >> bits) & each_all))
            right = self._larger(right, self._keys(pixels & each_all))
        size, blocks = self._pixel.size, -(-self._width // self._across)
        if self._across == 1:
            return ((left << bits) | right).to_bytes(2 * size * self._lanes, "big")[: blocks * size]
        pairs, merged = self._larger(left, right), 2
        while merged < self._across:  # each lane takes in as many on its left as it has taken in, or as are wanted
            more = min(merged, self._across - merged)
            pairs = self._larger(pairs, pairs >> (more * bits))
            merged += more
        keys = memoryview(pairs.to_bytes(2 * size * self._lanes, "big")).cast(self._pixel.unsigned_code)
        return keys[self._across - 1 :: self._across].tobytes()

    def decoded(self, keys: bytes) -> list[float]:
        """The stored values of keys from `brightest`, whole where they are stored so; nan where no pixel is finite."""
        numbers: array[int] = array(self._pixel.unsigned_code)
        numbers.frombytes(keys)
        if sys.byteorder == "little":
            numbers.byteswap()
        ordered = [self._all - number for number in numbers] if self._lowest else numbers
        sign, every = self._sign, self._all
        if not self._pixel.real:
            start = sign if self._pixel.code in "hiq" else 0
            return [number - start for number in ordered]
        bits = [number ^ (sign if number & sign else every) for number in ordered]
        floats: array[float] = array(self._pixel.code)
        floats.frombytes(array(self._pixel.unsigned_code, bits).tobytes())
        return floats.tolist()

    def _larger(self, one: int, other: int) -> int:
        """The larger of two keys, in every lane: a guard bit above the key stays where nothing had to be borrowed."""
        kept = ((one | self._each_guard) - other) & self._each_guard
        return other ^ ((one ^ other) & (kept - (kept >> self._pixel.bits)))

    def _keys(self, pixels: int) -> int:
        """Stored pixels, one in each lane, as unsigned integers in the order of brightness."""
        if not self._pixel.real:
            return pixels ^ self._each_flip
        # As integers, positive floats are in order, and negative ones in the opposite order.
        negative = pixels & self._each_sign
        ordered = pixels ^ (self._filled(negative) | self._each_sign) ^ self._each_flip
        # An exponent of all ones, which nan and infinities have, is carried into the sign by one more.
        special = ((pixels & self._each_exponent) + self._each_first_of_exponent) & self._each_sign
        return ordered ^ (ordered & self._filled(special)) if special else ordered

    def _filled(self, signs: int) -> int:
        """All bits of a key where its sign bit is set."""
        return (signs << 1) - (signs >> (self._pixel.bits - 1))
