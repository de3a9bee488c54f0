"""What typed text means, and its fault, without a screen."""

from __future__ import annotations

import pytest

from indipyterm.model.devices import Device
from indipyterm.model.vectors import Vector
from indipyterm.presentation.edit import (
    TypedText,
    current_text,
    limits_text,
    number_meaning,
    offered_text,
    original_text,
    sent_unchanged,
    typed_text,
)
from indipyterm.protocol.messages import DefMember, DefNumber, DefVector, Kind, Perm
from tests.tui.samples import catalog, number, vector

RA = DefNumber("RA", "RA", "6.3955555555555552", "%010.6m", "0", "24")


def text(value: str, perm: Perm = Perm.RW) -> Vector:
    return vector(DefVector(Kind.TEXT, "D", "T", (DefMember("T", "T", value),), perm=perm))


def wheel() -> Device:
    names = DefVector(Kind.TEXT, "D", "FILTER_NAME", (DefMember("1", "1", "Red"), DefMember("2", "2", "Blue")))
    return catalog(names, number("FILTER_SLOT", DefNumber("S", "Slot", "1", "%.0f", "1", "2"))).devices["D"]


@pytest.mark.parametrize(
    ("typed", "meaning", "fault"),
    [
        ("5:35:17.3", "5.588139", ""),
        ("5.5", "5:30:00", ""),
        ("25", "", "outside 0:00:00 … 24:00:00"),
        ("abc", "", "not a number"),
        ("", "", "empty"),
    ],
)
def test_a_number(typed: str, meaning: str, fault: str) -> None:
    found = typed_text(vector(number("V", RA)), "RA", typed)
    assert (found.value, found.meaning) == (typed, meaning)
    assert found.fault.startswith(fault)
    assert bool(found.fault) is bool(fault)


def test_a_text_means_itself() -> None:
    assert typed_text(text("old"), "T", "new\x1b") == TypedText("new\x1b", "", "")
    assert typed_text(text("old"), "T", " /dev/ttyACM0 \n").value == "/dev/ttyACM0"


def test_for_the_time_of_a_clock_now_is_offered() -> None:
    clock = vector(DefVector(Kind.TEXT, "D", "TIME_UTC", (DefMember("UTC", "UTC", "2026-01-01T00:00:00"),)))
    assert offered_text(clock, "UTC") == "type now for the time that it is"
    assert typed_text(clock, "UTC", "now ") == TypedText("now", "the time when it is sent", "")
    assert typed_text(clock, "UTC", "2026-11-22T12:00:00").meaning == ""
    assert offered_text(text("old"), "T") == ""


def test_a_filter_may_be_given_by_name() -> None:
    device = wheel()
    slot = device.vectors["FILTER_SLOT"]
    assert typed_text(slot, "S", "blu", device) == TypedText("2", "2 Blue", "")
    assert typed_text(slot, "S", "1", device) == TypedText("1", "1 Red", "")
    assert typed_text(slot, "S", "green", device).fault
    assert number_meaning(slot, slot.members["S"], "2", device) == "2 Blue"


def test_a_member_that_is_gone() -> None:
    assert typed_text(vector(number("V", RA)), "GONE", "5").fault == "this member is gone"


def test_a_field_begins_with_the_value_as_it_is_shown() -> None:
    shown = vector(number("V", RA))
    assert original_text(shown, shown.members["RA"]) == current_text(shown, shown.members["RA"]) == "6:23:44"


def test_what_could_not_be_typed_or_read_is_not_begun_with() -> None:
    odd, hidden = text("a\x1bb"), text("secret", Perm.WO)
    assert original_text(odd, odd.members["T"]) == original_text(hidden, hidden.members["T"]) == ""
    assert current_text(odd, odd.members["T"]) == "a␛b"
    assert current_text(hidden, hidden.members["T"]) is None


def test_limits() -> None:
    shown = vector(number("V", RA, DefNumber("N", "N", "1")))
    assert [limits_text(member) for member in shown.members.values()] == ["0 … 24", ""]
    assert limits_text(text("a").members["T"]) == ""


@pytest.mark.parametrize(
    ("name", "value", "sent"),
    [
        ("CCD_EXPOSURE", "1", {"E": "1.00"}),
        ("CCD_EXPOSURE", "0", {}),
        ("CCD_EXPOSURE", "x", {}),
        ("CCD_TEMPERATURE", "1", {}),
    ],
)
def test_what_a_field_begins_with_is_sent_as_it_is_only_where_that_acts(
    name: str, value: str, sent: dict[str, str]
) -> None:
    shown = vector(number(name, DefNumber("E", "E", value, "%.2f", "0", "10")))
    assert sent_unchanged(shown) == sent
    shown.asked = {"E": "3"}
    assert sent_unchanged(shown) == ({"E": "3"} if name == "CCD_EXPOSURE" else {})
