"""Half flux radii against those that the stars were made with."""

from __future__ import annotations

from tempfile import TemporaryFile

import numpy as np
import pytest

from indipyterm.decoding.pixels import Array, Pixels
from indipyterm.decoding.stars import focus
from indipyterm.presentation.imaging.figures import Focus
from indipyterm.presentation.imaging.frame import Frame
from indipyterm.presentation.imaging.lanes import UNSIGNED
from tests.decoding.sky import star_field

GAUSSIAN = 1.1774
"""Half flux radius of a Gaussian, in its sigmas."""


def focus_of(pixels: Array, bayer: bool = False, saturated: float | None = None) -> Focus:
    height, width = pixels.shape
    frame = Frame(0, width, height, 1, UNSIGNED[16], 1, 0, little=True)
    with TemporaryFile() as file:
        file.write(pixels.astype("<u2").tobytes())
        file.flush()
        return focus(Pixels(file, frame), bayer, saturated)


@pytest.mark.parametrize("bayer", [False, True])
@pytest.mark.parametrize("sigma", [1.5, 2.0, 3.0, 4.5, 6.0])
def test_the_radius_of_gaussian_stars(sigma: float, bayer: bool) -> None:
    found = focus_of(star_field(sigma, bayer), bayer)
    assert 38 <= found.stars <= 41
    assert found.hfr == pytest.approx(GAUSSIAN * sigma, rel=0.03)
    assert found.fwhm == pytest.approx(2.3548 * sigma, rel=0.06)


def test_stars_are_found_where_they_are_the_brightest_first() -> None:
    field = np.full((100, 120), 500, np.uint16)
    down, across = np.indices(field.shape)
    for x, y, peak in ((30, 20, 9000), (80.5, 61, 20000)):
        field += (peak * np.exp(-((across - x) ** 2 + (down - y) ** 2) / 8)).astype(np.uint16)
    field += np.random.default_rng(1).integers(0, 40, field.shape).astype(np.uint16)
    found = focus_of(field)
    # the first row of the file is the lowest
    assert [round(value) for star in found.brightest for value in (2 * star.x, star.y)] == [161, 38, 60, 79]
    assert focus_of(field, saturated=18_000).hfr == pytest.approx(2 * GAUSSIAN, rel=0.05)  # the other one counts


@pytest.mark.parametrize("value", [0, 1000, 65535])
def test_a_picture_without_stars(value: int) -> None:
    assert focus_of(np.full((64, 64), value, np.uint16)) == Focus(0, None, None)
    assert focus_of(np.full((3, 5), value, np.uint16)).stars == 0


def test_a_hot_pixel_is_no_star() -> None:
    field = np.random.default_rng(1).integers(90, 110, (200, 200)).astype(np.uint16)
    field[100, 100] = 60_000
    assert focus_of(field).hfr is None
