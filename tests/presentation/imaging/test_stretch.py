"""Pictures stretched: stars are seen, noise is not."""

from __future__ import annotations

from functools import cache
from itertools import chain
from math import inf

import pytest

from indipyterm.demo.starfield import Exposure, render
from indipyterm.presentation.imaging.picture import Picture
from indipyterm.presentation.imaging.reading import read_picture
from indipyterm.presentation.imaging.stretch import MIDTONE, Stretch, brightness, shade_table, stretched
from tests.presentation.imaging.samples import TOP_DOWN, dots_of, fits_file, picture


def values(
    image: Picture, columns: int, rows: int, stretch: Stretch = Stretch.ASINH, shades: int = 24
) -> list[list[int]]:
    """In square pixels, two rows of them in one of `rows`."""
    return stretched(dots_of(image, columns, rows), stretch, shades)


@cache
def sky(kind: str = "Light", seconds: float = 1.0) -> Picture:
    """The demo's."""
    return read_picture(fits_file(16, (640, 480), render(Exposure(kind, seconds, 1)), [TOP_DOWN]))


@pytest.mark.parametrize("stretch", Stretch)
def test_a_picture_without_contrast_is_black(stretch: Stretch) -> None:
    assert set(chain.from_iterable(values(picture(20, 20, b"\x80" * 400), 10, 5, stretch))) == {0}


@pytest.mark.parametrize("stretch", Stretch)
def test_a_single_bright_pixel_among_a_million_is_seen(stretch: Stretch) -> None:
    pixels = bytearray(b"\x10" * 1_000_000)
    pixels[500 * 1000 + 500] = 255
    cells = values(picture(1000, 1000, bytes(pixels)), 40, 20, stretch)
    assert max(chain.from_iterable(cells)) == cells[20][20] == 255


def test_stars_are_bright_and_the_sky_is_dark() -> None:
    shades = sorted(chain.from_iterable(values(sky(), 60, 20)))
    assert shades[len(shades) // 2] < 40
    assert shades[-8] == 255


def test_by_the_screen_transfer_function_the_sky_is_a_quarter_as_bright_as_white() -> None:
    shades = sorted(chain.from_iterable(values(sky(), 60, 20, Stretch.STF, 256)))
    assert shades[len(shades) // 2] == pytest.approx(64, abs=2)
    assert shades[-1] == 255
    assert shades[len(shades) // 100] < 20


@pytest.mark.parametrize("kind", ["Bias", "Flat"])
def test_noise_alone_stays_dark(kind: str) -> None:
    shades = sorted(chain.from_iterable(values(sky(kind), 60, 20)))
    assert shades[int(len(shades) * 0.95)] < 140


@pytest.mark.parametrize("stretch", Stretch)
def test_a_slope_is_shown_whole(stretch: Stretch) -> None:
    row = values(picture(200, 200, bytes(range(200)) * 200), 40, 20, stretch)[10]
    assert row == sorted(row)
    assert row[0] == 0
    assert row[-1] == 255
    assert len(set(row)) > 8


def test_linear_is_in_proportion_and_log_lifts_what_is_dark() -> None:
    rows = [[0.0, 10.0, 50.0, 100.0]]
    assert stretched(rows, Stretch.LINEAR) == [[0, 26, 128, 255]]
    log = stretched(rows, Stretch.LOG)[0]
    assert log[0] == 0
    assert log[1] > 160
    assert log[3] == 255


def test_each_stretch_is_followed_by_another_one() -> None:
    assert [stretch.next for stretch in Stretch] == [*list(Stretch)[1:], Stretch.STF]
    assert not stretched([])


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
