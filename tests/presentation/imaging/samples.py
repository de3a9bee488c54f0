"""FITS files for tests."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

from indipyterm.demo.fits import BLOCK, card
from indipyterm.presentation.imaging.picture import Picture
from indipyterm.presentation.imaging.raster import HALVES
from indipyterm.presentation.imaging.reading import read_picture
from indipyterm.presentation.imaging.view import Dots, View, find_window, make_grid, peaks_plane

CODES = {8: "B", 16: "h", 32: "i", 64: "q", -32: "f", -64: "d"}
"""Of `struct`, by BITPIX."""

TOP_DOWN = card("ROWORDER", "TOP-DOWN")


def picture(width: int, height: int, pixels: bytes, *cards: bytes) -> Picture:
    """Of 8 bits a pixel, the top row first."""
    return read_picture(fits_file(8, (width, height), pixels, [TOP_DOWN, *cards]))


def dots_of(image: Picture, columns: int, rows: int, view: View = View()) -> list[list[float]]:  # noqa: B008 - it is frozen
    """Its peaks on a screen of so many cells, two dots one above the other in each."""
    window = find_window(view, image, Dots(columns, rows, *HALVES))
    return make_grid(peaks_plane(image, window), window).values if window else []


def fits_file(
    bitpix: int, axes: Sequence[int], stored: Iterable[float] | bytes, cards: Iterable[bytes] = (), filled: bool = True
) -> bytes:
    """A file of one picture; `stored` are the values as they stand in the file, or its bytes."""
    lengths = [card(f"NAXIS{number}", length) for number, length in enumerate(axes, 1)]
    lines = [card("SIMPLE", True), card("BITPIX", bitpix), card("NAXIS", len(axes)), *lengths, *cards]
    data = stored if isinstance(stored, bytes) else packed(bitpix, stored)
    return header(lines) + data + b"\0" * (-len(data) % BLOCK if filled else 0)


def header(lines: Iterable[bytes]) -> bytes:
    """The cards, an END, and blanks up to the end of the block."""
    text = b"".join((*lines, b"END".ljust(80)))
    return text + b" " * (-len(text) % BLOCK)


def packed(bitpix: int, stored: Iterable[float]) -> bytes:
    """Values as FITS has them: big-endian."""
    values = list(stored)
    return struct.pack(f">{len(values)}{CODES[bitpix]}", *values)
