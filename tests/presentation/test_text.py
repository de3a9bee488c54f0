"""Text for people: safe to show, and each kind of value as it is read."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.model.members import BlobMember, Member, NumberMember
from indipyterm.presentation.text import (
    assignments_text,
    limit_texts,
    printable,
    shortened,
    size_text,
    value_text,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Eq. Coordinates", "Eq. Coordinates"),
        ("[b]bold[/b]", "[b]bold[/b]"),
        ("20 °C ℃", "20 °C ℃"),
        ("\x1b[31mred", "␛[31mred"),
        ("\x9b31m", "�31m"),
        ("bell\a tab\t line\n", "bell␇ tab␉ line␊"),
        ("\x7f\0", "␡␀"),
        ("abc\u202edef", "abc�def"),
        ("zero\u200bwidth\ufeff", "zero�width�"),
        ("no\u00a0break", "no break"),
        ("\u0301accent", "◌\u0301accent"),
        ("e\u0301", "e\u0301"),
        ("日本", "日本"),
        ("\ud800", "�"),
        ("line\u2028separator", "line␊separator"),
    ],
)
def test_what_a_terminal_would_obey_becomes_a_mark(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_nothing_but_printable_characters_comes_out(text: str) -> None:
    for character in printable(text):
        assert unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp"), repr(character)


@given(st.text())
def test_what_is_printable_stays_as_it_is(text: str) -> None:
    assert printable(printable(text)) == printable(text)


RA = NumberMember("RA", "RA", "6.3955555555555552", "%010.6m", "0", "24")


@pytest.mark.parametrize(
    ("member", "text"),
    [
        (RA, "6:23:44"),
        (NumberMember("N", "N", "nonsense\x1b"), "nonsense␛"),
        (Member("T", "T", "La Palma\n"), "La Palma␊"),
        (Member("S", "S", "On"), "On"),
        (BlobMember("B", "B"), ""),
        (BlobMember("B", "B", data=b"abcdef", size=6, format=".fits"), "6 bytes"),
        (BlobMember("B", "B", size=6, filename="/images/night/a.fits"), "a.fits"),
    ],
)
def test_values(member: Member, text: str) -> None:
    assert value_text(member) == text


def test_another_text_for_a_member_is_in_its_format_too() -> None:
    assert value_text(RA, "5.5") == "5:30:00"
    assert limit_texts(RA) == ("0:00:00", "24:00:00")
    assert limit_texts(NumberMember("N", "N", "1")) is None


def test_values_by_name() -> None:
    assert assignments_text({"RA": "5.5", "DEC": "-1\x1b", "FILE": ""}) == "RA=5.5 DEC=-1␛ FILE"


def test_of_many_switches_those_that_are_on_are_shown_and_the_others_counted() -> None:
    shutter = {f"E{number}": "On" if number == 38 else "Off" for number in range(62)}
    assert assignments_text(shutter) == "E38=On, 61 Off"
    assert assignments_text(dict.fromkeys("ABC", "Off")) == "3 Off"
    assert assignments_text({"PARK": "On", "UNPARK": "Off"}) == "PARK=On UNPARK=Off"
    assert assignments_text({"A": "Off", "B": "Off", "C": "text"}) == "A=Off B=Off C=text"


def test_what_was_cut_off_ends_in_an_ellipsis() -> None:
    assert [shortened("abcdef", most) for most in (6, 5, 1)] == ["abcdef", "abcd…", "…"]


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 bytes"), (999, "999 bytes"), (2_621_440, "2.6 MB"), (5e12, "5000.0 GB")]
)
def test_sizes(size: float, text: str) -> None:
    assert size_text(size) == text
