"""Figures of which every pixel is counted: medians by histograms of 16 bits after another, for any type of pixel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from indipyterm.decoding.pixels import Array, Pixels
from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.figures import DARK_SHARE, Figures, Histogram
from indipyterm.presentation.imaging.frame import LIMIT, Frame

BARS = 64
"""Parts of a histogram."""

_DIGIT = 16  # bits


def exact_figures(pixels: Pixels, saturated: float | None) -> Figures:
    """The figures of all pixels that have a value; `saturated` is the value that is counted as clipped.

    Raises NotAnImage where no pixel has a value.
    """
    keys = _Keys(pixels)
    top = keys.counts(0, 0)
    count = int(top.sum())
    if not count:
        raise NotAnImage("no pixel has a usable value")
    dark = round((count - 1) * DARK_SHARE)
    ranks = [(count - 1) // 2, count // 2, dark if pixels.frame.scale > 0 else count - 1 - dark, 0, count - 1]
    lower, upper, dim, least, most = (keys.value(key) for key in _selected(keys, top, ranks))
    if pixels.frame.scale < 0:
        least, most = most, least
    median = (lower + upper) / 2 if lower != upper else lower
    clipped = None if saturated is None else keys.at_least(saturated) if most >= saturated else 0
    histogram = _histogram(keys, top, least, most)
    return Figures(median, median - dim, least, most, 1, 1, histogram, clipped)


class _Keys:
    """Stored values as unsigned integers in the same order."""

    def __init__(self, pixels: Pixels) -> None:
        self._pixels, self._frame = pixels, pixels.frame
        self.bits = pixels.frame.pixel.bits
        self.digit = min(_DIGIT, self.bits)

    def bands(self) -> Iterator[Array]:
        """The keys of all pixels that have a value."""
        for band in self._pixels.bands():
            yield self._keys(self._with_value(band))

    def _with_value(self, band: Array) -> Array:
        frame = self._frame
        if frame.pixel.real:
            with np.errstate(over="ignore", invalid="ignore"):
                limit = LIMIT / abs(frame.scale)
                return band[np.abs(band) < limit]
        return band.ravel() if frame.blank is None else band[band != frame.blank]

    def _keys(self, band: Array) -> Array:
        bits = self.bits
        unsigned = band.view(f"u{bits // 8}")
        sign = unsigned.dtype.type(1 << (bits - 1))
        if self._frame.pixel.real:
            return np.where(unsigned & sign, ~unsigned, unsigned | sign)
        return unsigned ^ sign if self._frame.pixel.code in "hiq" else unsigned

    def counts(self, depth: int, prefix: int) -> Array:
        """How many keys have each value in their digit number `depth`, of those that begin with `prefix`."""
        shift = self.bits - self.digit * (depth + 1)
        counts = np.zeros(1 << self.digit, np.int64)
        for keys in self.bands():
            if depth:
                keys = keys[keys >> keys.dtype.type(shift + self.digit) == prefix]
            digits = keys >> keys.dtype.type(shift) if shift else keys
            digits = digits & keys.dtype.type((1 << self.digit) - 1) if depth else digits
            whole = digits.astype(np.int64) if self.bits > _DIGIT else digits  # bincount takes no unsigned 64 bits
            counts += np.bincount(whole, minlength=len(counts))
        return counts

    def value(self, key: int) -> float:
        """The value that a key stands for, in the unit of the file; whole where the file has whole numbers."""
        frame, bits = self._frame, self.bits
        sign = 1 << (bits - 1)
        if frame.pixel.real:
            stored = key ^ (sign if key & sign else (1 << bits) - 1)
            return float(np.array([stored], f"u{bits // 8}").view(f"f{bits // 8}")[0]) * frame.scale + frame.zero
        return (key - sign if frame.pixel.code in "hiq" else key) * frame.scale + frame.zero

    def at_least(self, value: float) -> int:
        """How many pixels have this value, or a higher one."""
        frame = self._frame
        above = value - frame.zero
        limit = above * frame.scale if frame.scale in (1, -1) else above / frame.scale  # those of 64 bits stay whole
        count = 0
        for band in self._pixels.bands():
            good = self._with_value(band)
            count += int(np.count_nonzero(good >= limit if frame.scale > 0 else good <= limit))
        return count

    def spread(self, least: float, most: float) -> Array:
        """How many pixels are in each of `BARS` equal parts between two values."""
        counts = np.zeros(BARS, np.int64)
        for band in self._pixels.bands():
            good = self._with_value(band)
            values = good.astype(np.float64) * self._frame.scale + self._frame.zero
            places = ((values - least) * (BARS / (most - least))).astype(np.int64)
            counts += np.bincount(np.clip(places, 0, BARS - 1), minlength=BARS)
        return counts


def _selected(keys: _Keys, top: Array, ranks: Sequence[int]) -> list[int]:
    """The keys that have these ranks among all, counted from 0."""
    found = []
    known = {(0, 0): np.cumsum(top)}
    for rank in ranks:
        prefix, depth = 0, 0
        while True:
            if (depth, prefix) not in known:
                known[depth, prefix] = np.cumsum(keys.counts(depth, prefix))
            sums = known[depth, prefix]
            digit = int(np.searchsorted(sums, rank, "right"))
            rank -= int(sums[digit - 1]) if digit else 0
            prefix, depth = prefix << keys.digit | digit, depth + 1
            if depth * keys.digit >= keys.bits:
                break
        found.append(prefix)
    return found


def _histogram(keys: _Keys, top: Array, least: float, most: float) -> Histogram:
    """Over all values that pixels of at most 16 bits can have, else over those that there are."""
    if keys.bits <= _DIGIT:
        ends = sorted((keys.value(0), keys.value(len(top) - 1)))
        counts = top.reshape(BARS, -1).sum(1).tolist()
        return Histogram(ends[0], ends[1], tuple(counts if keys.value(1) > keys.value(0) else counts[::-1]))
    low, high = float(least), float(most)
    if not low < high:
        return Histogram(low, high, (int(top.sum()),))
    return Histogram(low, high, tuple(keys.spread(low, high).tolist()))


def ceiling_of(frame: Frame, said: float | None) -> float | None:
    """The value at which pixels are clipped: what the header says, else the highest that their type has."""
    ceiling = frame.ceiling
    return said if said is not None and (ceiling is None or said < ceiling) else ceiling
