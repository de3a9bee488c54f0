"""Writing FITS files of one image with 16 bits per pixel.

Source: "Definition of the Flexible Image Transport System (FITS)", version 4.0, sections 3.3 and 4.
"""

from __future__ import annotations

from collections.abc import Iterable

BLOCK = 2880
"""Bytes; header and data are each padded to a multiple of it."""

BZERO = 32768
"""The difference between a pixel (0 to 65535) and its stored, signed value."""


def card(keyword: str, value: bool | int | float | str, comment: str = "") -> bytes:
    """Return one header line of 80 bytes; longer ones are cut, and non-ASCII characters become question marks."""
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
    return _ascii(line)[:80].ljust(80).encode("ascii")


def image_file(width: int, height: int, pixels: bytes, cards: Iterable[bytes]) -> bytes:
    """Return a file of one image; `pixels` are stored values, big-endian, row by row from the bottom."""
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
    return _padded(header, b" ") + _padded(pixels, b"\0")


def _quoted(text: str) -> str:
    text = _ascii(text)
    while len(doubled := text.replace("'", "''")) > 68:
        text = text[:-1]
    return f"'{doubled:<8}'".ljust(20)


def _ascii(text: str) -> str:
    return "".join(character if " " <= character <= "~" else "?" for character in text)


def _padded(data: bytes, padding: bytes) -> bytes:
    return data + padding * (-len(data) % BLOCK)
