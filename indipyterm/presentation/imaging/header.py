"""Reading a FITS header, card by card, whatever is wrong with a card.

Source: "Definition of the Flexible Image Transport System (FITS)", version 4.0, sections 3 and 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import BinaryIO

from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.cards import parsed_cards

HeaderValue = bool | int | float | str

BLOCK = 2880
"""Bytes: header and data are each filled up to a multiple of it."""

MOST_BLOCKS = 256
"""The longest header that is read: 9,216 cards."""

_CARD = 80
_STRING = re.compile(r"\s*'((?:[^']|'')*)'")
_INTEGER = re.compile(r"[+-]?[0-9]{1,20}")  # of 64 bits
_REAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[EeDd][+-]?[0-9]+)?")


def read_header(file: BinaryIO) -> dict[str, HeaderValue]:
    """Read the blocks of one header, up to and with that of its END card; the first card of a keyword counts.

    Raises NotAnImage where there is no END within `MOST_BLOCKS`.
    """
    return header_of(read_cards(file))


def header_of(lines: Iterable[str]) -> dict[str, HeaderValue]:
    """The values of cards; the first card of a keyword counts. Texts that go on in CONTINUE cards are whole."""
    header: dict[str, HeaderValue] = {}
    for card, has_value, quoted in parsed_cards(lines):
        if has_value:
            header.setdefault(card.keyword, card.value if quoted else card_value(card.value))
    return header


def read_cards(file: BinaryIO) -> Iterator[str]:
    """The cards of one header, up to that of END, as they stand; the file is then read up to the end of its block.

    Raises NotAnImage where there is no END within `MOST_BLOCKS`.
    """
    for _ in range(MOST_BLOCKS):
        block = file.read(BLOCK).decode("ascii", "replace")
        for place in range(0, len(block), _CARD):
            card = block[place : place + _CARD]
            if card[:8].rstrip() == "END":
                return
            yield card
        if len(block) < BLOCK:
            raise NotAnImage("cut short: its header has no end")
    raise NotAnImage(f"its header has no end within {MOST_BLOCKS * BLOCK // 1000} kB")


def card_value(text: str) -> HeaderValue:
    """The value in a card, given what is behind its ``= ``; a text where it is of no type that FITS knows."""
    if found := _STRING.match(text):
        return found[1].replace("''", "'").rstrip()
    word = text.partition("/")[0].strip()
    if word in ("T", "F"):
        return word == "T"
    if _INTEGER.fullmatch(word):
        return int(word)
    if _REAL.fullmatch(word):
        return float(word.upper().replace("D", "E"))
    return word


def number(header: Mapping[str, HeaderValue], *keywords: str) -> float | None:
    """The first of the keywords of a header that has a finite number, else None."""
    for keyword in keywords:
        value = header.get(keyword)
        if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
            return float(value)
    return None


def binning(header: Mapping[str, HeaderValue]) -> tuple[int, int] | None:
    """Pixels of the sensor in one of the picture, across and down; None where the header does not say."""
    across, down = number(header, "XBINNING"), number(header, "YBINNING", "XBINNING")
    if across is None or down is None or not (1 <= across <= 99 and 1 <= down <= 99):
        return None
    return int(across), int(down)


def pixel_shape(header: Mapping[str, HeaderValue]) -> float:
    """How many times as high as wide a pixel is, by the header of its picture."""
    across, down = binning(header) or (1, 1)
    return down / across
