"""Reading the FITS files that cameras send, quickly and whatever is in them.

Source: "Definition of the Flexible Picture Transport System (FITS)", version 4.0. ROWORDER is what cameras' programs
agree on where the first row is the top one, against the standard; libindi writes it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from io import BytesIO
from math import gcd, isfinite
from typing import BinaryIO, NamedTuple

from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.cards import header_cards
from indipyterm.presentation.imaging.frame import LIMIT, Frame, find_frame
from indipyterm.presentation.imaging.picture import Figures, Picture, is_top_down
from indipyterm.presentation.imaging.lanes import Lanes, PixelType

READ_AT_MOST = 12_000_000
"""Bytes of pixels that are looked at, evenly spread over the picture: 6 million pixels of 16 bits."""

ROWS_AT_MOST = 16_384
"""Rows of pixels that are looked at."""

SAMPLE = 32_768
"""Pixels of which median, sigma and minimum are taken."""

GRID = 320, 200
"""The most blocks across and down that `Picture.peaks` has."""


class _Steps(NamedTuple):
    """Every `across`-th pixel of every `down`-th row is looked at. Both are odd: all colours of a Bayer matrix are."""

    across: int
    down: int


def read_fits(source: bytes | BinaryIO) -> Picture:
    """Read the picture in a FITS file, given as its bytes or as an open file, which must be seekable.

    BITPIX may be 8, 16, 32, 64, -32, -64; NAXIS 2 or 3. Where the first part has no picture, that of the next one,
    an IMAGE extension, is read. Takes about 0.1 s and a few megabytes besides the file's own, however large it is.

    Raises NotAnImage, with the reason in words, for all else: no FITS, compressed, damaged, cut short. What the file
    raises when it is read, such as OSError, is passed on.
    """
    return _image(BytesIO(source) if isinstance(source, bytes) else source)


def _image(file: BinaryIO) -> Picture:
    frame, header = find_frame(file)
    cards = header_cards(file)
    steps = _steps(frame)
    columns, rows = -(-frame.width // steps.across), -(-frame.height // steps.down)
    sampler = _Sampler(frame.pixel, columns, rows)
    pairs = -(-columns // (2 * GRID[0]))
    across, down = 1 if columns <= GRID[0] else 2 * pairs, -(-rows // GRID[1])
    lanes = Lanes(frame.pixel, columns, across, frame.scale < 0)
    keys: list[bytes] = []
    band: list[bytes] = []
    for number, row in enumerate(_rows(file, frame, steps), 1):
        sampler.add(row)
        band.append(row)
        if len(band) == down or number == rows:
            keys.append(lanes.brightest(band))
            band = []
    if not is_top_down(header):
        keys.reverse()
    peaks = _usable_peaks([value * frame.scale + frame.zero for value in lanes.decoded(b"".join(keys))])
    sample = [value * frame.scale + frame.zero for value in sampler.sorted(frame.scale < 0)]
    sample = sample[bisect_right(sample, -LIMIT) : bisect_left(sample, LIMIT)]
    if not peaks or not sample:
        raise NotAnImage("no pixel has a usable value")
    median, dark = sample[len(sample) // 2], sample[round((len(sample) - 1) * 0.1587)]
    figures = Figures(
        median=median,
        sigma=median - dark,
        minimum=sample[0],
        maximum=max(peaks),
        sampled=steps.across * steps.down * sampler.every,
        seen=steps.across * steps.down,
    )
    return Picture(frame, header, tuple(cards), figures, -(-columns // across), len(keys), array("d", peaks))


def _usable_peaks(peaks: list[float]) -> list[float]:
    """The peaks, where those that are not finite, or more than a camera can count, are as dark as the darkest other."""
    if isfinite(sum(peaks)) and min(peaks) > -LIMIT and max(peaks) < LIMIT:
        return peaks
    darkest = min((value for value in peaks if -LIMIT < value < LIMIT), default=None)
    if darkest is None:
        return []
    return [value if -LIMIT < value < LIMIT else darkest for value in peaks]


def _steps(frame: Frame) -> _Steps:
    across = down = 1
    while True:
        columns, rows = -(-frame.width // across), -(-frame.height // down)
        if rows > ROWS_AT_MOST:
            down += 2
        elif columns * rows * frame.pixel.size <= READ_AT_MOST:
            return _Steps(across, down)
        elif down <= across and rows > 1:
            down += 2
        else:
            across += 2


def _rows(file: BinaryIO, frame: Frame, steps: _Steps) -> Iterator[bytes]:
    """The pixels that are looked at, a row at a time, big-endian as they are stored."""
    length = frame.width * frame.pixel.size
    start = frame.offset + frame.main_plane * frame.height * length
    for row in range(0, frame.height, steps.down):
        file.seek(start + row * length)
        data = file.read(length)
        if len(data) < length:
            raise NotAnImage("cut short while it was read")
        yield data if steps.across == 1 else memoryview(data).cast(frame.pixel.unsigned_code)[:: steps.across].tobytes()


class _Sampler:
    """Takes every so-many-th pixel of rows as they come, from all columns alike."""

    def __init__(self, pixel: PixelType, columns: int, rows: int) -> None:
        self._pixel, self._columns = pixel, columns
        self.every = -(-columns * rows // SAMPLE) | 1
        while self.every > 1 and gcd(self.every, columns) > 1:
            self.every += 2
        self._next = 0
        self._taken: list[bytes] = []

    def add(self, row: bytes) -> None:
        self._taken.append(memoryview(row).cast(self._pixel.unsigned_code)[self._next :: self.every].tobytes())
        self._next = (self._next - self._columns) % self.every

    def sorted(self, reverse: bool) -> list[float]:
        """The stored values of the pixels taken, in order."""
        values = self._pixel.values(b"".join(self._taken))
        return sorted(filter(isfinite, values) if self._pixel.real else values, reverse=reverse)
