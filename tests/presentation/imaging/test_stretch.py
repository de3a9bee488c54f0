"""Pictures stretched: stars are seen, noise is not."""

from __future__ import annotations

from functools import cache
from itertools import chain
from math import inf

import pytest

from indipyterm.demo.fits import card
from indipyterm.demo.starfield import Exposure, render
from indipyterm.presentation.imaging.picture import Picture
from indipyterm.presentation.imaging.reading import read_picture
from indipyterm.presentation.imaging.stretch import MIDTONE, brightness, fitting_size, shade_table, stretched
from tests.presentation.imaging.samples import TOP_DOWN, fits_file, picture


def values(image: Picture, columns: int, rows: int, shades: int = 24) -> list[list[int]]:
    """In square pixels, two rows of them in one of `rows`."""
    return stretched(image, *fitting_size(image, columns, 2 * rows, 2), shades)


@cache
def sky(kind: str = "Light", seconds: float = 1.0) -> Picture:
    """The demo's."""
    return read_picture(fits_file(16, (640, 480), render(Exposure(kind, seconds, 1)), [TOP_DOWN]))


@pytest.mark.parametrize(
    ("width", "height", "step", "size"),
    [(60, 40, 1, (50, 40)), (60, 41, 3, (51, 39)), (500, 10, 4, (12, 8)), (0, 5, 1, (0, 0)), (5, 3, 4, (0, 0))],
)
def test_the_shape_is_kept(width: int, height: int, step: int, size: tuple[int, int]) -> None:
    image = picture(1280, 1024, bytes(1280 * 1024))
    assert fitting_size(image, width, height, step) == size
    rows = stretched(image, *size)
    assert (len(rows[0]) if rows else 0, len(rows)) == size


def test_pixels_binned_otherwise_across_than_down_are_not_square() -> None:
    image = picture(100, 50, bytes(5000), card("XBINNING", 1), card("YBINNING", 2))
    assert len(values(image, 60, 20)[0]) == 40


def test_a_picture_without_contrast_is_black() -> None:
    assert set(chain.from_iterable(values(picture(20, 20, b"\x80" * 400), 10, 5))) == {0}


def test_a_single_bright_pixel_among_a_million_is_seen() -> None:
    pixels = bytearray(b"\x10" * 1_000_000)
    pixels[500 * 1000 + 500] = 255
    cells = values(picture(1000, 1000, bytes(pixels)), 40, 20)
    assert max(chain.from_iterable(cells)) == cells[20][20] == 255


def test_stars_are_bright_and_the_sky_is_dark() -> None:
    shades = sorted(chain.from_iterable(values(sky(), 60, 20)))
    assert shades[len(shades) // 2] < 40
    assert shades[-8] == 255


@pytest.mark.parametrize("kind", ["Bias", "Flat"])
def test_noise_alone_stays_dark(kind: str) -> None:
    shades = sorted(chain.from_iterable(values(sky(kind), 60, 20)))
    assert shades[int(len(shades) * 0.95)] < 140


def test_a_slope_is_shown_whole() -> None:
    image = picture(200, 200, bytes(range(200)) * 200)
    row = values(image, 40, 20)[10]
    assert row == sorted(row)
    assert row[0] == 0
    assert row[-1] == 255
    assert len(set(row)) > 8


def test_few_shades_are_used() -> None:
    assert len(set(chain.from_iterable(values(sky(), 80, 30, shades=8)))) <= 8


def test_a_table_of_shades_is_the_same_curve() -> None:
    table = shade_table(1000, 2000)
    assert (table[1000], table[1500], table[2000]) == (0, round(255 * brightness(0.5)), 255)
    assert (len(table), set(table[:1001]), set(table[2000:])) == (65536, {0}, {255})
    assert table == bytes(sorted(table))
    assert brightness(MIDTONE) == pytest.approx(0.5)
    assert len(set(shade_table(-5, 70_000.5, shades=16))) <= 16
    assert set(shade_table(70_000, 80_000)) == {0}
    assert set(shade_table(-9, -1)) == {255}
    assert set(shade_table(0, inf)) == set(shade_table(inf, inf)) == {0}
    assert set(shade_table(-inf, -inf)) == {255}
