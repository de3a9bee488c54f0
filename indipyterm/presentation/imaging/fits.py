"""Where the picture is in a FITS file: all that can be refused before its pixels are read.

Source: "Definition of the Flexible Image Transport System (FITS)", version 4.0: sections 3.3 to 3.5 (parts and their
sizes), 4.4.2 (BZERO, BSCALE, BLANK), 10.1 (compressed pictures). ROWORDER is what cameras' programs agree on where the
first row is the top one, against the standard; libindi writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import SEEK_END
from math import prod
from typing import BinaryIO, NamedTuple

from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.cards import Card, joined_cards
from indipyterm.presentation.imaging.frame import LIMIT, LONGEST, Frame, check_size
from indipyterm.presentation.imaging.header import BLOCK, HeaderValue, header_of, read_cards
from indipyterm.presentation.imaging.kinds import PACKED_FITS
from indipyterm.presentation.imaging.lanes import PIXEL_TYPES
from indipyterm.presentation.text import size_text

MOST_PARTS = 200
"""Parts of a file that are looked through for a picture."""

_OF_ITS_OWN_PIXELS = ("BSCALE", "BZERO", "BLANK")
"""Keywords that say how the pixels of the same part are stored."""


class StoredPicture(NamedTuple):
    """Where the pixels are, what the header says of them, and the header as people read it."""

    frame: Frame
    header: Mapping[str, HeaderValue]
    cards: tuple[Card, ...]


def find_fits(file: BinaryIO) -> StoredPicture:
    """Find the first picture in a FITS file, in whichever part it is.

    Its header is completed by that of the first part. Raises NotAnImage, with the reason in words, where there is none,
    and NeedsDecoder where it is compressed.
    """
    size = file.seek(0, SEEK_END)
    file.seek(0)
    primary: Mapping[str, HeaderValue] = {}
    cards: list[Card] = []
    for number in range(MOST_PARTS):
        lines = list(read_cards(file))
        header = header_of(lines)
        if number == 0:
            primary, cards = header, joined_cards(lines)
        if _is_picture(header, number):
            # How pixels are stored is said by the part itself only.
            known = {keyword: value for keyword, value in primary.items() if keyword not in _OF_ITS_OWN_PIXELS}
            frame = _frame(header, file.tell())
            _check_length(frame, size)
            return StoredPicture(frame, {**known, **header}, (*cards, *(joined_cards(lines) if number else ())))
        following = file.tell() + _length_of_data(header)
        if following >= size or number == MOST_PARTS - 1:
            break
        file.seek(following)
        if number == 0 and file.read(1) != b"X":
            break
        file.seek(following)
    raise NotAnImage("a FITS file without a picture")


def _is_picture(header: Mapping[str, HeaderValue], number: int) -> bool:
    if header.get("ZIMAGE") is True:
        PACKED_FITS.check()
    if number and header.get("XTENSION") != "IMAGE":
        return False
    return header.get("NAXIS") != 0 and header.get("GROUPS") is not True


def _length_of_data(header: Mapping[str, HeaderValue]) -> int:
    """Bytes of what follows a header, filled up to whole blocks."""
    axes = header.get("NAXIS")
    names = [f"NAXIS{axis}" for axis in range(1, axes + 1)] if isinstance(axes, int) and axes < 1000 else []
    values = [header.get(name) for name in names]
    if values[:1] == [0] and header.get("GROUPS") is True:
        values = values[1:]
    values += [header.get("BITPIX", 8), header.get("PCOUNT", 0), header.get("GCOUNT", 1)]
    counts = [value for value in values if isinstance(value, int) and not isinstance(value, bool)]
    if len(counts) < len(values):
        raise NotAnImage("a FITS file with a damaged header")
    *lengths, bits, extra, groups = counts
    if any(value < 0 for value in (*lengths, extra, groups)):
        raise NotAnImage("a FITS file with a damaged header")
    size = abs(bits) // 8 * groups * (extra + prod(lengths)) if lengths else 0
    return -(-size // BLOCK) * BLOCK


def _check_length(frame: Frame, size: int) -> None:
    expected = frame.offset + frame.size
    if size < expected:
        has, needs = size_text(size), size_text(expected)
        shown = f"{has} of {needs}" if has != needs else f"{expected - size} bytes are missing"
        raise NotAnImage(f"cut short: {shown}")


def _frame(header: Mapping[str, HeaderValue], offset: int) -> Frame:
    axes = header.get("NAXIS")
    if not isinstance(axes, int) or isinstance(axes, bool) or not 1 <= axes <= 9:
        raise NotAnImage(f"NAXIS is {_shown(axes)}, and only 1 to 4 are shown")
    width = _length(header, "NAXIS1")
    lengths = [_length(header, f"NAXIS{axis}") for axis in range(2, axes + 1)]
    height, planes, *others = (*lengths, *(1, 1)[len(lengths) :])
    if prod(others) != 1:
        raise NotAnImage(f"a FITS file of {axes} axes, and only 3 of them may be longer than 1")
    check_size(width, height, planes)
    bits = header.get("BITPIX")
    pixel = PIXEL_TYPES.get(bits) if isinstance(bits, int) else None
    if pixel is None:
        raise NotAnImage(f"BITPIX is {_shown(bits)}, which FITS does not know")
    scale, zero = _factor(header, "BSCALE", 1), _factor(header, "BZERO", 0)
    if scale == 0:
        raise NotAnImage("BSCALE is 0: all pixels are the same")
    blank = header.get("BLANK")
    if pixel.real or not isinstance(blank, int) or isinstance(blank, bool) or not pixel.holds(blank):
        blank = None
    top_down = header.get("ROWORDER") == "TOP-DOWN"
    return Frame(offset, width, height, planes, pixel, scale, zero, blank, top_down=top_down)


def _length(header: Mapping[str, HeaderValue], keyword: str) -> int:
    value = header.get(keyword)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= LONGEST:
        raise NotAnImage(f"{keyword} is {_shown(value)}, and only 1 to {LONGEST} is shown")
    return value


def _factor(header: Mapping[str, HeaderValue], keyword: str, default: float) -> float:
    """A whole number is an integer, so that pixels of 64 bits keep all their digits."""
    value = header.get(keyword, default)
    if isinstance(value, bool | str) or not -LIMIT < value < LIMIT:
        raise NotAnImage(f"{keyword} is {_shown(value)}, which is not a usable number")
    return int(value) if value == int(value) else value


def _shown(value: HeaderValue | None) -> str:
    return "missing" if value is None else repr(value)[:30]
