"""Which value is shown black, and which white."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt

_BLACK = 0.7  # sigmas under the median that are black
_CONTRAST = 14.0  # sigmas of noise over the median that are white at the least, so that noise alone stays dark
_WHITE = 0.995  # the share of values that are not white


def display_range(rows: Sequence[Sequence[float]]) -> tuple[float, float]:
    """What is black and what is white of values in rows; never the same.

    Black is a little under the median; white the brightest half per cent, and well over the noise, which is what a
    value differs from its neighbour, so that a slope of the sky or of a flat is none.
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
