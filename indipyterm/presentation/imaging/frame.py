"""Where the picture is in a FITS file, and how its pixels are stored: all that can be refused before they are read."""

from __future__ import annotations

from collections.abc import Mapping
from io import SEEK_CUR, SEEK_END
from typing import BinaryIO, NamedTuple

from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.header import read_header
from indipyterm.presentation.imaging.header import HeaderValue
from indipyterm.presentation.imaging.lanes import PIXEL_TYPES, PixelType
from indipyterm.presentation.text import size_text

LONGEST = 1_000_000
"""Pixels: the most that a picture may have in a row, and in a column."""

MOST_PIXELS = 500_000_000
"""In all; the largest sensors have 150 million."""

LIMIT = 1e30
"""No camera counts further; beyond it sums might overflow."""

_OTHERS = (
    (b"\x1f\x8b", "compressed (gzip)"),
    (b"\x78\x01", "compressed (zlib)"),
    (b"\x78\x9c", "compressed (zlib)"),
    (b"\x78\xda", "compressed (zlib)"),
    (b"BZh", "compressed (bzip2)"),
    (b"\xff\xd8\xff", "a JPEG"),
    (b"\x89PNG", "a PNG"),
    (b"II*\0", "a TIFF or raw camera file"),
    (b"MM\0*", "a TIFF or raw camera file"),
    (b"XISF", "an XISF file"),
    (b"LUCAM-RECORDER", "a SER film"),
    (b"RIFF", "an AVI film"),
)


_OF_ITS_OWN_PIXELS = ("BSCALE", "BZERO", "BLANK")
"""Keywords that say how the pixels of the same part are stored."""


class Frame(NamedTuple):
    """Where the pixels are, and what a stored value means: times `scale`, plus `zero`."""

    offset: int
    width: int
    height: int
    planes: int
    pixel: PixelType
    scale: float
    zero: float

    @property
    def main_plane(self) -> int:
        """The plane that is measured: of three the middle one, green, of any other number the first."""
        return 1 if self.planes == 3 else 0

    @property
    def kind(self) -> str:
        """The type of the pixels: unsigned integers are stored as signed ones, less half their range in BZERO."""
        bits, code = self.pixel.bits, self.pixel.code
        if self.pixel.real:
            return f"f{bits}"
        moved = self.scale == 1 and self.zero == (-128 if code == "B" else 1 << (bits - 1))
        return f"{'u' if moved != (code == 'B') else 'i'}{bits}"


def find_frame(file: BinaryIO) -> tuple[Frame, dict[str, HeaderValue]]:
    """Find the picture, and read the header that says what it is.

    Raises NotAnImage, with the reason in words, where there is none.
    """
    size = file.seek(0, SEEK_END)
    file.seek(0)
    _check_start(file.read(16))
    file.seek(0)
    header = read_header(file)
    if header.get("NAXIS") == 0:
        header = _extension(file, header)
    frame = _frame(header, file.tell())
    expected = frame.offset + frame.width * frame.height * frame.planes * frame.pixel.size
    if size < expected:
        raise NotAnImage(f"cut short: {size_text(size)} of {size_text(expected)}")
    return frame, header


def _check_start(start: bytes) -> None:
    if start.startswith(b"SIMPLE  ="):
        return
    if not start:
        raise NotAnImage("empty")
    found = next((name for mark, name in _OTHERS if start.startswith(mark)), "")
    raise NotAnImage(f"{found}, and only FITS is shown" if found else "not a FITS file")


def _extension(file: BinaryIO, primary: dict[str, HeaderValue]) -> dict[str, HeaderValue]:
    """The header of the part behind an empty first one, completed by the first one's.

    How pixels are stored is said by the part itself only (FITS standard 4.0, section 4.4.2.5).
    """
    if file.read(1) != b"X":
        raise NotAnImage("a FITS file without a picture")
    file.seek(-1, SEEK_CUR)
    header = read_header(file)
    if header.get("ZIMAGE") is True:
        raise NotAnImage("compressed (.fz), and only plain FITS is shown")
    if header.get("XTENSION") != "IMAGE":
        raise NotAnImage("a FITS file without a picture")
    inherited = {keyword: value for keyword, value in primary.items() if keyword not in _OF_ITS_OWN_PIXELS}
    return {**inherited, **header}


def _frame(header: Mapping[str, HeaderValue], offset: int) -> Frame:
    axes = header.get("NAXIS")
    if axes not in (2, 3):
        raise NotAnImage(f"NAXIS is {_shown(axes)}, and only 2 or 3 is shown")
    width, height = _length(header, "NAXIS1"), _length(header, "NAXIS2")
    planes = _length(header, "NAXIS3") if axes == 3 else 1
    if width * height * planes > MOST_PIXELS:
        raise NotAnImage(f"{width}x{height} pixels are too many to show")
    bits = header.get("BITPIX")
    pixel = PIXEL_TYPES.get(bits) if isinstance(bits, int) else None
    if pixel is None:
        raise NotAnImage(f"BITPIX is {_shown(bits)}, which FITS does not know")
    scale, zero = _factor(header, "BSCALE", 1), _factor(header, "BZERO", 0)
    if scale == 0:
        raise NotAnImage("BSCALE is 0: all pixels are the same")
    return Frame(offset, width, height, planes, pixel, scale, zero)


def _length(header: Mapping[str, HeaderValue], keyword: str) -> int:
    value = header.get(keyword)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= LONGEST:
        raise NotAnImage(f"{keyword} is {_shown(value)}, and only 1 to {LONGEST} is shown")
    return value


def _factor(header: Mapping[str, HeaderValue], keyword: str, default: float) -> float:
    value = header.get(keyword, default)
    if isinstance(value, bool | str) or not -LIMIT < value < LIMIT:
        raise NotAnImage(f"{keyword} is {_shown(value)}, which is not a usable number")
    return value


def _shown(value: HeaderValue | None) -> str:
    return "missing" if value is None else repr(value)[:30]
