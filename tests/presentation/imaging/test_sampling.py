"""Pixels as codes: all of them in a part of a picture, and the mean of each block of it."""

from __future__ import annotations

from io import BytesIO
from math import isclose, nan
from random import Random

import pytest

from indipyterm.demo.fits import card
from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging import sampling
from indipyterm.presentation.imaging.fits import find_fits
from indipyterm.presentation.imaging.sampling import Area, Samples, fitting_step, picture_range, read_samples
from tests.presentation.imaging.samples import TOP_DOWN, fits_file

U16 = [card("BZERO", 32768), card("BSCALE", 1)]


def sampled(data: bytes, step: int = 1, area: Area | None = None) -> Samples:
    file = BytesIO(data)
    frame = find_fits(file).frame
    whole = Area(0, 0, frame.width, frame.height)
    return read_samples(file, frame, area or whole, step)


def values(samples: Samples) -> list[float]:
    return [samples.value(code) for code in samples.codes]


@pytest.mark.parametrize(
    ("bitpix", "cards", "stored", "real"),
    [
        (8, [], [0, 1, 254, 255], [0, 1, 254, 255]),
        (8, [card("BZERO", -128)], [0, 1, 254, 255], [-128, -127, 126, 127]),
        (8, [card("BSCALE", -2), card("BZERO", 10)], [0, 1, 254, 255], [10, 8, -498, -500]),
        (16, [], [-32768, -1, 0, 32767], [-32768, -1, 0, 32767]),
        (16, U16, [-32768, -1, 0, 32767], [0, 32767, 32768, 65535]),
        (16, [card("BSCALE", -0.5), card("BZERO", 3)], [-32768, -1, 0, 32767], [16387, 3.5, 3, -16380.5]),
    ],
)
def test_every_pixel_of_8_and_16_bits_is_exact(
    bitpix: int, cards: list[bytes], stored: list[int], real: list[float]
) -> None:
    samples = sampled(fits_file(bitpix, (2, 2), stored, [*cards, TOP_DOWN]))
    assert values(samples) == real
    assert sorted(real) == [value for _, value in sorted(zip(samples.codes, real, strict=True))]  # brighter, larger


@pytest.mark.parametrize("bitpix", [32, 64, -32, -64])
@pytest.mark.parametrize("cards", [[], [card("BSCALE", -2.0), card("BZERO", 100)]])
def test_other_pixels_are_as_exact_as_16_bits_can_be(bitpix: int, cards: list[bytes]) -> None:
    stored = [-70_000, 0, 5, 123_456]
    real = [-2.0 * value + 100 for value in stored] if cards else [float(value) for value in stored]
    samples = sampled(fits_file(bitpix, (4, 1), stored, cards))
    assert all(isclose(one, other, abs_tol=samples.scale) for one, other in zip(values(samples), real, strict=True))
    assert samples.scale < 20


def test_what_is_no_number_is_as_dark_as_the_darkest() -> None:
    samples = sampled(fits_file(-32, (6, 1), [5.0, nan, 7.0, float("inf"), float("-inf"), 1e35]))
    assert [round(value, 3) for value in values(samples)] == [5, 5, 7, 5, 5, 5]
    with pytest.raises(NotAnImage, match="no pixel has a usable value"):
        sampled(fits_file(-32, (2, 1), [nan, nan]))


def test_one_pixel_that_is_far_too_bright_leaves_shades_for_the_others() -> None:
    random = Random(1)
    stored = [random.gauss(0.001, 0.0001) for _ in range(4000)]
    stored[99] = 1e9
    samples = sampled(fits_file(-32, (40, 100), stored))
    assert len(set(samples.codes)) > 300
    assert max(samples.codes) == 65535


def test_the_first_row_is_the_lowest_unless_the_header_says_otherwise() -> None:
    assert values(sampled(fits_file(16, (2, 2), [1, 2, 3, 4]))) == [3, 4, 1, 2]
    assert values(sampled(fits_file(16, (2, 2), [1, 2, 3, 4], [TOP_DOWN]))) == [1, 2, 3, 4]


@pytest.mark.parametrize("cards", [[], [TOP_DOWN]])
@pytest.mark.parametrize(("width", "height", "step"), [(12, 8, 2), (13, 9, 4), (7, 5, 6), (3, 2, 8), (300, 4, 256)])
@pytest.mark.parametrize("bitpix", [8, 16])
def test_a_block_is_the_mean_of_its_pixels(bitpix: int, width: int, height: int, step: int, cards: list[bytes]) -> None:
    random = Random(width)
    least, most = (0, 255) if bitpix == 8 else (-32768, 32767)
    stored = [[random.choice((least, most, random.randint(least, most))) for _ in range(width)] for _ in range(height)]
    samples = sampled(fits_file(bitpix, (width, height), [value for row in stored for value in row], cards), step)
    columns = [min(column, width - 1) for column in range(samples.width * step)]  # the last one fills the last block
    means = [
        [
            sum(row[column] for row in band for column in columns[left : left + step]) / (step * len(band))
            for left in range(0, len(columns), step)
        ]
        for band in (stored[top : top + step] for top in range(0, height, step))
    ]
    expected = [mean for row in (means if cards else means[::-1]) for mean in row]
    found = values(samples)
    assert len(found) == len(expected) == samples.width * samples.height
    assert all(abs(one - other) <= samples.scale / 2 + 1e-9 for one, other in zip(found, expected, strict=True))
    assert samples.top == (0 if cards else height - samples.height * step)
    assert samples.scale == (1 / 256 if bitpix == 8 else 1)


@pytest.mark.parametrize("bitpix", [16, 32])
@pytest.mark.parametrize(("cards", "expected"), [([TOP_DOWN], [21, 22, 31, 32]), ([], [21, 22, 11, 12])])
def test_a_part(bitpix: int, cards: list[bytes], expected: list[int]) -> None:
    stored = [10 * row + column for row in range(4) for column in range(5)]
    samples = sampled(fits_file(bitpix, (5, 4), stored, cards), 1, Area(1, 1 if not cards else 2, 2, 2))
    assert [round(value) for value in values(samples)] == expected
    assert (samples.left, samples.top) == (1, 1 if not cards else 2)


def test_one_plane_of_a_colour_picture_the_green_one() -> None:
    assert values(sampled(fits_file(8, (2, 1, 3), [1, 2, 11, 12, 21, 22]))) == [11, 12]
    assert values(sampled(fits_file(8, (2, 1, 2), [1, 2, 11, 12]))) == [1, 2]


def test_of_a_large_picture_some_rows_of_each_block_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "READ_AT_MOST", 8 * 16 * 2 // 4)
    stored = [value for row in range(16) for value in [row] * 8]
    assert values(sampled(fits_file(16, (8, 16), stored, [TOP_DOWN]), 8)) == [0.5 + 0.5, 8.5 + 0.5]


def test_a_file_that_is_cut_while_it_is_read() -> None:
    data = fits_file(16, (100, 100), bytes(20_000))
    file = BytesIO(data)
    frame = find_fits(file).frame
    file.truncate(len(data) // 2)
    with pytest.raises(NotAnImage, match="cut short while"):
        read_samples(file, frame, Area(0, 0, 100, 100), 1)


@pytest.mark.parametrize(
    ("size", "most", "step"),
    [
        ((640, 512), (640, 512), 1),
        ((641, 512), (640, 512), 2),
        ((3840, 3072), (640, 512), 6),
        ((4000, 10), (640, 512), 8),
    ],
)
def test_the_step_is_the_smallest_that_fits_and_takes_whole_bayer_cells(
    size: tuple[int, int], most: tuple[int, int], step: int
) -> None:
    assert fitting_step(*size, *most) == step
    assert fitting_step(10**6, 1, 1, 1) == 256


def range_of(data: bytes) -> tuple[float, float]:
    file = BytesIO(data)
    return picture_range(file, find_fits(file).frame)


def test_black_and_white_are_those_of_single_pixels_in_the_unit_of_the_file() -> None:
    random = Random(2)
    stored = [round(random.gauss(1000, 30)) - 32768 for _ in range(40_000)]
    black, white = range_of(fits_file(16, (200, 200), stored, U16))
    assert 970 < black < 985
    assert 1350 < white < 1500


def test_the_colours_of_a_bayer_matrix_are_no_noise() -> None:
    random = Random(2)
    stored = [random.randint(0, 9) + (400 if (row + column) % 2 else 0) for row in range(100) for column in range(300)]
    black, white = range_of(fits_file(16, (300, 100), stored))
    assert black < 10
    assert white < 600


@pytest.mark.parametrize("axes", [(1, 1), (1, 300), (3000, 1), (2000, 70)])
def test_pictures_of_any_shape_have_a_range(axes: tuple[int, int]) -> None:
    black, white = range_of(fits_file(8, axes, bytes(axes[0] * axes[1])))
    assert (black, white) == (0, 1)


def test_what_is_no_number_has_no_part_in_the_range() -> None:
    assert range_of(fits_file(-32, (4, 2), [nan, 1, 1e35, 2, float("inf"), 3, nan, 4]))[0] >= 1
    with pytest.raises(NotAnImage, match="no pixel has a usable value"):
        range_of(fits_file(-32, (2, 1), [nan, nan]))
