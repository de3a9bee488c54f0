"""A vector as any face shows it, without a screen."""

from __future__ import annotations

from datetime import timedelta
from time import process_time

import pytest

from indipyterm.model.devices import Device
from indipyterm.model.members import BlobMember
from indipyterm.model.requests import request
from indipyterm.model.vectors import Vector
from indipyterm.presentation.text import Piece
from indipyterm.presentation.vector import (
    UNREADABLE,
    VectorView,
    switch_text,
    title_and_unit,
    values_as_sent,
    values_in_short,
    vector_view,
)
from indipyterm.protocol.messages import DefMember, DefNumber, DefVector, Kind, Perm, Rule, SetVector, State
from tests.corpus.definitions import definitions
from tests.tui.samples import NOW, catalog, number, switch, vector

COORDINATES = number(
    "COORD",
    DefNumber("RA", "RA (hh:mm:ss)", "6.3955555555555552", "%010.6m", "0", "24"),
    DefNumber("DEC", "DEC (dd:mm:ss)", "-0.5", "%010.6m", "-90", "90"),
)


def view(shown: Vector, device: Device | None = None) -> VectorView:
    return vector_view(shown, NOW, device)


def asked(definition: DefVector, **values: str) -> Vector:
    """A vector that was asked for something two seconds ago."""
    made = catalog(definition)
    shown = made.devices[definition.device].vectors[definition.name]
    made.mark_sent(request(shown, values), NOW - timedelta(seconds=2))
    return shown


def test_numbers_are_in_their_format_beside_their_units() -> None:
    ra, dec = view(vector(COORDINATES)).members
    assert (ra.title, ra.unit, ra.text, ra.target) == ("RA", "hh:mm:ss", "6:23:44", None)
    assert (dec.label, dec.text) == ("DEC (dd:mm:ss)", "-0:30:00")


def test_only_what_was_asked_for_and_is_not_reached_is_a_target() -> None:
    shown = view(asked(COORDINATES._replace(timeout=60.0), RA="5:35:17", DEC="-0.5"))
    assert [member.target for member in shown.members] == ["5:35:17", None]
    assert shown.state is State.BUSY
    assert shown.pending
    assert shown.pending.piece == Piece("2s", "busy")


def test_a_switch_that_was_asked_for() -> None:
    modes = view(asked(switch("MODE", [("A", "On"), ("B", "Off"), ("C", "Off")]), B="On")).members
    assert [(mode.on, mode.target) for mode in modes] == [(True, None), (False, "On"), (False, None)]


def test_the_state_has_a_sign_and_a_role() -> None:
    shown = vector(COORDINATES)
    assert view(shown).sign == Piece("○", "idle")
    shown.stale = True
    assert (view(shown).sign, view(shown).value_role) == (Piece("?", "stale"), "stale")
    shown.enabled = False
    assert (view(shown).sign, view(shown).present) == (Piece("·", "dim"), False)


@pytest.mark.parametrize(("perm", "mark"), [(Perm.RW, ""), (Perm.RO, "ro"), (Perm.WO, "wo")])
def test_the_permission_has_a_mark(perm: Perm, mark: str) -> None:
    assert view(vector(COORDINATES._replace(perm=perm))).mark == mark


def test_what_cannot_be_read_has_no_text() -> None:
    shown = vector(COORDINATES._replace(perm=Perm.WO))
    assert [member.text for member in view(shown).members] == [UNREADABLE] * 2
    assert values_in_short(shown, 4) == []


def test_a_refusal_is_the_message_that_came_with_an_alert() -> None:
    made = catalog(COORDINATES)
    shown = made.devices["D"].vectors["COORD"]
    made.apply(SetVector(Kind.NUMBER, "D", "COORD", (), State.ALERT, message="out of\nbounds"), NOW)
    assert view(shown).refusal == "out of␊bounds"
    made.apply(SetVector(Kind.NUMBER, "D", "COORD", (), State.OK), NOW)
    assert view(shown).refusal == ""


@pytest.mark.parametrize(
    ("label", "unit"),
    [("Temperature (C)", "C"), ("Temperature", ""), ("Value", ""), ("Chip", None), ("temperature [K]", "K")],
)
def test_the_unit_that_an_only_member_adds(label: str, unit: str | None) -> None:
    assert view(vector(number("Temperature", DefNumber("T", label, "1")))).unit == unit


def test_a_title_and_its_unit() -> None:
    assert title_and_unit("RA (hh:mm:ss) ") == ("RA", "hh:mm:ss")
    assert title_and_unit("Main (left) chip") == ("Main (left) chip", "")


@pytest.mark.parametrize("label", ["(" * 20_000, " " * 20_000 + "x", " (" * 10_000 + "x"])
def test_a_long_label_takes_no_time(label: str) -> None:
    begun = process_time()
    assert title_and_unit(label) == (label, "")
    assert process_time() - begun < 0.1


def test_a_filter_has_its_name() -> None:
    names = DefVector(Kind.TEXT, "D", "FILTER_NAME", (DefMember("1", "1", "Red"), DefMember("2", "2", "Blue\x1b")))
    device = catalog(names, number("FILTER_SLOT", DefNumber("S", "Slot", "2"))).devices["D"]
    slot = device.vectors["FILTER_SLOT"]
    assert view(slot, device).members[0].meaning == "Blue␛"
    assert view(slot).members[0].meaning == ""
    slot.members["S"].value = "two"
    assert view(slot, device).members[0].meaning == ""


def test_lights_have_signs() -> None:
    lights = DefVector(Kind.LIGHT, "D", "L", (DefMember("W", "Wind", "Alert"), DefMember("R", "Rain", "Ok")))
    shown = vector(lights)
    assert [member.sign for member in view(shown).members] == [Piece("▲", "alert"), Piece("●", "ok")]
    shown.stale = True
    assert [member.sign for member in view(shown).members] == [Piece("▲", "stale"), Piece("●", "stale")]


def test_a_blob_has_its_file_or_format_and_its_size() -> None:
    shown = vector(DefVector(Kind.BLOB, "D", "CCD1", (DefMember("CCD1", "Main"),)))
    (member,) = shown.members.values()
    assert isinstance(member, BlobMember)
    assert (view(shown).members[0].text, view(shown).members[0].size) == ("", "")
    member.data, member.size, member.format = b"abcdef", 9, ".fits"
    assert (view(shown).members[0].text, view(shown).members[0].size) == ("not saved .fits", "6 bytes")
    member.filename = "/images/m31.fits"
    assert view(shown).members[0].text == "m31.fits"
    assert values_as_sent(shown) == "/images/m31.fits"


@pytest.mark.parametrize(
    ("rule", "perm", "texts"),
    [
        (Rule.ONE_OF_MANY, Perm.RW, [" a ", "‹b›", " c "]),
        (Rule.AT_MOST_ONE, Perm.RW, ["⟨a⟩", "‹b›", "⟨c⟩"]),
        (Rule.AT_MOST_ONE, Perm.RO, [" a ", "‹b›", " c "]),
        (Rule.ANY_OF_MANY, Perm.RW, ["[ ]a", "[x]b", "[ ]c"]),
    ],
)
def test_each_rule_of_switches_has_its_signs(rule: Rule, perm: Perm, texts: list[str]) -> None:
    shown = view(vector(switch("V", [("a", "Off"), ("b", "On"), ("c", "Off")], rule)._replace(perm=perm)))
    assert [switch_text(shown, member).text for member in shown.members] == texts


def test_what_is_picked_drafted_or_asked_for_has_other_signs() -> None:
    shown = view(asked(switch("V", [("a", "On"), ("b", "Off"), ("c", "Off")]), b="On"))
    a, b, c = shown.members
    assert switch_text(shown, a, picked=True) == Piece("‹a›", "picked")
    assert switch_text(shown, b) == Piece("»b«", "pending")
    assert switch_text(shown, c, picked=True, label="C") == Piece("»C«", "picked")
    boxes = view(vector(switch("V", [("a", "On"), ("b", "Off")], Rule.ANY_OF_MANY)))
    assert switch_text(boxes, boxes.members[0], draft="Off") == Piece("[ ]a", "pending")
    assert switch_text(boxes, boxes.members[1], draft="On") == Piece("[x]b", "pending")


def test_values_in_short() -> None:
    assert values_in_short(vector(COORDINATES), 1) == ["6:23:44"]
    assert values_in_short(vector(switch("V", [("a", "Off"), ("b", "On"), ("c", "On")])), 4) == ["b", "c"]


def test_values_as_sent_have_full_precision() -> None:
    assert values_as_sent(vector(COORDINATES)) == "RA=6.3955555555555552 DEC=-0.5"
    assert values_as_sent(vector(number("T", DefNumber("T", "T", "5.25", "%.0f")))) == "5.25"


def test_everything_that_libindi_2_defines_can_be_shown() -> None:
    made = catalog(*definitions())
    vectors = [(device, each) for device in made.devices.values() for each in device.present()]
    assert len(vectors) == len(definitions()) == 361
    for device, each in vectors:
        shown = view(each, device)
        assert shown.label
        assert [member.name for member in shown.members] == list(each.members)
        assert UNREADABLE not in [member.text for member in shown.members] or not each.readable
