"""What is seen of a picture by looking at some of its pixels: figures, and the brightest of each block."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from math import gcd, isfinite
from typing import BinaryIO, NamedTuple

from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.figures import DARK_SHARE, Figures
from indipyterm.presentation.imaging.frame import LIMIT, Frame
from indipyterm.presentation.imaging.lanes import Lanes

READ_AT_MOST = 12_000_000
"""Bytes of pixels that are looked at, evenly spread over the picture: 6 million pixels of 16 bits."""

ROWS_AT_MOST = 16_384
"""Rows of pixels that are looked at."""

SAMPLE = 32_768
"""Pixels of which median, sigma and minimum are taken."""

GRID = 320, 200
"""The most blocks across and down that `Picture.peaks` has."""


class Reduction(NamedTuple):
    """The figures of a picture, and the brightest pixels of `grid_height` times `grid_width` blocks, the top first."""

    figures: Figures
    grid_width: int
    grid_height: int
    peaks: array[float]


class _Steps(NamedTuple):
    """Every `across`-th pixel of every `down`-th row is looked at. Both are odd: all colours of a Bayer matrix are."""

    across: int
    down: int


def reduced(file: BinaryIO, frame: Frame) -> Reduction:
    """Look at the pixels of a picture, given the file that has them: about 0.1 s, however large it is.

    Raises NotAnImage where the file is cut short meanwhile, and where no pixel has a usable value, and what the file
    raises when it is read.
    """
    steps = _steps(frame)
    columns, rows = -(-frame.width // steps.across), -(-frame.height // steps.down)
    sampler = _Sampler(frame, columns, rows)
    pairs = -(-columns // (2 * GRID[0]))
    across, down = 1 if columns <= GRID[0] else 2 * pairs, -(-rows // GRID[1])
    lanes = Lanes(frame.pixel, columns, across, frame.scale < 0)
    keys: list[bytes] = []
    band: list[bytes] = []
    for number, row in enumerate(_rows(file, frame, steps), 1):
        sampler.add(row)
        band.append(frame.without_blanks(row))
        if len(band) == down or number == rows:
            keys.append(lanes.brightest(band))
            band = []
    if not frame.top_down:
        keys.reverse()
    peaks = _usable_peaks([value * frame.scale + frame.zero for value in lanes.decoded(b"".join(keys))])
    sample = [value * frame.scale + frame.zero for value in sampler.sorted(frame.scale < 0)]
    sample = sample[bisect_right(sample, -LIMIT) : bisect_left(sample, LIMIT)]
    if not peaks or not sample:
        raise NotAnImage("no pixel has a usable value")
    median, dark = sample[len(sample) // 2], sample[round((len(sample) - 1) * DARK_SHARE)]
    maximum, seen = max(peaks), steps.across * steps.down
    figures = Figures(
        median=median,
        sigma=median - dark,
        minimum=sample[0],
        maximum=maximum,
        sampled=seen * sampler.every,
        seen=seen,
        clipped=0 if seen == 1 and frame.ceiling is not None and maximum < frame.ceiling else None,
    )
    return Reduction(figures, -(-columns // across), len(keys), array("d", peaks))


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
    for number in range(0, frame.height, steps.down):
        row = frame.read_row(file, number)
        yield row if steps.across == 1 else memoryview(row).cast(frame.pixel.unsigned_code)[:: steps.across].tobytes()


class _Sampler:
    """Takes every so-many-th pixel of rows as they come, from all columns alike."""

    def __init__(self, frame: Frame, columns: int, rows: int) -> None:
        self._pixel, self._blank, self._columns = frame.pixel, frame.blank, columns
        self.every = -(-columns * rows // SAMPLE) | 1
        while self.every > 1 and gcd(self.every, columns) > 1:
            self.every += 2
        self._next = 0
        self._taken: list[bytes] = []

    def add(self, row: bytes) -> None:
        self._taken.append(memoryview(row).cast(self._pixel.unsigned_code)[self._next :: self.every].tobytes())
        self._next = (self._next - self._columns) % self.every

    def sorted(self, reverse: bool) -> list[float]:
        """The stored values of the pixels taken, in order, but for those that mean none."""
        values: Iterable[float] = self._pixel.values(b"".join(self._taken))
        if self._pixel.real:
            values = filter(isfinite, values)
        elif self._blank is not None:
            values = (value for value in values if value != self._blank)
        return sorted(values, reverse=reverse)
