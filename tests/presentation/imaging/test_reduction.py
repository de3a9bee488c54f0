"""What is seen of a picture: of those that cameras send, and those that nobody should."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indipyterm.demo.fits import card
from indipyterm.demo.starfield import Exposure, render
from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging import reduction
from indipyterm.presentation.imaging.reading import read_picture
from indipyterm.presentation.imaging.stretch import stretched
from indipyterm.presentation.imaging.summary import circumstances, figures, summary
from tests.presentation.imaging.samples import CODES, dots_of, fits_file

U16 = [card("BZERO", 32768), card("BSCALE", 1)]


@pytest.mark.parametrize(
    ("bitpix", "cards", "kind"),
    [
        (8, [], "u8"),
        (8, [card("BZERO", -128)], "i8"),
        (16, [], "i16"),
        (16, U16, "u16"),
        (16, [card("BZERO", 32768.0), card("BSCALE", 1.0)], "u16"),
        (32, [], "i32"),
        (32, [card("BZERO", 2**31)], "u32"),
        (64, [], "i64"),
        (-32, [], "f32"),
        (-64, [], "f64"),
    ],
)
def test_each_type_of_pixels(bitpix: int, cards: list[bytes], kind: str) -> None:
    image = read_picture(fits_file(bitpix, (4, 3), range(12), cards))
    zero = {"i8": -128, "u16": 32768, "u32": 2**31}.get(kind, 0)
    assert (image.width, image.height, image.planes, image.kind, image.figures.seen) == (4, 3, 1, kind, 1)
    assert (image.figures.minimum, image.figures.median, image.figures.maximum) == (zero, zero + 6, zero + 11)
    assert image.peaks.tolist() == [zero + value for value in (8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3)]


def test_the_first_row_is_the_lowest_unless_the_header_says_otherwise() -> None:
    upright = read_picture(fits_file(16, (2, 2), [1, 2, 3, 4], [card("ROWORDER", "TOP-DOWN")]))
    assert upright.peaks.tolist() == [1, 2, 3, 4]
    assert read_picture(fits_file(16, (2, 2), [1, 2, 3, 4])).peaks.tolist() == [3, 4, 1, 2]


def test_scale_and_zero_are_applied() -> None:
    image = read_picture(fits_file(16, (4, 1), [1, 2, 3, 4], [card("BSCALE", -0.5), card("BZERO", 10)]))
    assert (image.figures.minimum, image.figures.median, image.figures.maximum) == (8.0, 9.0, 9.5)
    assert image.peaks.tolist() == [9.5, 9.0, 8.5, 8.0]


def test_what_is_no_number_is_as_dark_as_the_darkest() -> None:
    values = [5.0, float("nan"), 7.0, float("inf"), float("-inf"), 9.0]
    image = read_picture(fits_file(-32, (6, 1), values))
    assert image.peaks.tolist() == [5, 5, 7, 5, 5, 9]
    assert (image.figures.minimum, image.figures.median, image.figures.maximum) == (5, 7, 9)


def test_one_plane_of_a_colour_picture_is_shown_the_green_one() -> None:
    image = read_picture(fits_file(8, (2, 1, 3), [1, 2, 11, 12, 21, 22]))
    assert (image.planes, image.peaks.tolist()) == (3, [11, 12])
    assert read_picture(fits_file(8, (2, 1, 2), [1, 2, 11, 12])).peaks.tolist() == [1, 2]


def test_data_that_do_not_fill_their_block_are_enough() -> None:
    assert read_picture(fits_file(16, (2, 1), [1, 2], filled=False)).figures.maximum == 2


def test_the_demo_s_sky() -> None:
    pixels = render(Exposure("Light", 1.0, 1))
    cards = [*U16, card("EXPTIME", 1.0), card("FILTER", "Blue"), card("IMAGETYP", "Light Frame")]
    cards += [
        card("CCD-TEMP", -10.0),
        card("XBINNING", 1),
        card("YBINNING", 1),
        card("DATE-OBS", "2026-11-22T10:44:10"),
    ]
    image = read_picture(fits_file(16, (640, 480), pixels, cards))
    assert 515 < image.figures.median < 535
    assert 8 < image.figures.sigma < 12
    assert image.figures.maximum > 5000
    assert (image.grid_width, image.grid_height) == (320, 160)
    assert (image.exposure, image.filter, image.frame_type, image.temperature) == (1.0, "Blue", "Light", -10.0)
    assert (image.binning, image.taken) == ((1, 1), "2026-11-22T10:44:10")


def test_a_large_picture_is_looked_at_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reduction, "READ_AT_MOST", 40_000)
    width, height = 500, 400
    ramp = b"".join(value.to_bytes(2, "big") for value in range(width)) * height
    image = read_picture(fits_file(16, (width, height), ramp))
    assert image.figures.seen == 15  # every 3rd pixel of every 5th row
    assert image.figures.median == pytest.approx(250, abs=6)
    assert image.figures.sigma == pytest.approx(500 * (0.5 - 0.1587), abs=6)
    assert 495 <= image.figures.maximum <= 499
    assert (image.width, image.height) == (500, 400)
    assert figures(image).endswith(f"(1 in 15) max ≥{image.figures.maximum:.0f} (1 in 15)")


@pytest.mark.parametrize("size", [(1, 40_000), (40_000, 1), (1, 1), (321, 201), (641, 1), (2, 16_385)])
def test_pictures_of_odd_shapes(size: tuple[int, int]) -> None:
    width, height = size
    image = read_picture(fits_file(8, size, b"\x07" * (width * height)))
    assert (image.figures.minimum, image.figures.median, image.figures.maximum, image.figures.sigma) == (7, 7, 7, 0)
    assert len(image.peaks) == image.grid_width * image.grid_height
    assert image.grid_width <= 320
    assert image.grid_height <= 200


@pytest.mark.parametrize(("bitpix", "value"), [(-32, float("nan")), (-64, 1e300)])
def test_pixels_without_a_usable_value_are_not_shown(bitpix: int, value: float) -> None:
    with pytest.raises(NotAnImage, match="no pixel has a usable value"):
        read_picture(fits_file(bitpix, (2, 1), [value] * 2))


def refusal(data: bytes) -> str | None:
    """Why data are not shown; None where they are, and everything that is done with a picture works."""
    try:
        image = read_picture(data)
    except NotAnImage as reason:
        return str(reason)
    assert image.figures.minimum <= image.figures.median
    assert image.figures.sigma >= 0
    assert summary(image)
    assert figures(image)
    circumstances(image)
    assert all(0 <= value <= 255 for row in stretched(dots_of(image, 20, 4)) for value in row)
    return None


def mutated(seed: int) -> bytes:
    """A small picture with a few damages."""
    chance = Random(seed)
    data = bytearray(fits_file(chance.choice(list(CODES)), (9, 7), chance.randbytes(9 * 7 * 8), U16))
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(9 * 80 if chance.random() < 0.8 else len(data))
        data[place] = chance.choice(b"0123456789 -+.ETF'/=") if chance.random() < 0.8 else chance.randrange(256)
    return bytes(data[: chance.randrange(len(data))] if chance.random() < 0.1 else data)


@given(st.integers(0, 2**32))
def test_a_damaged_file_is_shown_or_refused(seed: int) -> None:
    assert refusal(mutated(seed)) != ""


@settings(max_examples=60)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_shown_or_refused(data: bytes, started: bool) -> None:
    with pytest.raises(NotAnImage):
        read_picture(b"SIMPLE  =".ljust(80) + data if started else data)


@settings(max_examples=60)
@given(st.sampled_from(list(CODES)), st.integers(1, 40), st.integers(1, 30), st.binary(max_size=64))
def test_any_pixels_are_shown_or_refused(bitpix: int, width: int, height: int, pixels: bytes) -> None:
    stored = ((pixels or b"\0") * (width * height * 8))[: width * height * abs(bitpix) // 8]
    unusable = "no pixel has a usable value" if bitpix < 0 else None  # all nan, or beyond any count
    assert refusal(fits_file(bitpix, (width, height), stored)) in (None, unusable)
