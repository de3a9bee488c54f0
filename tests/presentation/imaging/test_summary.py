"""Pictures in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indipyterm.demo.fits import card
from indipyterm.presentation.imaging.figures import Focus
from indipyterm.presentation.imaging.picture import Picture
from indipyterm.presentation.imaging.reading import read_picture
from indipyterm.presentation.imaging.summary import circumstances, figures, focus, summary
from tests.presentation.imaging.samples import fits_file


def image(*cards: bytes, axes: tuple[int, ...] = (3, 1), bitpix: int = 16) -> Picture:
    """A small one."""
    return read_picture(fits_file(bitpix, axes, [981, 1012, 31000, 0, 0, 0, 0, 0, 0][: 3 * axes[-1]], cards))


def test_size_type_binning_and_exposure() -> None:
    cards = [card("XBINNING", 2), card("YBINNING", 1), card("EXPTIME", 1.0)]
    assert summary(image(*cards)) == "3×1 i16 2×1 1.0 s"


def test_what_the_header_does_not_say_is_left_out() -> None:
    assert summary(image()) == "3×1 i16"
    assert circumstances(image()) == ""


def test_the_planes_of_a_colour_picture() -> None:
    assert summary(image(axes=(3, 1, 3))) == "3×1×3 i16"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(1, "1.0 s"), (0.001, "0.001 s"), (2.5, "2.5 s"), (30.0, "30.0 s"), (300.0, "300 s"), (1e-6, "1e-06 s")],
)
def test_exposures(seconds: float, text: str) -> None:
    assert summary(image(card("EXPTIME", seconds))).endswith(f"i16 {text}")
    assert summary(image(card("EXPOSURE", seconds))).endswith(f"i16 {text}")


@pytest.mark.parametrize(
    "bad", [b"EXPTIME = 'long'", b"EXPTIME = 1E999", b"EXPTIME = T", b"XBINNING= 0", b"XBINNING= -1"]
)
def test_nonsense_is_left_out(bad: bytes) -> None:
    assert summary(image(bad.ljust(80))) == "3×1 i16"


def test_the_numbers() -> None:
    assert figures(image()) == "med 1012 σ 31 max 31000"
    assert figures(image(card("BSCALE", 0.001), bitpix=-32)) == "med 1.012 σ 0.031 max 31"


def test_frame_filter_and_temperature() -> None:
    cards = [card("IMAGETYP", "Light Frame"), card("FILTER", "Blue"), card("CCD-TEMP", -10.04)]
    assert circumstances(image(*cards)) == "Light  Blue  -10.0 C"
    assert circumstances(image(card("FRAME", "Dark"))) == "Dark"
    assert circumstances(image(card("CCD-TEMP", 1e300))) == ""


def test_a_terminal_is_not_commanded_by_a_header() -> None:
    assert circumstances(image(b"FILTER  = '\x1b[2J'".ljust(80))) == "␛[2J"


def test_how_sharp_it_is_and_what_is_clipped() -> None:
    picture = image()
    assert focus(picture) == ""
    known = picture.figures._replace(clipped=14, focus=Focus(528, 2.384, 4.76))
    assert focus(replace(picture, figures=known)) == "14 px clipped  HFR 2.38  FWHM 4.76  528 stars"
    none = picture.figures._replace(clipped=0, focus=Focus(0, None, None))
    assert focus(replace(picture, figures=none)) == "0 stars"
    assert focus(replace(picture, figures=none._replace(focus=Focus(1, None, None)))) == "1 star"
