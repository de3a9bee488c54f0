"""What the header of a picture says, as far as it can be used."""

from __future__ import annotations

from array import array

import pytest

from indipyterm.presentation.imaging.figures import Figures
from indipyterm.presentation.imaging.frame import Frame
from indipyterm.presentation.imaging.header import HeaderValue
from indipyterm.presentation.imaging.lanes import PIXEL_TYPES
from indipyterm.presentation.imaging.picture import Picture


def image(**header: HeaderValue) -> Picture:
    """A picture of one pixel."""
    given = {name.replace("_", "-"): value for name, value in header.items()}
    frame = Frame(0, 1, 1, 1, PIXEL_TYPES[8], 1, 0)
    return Picture(frame, given, (), Figures(0, 0, 0, 0, 1, 1), 1, 1, array("d", [0]))


def test_the_first_usable_keyword_counts() -> None:
    picture = image(A="", B=True, C=float("nan"), D=2, E="text")
    assert picture.number("A", "B", "C", "D") == 2.0
    assert picture.number("A", "Z") is None
    assert picture.text("Z", "D", "A", "E") == "text"
    assert picture.text("A") == ""


@pytest.mark.parametrize(
    ("header", "binning", "shape"),
    [
        ({"XBINNING": 2, "YBINNING": 4}, (2, 4), 2.0),
        ({"XBINNING": 3}, (3, 3), 1.0),
        ({"YBINNING": 3}, None, 1.0),
        ({"XBINNING": 0, "YBINNING": 1}, None, 1.0),
        ({"XBINNING": 1, "YBINNING": 100}, None, 1.0),
    ],
)
def test_binning_and_the_shape_of_a_pixel(
    header: dict[str, HeaderValue], binning: tuple[int, int] | None, shape: float
) -> None:
    picture = image(**header)
    assert (picture.binning, picture.pixel_shape) == (binning, shape)


def test_programs_call_the_same_by_two_names() -> None:
    assert (image(EXPOSURE=2).exposure, image(CCDTEMP=-5.5).temperature) == (2.0, -5.5)
    assert (image(FRAME="Dark").frame_type, image(IMAGETYP="Light Frame").frame_type) == ("Dark", "Light")
