"""What stands around a picture."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indipyterm.presentation.imaging.captions import (
    bars,
    clipped_share,
    clipped_text,
    focus_pieces,
    histogram_bars,
    scale_text,
)
from indipyterm.presentation.imaging.figures import Focus, Histogram
from indipyterm.presentation.text import Piece
from tests.presentation.imaging.samples import picture

IMAGE = picture(100, 100, bytes(10_000))


@pytest.mark.parametrize(
    ("scale", "text"), [(29.3, "1:29"), (1, "1:1"), (1.5, "1:1.5"), (0.25, "4:1"), (2.02, "1:2"), (0.4, "2.5:1")]
)
def test_how_large_it_is_shown(scale: float, text: str) -> None:
    assert scale_text(scale) == text


def test_how_sharp_the_stars_are() -> None:
    figures = IMAGE.figures._replace(focus=Focus(528, 2.38, 4.8))
    assert "".join(piece.text for piece in focus_pieces(figures)) == "HFR 2.38  528★  FWHM 4.8"
    assert focus_pieces(figures, 2.5)[1] == Piece(" ▼0.12", "ok")
    assert focus_pieces(figures, 2.3)[1] == Piece(" ▲0.08", "busy")
    assert len(focus_pieces(figures, 2.381)) == 3
    assert focus_pieces(figures._replace(focus=Focus(0, None, None))) == [Piece("no stars", "alert")]
    assert focus_pieces(figures._replace(focus=None)) == []


@pytest.mark.parametrize(
    ("clipped", "text", "share"), [(None, "", ""), (0, "clip 0 px", "0"), (14, "clip 14 px", "14 (0.14 %)")]
)
def test_clipped_pixels(clipped: int | None, text: str, share: str) -> None:
    image = replace(IMAGE, figures=IMAGE.figures._replace(clipped=clipped))
    assert (clipped_text(image), clipped_share(image)) == (text, share)


def test_a_histogram_in_bars() -> None:
    figures = IMAGE.figures._replace(histogram=Histogram(0, 100, (0, 1000, 30, 0, 0, 0, 0, 1)))
    assert histogram_bars(figures, 8) == "▁█▄▁▁▁▁▁"
    assert histogram_bars(figures, 4) == "█▄▁▁"
    assert histogram_bars(figures._replace(histogram=None), 8) == histogram_bars(figures, 0) == ""


def test_one_value_far_beyond_the_others_does_not_flatten_them() -> None:
    assert bars([1, 2, None, 3]) == "▁▅ █"
    assert bars([2, 3, 2, 4, 3, 100]) == "▁▆▁███"[:0] + bars([2, 3, 2, 4, 3, 5])
    assert bars([5, 5]) == "▁▁"
    assert bars([None]) == " "
