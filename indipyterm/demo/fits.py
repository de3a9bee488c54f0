"""Writing a FITS file: one image of 16 bits a pixel.

Source: "Definition of the Flexible Image Transport System (FITS)", version 4.0, sections 3.3 and 4.
"""

from __future__ import annotations

from collections.abc import Iterable

BLOCK = 2880
"""Bytes: header and data are each filled up to a multiple of it."""

BZERO = 32768
"""What is added to a stored, signed value to give the pixel, 0 to 65535."""


def card(keyword: str, value: bool | int | float | str, comment: str = "") -> bytes:
    """Return one line of a header, 80 bytes; what is too long is cut, what is not ASCII becomes a question mark."""
    if isinstance(value, bool):
        shown = f"{'T' if value else 'F':>20}"
    elif isinstance(value, str):
        shown = _quoted(value)
    elif isinstance(value, float):
        digits = f"{value:.12G}"
        shown = f"{digits if set(digits) & set('.E') else digits + '.0':>20}"
    else:
        shown = f"{value:>20}"
    line = f"{keyword:<8.8}= {shown}" + (f" / {comment}" if comment else "")
    return _printable(line)[:80].ljust(80).encode("ascii")


def image_file(width: int, height: int, pixels: bytes, cards: Iterable[bytes]) -> bytes:
    """Return a file of one image; `pixels` are stored values, big-endian, row by row from the bottom one."""
    mandatory = (
        card("SIMPLE", True, "file conforms to the FITS standard"),
        card("BITPIX", 16, "bits a pixel, signed"),
        card("NAXIS", 2),
        card("NAXIS1", width, "pixels in a row"),
        card("NAXIS2", height, "rows"),
        card("BZERO", BZERO, "pixels are unsigned"),
        card("BSCALE", 1),
    )
    header = b"".join((*mandatory, *cards, b"END".ljust(80)))
    return _filled(header, b" ") + _filled(pixels, b"\0")


def _quoted(text: str) -> str:
    text = _printable(text)
    while len(doubled := text.replace("'", "''")) > 68:
        text = text[:-1]
    return f"'{doubled:<8}'".ljust(20)


def _printable(text: str) -> str:
    return "".join(character if " " <= character <= "~" else "?" for character in text)


def _filled(data: bytes, filler: bytes) -> bytes:
    return data + filler * (-len(data) % BLOCK)
