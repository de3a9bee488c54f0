"""Simulated camera exposures of an invented sky. Only the noise differs, depending on the exposure's number."""

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
"""Counts: the bias; dark current and sky per second; a flat frame."""

READ_NOISE = 9.0
"""Counts, one sigma."""

_BRIGHTEST = 65535
_SEED = 20261122
_STARS = 180
_SEEING = 1.7  # pixels, one sigma
_STAR_RADIUS = 7  # pixels from its center to where a star ends


class Exposure(NamedTuple):
    """The settings of an exposure. The frame is in pixels of the sensor, before binning."""

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


def render(exposure: Exposure) -> bytes:
    """Return the pixels as stored in FITS: signed, 16 bits, big-endian, less `BZERO`."""
    width, height = exposure.size
    noise = Random(_SEED + exposure.number).randbytes(width * height)
    pixels = array("h", map(_noisy(_level(exposure)).__getitem__, noise))
    if exposure.kind == "Light":
        _add_stars(exposure, pixels)
    if sys.byteorder == "little":
        pixels.byteswap()
    return pixels.tobytes()


def _level(exposure: Exposure) -> float:
    """Return the counts of a pixel without stars."""
    binned = exposure.across * exposure.down * exposure.gain
    dark = BIAS + DARK_CURRENT * exposure.seconds * binned
    return {"Bias": BIAS, "Dark": dark, "Flat": FLAT}.get(exposure.kind, dark + SKY * exposure.seconds * binned)


def _noisy(level: float) -> array[int]:
    """Return 256 stored values with the distribution of the noise, to be picked by random bytes."""
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
    """Return the stars: column and row on the sensor, and counts per second in the brightest pixel."""
    chance = Random(_SEED)
    return tuple(
        (chance.random() * SENSOR_WIDTH, chance.random() * SENSOR_HEIGHT, 40 / (chance.random() ** 1.5 + 0.002))
        for _ in range(_STARS)
    )


def _add_stars(exposure: Exposure, pixels: array[int]) -> None:
    width, height = exposure.size
    for column, row, brightness in _stars():
        peak = brightness * exposure.seconds * exposure.gain * exposure.across * exposure.down
        middle_x = (column - exposure.left) / exposure.across
        middle_y = (row - exposure.top) / exposure.down
        columns = _profile(middle_x, _SEEING / exposure.across, width)
        for y, share in _profile(middle_y, _SEEING / exposure.down, height):
            for x, part in columns:
                place = y * width + x
                pixels[place] = min(_BRIGHTEST - BZERO, pixels[place] + round(peak * share * part))


def _profile(middle: float, sigma: float, end: int) -> list[tuple[int, float]]:
    """Return the pixels from 0 to `end` that a star covers along one axis, with its relative brightness in each."""
    first, last = max(0, int(middle) - _STAR_RADIUS), min(end, int(middle) + _STAR_RADIUS + 1)
    return [(place, exp(-(((place - middle) / sigma) ** 2) / 2)) for place in range(first, last)]
