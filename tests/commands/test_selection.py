"""Formatted values, and selecting by patterns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from indipyterm.commands.patterns import parse_pattern
from indipyterm.commands.selection import (
    PSEUDO_MEMBERS,
    Reading,
    format_time,
    format_value,
    member_value,
    select_vectors,
)
from indipyterm.model.catalog import Catalog
from indipyterm.model.members import BlobMember, Member, NumberMember
from indipyterm.protocol.messages import DelProperty, State
from tests.commands.vectors import WHEN, blobs, catalog, numbers, switches, texts

CATALOG = catalog(
    numbers("Focuser Simulator", "ABS", POSITION="50000.0", SPEED="0.1"),
    switches("Focuser Simulator", "CONNECTION", CONNECT=True, DISCONNECT=False),
    texts("ASI 1.0", "INFO", NAME="a=b"),
)


def lines(made: Catalog, *patterns: str) -> list[str]:
    chosen = select_vectors(made, [parse_pattern(pattern) for pattern in patterns])
    return [str(reading) for each in chosen for reading in each.readings()]


def test_everything_in_the_order_of_the_server() -> None:
    assert lines(CATALOG) == [
        "Focuser Simulator.ABS.POSITION=50000",
        "Focuser Simulator.ABS.SPEED=0.1",
        "Focuser Simulator.CONNECTION.CONNECT=On",
        "Focuser Simulator.CONNECTION.DISCONNECT=Off",
        '"ASI 1.0".INFO.NAME=a=b',
    ]


def test_patterns_are_joined_and_the_order_stays() -> None:
    assert lines(CATALOG, "*.CONNECTION.D*", "Focuser Simulator.ABS.SPEED", "*.*.SPEED") == [
        "Focuser Simulator.ABS.SPEED=0.1",
        "Focuser Simulator.CONNECTION.DISCONNECT=Off",
    ]


def test_pseudo_members() -> None:
    assert lines(CATALOG, "Foc*.ABS._*") == [
        "Focuser Simulator.ABS._STATE=Ok",
        "Focuser Simulator.ABS._LABEL=Label of ABS",
        "Focuser Simulator.ABS._GROUP=Group",
        "Focuser Simulator.ABS._PERM=rw",
        "Focuser Simulator.ABS._TS=2026-11-22T22:43:07.000Z",
    ]
    assert set(PSEUDO_MEMBERS) == {"_STATE", "_LABEL", "_GROUP", "_PERM", "_TS"}
    assert lines(CATALOG, "Foc*.ABS.*") == lines(CATALOG, "Foc*.ABS")
    assert lines(CATALOG, "Foc*.*._STATE", "Foc*.ABS.SPEED") == [
        "Focuser Simulator.ABS.SPEED=0.1",
        "Focuser Simulator.ABS._STATE=Ok",
        "Focuser Simulator.CONNECTION._STATE=Ok",
    ]


def test_a_member_precedes_a_pseudo_member_of_the_same_name() -> None:
    odd = catalog(texts("D", "V", _STATE="mine"))
    assert lines(odd, "D.V._STATE") == ["D.V._STATE=mine"]
    assert lines(odd, 'D.V."_STATE"') == ["D.V._STATE=mine"]
    assert lines(CATALOG, '*.ABS."_STATE"') == []


def test_deleted_vectors_are_not_selected() -> None:
    made = catalog(texts("D", "V", A="1"), texts("D", "W", A="1"))
    made.apply(DelProperty("D", "V"), WHEN)
    assert lines(made) == ["D.W.A=1"]


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("50000", 50000, "50000"),
        ("50000.0", 50000, "50000"),
        ("0.10000000000000000555", 0.1, "0.1"),
        ("12:30:36", 12.51, "12.51"),
        ("-0:30", -0.5, "-0.5"),
        ("1e22", 1e22, "1e+22"),
        ("9007199254740993", 9007199254740992.0, "9007199254740992"),
        ("nan", "nan", "nan"),
        ("", "", ""),
    ],
)
def test_numbers(text: str, value: float | str, shown: str) -> None:
    found = member_value(NumberMember("N", "N", text))
    assert found == value
    assert isinstance(found, type(value))
    assert format_value(found) == shown


def test_other_values() -> None:
    assert member_value(Member("T", "T", "text")) == "text"
    assert member_value(BlobMember("B", "B")) is None
    assert member_value(BlobMember("B", "B", filename="/tmp/a.fits")) == "/tmp/a.fits"
    assert str(Reading("D", "V", "B", None)) == "D.V.B="
    assert lines(catalog(blobs("D", "B", "FILE"))) == ["D.B.FILE="]


def test_formatted_times_are_utc_and_of_constant_length() -> None:
    assert format_time(datetime(2026, 11, 22, 22, 43, 7, tzinfo=UTC)) == "2026-11-22T22:43:07.000Z"
    east = timezone(timedelta(hours=2))
    assert format_time(datetime(2026, 11, 23, 0, 43, 7, 123456, tzinfo=east)) == "2026-11-22T22:43:07.123Z"


def test_the_state_is_the_current_one() -> None:
    made = catalog(numbers("D", "V", state=State.ALERT, A="1"))
    assert lines(made, "D.V._STATE") == ["D.V._STATE=Alert"]
