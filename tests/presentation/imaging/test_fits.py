"""Where the picture is in a file, and what is refused before a pixel is read."""

from __future__ import annotations

import gzip
import zlib
from io import BytesIO

import pytest

from indipyterm.demo.fits import card
from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.fits import find_fits
from indipyterm.presentation.imaging.frame import Frame
from indipyterm.presentation.imaging.lanes import PIXEL_TYPES
from indipyterm.presentation.imaging.reading import read_picture
from tests.presentation.imaging.samples import fits_file, header

SMALL = fits_file(16, (4, 3), range(12))


def test_a_picture_in_the_second_part() -> None:
    first = header([card("SIMPLE", True), card("BITPIX", 8), card("NAXIS", 0), card("EXPTIME", 2.0)])
    second = fits_file(16, (2, 1), [1, 2]).replace(card("SIMPLE", True), card("XTENSION", "IMAGE"))
    image = read_picture(first + second)
    assert (image.peaks.tolist(), image.exposure) == ([1, 2], 2.0)


def test_the_first_part_does_not_say_how_the_pixels_of_the_second_are_stored() -> None:
    scaled = [card("BZERO", 32768), card("BSCALE", 2.0), card("BLANK", 1)]
    first = header([card("SIMPLE", True), card("BITPIX", 16), card("NAXIS", 0), *scaled])
    second = fits_file(16, (2, 1), [313, 1]).replace(card("SIMPLE", True), card("XTENSION", "IMAGE"))
    assert read_picture(first + second).peaks.tolist() == [313, 1]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"hello", "unknown format"),
        (b"SIMPLE", "unknown format"),
        (b"SIMPLE  =                    T", "cut short: its header has no end"),
        (gzip.compress(SMALL, mtime=0), "gzip"),
        (zlib.compress(SMALL), "zlib"),
        (b"\xff\xd8\xff\xe0JFIF", r"a JPEG: it is shown with the extra images \(pip install 'indipyterm\[images\]'\)"),
        (SMALL[:2885], "cut short: 19 bytes are missing"),
        (fits_file(16, (1000, 1000), b"x"), r"cut short: 5.8 kB of 2.0 MB"),
        (fits_file(16, (10**6 + 1, 1), b""), "NAXIS1 is 1000001"),
        (fits_file(16, (10**6, 10**6), b""), "too many"),
        (fits_file(16, (0, 5), b""), "NAXIS1 is 0"),
        (fits_file(16, (5, -5), b""), "NAXIS2 is -5"),
        (fits_file(16, (1, 1, 1, 2), b"x" * 4), "a FITS file of 4 axes, and only 3"),
        (fits_file(16, (), b""), "without a picture"),
        (fits_file(16, (), b"") + b"X" * 2880, "cut short: its header"),
        (fits_file(12, (1, 1), b"xx"), "BITPIX is 12"),
        (fits_file(16, (1, 1), b"xx", [card("BSCALE", 0)]), "BSCALE is 0"),
        (fits_file(16, (1, 1), b"xx", [card("BZERO", "much")]), "BZERO is 'much'"),
        (fits_file(16, (1, 1), b"xx", [b"BZERO   = 1E999".ljust(80)]), "BZERO is inf"),
        (header([card("SIMPLE", True), card("NAXIS", 2), card("BITPIX", 16)]), "NAXIS1 is missing"),
        (header([card("SIMPLE", True), card("NAXIS", 2), card("NAXIS1", True)]), "NAXIS1 is True"),
    ],
)
def test_what_cannot_be_shown_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(NotAnImage, match=reason):
        read_picture(data)


def test_a_picture_compressed_inside_is_refused() -> None:
    first = header([card("SIMPLE", True), card("BITPIX", 8), card("NAXIS", 0)])
    second = header([card("XTENSION", "BINTABLE"), card("ZIMAGE", True)])
    with pytest.raises(NotAnImage, match="fz"):
        read_picture(first + second)


def test_a_table_is_no_picture() -> None:
    first = header([card("SIMPLE", True), card("BITPIX", 8), card("NAXIS", 0)])
    with pytest.raises(NotAnImage, match="without a picture"):
        read_picture(first + header([card("XTENSION", "BINTABLE")]))


def test_where_the_pixels_are_and_what_they_mean() -> None:
    cards = [card("BSCALE", 2), card("BZERO", 5.5)]
    frame, found, _ = find_fits(BytesIO(fits_file(-32, (4, 3, 2), [0.0] * 24, cards)))
    assert frame == Frame(2880, 4, 3, 2, PIXEL_TYPES[-32], 2, 5.5)
    assert (frame.kind, found["NAXIS3"]) == ("f32", 2)
