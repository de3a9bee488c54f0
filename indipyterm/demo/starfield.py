"""Pictures of an invented sky, the same each time but for the noise, which depends on the number of the picture."""

from __future__ import annotations

import sys
from array import array
from functools import cache
from math import exp
from random import Random
from statistics import NormalDist
from typing import NamedTuple

from indipyterm.demo.fits import BZERO

SENSOR_WIDTH = 640
SENSOR_HEIGHT = 480
"""Pixels."""

BIAS = 500.0
DARK_CURRENT = 0.8
SKY = 25.0
FLAT = 30000.0
"""Counts: of no exposure at all; of the dark and of the sky each second; of an evenly lit picture."""

READ_NOISE = 9.0
"""Counts, one sigma."""

_BRIGHTEST = 65535
_SEED = 20261122
_STARS = 180
_SEEING = 1.7  # pixels, one sigma
_REACH = 7  # pixels from the middle of a star to where it is lost


class Picture(NamedTuple):
    """How a picture is taken. The frame is in pixels of the sensor, before binning."""

    kind: str
    seconds: float
    number: int
    left: int = 0
    top: int = 0
    width: int = SENSOR_WIDTH
    height: int = SENSOR_HEIGHT
    across: int = 1
    down: int = 1
    gain: float = 1.0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in binned pixels."""
        return max(1, self.width // self.across), max(1, self.height // self.down)


def take(picture: Picture) -> bytes:
    """Return the pixels as stored in FITS: signed, 16 bits, big-endian, `BZERO` less than they are."""
    width, height = picture.size
    noise = Random(_SEED + picture.number).randbytes(width * height)
    pixels = array("h", map(_noisy(_level(picture)).__getitem__, noise))
    if picture.kind == "Light":
        _add_stars(picture, pixels)
    if sys.byteorder == "little":
        pixels.byteswap()
    return pixels.tobytes()


def _level(picture: Picture) -> float:
    """Return the counts of a pixel with no star in it."""
    binned = picture.across * picture.down * picture.gain
    dark = BIAS + DARK_CURRENT * picture.seconds * binned
    return {"Bias": BIAS, "Dark": dark, "Flat": FLAT}.get(picture.kind, dark + SKY * picture.seconds * binned)


def _noisy(level: float) -> array[int]:
    """Return 256 stored values, to be picked by random bytes: they are spread as noise spreads them."""
    spread = (READ_NOISE**2 + max(0.0, level - BIAS)) ** 0.5
    return array("h", [_stored(level + spread * each) for each in _quantiles()])


def _stored(counts: float) -> int:
    return max(0, min(_BRIGHTEST, round(counts))) - BZERO


@cache
def _quantiles() -> tuple[float, ...]:
    normal = NormalDist()
    return tuple(normal.inv_cdf((step + 0.5) / 256) for step in range(256))


@cache
def _stars() -> tuple[tuple[float, float, float], ...]:
    """Return the stars: column and row on the sensor, and counts in the brightest pixel each second."""
    chance = Random(_SEED)
    return tuple(
        (chance.random() * SENSOR_WIDTH, chance.random() * SENSOR_HEIGHT, 40 / (chance.random() ** 1.5 + 0.002))
        for _ in range(_STARS)
    )


def _add_stars(picture: Picture, pixels: array[int]) -> None:
    width, height = picture.size
    for column, row, brightness in _stars():
        peak = brightness * picture.seconds * picture.gain * picture.across * picture.down
        middle_x = (column - picture.left) / picture.across
        middle_y = (row - picture.top) / picture.down
        columns = _profile(middle_x, _SEEING / picture.across, width)
        for y, share in _profile(middle_y, _SEEING / picture.down, height):
            for x, part in columns:
                place = y * width + x
                pixels[place] = min(_BRIGHTEST - BZERO, pixels[place] + round(peak * share * part))


def _profile(middle: float, sigma: float, end: int) -> list[tuple[int, float]]:
    """Return the pixels from 0 to `end` that a star reaches along one axis, and how bright it is in each."""
    first, last = max(0, int(middle) - _REACH), min(end, int(middle) + _REACH + 1)
    return [(place, exp(-(((place - middle) / sigma) ** 2) / 2)) for place in range(first, last)]
