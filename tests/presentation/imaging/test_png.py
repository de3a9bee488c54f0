"""PNG pictures, read back byte by byte."""

from __future__ import annotations

from indipyterm.presentation.imaging.png import gray_png
from tests.presentation.imaging.png_reader import read_png


def test_pixels_come_back_as_they_were() -> None:
    rows = [bytes([0, 1, 2]), bytes([253, 254, 255])]
    assert read_png(gray_png(3, 2, rows)) == (3, 2, rows)
