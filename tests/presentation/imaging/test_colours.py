"""Colours: of planes, and of a Bayer matrix whichever way up it is."""

from __future__ import annotations

from io import BytesIO

import pytest

from indipyterm.demo.fits import card
from indipyterm.presentation.imaging.colours import has_colours, read_colours
from indipyterm.presentation.imaging.reading import read_picture
from indipyterm.presentation.imaging.sampling import Area
from tests.presentation.imaging.samples import TOP_DOWN, fits_file

RGGB = {"R": 100, "G": 50, "B": 10}


def test_the_planes_are_red_green_and_blue() -> None:
    data = fits_file(8, (2, 2, 3), [1] * 4 + [2] * 4 + [3] * 4)
    colours = read_colours(read_picture(data), BytesIO(data), Area(0, 0, 2, 2), 1)
    assert [set(samples.codes) for samples in colours] == [{1}, {2}, {3}]


@pytest.mark.parametrize("pattern", ["RGGB", "BGGR", "GRBG", "GBRG"])
@pytest.mark.parametrize("cards", [[TOP_DOWN], []])
@pytest.mark.parametrize(("step", "size"), [(2, (4, 4)), (4, (2, 2))])
def test_the_pixels_of_a_bayer_matrix(pattern: str, cards: list[bytes], step: int, size: tuple[int, int]) -> None:
    stored = [RGGB[pattern[2 * (row % 2) + column % 2]] for row in range(8) for column in range(8)]
    data = fits_file(16, (8, 8), stored, [card("BAYERPAT", pattern), *cards])
    picture = read_picture(data)
    assert has_colours(picture)
    assert picture.bayer == (pattern if cards else pattern[2:] + pattern[:2])
    colours = read_colours(picture, BytesIO(data), Area(0, 0, 8, 8), step)
    for samples, value in zip(colours, RGGB.values(), strict=True):
        assert {round(samples.value(code)) for code in samples.codes} == {value}
        assert (samples.width, samples.height, samples.step) == (*size, step)


def test_a_grey_picture_has_no_colours() -> None:
    assert not has_colours(read_picture(fits_file(16, (2, 2), [1, 2, 3, 4])))
