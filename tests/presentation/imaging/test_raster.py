"""Dots as cells of a terminal."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.presentation.imaging.raster import (
    BLOCK_RAMP,
    HALVES,
    OCTANTS,
    QUADRANTS,
    SHADES,
    WHOLE_CELLS,
    Cell,
    ColourCell,
    Raster,
    to_cells,
    to_characters,
    to_colour_cells,
)

FILLED = {
    HALVES: {" ": "00", "▀": "10", "▄": "01", "█": "11"},
    QUADRANTS: {" ": "0000", "▘": "1000", "▝": "0100", "▖": "0010", "▗": "0001", "▚": "1001", "▞": "0110", "█": "1111"},
    OCTANTS: {" ": "0" * 8, "▀": "11110000", "▘": "10100000", "▂": "00000011", "▆": "00111111", "█": "1" * 8},
}
"""Which dots of some characters are in front, in rows from the top left."""


@pytest.mark.parametrize("raster", [HALVES, QUADRANTS, OCTANTS])
def test_a_cell_has_the_character_that_fills_its_bright_dots(raster: Raster) -> None:
    for character, dots in FILLED[raster].items():
        values = [255 * int(dot) for dot in dots]
        lines = [values[start : start + raster.across] for start in range(0, len(values), raster.across)]
        ((cell,),) = to_cells(lines, raster)
        if character in " █":
            assert cell == Cell(" ", *2 * (255 * int(dots[0]),))
        else:
            assert cell == Cell(character, 255, 0)


def test_each_pattern_of_octants_has_a_character_of_its_own() -> None:
    found = set()
    for pattern in range(1, 255):
        dots = [[255 * (pattern >> (2 * row + column) & 1) for column in (0, 1)] for row in range(4)]
        found.add(to_cells(dots, OCTANTS)[0][0].character)
    assert len(found) == 254
    assert {chr(0x1CD00), chr(0x1CDE5), "🮂", "▌"} <= found
    assert chr(0x1CDE6) not in found


def test_shades_of_the_cell_before_are_kept_where_they_are_near_enough() -> None:
    row = to_cells([[0, 100, 2, 103, 0, 200], [0, 100, 0, 98, 0, 200]], QUADRANTS)[0]
    assert row[0][1:] == row[1][1:] == (100, 0)
    assert row[2][1:] == (200, 0)


def test_noise_costs_no_more_than_a_new_style_in_less_than_every_second_cell() -> None:
    chance = random.Random(1)
    dots = [[round(chance.gauss(128, 40)) % 256 // 11 * 11 for _ in range(160)] for _ in range(38)]
    cells = to_cells(dots, QUADRANTS)
    new = sum(one[1:] != other[1:] for row in cells for one, other in pairwise(row))
    assert new < 0.45 * 80 * 19


def test_in_characters() -> None:
    dots = [[0, 0, 255, 0], [0, 0, 0, 0]]
    assert to_characters(dots) == ["  @ ", "    "]
    assert to_characters(dots, BLOCK_RAMP) == ["  █ ", "    "]


@given(st.lists(st.lists(st.integers(0, 255), min_size=8, max_size=8), min_size=4, max_size=4))
def test_what_differs_little_is_shown_as_it_is(dots: list[list[int]]) -> None:
    for raster in (HALVES, WHOLE_CELLS):
        cells = to_cells(dots, raster)
        assert (len(cells[0]), len(cells)) == (8 // raster.across, 4 // raster.down)
        assert all(0 <= shade <= 255 for row in cells for cell in row for shade in cell[1:])
    flat = [[dots[0][0]] * 8] * 4
    assert all(abs(cell.ground - dots[0][0]) <= 255 // SHADES for row in to_cells(flat, QUADRANTS) for cell in row)


def test_colours_are_those_of_the_dots_that_a_character_fills() -> None:
    red, blue, dark = (255, 0, 0), (0, 0, 255), (0, 0, 0)
    dots = [[red, dark, blue, blue], [red, dark, blue, blue]]
    assert to_colour_cells(dots, QUADRANTS) == [[ColourCell("▌", red, dark), ColourCell("█", blue, blue)]]
    near = (10, 10, 10)
    assert to_colour_cells([[dark, dark, near, near]] * 2, QUADRANTS)[0][1] == ColourCell(" ", dark, dark)
