"""The catalog: what each message changes, and what it tells of those that make no sense."""

from __future__ import annotations

import pytest

from indipyterm.exceptions import BadBase64
from indipyterm.model.catalog import Catalog
from indipyterm.model.devices import MESSAGES_KEPT
from indipyterm.model.events import (
    BlobSaved,
    DataIgnored,
    Defined,
    Deleted,
    Event,
    IgnoredReason,
    MessageReceived,
    OtherClientSent,
    PropertiesRequested,
    Updated,
    ValuesSent,
)
from indipyterm.model.members import BlobMember
from indipyterm.model.requests import request
from indipyterm.protocol.messages import (
    GetProperties,
    Kind,
    Malformed,
    NewVector,
    OneMember,
    PingRequest,
    State,
)
from tests.model.samples import COORDINATES, EVERYTHING, IMAGE, LATER, NOW, TEXTS, catalog_of, hear, switches

SET_SITE = b"<setTextVector device='Mount' name='PLACE'><oneText name='SITE'>Here</oneText></setTextVector>"


def told(events: list[Event]) -> list[str]:
    """The texts of the events, which must all be messages."""
    assert all(isinstance(event, MessageReceived) for event in events), events
    return [event.message.message or "" for event in events if isinstance(event, MessageReceived)]


def ignored(*events: Event) -> list[tuple[IgnoredReason, str, str, tuple[str, ...]]]:
    """What the events, which must all be `DataIgnored`, say of it."""
    assert all(isinstance(event, DataIgnored) for event in events), events
    return [
        (event.reason, event.device, event.vector, event.detail) for event in events if isinstance(event, DataIgnored)
    ]


def site(catalog: Catalog) -> str:
    return catalog.devices["Mount"].vectors["PLACE"].members["SITE"].value


# Requests


@pytest.mark.parametrize(("name", "under_way"), [("SWITCH", False), ("TELESCOPE_PARK", True)])
def test_a_switch_that_shows_what_was_asked_for_is_under_way_only_where_its_busy_ends(
    name: str, under_way: bool
) -> None:
    catalog = catalog_of(switches("OneOfMany").replace(b"SWITCH", name.encode()))
    vector = catalog.devices["Mount"].vectors[name]
    catalog.mark_sent(request(vector, {"B": "On"}), NOW)
    answer = (
        f"<setSwitchVector device='Mount' name='{name}' state='Busy'><oneSwitch name='A'>%s</oneSwitch>"
        "<oneSwitch name='B'>%s</oneSwitch></setSwitchVector>"
    )
    hear(catalog, (answer % ("On", "Off")).encode())
    assert vector.request is not None
    hear(catalog, (answer % ("Off", "On")).encode())
    assert (vector.request is not None) is under_way
    assert vector.state is State.BUSY


# Definitions


def test_a_definition_becomes_a_device_a_vector_and_an_event() -> None:
    catalog = Catalog()
    (event,) = hear(catalog, COORDINATES)
    assert isinstance(event, Defined)
    assert (event.message.name, event.when) == ("COORD", NOW)
    assert catalog.find("Mount", "COORD") is catalog.devices["Mount"].vectors["COORD"]


def test_all_kinds_together() -> None:
    catalog = catalog_of(EVERYTHING)
    kinds = {vector.name: vector.kind for device in catalog.devices.values() for vector in device.present()}
    assert kinds == {
        "COORD": Kind.NUMBER,
        "PLACE": Kind.TEXT,
        "HEALTH": Kind.LIGHT,
        "CCD1": Kind.BLOB,
        "SWITCH": Kind.SWITCH,
    }


def test_definitions_twice_are_as_good_as_once() -> None:
    once, twice = catalog_of(EVERYTHING), catalog_of(EVERYTHING, EVERYTHING)
    assert {name: list(device.vectors) for name, device in once.devices.items()} == {
        name: list(device.vectors) for name, device in twice.devices.items()
    }


def test_an_unnamed_member_is_passed_over_and_the_rest_kept() -> None:
    catalog = Catalog()
    events = hear(
        catalog, b"<defTextVector device='d' name='n'><defText/><defText name='b'>y</defText></defTextVector>"
    )
    assert [type(event) for event in events[-2:]] == [DataIgnored, Defined]
    assert list(catalog.devices["d"].vectors["n"].members) == ["b"]


def test_a_redefinition_with_another_kind_is_another_vector() -> None:
    catalog = catalog_of(COORDINATES, TEXTS)
    old = catalog.devices["Mount"].vectors["COORD"]
    catalog.mark_sent(request(old, {"RA": "1"}), NOW)
    hear(catalog, b"<defLightVector device='Mount' name='COORD'><defLight name='RA'>Ok</defLight></defLightVector>")
    new = catalog.find("Mount", "COORD")
    assert new is not None
    assert new is not old
    assert (new.kind, new.writable, new.request) == (Kind.LIGHT, False, None)
    assert (old.enabled, old.request) == (False, None)  # whoever still holds it sees that it is gone
    assert list(catalog.devices["Mount"].vectors) == ["COORD", "PLACE"]


def test_a_device_whose_only_vector_changes_its_kind_is_still_there() -> None:
    catalog = catalog_of(IMAGE, b"<defTextVector device='Camera' name='CCD1'/>")
    assert catalog.devices["Camera"].enabled


# Sets


def test_a_set_becomes_values_and_an_event() -> None:
    catalog = catalog_of(TEXTS)
    (event,) = hear(catalog, SET_SITE, LATER)
    assert isinstance(event, Updated)
    assert (event.message.members, event.when) == ((OneMember("SITE", "Here"),), LATER)
    assert site(catalog) == "Here"


def test_a_set_before_its_definition_is_told_and_nothing_else() -> None:
    catalog = Catalog()
    assert ignored(*hear(catalog, SET_SITE)) == [(IgnoredReason.NOT_DEFINED, "Mount", "PLACE", ())]
    assert catalog.devices == {}
    assert not catalog.messages


def test_a_set_of_a_deleted_vector_changes_nothing() -> None:
    catalog = catalog_of(TEXTS, b"<delProperty device='Mount' name='PLACE'/>")
    assert ignored(*hear(catalog, SET_SITE)) == [(IgnoredReason.NOT_DEFINED, "Mount", "PLACE", ())]
    assert site(catalog) == "La Palma"


def test_a_set_of_another_kind_changes_nothing() -> None:
    catalog = catalog_of(TEXTS)
    events = hear(catalog, SET_SITE.replace(b"Text", b"Number").replace(b"Here", b"5"))
    assert ignored(*events) == [(IgnoredReason.WRONG_KIND, "Mount", "PLACE", ("Text", "Number"))]
    assert site(catalog) == "La Palma"


def test_a_set_for_an_unknown_member_is_told_and_the_rest_taken() -> None:
    catalog = catalog_of(TEXTS)
    event, odd = hear(
        catalog,
        b"<setTextVector device='Mount' name='PLACE' state='Busy'><oneText name='X'>1</oneText>"
        b"<oneText name='SITE'>Here</oneText><oneText name='Y'>2</oneText></setTextVector>",
    )
    assert isinstance(event, Updated)
    assert ignored(odd) == [(IgnoredReason.UNKNOWN_MEMBERS, "Mount", "PLACE", ("X", "Y"))]
    assert site(catalog) == "Here"


def test_the_text_of_a_set_that_is_ignored_is_still_told() -> None:
    catalog = catalog_of(COORDINATES)
    events = hear(
        catalog, SET_SITE.replace(b"<set", b"<set", 1).replace(b"'PLACE'", b"'PLACE' message='[ERROR] Stuck'")
    )
    assert told(events[1:]) == ["[ERROR] Stuck"]
    assert catalog.devices["Mount"].messages[0] == (NOW, "[ERROR] Stuck")


def test_a_damaged_blob_raises_before_anything_is_changed() -> None:
    catalog = catalog_of(IMAGE)
    with pytest.raises(BadBase64):
        hear(
            catalog,
            b"<setBLOBVector device='Camera' name='CCD1' state='Alert' message='x'>"
            b"<oneBLOB name='CCD1' size='3' format='.x'>YWJj</oneBLOB>"
            b"<oneBLOB name='CCD2' size='3' format='.x'>YW%j</oneBLOB></setBLOBVector>",
        )
    vector = catalog.devices["Camera"].vectors["CCD1"]
    member = vector.members["CCD1"]
    assert isinstance(member, BlobMember)
    assert (vector.state, member.data, vector.message) == (State.IDLE, b"", "")
    assert not catalog.devices["Camera"].messages


def test_a_blob_vector_may_change_its_state_alone() -> None:
    catalog = catalog_of(IMAGE)
    (event,) = hear(
        catalog,
        b"<setBLOBVector device='Camera' name='CCD1' state='Busy'>"
        b"<oneBLOB name='CCD1' size='0' format=''/></setBLOBVector>",
    )
    assert isinstance(event, Updated)
    assert catalog.devices["Camera"].vectors["CCD1"].state is State.BUSY


# Deletions


@pytest.mark.parametrize(
    ("deletion", "left"),
    [
        (b"<delProperty device='Mount' name='PLACE'/>", {("Mount", "COORD"), ("Camera", "CCD1")}),
        (b"<delProperty device='Mount'/>", {("Camera", "CCD1")}),
        (b"<delProperty/>", set()),
    ],
)
def test_a_deletion_of_a_vector_a_device_or_everything(deletion: bytes, left: set[tuple[str, str]]) -> None:
    catalog = catalog_of(COORDINATES, TEXTS, IMAGE)
    (event,) = hear(catalog, deletion)
    assert isinstance(event, Deleted)
    present = {(d.name, v.name) for d in catalog.devices.values() for v in d.present()}
    assert present == left
    assert {d.name for d in catalog.devices.values() if d.enabled} == {device for device, _ in left}
    for name in ("COORD", "PLACE"):
        assert (catalog.find("Mount", name) is not None) == (("Mount", name) in left)


@pytest.mark.parametrize("deletion", [b"<delProperty device='X'/>", b"<delProperty device='Mount' name='X'/>"])
def test_a_deletion_of_nothing_is_no_event(deletion: bytes) -> None:
    assert hear(catalog_of(TEXTS), deletion) == []


def test_a_deletion_of_everything_when_there_is_nothing_is_no_event() -> None:
    assert hear(Catalog(), b"<delProperty/>") == []


def test_the_text_of_a_deletion_of_nothing_is_still_told() -> None:
    catalog = catalog_of(TEXTS)
    assert told(hear(catalog, b"<delProperty device='Mount' name='X' message='Gone'/>")) == ["Gone"]
    assert catalog.devices["Mount"].messages[0] == (NOW, "Gone")


def test_what_was_deleted_can_come_back() -> None:
    catalog = catalog_of(TEXTS, b"<delProperty device='Mount'/>", TEXTS)
    assert catalog.find("Mount", "PLACE") is not None
    assert catalog.devices["Mount"].enabled


# Messages


def test_messages_go_to_their_device_or_to_all() -> None:
    catalog = catalog_of(TEXTS)
    first, second = hear(
        catalog,
        b"<message device='Mount' timestamp='2026-11-22T10:00:00' message='[INFO] Ready'/><message message='Server'/>",
    )
    assert isinstance(first, MessageReceived)
    assert not first.ours
    assert [(when.hour, text) for when, text in catalog.devices["Mount"].messages] == [(10, "[INFO] Ready")]
    assert list(catalog.messages) == [(NOW, "Server")]
    assert told([second]) == ["Server"]


def test_a_message_of_a_device_that_is_not_known_yet_is_kept() -> None:
    catalog = Catalog()
    hear(catalog, b"<message device='Mount' message='Starting'/>")
    assert list(catalog.messages) == [(NOW, "Starting")]
    assert catalog.devices == {}


def test_a_message_that_says_nothing_is_not_kept() -> None:
    catalog = catalog_of(TEXTS)
    assert len(hear(catalog, b"<message/><message message=''/><message device='Mount'/>")) == 3
    assert not catalog.messages
    assert not catalog.devices["Mount"].messages


def test_a_text_that_comes_with_another_element_joins_the_messages() -> None:
    catalog = catalog_of(TEXTS.replace(b'name="PLACE"', b'name="PLACE" message="Defined"'))
    events = hear(catalog, b"<setTextVector device='Mount' name='PLACE' message='Set'/>", LATER)
    events += hear(catalog, b"<delProperty device='Mount' message='Bye'/>", LATER)
    assert [type(event) for event in events] == [Updated, Deleted]
    assert list(catalog.devices["Mount"].messages) == [(LATER, "Bye"), (LATER, "Set"), (NOW, "Defined")]


def test_messages_are_bounded() -> None:
    catalog = Catalog()
    for number in range(MESSAGES_KEPT + 5):
        catalog.add_message(str(number), NOW)
    assert len(catalog.messages) == MESSAGES_KEPT
    assert catalog.messages[0][1] == str(MESSAGES_KEPT + 4)


def test_a_message_can_be_added() -> None:
    catalog = catalog_of(TEXTS)
    catalog.add_message("Hello", NOW, "Mount")
    assert catalog.devices["Mount"].messages[0] == (NOW, "Hello")


# The rest


def test_other_elements() -> None:
    catalog = catalog_of(TEXTS)
    assert ignored(*catalog.apply(Malformed("no sense"), NOW)) == [
        (IgnoredReason.NOT_UNDERSTOOD, "", "", ("no sense",))
    ]
    asked = GetProperties("1.7", "Mount")
    assert catalog.apply(asked, NOW) == [PropertiesRequested(asked, NOW)]
    assert catalog.apply(PingRequest("1"), NOW) == []
    assert site(catalog) == "La Palma"


def test_what_another_client_asks_for_is_noted_until_this_one_asks() -> None:
    catalog = catalog_of(TEXTS)
    vector = catalog.devices["Mount"].vectors["PLACE"]
    echo = NewVector(Kind.TEXT, "Mount", "PLACE", (OneMember("SITE", "There"),))
    assert catalog.apply(echo, LATER) == [OtherClientSent(echo, LATER)]
    assert (vector.other, vector.state, site(catalog)) == (LATER, State.OK, "La Palma")
    catalog.mark_sent(request(vector, {"SITE": "Here"}), LATER)
    assert vector.other is None
    assert catalog.apply(echo._replace(name="X"), NOW) == []


def test_a_request_makes_the_vector_busy_until_it_is_answered() -> None:
    catalog = catalog_of(TEXTS)
    vector = catalog.devices["Mount"].vectors["PLACE"]
    message = request(vector, {"SITE": "Here"})
    assert catalog.mark_sent(message, LATER) == ValuesSent("Mount", "PLACE", {"SITE": "Here", "WHO": "nobody"}, LATER)
    assert vector.request is not None
    assert (vector.state, vector.request.members, vector.request.when) == (
        State.BUSY,
        {"SITE": "Here", "WHO": "nobody"},
        LATER,
    )
    assert site(catalog) == "La Palma"  # only the server changes values
    hear(catalog, SET_SITE.replace(b"'PLACE'", b"'PLACE' state='Ok'"))
    assert [vector.state, vector.request] == [State.OK, None]


def test_a_deletion_ends_a_request() -> None:
    catalog = catalog_of(TEXTS)
    vector = catalog.devices["Mount"].vectors["PLACE"]
    catalog.mark_sent(request(vector, {"SITE": "Here"}), NOW)
    hear(catalog, b"<delProperty device='Mount'/>")
    assert vector.request is None


def test_a_loss_keeps_values_and_makes_them_stale_until_they_are_defined_again() -> None:
    catalog = catalog_of(COORDINATES, TEXTS)
    place, coord = (catalog.devices["Mount"].vectors[name] for name in ("PLACE", "COORD"))
    catalog.mark_sent(request(place, {"SITE": "Here"}), NOW)
    catalog.mark_stale()
    assert (place.stale, coord.stale, place.request, site(catalog)) == (True, True, None, "La Palma")
    hear(catalog, TEXTS)
    assert (place.stale, coord.stale) == (False, True)


def test_a_saved_blob_has_its_file() -> None:
    catalog = catalog_of(IMAGE)
    event = BlobSaved("Camera", "CCD1", "CCD2", "/tmp/a.fits", 3, NOW)
    catalog.mark_saved(event)
    member = catalog.devices["Camera"].vectors["CCD1"].members["CCD2"]
    assert isinstance(member, BlobMember)
    assert member.filename == "/tmp/a.fits"
    hear(catalog, b"<delProperty device='Camera'/>")
    catalog.mark_saved(event)  # too late, and no matter


def test_the_samples_are_all_understood() -> None:
    assert not [
        event for event in hear(Catalog(), EVERYTHING + switches("AtMostOne")) if isinstance(event, DataIgnored)
    ]
