"""The means of blocks of pixels, a row of blocks at a time.

Pixels of 8 and 16 bits are added as `lanes` compares them: a row is one large integer, in which each pixel has a lane
twice as wide as it needs, so that a whole row is added at once.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from math import inf

from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.display_range import display_range
from indipyterm.presentation.imaging.frame import LIMIT, Frame

_WORD = 2  # bytes
_LANE = 4
_GAIN = 256  # of the means of bytes: they need not be whole numbers
_LAST_CODE = 0xFFFF
_ROOM = 64  # times the range from black to white that codes cover at the most, so that faint things keep their shades
_FAIR_SAMPLE = 32_768  # values of which black and white are found


class MeanWords:
    """Means of pixels of at most 16 bits, as codes in the order of brightness; exact where `step` is 1.

    Rows are `width` pixels wide. `step` is 1, or even and at most 256.
    """

    def __init__(self, frame: Frame, width: int, step: int) -> None:
        self._bytes, self._step = frame.pixel.bits == 8, step
        self._most = 0xFF if self._bytes else 0xFFFF
        self._negative = frame.scale < 0
        signed = 0x8000 if frame.pixel.code == "h" else 0
        self._padding = -width % step
        self._words = width + self._padding
        flip = signed ^ (self._most if self._negative else 0)
        self._flip = int.from_bytes(flip.to_bytes(_WORD, "big") * self._words, "big")
        self._mask = int.from_bytes(b"\0\0\xff\xff" * (self._words // 2), "big")
        self._gain = _GAIN if self._bytes and step > 1 else 1
        self._scale = abs(frame.scale) / self._gain
        self._zero = frame.zero + frame.scale * ((self._most if self._negative else 0) - signed)
        self._codes: array[int] = array("H")

    def add(self, band: Sequence[bytes]) -> None:
        """Add a row of blocks: at most `step` rows of stored pixels, big-endian."""
        if self._step == 1:
            self._codes.extend(_native("H", self._row(band[0]).to_bytes(_WORD * self._words, "big")))
            return
        pairs = 0
        for row in band:
            words = self._row(row)
            pairs += ((words >> (8 * _WORD)) & self._mask) + (words & self._mask)
        lanes, total = self._step // 2, pairs
        for lane in range(1, lanes):
            total += pairs >> (8 * _LANE * lane)  # each lane takes in those on its left
        sums = memoryview(total.to_bytes(_WORD * self._words, "big")).cast("I")[lanes - 1 :: lanes]
        pixels = self._step * len(band)
        gain, half = self._gain, pixels // 2
        self._codes.extend([(value * gain + half) // pixels for value in _native("I", sums.tobytes())])

    def _row(self, row: bytes) -> int:
        """The words of a row as one integer, brighter pixels larger."""
        size = 1 if self._bytes else _WORD
        row += row[-size:] * self._padding
        if self._bytes:
            wide = bytearray(_WORD * self._words)
            wide[1::2] = row
            row = bytes(wide)
        return int.from_bytes(row, "big") ^ self._flip

    def codes(self) -> tuple[array[int], float, float]:
        """All codes; a code times the second value, plus the third, is a value in the unit of the file."""
        return self._codes, self._scale, self._zero


class MeanValues:
    """Means of pixels of any type, of four in each block, as values in the unit of the file."""

    def __init__(self, frame: Frame, width: int, step: int) -> None:
        self._frame, self._step, self._padding = frame, step, -width % step
        self._values: array[float] = array("d")
        self._low, self._high = inf, -inf

    def add(self, band: Sequence[bytes]) -> None:
        """Add a row of blocks: at most `step` rows of stored pixels, big-endian."""
        pixel, scale, zero, step = self._frame.pixel, self._frame.scale, self._frame.zero, self._step
        upper, lower = (pixel.values(row + row[-pixel.size :] * self._padding) for row in (band[0], band[-1]))
        corners = zip(upper[::step], upper[step - 1 :: step], lower[::step], lower[step - 1 :: step], strict=True)
        means = [((a + b + c + d) * scale + 4 * zero) / 4 for a, b, c, d in corners]
        usable = [mean for mean in means if -LIMIT < mean < LIMIT]
        if usable:
            self._low, self._high = min(self._low, *usable), max(self._high, *usable)
        self._values.extend(means)

    def codes(self) -> tuple[array[int], float, float]:
        """All codes; a code times the second value, plus the third, is a value in the unit of the file.

        What is too far from the range from black to white has the first or the last code; what is not a number, or more
        than a camera can count, the first. Raises NotAnImage where no pixel has a usable value.
        """
        if self._low > self._high:
            raise NotAnImage("no pixel has a usable value")
        fair = self._values[:: max(1, len(self._values) // _FAIR_SAMPLE)]
        black, white = display_range([[value for value in fair if -LIMIT < value < LIMIT]])
        low = max(self._low, black - _ROOM / 4 * (white - black))
        high = min(self._high, black + _ROOM * (white - black))
        scale = (high - low) / _LAST_CODE or 1.0
        codes = array("H", bytes(_WORD * len(self._values)))
        for place, value in enumerate(self._values):
            if low < value < LIMIT:
                codes[place] = round((min(value, high) - low) / scale)
        return codes, scale, low


def _native(code: str, data: bytes) -> array[int]:
    numbers: array[int] = array(code)
    numbers.frombytes(data)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers
