"""Cards of a FITS header, whole and broken."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.demo.fits import card
from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.header import MOST_BLOCKS, HeaderValue, card_value, read_header
from tests.presentation.imaging.samples import header


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("                   16 / bits", 16),
        ("16", 16),
        ("-32", -32),
        ("                    T / it is", True),
        ("F", False),
        ("  1.5 / seconds", 1.5),
        (" 1.5E3", 1500.0),
        (" 1.5D-3", 0.0015),
        (" .5", 0.5),
        (" 5.", 5.0),
        ("'M42     '           / target", "M42"),
        ("'Barnard''s / star'", "Barnard's / star"),
        ("'  leading'", "  leading"),
        ("''", ""),
        ("'never closed", "'never closed"),
        ("", ""),
        (" / only a comment", ""),
        ("nan", "nan"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("(1, 2)", "(1, 2)"),
        ("9" * 18, 10**18 - 1),
        ("9" * 60, 1e60),
    ],
)
def test_a_value(text: str, value: HeaderValue) -> None:
    read = card_value(text)
    assert read == value
    assert type(read) is type(value)


@given(st.one_of(st.integers(-(10**17), 10**17), st.booleans(), st.text("Aa1 '/=.-+", max_size=30).map(str.rstrip)))
def test_what_the_demo_writes_is_read_back(value: bool | int | str) -> None:
    assert read_header(BytesIO(header([card("KEY", value, "a comment")]))) == {"KEY": value}


def test_the_first_card_of_a_keyword_counts_and_comments_are_none() -> None:
    lines = [card("GAIN", 1), card("GAIN", 2), b"COMMENT = 5".ljust(80), b"HISTORY x".ljust(80), b" " * 80]
    assert read_header(BytesIO(header(lines))) == {"GAIN": 1}


def test_a_header_ends_with_the_block_of_its_end() -> None:
    file = BytesIO(header([card("GAIN", number) for number in range(40)]) + b"data")
    read_header(file)
    assert file.read() == b"data"


def test_letters_that_are_not_ascii_are_no_obstacle() -> None:
    assert read_header(BytesIO(header([b"OBJECT  = 'Gr\xfc\xdfe'".ljust(80), card("GAIN", 3)])))["GAIN"] == 3


@pytest.mark.parametrize("data", [b"", b"GAIN    = 1", card("GAIN", 1) * 36, card("GAIN", 1) * 100])
def test_a_header_cut_short_is_refused(data: bytes) -> None:
    with pytest.raises(NotAnImage, match="cut short"):
        read_header(BytesIO(data))


def test_a_header_without_end_is_refused_after_a_while() -> None:
    file = BytesIO(card("GAIN", 1) * 36 * (MOST_BLOCKS + 5))
    with pytest.raises(NotAnImage, match="no end within 737 kB"):
        read_header(file)
