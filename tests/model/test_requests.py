"""Requests: what is sent for what is asked, to the last digit, and what is refused, with the reason."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indipyterm.exceptions import Refused
from indipyterm.model.members import NumberMember
from indipyterm.model.requests import check_number, request
from indipyterm.model.vectors import Vector
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import DefNumber, DefVector, Kind, NewVector, OneBlob, OneMember, Perm
from indipyterm.protocol.numbers import parse_number
from indipyterm.protocol.parser import Parser
from tests.model.samples import COORDINATES, IMAGE, LIGHTS, NOW, TEXTS, switches, vector_of


def sent(vector: Vector, values: dict[str, Any]) -> list[tuple[str, str]]:
    """Names and texts of the members that a request has, in its order."""
    members = request(vector, values).members
    return [(one.name, one.value) for one in members if not isinstance(one, OneBlob)]


def refusal(vector: Vector, values: dict[str, Any]) -> tuple[str, str | None]:
    """The reason why a request is refused, and the member to blame."""
    with pytest.raises(Refused) as refused:
        request(vector, values)
    return refused.value.reason, refused.value.member


def ranged(low: str, high: str, form: str = "%g") -> Vector:
    """A vector with one number X that is 5."""
    member = f"<defNumber name='X' min='{low}' max='{high}' format='{form}'>5</defNumber>"
    return vector_of(f"<defNumberVector device='d' name='n' perm='rw'>{member}</defNumberVector>".encode())


# Numbers


def test_numbers_are_sent_whole_with_the_others_as_they_are_at_full_precision() -> None:
    vector = vector_of(COORDINATES)
    assert sent(vector, {"DEC": "1"}) == [("RA", "6.3955555555555552"), ("DEC", "1")]
    assert sent(vector, {"RA": "1"}) == [("RA", "1"), ("DEC", "-0.5")]  # received as -0:30


def test_the_message_says_who_and_when() -> None:
    message = request(vector_of(COORDINATES), {"RA": 1, "DEC": 2}, NOW)
    assert message == NewVector(Kind.NUMBER, "Mount", "COORD", (OneMember("RA", "1"), OneMember("DEC", "2")), NOW)


@pytest.mark.parametrize(
    ("given", "out"),
    [
        ("12:30:00", "12.5"),
        ("12 30 00", "12.5"),
        ("-0:30", "-0.5"),
        ("5h35m17.3s", "5.5881388888888885"),
        ("-5°23′28″", "-5.391111111111111"),
        ("0.10000000000000000001", "0.10000000000000000001"),
        (" +1e1 ", "+1e1"),
        (5, "5"),
        (0.1, "0.1"),
        (1 / 3, "0.3333333333333333"),
        (1e22, "1e+22"),
        (-0.0, "-0"),
        (Fraction(1, 2), "0.5"),
        (IntEnum("Choice", "ONE TWO").TWO, "2"),  # type: ignore[attr-defined]
    ],
)  # fmt: skip
def test_a_number_goes_out_as_it_was_given_or_as_the_shortest_exact_decimal(given: object, out: str) -> None:
    assert sent(ranged("0", "0", "%10.6m"), {"X": given}) == [("X", out)]


class _OddlyPrinted(float):
    """Floats of other libraries print themselves in their own way."""

    def __repr__(self) -> str:
        return f"odd({float(self)})"


def test_a_float_of_another_library_goes_out_as_a_number() -> None:
    assert sent(ranged("0", "0"), {"X": _OddlyPrinted(1.5)}) == [("X", "1.5")]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("much", "not a number"),
        ("1,5", "decimal point"),
        ("5h75m", "minutes must be under 60"),
        ("1 000", "seconds|minutes"),
        ("nan", "not a number"),
        (float("nan"), "not a number"),
        (float("inf"), "not a number"),
        ("1e999", "too large"),
        (10**400, "200"),
        (Fraction(10**400), "too large"),
        ("9" * 300, "longer than 200"),
        (True, "True is no number"),
        (None, "None is no number"),
        (b"5", "no number"),
        ([5], "no number"),
    ],
)
def test_what_is_no_number_is_refused(given: object, reason: str) -> None:
    vector = ranged("0", "0")
    with pytest.raises(Refused, match=reason) as refused:
        request(vector, {"X": given})
    assert refused.value.member == "X"
    assert str(refused.value).startswith("X: ")


def test_an_integer_that_python_will_not_even_print_is_refused() -> None:
    assert refusal(ranged("0", "0"), {"X": 10**5000}) == ("too large", "X")


@pytest.mark.parametrize("given", ["0", "24", "23:59:59.999", 24.0, "-0.0"])
def test_what_is_within_the_limits_goes_out(given: object) -> None:
    assert sent(ranged("0", "24", "%10.6m"), {"X": given})


def test_degrees_and_hours_only_where_the_numbers_are_such() -> None:
    for typed in ("1 10", "1h10"):
        assert refusal(ranged("0", "24", "%5.2f"), {"X": typed})[0].startswith("give it as a decimal")
        assert sent(ranged("0", "24", "%9.6m"), {"X": typed})
    assert sent(ranged("0", "24", "%5.2f"), {"X": "1:30"}) == [("X", "1.5")], "a script may mean nothing else"
    assert refusal(ranged("0", "24"), {"X": "9" * 201})[0].startswith("longer")


@pytest.mark.parametrize("given", ["-0.0000001", "24.000001", "24:00:01", -1, 1e300])
def test_what_is_outside_is_refused_in_the_numbers_own_format(given: object) -> None:
    assert refusal(ranged("0", "24", "%6.3m"), {"X": given}) == ("outside 0:00 … 24:00", "X")


@pytest.mark.parametrize(("low", "high"), [("0", "0"), ("7", "7"), ("9", "1"), ("x", "1")])
def test_without_a_range_anything_goes(low: str, high: str) -> None:
    assert sent(ranged(low, high), {"X": "-1e9"}) == [("X", "-1e9")]


def test_a_number_is_never_rounded_to_its_step() -> None:
    vector = vector_of(
        b"<defNumberVector device='d' name='n' perm='rw'>"
        b"<defNumber name='X' min='0' max='10' step='2'>0</defNumber></defNumberVector>"
    )
    assert sent(vector, {"X": "3.3"}) == [("X", "3.3")]


def test_an_unedited_value_goes_back_even_where_it_is_out_of_range_or_of_an_odd_shape() -> None:
    vector = vector_of(
        b"<defNumberVector device='d' name='n' perm='rw'><defNumber name='X' min='0' max='1'>12:75:00</defNumber>"
        b"<defNumber name='Y'>0</defNumber></defNumberVector>"
    )
    assert sent(vector, {"Y": "1"}) == [("X", "13.25"), ("Y", "1")]
    assert refusal(vector, {"X": "12:75:00"})[1] == "X"  # but nobody may type it


def test_an_unedited_value_that_is_no_number_needs_a_new_one() -> None:
    vector = vector_of(
        b"<defNumberVector device='d' name='n' perm='rw'><defNumber name='X'>?</defNumber>"
        b"<defNumber name='Y'>0</defNumber></defNumberVector>"
    )
    assert refusal(vector, {"Y": "1"}) == ("its present value '?' is no number, so give it one", "X")
    assert sent(vector, {"X": "0", "Y": "1"}) == [("X", "0"), ("Y", "1")]


floats = st.floats(allow_nan=False, allow_infinity=False)


@given(floats, floats)
def test_what_is_sent_reads_back_as_the_very_same_floats(present: float, wanted: float) -> None:
    vector = Vector(Kind.NUMBER, "d", "n")
    definition = (DefNumber("A", "A", repr(present)), DefNumber("B", "B", "0"))
    vector.define(DefVector(Kind.NUMBER, "d", "n", definition, perm=Perm.RW), NOW)
    (heard,) = Parser().feed(encode(request(vector, {"B": wanted})))
    assert isinstance(heard, NewVector)
    read = [parse_number(one.value) for one in heard.members if not isinstance(one, OneBlob)]
    assert [repr(number) for number in read] == [repr(present), repr(wanted)]


@given(floats, floats, floats)
def test_a_number_goes_out_only_within_its_limits(low: float, high: float, wanted: float) -> None:
    assume(low < high)
    member = NumberMember("X", "X", "0", min=repr(low), max=repr(high))
    if low <= wanted <= high:
        assert parse_number(check_number(member, repr(wanted))) == wanted
    else:
        with pytest.raises(Refused, match="outside"):
            check_number(member, repr(wanted))


# Texts


def test_texts_are_sent_whole_with_the_others_as_they_are() -> None:
    vector = vector_of(TEXTS)
    assert sent(vector, {"WHO": " <me> & you\n"}) == [("SITE", "La Palma"), ("WHO", " <me> & you\n")]
    assert sent(vector, {"WHO": ""}) == [("SITE", "La Palma"), ("WHO", "")]


@pytest.mark.parametrize("value", [5, None, b"x", True])
def test_what_is_no_text_is_refused(value: object) -> None:
    assert refusal(vector_of(TEXTS), {"WHO": value}) == (f"{value!r} is no text", "WHO")


@pytest.mark.parametrize("value", ["a\0b", "\ud800"])
def test_a_text_that_cannot_be_written_is_refused_not_replaced(value: str) -> None:
    vector = vector_of(TEXTS)
    assert refusal(vector, {"WHO": value}) == ("has a character that cannot be sent", "WHO")
    vector.members["WHO"].value = value
    assert refusal(vector, {"SITE": "x"}) == ("has a character that cannot be sent", "WHO")
    assert sent(vector, {"WHO": "fine"})


def test_a_number_that_python_does_not_write_is_no_text_either() -> None:
    assert refusal(vector_of(TEXTS), {"WHO": 10**5000})[0] == "such an int is no text"


def test_what_is_refused_is_not_shown_at_full_length() -> None:
    assert len(refusal(vector_of(TEXTS), {"WHO": b"x" * 10_000})[0]) < 60


# Switches


@pytest.mark.parametrize(
    ("rule", "on", "values", "out"),
    [
        # One of many: all Off members first, so that a driver never sees two of them On.
        ("OneOfMany", "A", {"B": "On"}, "A- C- B+"),
        ("OneOfMany", "B", {"A": "On"}, "B- C- A+"),
        ("OneOfMany", "A", {"A": "On"}, "B- C- A+"),
        ("OneOfMany", "A", {"C": True}, "A- B- C+"),
        ("OneOfMany", "A", {"A": "Off", "C": "On"}, "A- B- C+"),
        # At most one: as above, or those that are named go Off.
        ("AtMostOne", "A", {"B": "On"}, "A- C- B+"),
        ("AtMostOne", "", {"B": "On"}, "A- C- B+"),
        ("AtMostOne", "A", {"A": "Off"}, "A-"),
        ("AtMostOne", "A", {"B": False}, "B-"),
        ("AtMostOne", "A", {"C": "Off", "A": "Off", "B": "Off"}, "A- B- C-"),
        # Any of many: those that are named, in the vector's order; the others may have changed meanwhile.
        ("AnyOfMany", "A", {"B": "On"}, "B+"),
        ("AnyOfMany", "AC", {"A": "Off"}, "A-"),
        ("AnyOfMany", "", {"C": "On", "A": True}, "A+ C+"),
        ("AnyOfMany", "ABC", {"A": False, "B": "Off", "C": "Off"}, "A- B- C-"),
    ],
)  # fmt: skip
def test_switches_go_out_by_their_rule(rule: str, on: str, values: dict[str, Any], out: str) -> None:
    members = sent(vector_of(switches(rule, on)), values)
    assert " ".join(name + {"On": "+", "Off": "-"}[value] for name, value in members) == out


@pytest.mark.parametrize(
    ("rule", "values", "reason"),
    [
        ("OneOfMany", {"A": "Off"}, "one switch must be On"),
        ("OneOfMany", {"A": "Off", "B": "Off", "C": "Off"}, "one switch must be On"),
        ("OneOfMany", {"A": "On", "B": "On"}, "only one switch may be On"),
        ("AtMostOne", {"A": True, "B": True}, "only one switch may be On"),
        ("AnyOfMany", {"A": "Maybe"}, "'Maybe' is neither On nor Off"),
        ("AnyOfMany", {"A": "on"}, "'on' is neither On nor Off"),
        ("AnyOfMany", {"A": 1.5}, "1.5 is neither On nor Off"),
        ("AnyOfMany", {"A": None}, "None is neither On nor Off"),
    ],
)
def test_switches_against_their_rule_are_refused(rule: str, values: dict[str, Any], reason: str) -> None:
    assert refusal(vector_of(switches(rule)), values)[0] == reason


# BLOBs


def test_blobs_go_out_in_the_order_of_the_vector_with_size_and_format() -> None:
    message = request(vector_of(IMAGE), {"CCD2": (b"abc", 0, ".fits"), "CCD1": (b"", 0, "")})
    assert message.members == (OneBlob("CCD1", 0, "", BlobData(b"")), OneBlob("CCD2", 3, ".fits", BlobData(b"abc")))
    (blob,) = request(vector_of(IMAGE), {"CCD1": [b"abc", 99, ".fits.z"]}).members
    assert blob == OneBlob("CCD1", 99, ".fits.z", BlobData(b"abc"))


@pytest.mark.parametrize(
    "value", [b"abc", (b"abc",), ("abc", 0, ""), (b"abc", -1, ""), (b"abc", "3", ""), (b"abc", 0, None), None]
)
def test_what_is_no_blob_is_refused(value: object) -> None:
    assert refusal(vector_of(IMAGE), {"CCD1": value}) == ("a BLOB is given as (bytes, size, format)", "CCD1")


# What holds for all kinds


@pytest.mark.parametrize("definition", [LIGHTS, COORDINATES.replace(b"rw", b"ro"), switches("AnyOfMany", perm="ro")])
def test_a_read_only_vector_takes_nothing(definition: bytes) -> None:
    vector = vector_of(definition)
    assert refusal(vector, {next(iter(vector.members)): "On"}) == ("read-only", None)


def test_a_write_only_vector_takes_values() -> None:
    assert sent(vector_of(COORDINATES.replace(b"rw", b"wo")), {"RA": 1, "DEC": 2}) == [("RA", "1"), ("DEC", "2")]


@pytest.mark.parametrize("definition", [COORDINATES, TEXTS, IMAGE, switches("AnyOfMany")])
def test_unknown_members_and_no_members_are_refused(definition: bytes) -> None:
    vector = vector_of(definition)
    assert refusal(vector, {"ra": "1"}) == ("no such member", "ra")
    assert refusal(vector, {}) == ("nothing to send", None)


def test_nothing_is_sent_with_values_from_before_a_loss() -> None:
    vector = vector_of(COORDINATES)
    vector.stale = True
    assert refusal(vector, {"RA": "1"})[0] == "not defined again since the connection was lost"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(Refused, match="time zone"):
        request(vector_of(TEXTS), {"WHO": "x"}, datetime(2026, 1, 1))  # noqa: DTZ001


def test_a_refused_request_changes_nothing() -> None:
    vector = vector_of(COORDINATES)
    refusal(vector, {"RA": "1", "DEC": "100"})
    assert ({name: member.value for name, member in vector.members.items()}, vector.request) == (
        {"RA": "6.3955555555555552", "DEC": "-0:30"},
        None,
    )


# The time of a clock


CLOCK = b"""
<defTextVector device="Mount" name="TIME_UTC" state="Ok" perm="rw">
  <defText name="UTC">2026-01-01T00:00:00</defText><defText name="OFFSET">1.00</defText>
</defTextVector>
"""


@pytest.mark.parametrize(
    "values", [{"OFFSET": "2.00"}, {"UTC": "now", "OFFSET": "2.00"}, {"UTC": " Now", "OFFSET": "2.00"}]
)
def test_with_its_offset_a_clock_is_sent_the_time_that_it_is(values: dict[str, str]) -> None:
    message = request(vector_of(CLOCK), values, now=NOW)
    assert message.members == (OneMember("UTC", "2026-11-22T10:43:07"), OneMember("OFFSET", "2.00"))


def test_a_time_that_is_asked_for_is_sent() -> None:
    message = request(vector_of(CLOCK), {"UTC": "2026-11-22T01:00:00"}, now=NOW)
    assert message.members == (OneMember("UTC", "2026-11-22T01:00:00"), OneMember("OFFSET", "1.00"))
    assert sent(vector_of(CLOCK), {"OFFSET": "2"}) == [("UTC", "now"), ("OFFSET", "2")]  # before it is sent
