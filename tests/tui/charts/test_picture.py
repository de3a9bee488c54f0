"""Pictures in cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.tui.charts.picture import BLOCK_RAMP, Cell, characters, half_blocks
from tests.presentation.imaging.samples import picture

ONE_OF_SIXTEEN = b"\0\0\0\0\0\xff\0\0\0\0\0\0\0\0\0\0"


def halves(rows: list[list[Cell]]) -> list[list[int]]:
    """Half rows from the top."""
    return [[cell[half] for cell in row] for row in rows for half in (0, 1)]


def test_each_pixel_is_half_a_cell_where_they_are_few() -> None:
    image = picture(4, 4, ONE_OF_SIXTEEN)
    assert halves(half_blocks(image, 4, 2)) == [[0, 0, 0, 0], [0, 255, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]


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
    cells = half_blocks(picture(width, height, bytes(width * height)), columns, rows)
    assert (len(cells[0]), len(cells)) == size


@pytest.mark.parametrize(("columns", "rows"), [(0, 5), (5, 0), (-1, -1)])
def test_nothing_where_there_is_no_room(columns: int, rows: int) -> None:
    assert not half_blocks(picture(4, 4, ONE_OF_SIXTEEN), columns, rows)
    assert not characters(picture(4, 4, ONE_OF_SIXTEEN), columns, rows)


def test_in_characters() -> None:
    image = picture(4, 4, ONE_OF_SIXTEEN)
    assert characters(image, 4, 2) == [" @  ", "    "]
    assert characters(image, 4, 2, BLOCK_RAMP) == [" █  ", "    "]


@given(st.binary(min_size=1, max_size=200), st.integers(1, 20), st.integers(-2, 30), st.integers(-2, 12))
def test_never_more_cells_than_asked_for(pixels: bytes, width: int, columns: int, rows: int) -> None:
    pixels += bytes(-len(pixels) % width)
    image = picture(width, len(pixels) // width, pixels)
    cells = half_blocks(image, columns, rows)
    assert len(cells) <= max(0, rows)
    assert len({len(row) for row in cells}) <= 1
    assert all(0 < len(row) <= columns for row in cells)
    assert all(0 <= half <= 255 for row in cells for cell in row for half in cell)
    assert [len(line) for line in characters(image, columns, rows)] == [len(row) for row in cells]
