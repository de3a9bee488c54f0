"""Pictures in cells."""

from __future__ import annotations

from functools import cache
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.demo.fits import card
from indipyterm.demo.starfield import Exposure, render
from indipyterm.presentation.imaging.fits import read_fits
from indipyterm.presentation.imaging.image import Image
from indipyterm.presentation.imaging.stretch import BLOCK_RAMP, Cell, preview, shaded
from tests.presentation.imaging.samples import fits_file

TOP_DOWN = card("ROWORDER", "TOP-DOWN")
ONE_OF_SIXTEEN = b"\0\0\0\0\0\xff\0\0\0\0\0\0\0\0\0\0"


def picture(width: int, height: int, pixels: bytes, *cards: bytes) -> Image:
    """Of 8 bits a pixel, the top row first."""
    return read_fits(fits_file(8, (width, height), pixels, [TOP_DOWN, *cards]))


def halves(rows: list[list[Cell]]) -> list[list[int]]:
    """Half rows from the top."""
    return [[cell[half] for cell in row] for row in rows for half in (0, 1)]


@cache
def sky(kind: str = "Light", seconds: float = 1.0) -> Image:
    """The demo's."""
    return read_fits(fits_file(16, (640, 480), render(Exposure(kind, seconds, 1)), [TOP_DOWN]))


def test_each_pixel_is_half_a_cell_where_they_are_few() -> None:
    image = picture(4, 4, ONE_OF_SIXTEEN)
    assert halves(preview(image, 4, 2)) == [[0, 0, 0, 0], [0, 255, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]


@pytest.mark.parametrize(
    ("width", "height", "columns", "rows", "size"),
    [
        (1280, 1024, 60, 20, (50, 20)),
        (100, 100, 60, 20, (40, 20)),
        (200, 100, 60, 20, (60, 15)),
        (100, 200, 60, 20, (20, 20)),
        (1000, 1, 60, 20, (60, 1)),
        (1, 1000, 60, 20, (1, 20)),
        (2, 2, 60, 20, (40, 20)),
        (50, 50, 1, 1, (1, 1)),
    ],
)
def test_the_shape_is_kept(width: int, height: int, columns: int, rows: int, size: tuple[int, int]) -> None:
    cells = preview(picture(width, height, bytes(width * height)), columns, rows)
    assert (len(cells[0]), len(cells)) == size


def test_pixels_binned_otherwise_across_than_down_are_not_square() -> None:
    image = picture(100, 50, bytes(5000), card("XBINNING", 1), card("YBINNING", 2))
    assert len(preview(image, 60, 20)[0]) == 40


@pytest.mark.parametrize(("columns", "rows"), [(0, 5), (5, 0), (-1, -1)])
def test_nothing_where_there_is_no_room(columns: int, rows: int) -> None:
    assert not preview(sky(), columns, rows)
    assert not shaded(sky(), columns, rows)


def test_a_picture_without_contrast_is_black() -> None:
    assert set(chain.from_iterable(halves(preview(picture(20, 20, b"\x80" * 400), 10, 5)))) == {0}


def test_a_single_bright_pixel_among_a_million_is_seen() -> None:
    pixels = bytearray(b"\x10" * 1_000_000)
    pixels[500 * 1000 + 500] = 255
    cells = halves(preview(picture(1000, 1000, bytes(pixels)), 40, 20))
    assert max(chain.from_iterable(cells)) == cells[20][20] == 255


def test_stars_are_bright_and_the_sky_is_dark() -> None:
    shades = sorted(chain.from_iterable(halves(preview(sky(), 60, 20))))
    assert shades[len(shades) // 2] < 40
    assert shades[-8] == 255


@pytest.mark.parametrize("kind", ["Bias", "Flat"])
def test_noise_alone_stays_dark(kind: str) -> None:
    shades = sorted(chain.from_iterable(halves(preview(sky(kind), 60, 20))))
    assert shades[int(len(shades) * 0.95)] < 140


def test_a_slope_is_shown_whole() -> None:
    image = picture(200, 200, bytes(range(200)) * 200)
    row = halves(preview(image, 40, 20))[10]
    assert row == sorted(row)
    assert row[0] == 0
    assert row[-1] == 255
    assert len(set(row)) > 8


def test_few_shades_are_used() -> None:
    assert len(set(chain.from_iterable(halves(preview(sky(), 80, 30, shades=8))))) <= 8


def test_in_characters() -> None:
    image = picture(4, 4, ONE_OF_SIXTEEN)
    assert shaded(image, 4, 2) == [" @  ", "    "]
    assert shaded(image, 4, 2, BLOCK_RAMP) == [" █  ", "    "]


@given(st.binary(min_size=1, max_size=200), st.integers(1, 20), st.integers(-2, 30), st.integers(-2, 12))
def test_never_more_cells_than_asked_for(pixels: bytes, width: int, columns: int, rows: int) -> None:
    pixels += bytes(-len(pixels) % width)
    image = picture(width, len(pixels) // width, pixels)
    cells = preview(image, columns, rows)
    assert len(cells) <= max(0, rows)
    assert len({len(row) for row in cells}) <= 1
    assert all(0 < len(row) <= columns for row in cells)
    assert all(0 <= half <= 255 for row in cells for cell in row for half in cell)
    assert [len(line) for line in shaded(image, columns, rows)] == [len(row) for row in cells]
