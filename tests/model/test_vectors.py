"""Vectors: what definitions replace, what sets leave as it was, what a request and a loss do to them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from indipyterm.model.members import BlobMember, NumberMember
from indipyterm.model.vectors import DEFAULT_GROUP, Request
from indipyterm.protocol.messages import Perm, State
from tests.model.samples import COORDINATES, IMAGE, LATER, LIGHTS, NOW, TEXTS, catalog_of, hear, switches, vector_of


def test_a_definition_says_everything_about_a_vector() -> None:
    vector = vector_of(COORDINATES)
    assert (vector.device, vector.name, vector.label, vector.group) == ("Mount", "COORD", "Eq. Coordinates", "Main")
    assert (vector.state, vector.perm, vector.rule, vector.timeout) == (State.IDLE, Perm.RW, None, 60.0)
    assert vector.timestamp == datetime(2026, 11, 22, 10, 43, tzinfo=UTC)
    assert [(m.name, m.label, m.value) for m in vector.members.values()] == [
        ("RA", "Right ascension", "6.3955555555555552"),
        ("DEC", "DEC", "-0:30"),
    ]
    assert (vector.enabled, vector.stale, vector.request) == (True, False, None)


def test_what_a_definition_leaves_out_has_a_default() -> None:
    vector = vector_of(b"<defTextVector device='d' name='n'><defText name='t'/></defTextVector>")
    assert (vector.label, vector.group, vector.timeout, vector.message) == ("n", DEFAULT_GROUP, 0.0, "")
    assert (vector.members["t"].label, vector.members["t"].value) == ("t", "")
    assert vector.timestamp == NOW  # when it was heard


@pytest.mark.parametrize(
    ("perm", "readable", "writable"), [("ro", True, False), ("wo", False, True), ("rw", True, True)]
)
def test_what_may_be_done_with_a_vector(perm: str, readable: bool, writable: bool) -> None:
    vector = vector_of(switches("AnyOfMany", perm=perm))
    assert (vector.readable, vector.writable) == (readable, writable)


def test_lights_are_read_only() -> None:
    assert not vector_of(LIGHTS).writable


def test_the_same_definition_twice_is_the_same_vector() -> None:
    catalog = catalog_of(COORDINATES)
    vector = catalog.devices["Mount"].vectors["COORD"]
    hear(catalog, COORDINATES)
    assert catalog.devices["Mount"].vectors == {"COORD": vector}
    assert list(vector.members) == ["RA", "DEC"]


def test_a_redefinition_replaces_members_and_all_else() -> None:
    again = b"""<defNumberVector device="Mount" name="COORD" state="Alert" perm="ro">
      <defNumber name="ALT" format="%g" min="0" max="90" step="1">45</defNumber>
      <defNumber name="RA" format="%g" min="1" max="2" step="1">1.5</defNumber></defNumberVector>"""
    vector = vector_of(COORDINATES, again)
    assert list(vector.members) == ["ALT", "RA"]
    assert (vector.label, vector.group, vector.state) == ("COORD", DEFAULT_GROUP, State.ALERT)
    assert (vector.perm, vector.timeout) == (Perm.RO, 0.0)
    member = vector.members["RA"]
    assert isinstance(member, NumberMember)
    assert (member.label, member.value, member.format, member.max) == ("RA", "1.5", "%g", "2")


def test_a_redefinition_keeps_the_last_blob() -> None:
    image = (
        b"<setBLOBVector device='Camera' name='CCD1'>"
        b"<oneBLOB name='CCD1' size='3' format='.x'>YWJj</oneBLOB></setBLOBVector>"
    )
    again = IMAGE.replace(b"CCD2", b"CCD3").replace(b'label="Image"/>', b'label="Picture"/>')
    vector = vector_of(IMAGE, image + again)
    assert list(vector.members) == ["CCD1", "CCD3"]
    member = vector.members["CCD1"]
    assert isinstance(member, BlobMember)
    assert (member.label, member.data, member.size, member.format) == ("Picture", b"abc", 3, ".x")


def test_a_set_changes_what_it_says_and_nothing_else() -> None:
    vector = vector_of(
        COORDINATES,
        b"<setNumberVector device='Mount' name='COORD'><oneNumber name='DEC'> 12 30 00 </oneNumber></setNumberVector>",
    )
    assert {name: member.value for name, member in vector.members.items()} == {
        "RA": "6.3955555555555552",
        "DEC": "12 30 00",
    }
    assert (vector.state, vector.timeout, vector.timestamp) == (State.IDLE, 60.0, NOW)


def test_a_set_may_say_a_state_a_timeout_and_a_message_alone() -> None:
    vector = vector_of(
        COORDINATES,
        b"<setNumberVector device='Mount' name='COORD' state='Busy' timeout='5' message='Slewing'"
        b" timestamp='2026-11-22T10:44:00'/>",
    )
    then = datetime(2026, 11, 22, 10, 44, tzinfo=UTC)
    assert (vector.state, vector.timeout, vector.timestamp) == (State.BUSY, 5.0, then)
    assert (vector.message, vector.message_timestamp) == ("Slewing", then)
    assert vector.members["DEC"].value == "-0:30"


def test_a_message_stays_until_the_next_one() -> None:
    catalog = catalog_of(TEXTS, b"<setTextVector device='Mount' name='PLACE' message='Moved'/>")
    hear(catalog, b"<setTextVector device='Mount' name='PLACE' state='Busy'/>", LATER)
    vector = catalog.devices["Mount"].vectors["PLACE"]
    assert (vector.message, vector.message_timestamp, vector.timestamp) == ("Moved", NOW, LATER)


def test_limits_that_come_with_a_set_hold_from_then_on() -> None:
    vector = vector_of(
        COORDINATES,
        b"<setNumberVector device='Mount' name='COORD'>"
        b"<oneNumber name='RA' min='2' max='3'>2</oneNumber></setNumberVector>",
    )
    member = vector.members["RA"]
    assert isinstance(member, NumberMember)
    assert member.limits() == (2.0, 3.0)


@pytest.mark.parametrize("answer", [b"<setTextVector device='Mount' name='PLACE' state='Ok'/>", TEXTS])
def test_what_is_no_longer_busy_ends_a_request(answer: bytes) -> None:
    catalog = catalog_of(TEXTS)
    vector = catalog.devices["Mount"].vectors["PLACE"]
    vector.request, vector.state = Request({"SITE": "x"}, NOW), State.BUSY
    hear(catalog, answer)
    assert vector.request is None


@pytest.mark.parametrize("state", [b"", b"state='Busy'"])
def test_a_vector_that_is_still_busy_has_answered_but_is_not_done(state: bytes) -> None:
    catalog = catalog_of(TEXTS)
    vector = catalog.devices["Mount"].vectors["PLACE"]
    request = vector.request = Request({"SITE": "x"}, NOW)
    vector.state = State.BUSY
    hear(catalog, b"<setTextVector device='Mount' name='PLACE' %s/>" % state)
    assert vector.request is request
    assert request.answered


def test_only_a_definition_makes_a_stale_vector_current() -> None:
    catalog = catalog_of(TEXTS)
    vector = catalog.devices["Mount"].vectors["PLACE"]
    catalog.mark_stale()
    hear(catalog, b"<setTextVector device='Mount' name='PLACE'><oneText name='SITE'>Here</oneText></setTextVector>")
    assert (vector.members["SITE"].value, vector.stale) == ("Here", True)
    hear(catalog, TEXTS)
    assert not vector.stale
