"""What is seen of a picture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.demo.fits import card
from indipyterm.presentation.imaging.figures import Focus, Star
from indipyterm.presentation.imaging.picture import Picture
from indipyterm.presentation.imaging.sampling import Area
from indipyterm.presentation.imaging.view import (
    CLOSEST,
    Dots,
    View,
    Window,
    bright_places,
    clip_level,
    find_window,
    is_fine_enough,
    make_grid,
    peaks_plane,
    star_places,
)
from tests.presentation.imaging.samples import dots_of, fits_file, picture

WIDE = picture(200, 100, bytes(20_000))
CORNERS = picture(4, 4, b"\x10\0\0\x20" + bytes(8) + b"\x30\0\0\x40")
"""Its corners differ, clockwise from the top left: 16, 32, 64, 48."""


def window(view: View = View(), image: Picture = WIDE, dots: Dots = Dots(40, 20, 2, 2)) -> Window:  # noqa: B008 - frozen
    found = find_window(view, image, dots)
    assert found
    return found


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
@pytest.mark.parametrize("dots", [(1, 2), (2, 2), (2, 4), (1, 1)])
def test_all_of_it_is_seen_in_its_shape(
    width: int, height: int, columns: int, rows: int, size: tuple[int, int], dots: tuple[int, int]
) -> None:
    found = window(View(), picture(width, height, bytes(width * height)), Dots(columns, rows, *dots))
    if (width, height) == (2, 2):
        assert found.columns <= columns * dots[0], "a pixel is never wider than sixteen dots"
    else:
        assert (found.columns // dots[0], found.rows // dots[1]) == size
    assert found.area == Area(0, 0, width, height)
    assert found.fits


def test_nothing_is_seen_without_room() -> None:
    assert find_window(View(), WIDE, Dots(0, 5, 2, 2)) is None
    assert find_window(View(), WIDE, Dots(5, -1, 2, 2)) is None


def test_pixels_binned_otherwise_across_than_down_are_not_square() -> None:
    image = picture(100, 50, bytes(5000), card("XBINNING", 1), card("YBINNING", 2))
    assert window(View(), image, Dots(60, 20, 1, 2)).columns == 40
    assert window(View(turns=1), image, Dots(60, 20, 1, 2)).columns == 40


def test_one_to_one_is_a_pixel_in_the_width_of_a_dot() -> None:
    found = window(View(1.0))
    assert found.area == Area(60, 10, 80, 80)
    assert (found.columns, found.rows, found.scale, found.step) == (80, 40, 1.0, 1)
    assert window(View(1.0, 0.0, 1.0)).area == Area(0, 20, 80, 80), "no farther than the edges"
    assert window(View(1000.0)).fits, "no farther away than all of it"
    assert window(View(1e-9)).scale == CLOSEST


def test_it_moves_by_what_is_seen() -> None:
    view = View(1.0)
    there = view.moved(0.25, 0, window(view))
    assert window(there).area == Area(80, 10, 80, 80)
    turned = View(1.0, turns=1)
    assert window(turned.moved(0.25, 0, window(turned))).area.top == 0, "to the right is up in a picture turned by 90"
    assert view.moved(99, -99, window(view))[1:3] == (1.0, 0.0)
    assert view.centred(WIDE, 50, 25)[1:3] == (0.25, 0.25)


@pytest.mark.parametrize(
    ("view", "corners"),
    [
        (View(), (16, 32, 64, 48)),
        (View().turned(), (48, 16, 32, 64)),
        (View().mirrored(), (32, 16, 48, 64)),
        (View().mirrored().turned(), (64, 32, 16, 48)),
        (View().turned().turned(), (64, 48, 16, 32)),
        (View().turned().mirrored(), (16, 48, 64, 32)),
        (View().turned().turned().turned().turned(), (16, 32, 64, 48)),
        (View().mirrored().mirrored(), (16, 32, 64, 48)),
    ],
)
def test_it_is_flipped_and_turned_as_it_is_seen(view: View, corners: tuple[int, ...]) -> None:
    rows = dots_of(CORNERS, 4, 2, view)
    found = (rows[0][0], rows[0][-1], rows[-1][-1], rows[-1][0])
    assert found == corners


@given(st.integers(0, 3), st.booleans(), st.floats(0, 1), st.floats(0, 1), st.floats(0, 3))
def test_a_place_is_where_its_dot_is(turns: int, flipped: bool, x: float, y: float, scale: float) -> None:
    found = window(View(scale, x, y, flipped, turns))
    area = found.area
    assert 0 <= area.left <= 200 - area.width
    assert 0 <= area.top <= 100 - area.height
    for column, row in ((0, 0), (found.columns - 1, found.rows // 2)):
        assert found.dot(*found.place(column, row)) == (column, row)
    assert found.dot(-50, 50) is None


def test_coarse_samples_are_enough_for_a_large_part() -> None:
    image = picture(1000, 1000, bytes(1_000_000))
    whole = window(View(), image)
    assert is_fine_enough(image, whole), "its peaks will do"
    part = window(View(3.0), image)
    assert not is_fine_enough(image, part)
    assert part.step == 1
    assert window(View(9.0), image).step == 4
    plane = peaks_plane(image, part)
    grid = make_grid(plane, part)
    assert (len(grid.values[0]), len(grid.values)) == (part.columns, part.rows)
    assert WIDE.grid_width == WIDE.width
    assert is_fine_enough(WIDE, window(View(CLOSEST))), "there is nothing finer"


def test_a_dot_is_halfway_between_mean_and_peak() -> None:
    image = picture(4, 4, bytes([0, 0, 0, 0, 0, 100, 0, 0, *bytes(8)]))
    found = window(View(), image, Dots(1, 1, 2, 2))
    grid = make_grid(peaks_plane(image, found), found)
    assert grid.values[0][0] == (25 + 100) / 2
    assert grid.peaks == [[100, 0], [0, 0]]


def test_bright_places_are_spots_that_no_neighbour_is_above() -> None:
    pixels = bytearray(10_000)
    for x, y, value in ((10, 20, 200), (11, 20, 190), (80, 70, 250), (0, 0, 90)):
        pixels[100 * y + x] = value
    image = picture(100, 100, bytes(pixels))
    assert bright_places(image) == [(80.5, 70.5), (10.5, 20.5), (0.5, 0.5)]
    assert bright_places(image, 1) == [(80.5, 70.5)]
    assert bright_places(WIDE) == []
    assert star_places(image)[0] == (80.5, 70.5)


def test_measured_stars_come_before_bright_places() -> None:
    from dataclasses import replace

    focus = Focus(1, 2.0, 4.0, (Star(12.0, 13.0, 2.0, 99.0),))
    assert star_places(replace(WIDE, figures=WIDE.figures._replace(focus=focus))) == [(12.0, 13.0)]


@pytest.mark.parametrize(
    ("bits", "cards", "level"),
    [
        (8, [], 255),
        (16, [card("BZERO", 32768)], 65535),
        (16, [], 32767),
        (16, [card("BSCALE", -1.0)], 32768),
        (-32, [], None),
    ],
)
def test_the_highest_value_of_a_type_of_pixel(bits: int, cards: list[bytes], level: float | None) -> None:
    from indipyterm.presentation.imaging.reading import read_picture

    assert clip_level(read_picture(fits_file(bits, (2, 2), [0, 1, 2, 3], cards))) == level
