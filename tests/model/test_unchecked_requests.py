"""What a script says is sent, and what there is to be said against it."""

from __future__ import annotations

import math
from typing import Any

import pytest

from indipyterm.exceptions import Refused
from indipyterm.model.unchecked_requests import unchecked_request
from indipyterm.protocol.messages import OneBlob, OneMember
from tests.model.samples import COORDINATES, EVERYTHING, IMAGE, LIGHTS, NOW, TEXTS, catalog_of, switches, vector_of

READ_ONLY = TEXTS.replace(b"rw", b"ro")


def sent(definition: bytes, values: dict[str, Any]) -> tuple[str, str]:
    """The members as they go out, and the doubts."""
    message, doubts = unchecked_request(vector_of(definition), values)
    members = (
        f"{one.name}={one.data.decode()!r}" if isinstance(one, OneBlob) else f"{one.name}={one.value}"
        for one in message.members
    )
    return " ".join(members), "; ".join(doubts)


@pytest.mark.parametrize(
    ("definition", "values", "out", "doubts"),
    [
        # What makes sense goes out as `request` has it.
        (COORDINATES, {"RA": "12 30"}, "RA=12.5 DEC=-0.5", ""),
        (switches("OneOfMany", "A"), {"B": "On"}, "A=Off C=Off B=On", ""),
        (switches("AnyOfMany", "A"), {"B": True}, "B=On", ""),
        # Numbers and texts go out whole, out of range or not.
        (COORDINATES, {}, "RA=6.3955555555555552 DEC=-0.5", ""),
        (COORDINATES, {"RA": 25}, "RA=25 DEC=-0.5", "RA: outside 0:00:00 … 24:00:00"),
        (COORDINATES, {"RA": "much"}, "RA=much DEC=-0.5", "RA: not a number: 'much'"),
        (COORDINATES, {"RA": math.nan}, "RA=nan DEC=-0.5", "RA: not a number: 'nan'"),
        (COORDINATES, {"NO": 1, "DEC": 2}, "RA=6.3955555555555552 DEC=2", "NO: no such member"),
        (TEXTS, {}, "SITE=La Palma WHO=nobody", ""),
        (TEXTS, {"SITE": 5}, "SITE=5 WHO=nobody", "SITE: 5 is not text"),
        (TEXTS, {"SITE": None}, "SITE= WHO=nobody", "SITE: None is not text"),
        (READ_ONLY, {"SITE": "x"}, "SITE=x WHO=nobody", "read-only"),
        # Switches as they are given.
        (switches("OneOfMany", "A"), {}, "", ""),
        (switches("OneOfMany", "A"), {"A": "Off"}, "A=Off", "one switch must be On"),
        (switches("OneOfMany", "A"), {"B": "On", "A": "On"}, "B=On A=On", "only one switch may be On"),
        (switches("OneOfMany", "A"), {"B": "on", "A": "On"}, "A=On", "B: 'on' is neither On nor Off"),
        # BLOBs
        (IMAGE, {}, "", ""),
        (IMAGE, {"CCD1": (b"abc", 0, ".x"), "NO": (b"", 0, "")}, "CCD1=b'abc'", "NO: no such member"),
    ],
)  # fmt: skip
def test_what_is_sent(definition: bytes, values: dict[str, Any], out: str, doubts: str) -> None:
    assert sent(definition, values) == (out, doubts)


@pytest.mark.parametrize(
    ("definition", "values", "reason"),
    [
        (LIGHTS, {"FUSE": "Ok"}, "read-only"),
        (TEXTS, {"NO": "x"}, "NO: no such member"),
        (TEXTS, {"SITE": "\0"}, "SITE: has a character that cannot be sent"),
        (COORDINATES, {"RA": None}, "RA: None is not a number"),
        (COORDINATES, {"RA": 10**5000}, "RA: too large"),
        (TEXTS, {"SITE": 10**5000}, "SITE: too large"),
        (TEXTS, {"SITE": b"x"}, "SITE: b'x' is not text"),
        (COORDINATES, {"RA": True}, "RA: True is not a number"),
        (switches("OneOfMany"), {"A": "Maybe"}, "A: 'Maybe' is neither On nor Off"),
        (IMAGE, {"CCD1": b"abc"}, "CCD1: a BLOB is given as (bytes, size, format)"),
    ],
)
def test_what_cannot_be_sent(definition: bytes, values: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused) as refused:
        unchecked_request(vector_of(definition), values)
    assert str(refused.value) == reason


@pytest.mark.parametrize("values", [{"OFFSET": "2"}, {"OFFSET": 2}, {"UTC": "now", "OFFSET": "2"}])
def test_a_clock_is_sent_the_time_that_it_is(values: dict[str, Any]) -> None:
    clock = b"""<defTextVector device="Mount" name="TIME_UTC" state="Ok" perm="rw">
        <defText name="UTC">2026-01-01T00:00:00</defText><defText name="OFFSET">1</defText></defTextVector>"""
    message, _ = unchecked_request(vector_of(clock), values, now=NOW)
    assert message.members == (OneMember("UTC", "2026-11-22T10:43:07"), OneMember("OFFSET", "2"))


def test_a_time_that_is_none_is_not_sent() -> None:
    with pytest.raises(Refused, match="a timestamp is a datetime with a time zone"):
        unchecked_request(vector_of(TEXTS), {"WHO": "x"}, "2026-11-22")  # type: ignore[arg-type]


def test_stale_values_are_not_sent_back() -> None:
    catalog = catalog_of(EVERYTHING)
    catalog.mark_stale()
    with pytest.raises(Refused, match="not defined again"):
        unchecked_request(catalog.devices["Mount"].vectors["PLACE"], {"SITE": "x"})
