"""Every card of a header, as people read it."""

from __future__ import annotations

from io import BytesIO

import pytest

from indipyterm.demo.fits import card
from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.cards import Card
from indipyterm.presentation.imaging.fits import find_fits
from tests.presentation.imaging.samples import fits_file, header


def cards_of(*lines: bytes) -> list[Card]:
    """Those behind the first five, which say what the picture is."""
    return list(find_fits(BytesIO(fits_file(8, (1, 1), b"\0", lines))).cards[5:])


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (card("GAIN", 120, "as set"), Card("GAIN", "120", "as set")),
        (card("OBJECT", "M 42's / heart", "name"), Card("OBJECT", "M 42's / heart", "name")),
        (b"EMPTY   =                      / nothing", Card("EMPTY", "", "nothing")),
        (b"COMMENT written = by / a camera", Card("COMMENT", "written = by / a camera")),
        (b"        indented", Card("", "indented")),
        (b"HIERARCH ESO DET CHIP1 ID = 'E2V' / its name", Card("ESO DET CHIP1 ID", "E2V", "its name")),
        (b"BAD     = 'no end", Card("BAD", "'no end", "")),
        (b"BAD\x1b[31m= 1", Card("BAD␛[31m", "1")),
    ],
)
def test_a_card(line: bytes, found: Card) -> None:
    assert cards_of(line.ljust(80)) == [found]


def test_a_text_goes_on_in_further_cards() -> None:
    lines = [b"LONG    = 'one &'  / first", b"CONTINUE  'two &'", b"CONTINUE  'three' / last", b"CONTINUE  'none'"]
    assert cards_of(*(line.ljust(80) for line in lines)) == [
        Card("LONG", "one two three", "first last"),
        Card("CONTINUE", "none"),
    ]


def test_of_an_empty_first_part_the_cards_of_the_next_follow() -> None:
    first = header([card("SIMPLE", True), card("BITPIX", 8), card("NAXIS", 0), card("ORIGIN", "here")])
    second = fits_file(8, (1, 1), b"\0", [card("GAIN", 5)]).replace(card("SIMPLE", True), card("XTENSION", "IMAGE"))
    names = [found.keyword for found in find_fits(BytesIO(first + second)).cards]
    assert names == ["SIMPLE", "BITPIX", "NAXIS", "ORIGIN", "XTENSION", "BITPIX", "NAXIS", "NAXIS1", "NAXIS2", "GAIN"]


def test_a_header_without_an_end() -> None:
    with pytest.raises(NotAnImage, match="no end"):
        find_fits(BytesIO(card("SIMPLE", True)))
