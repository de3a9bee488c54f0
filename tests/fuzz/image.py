"""Images: what comes of a file that a camera sent, up to the cells that are painted."""

from __future__ import annotations

from contextlib import suppress

from indipyterm.demo.fits import card, image_file
from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.raster import ASCII_RAMP, OCTANTS, QUADRANTS, to_cells, to_characters
from indipyterm.presentation.imaging.reading import read_picture
from indipyterm.presentation.imaging.stretch import Stretch, stretched
from indipyterm.presentation.imaging.view import Dots, View, find_window, make_grid, peaks_plane

WORDS = [
    *(b"SIMPLE  = ", b"BITPIX  = ", b"NAXIS   = ", b"NAXIS1  = ", b"NAXIS2  = ", b"NAXIS3  = ", b"END", b"EXTEND  = "),
    *(b"XTENSION= 'IMAGE   '", b"BZERO   = ", b"BSCALE  = ", b"EXPTIME = ", b"ROWORDER= 'TOP-DOWN'", b"ZIMAGE  = "),
    *(b"-32", b"-64", b"64", b"nan", b"1E400", b"32768", b"'", b" / ", b"T", b"\x7f\xc0\0\0", b"\xff\xf0\0\0\0\0\0\0"),
]


def seeds() -> list[bytes]:
    """Files of a few pixels, of each type."""
    small = image_file(8, 6, bytes(range(96)), [card("EXPTIME", 1.5), card("OBJECT", "M 31")])
    kinds = [
        small.replace(card("BITPIX", 16, "bits a pixel, signed"), card("BITPIX", bits)) for bits in (8, 32, -32, -64)
    ]
    return [small, *kinds, small.replace(b"NAXIS   =                    2", b"NAXIS   =                    3")]


def check(data: bytes) -> None:
    """Raise an exception where these bytes do harm."""
    with suppress(NotAnImage):
        image = read_picture(data)
        known = image.figures
        assert known.minimum <= known.median <= known.maximum or known.seen > 1, "the statistics contradict each other"
        assert len(image.peaks) == image.grid_width * image.grid_height
        for number, (columns, rows) in enumerate(((1, 1), (7, 3), (60, 20))):
            raster = (QUADRANTS, OCTANTS)[number % 2]
            view = View(float(number), 0.1 * number, 0.7, bool(number % 2), number)
            window = find_window(view, image, Dots(columns, rows, *raster))
            assert window
            dots = stretched(make_grid(peaks_plane(image, window), window).values, list(Stretch)[number])
            cells = to_cells(dots, raster)
            assert len(cells) <= rows
            assert all(len(row) <= columns for row in cells)
            assert all(0 <= cell.front <= 255 and 0 <= cell.ground <= 255 for row in cells for cell in row)
            assert set("".join(to_characters(dots))) <= set(ASCII_RAMP)
