"""Public events: class, eventtype, mapping, and the names looked up in the client."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

import indipyterm as ipc
from indipyterm.client.events import VectorEvent
from indipyterm.client.ipyclient import IPyClient, core_of
from indipyterm.client.public_events import public_event
from indipyterm.model import events as model
from tests.model.samples import COORDINATES, EVERYTHING, IMAGE, NOW, TEXTS, hear

THEN = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def heard(client: IPyClient, data: bytes) -> ipc.Event:
    """The one public event that the bytes are."""
    (change,) = hear(core_of(client).catalog, data)
    event = public_event(client, change)
    assert event is not None
    return event


def knowing(*definitions: bytes) -> IPyClient:
    client = IPyClient()
    hear(core_of(client).catalog, b"".join(definitions))
    return client


KINDS = ["Switch", "Text", "Number", "Light", "BLOB"]


@pytest.mark.parametrize("kind", KINDS)
def test_definitions(kind: str) -> None:
    client = IPyClient()
    data = (
        f"<def{kind}Vector device='d' name='n' label='Label' group='Group' state='Ok' perm='rw' rule='AtMostOne'"
        f" timeout='5' timestamp='2026-11-22T10:00:00' message='Text'>"
        f"<def{kind} name='m' label='M'>{ {'Switch': 'On', 'Light': 'Busy', 'Number': '5'}.get(kind, '') }</def{kind}>"
        f"</def{kind}Vector>"
    )
    event = heard(client, data.encode())
    assert type(event) is getattr(ipc, f"def{kind}Vector")
    assert isinstance(event, VectorEvent)
    assert event.eventtype == ("DefineBLOB" if kind == "BLOB" else "Define")
    assert (event.devicename, event.vectorname, event.timestamp) == ("d", "n", THEN)
    assert event.device is client["d"]
    assert event.vector is client["d"]["n"]
    assert (event.state, event.message, event.timeout) == ("Ok", "Text", 5.0)
    labels = {"m": ("M", "%g", "0", "0", "0") if kind == "Number" else "M"}
    assert (event.label, event.group, event.memberlabels) == ("Label", "Group", labels)  # type: ignore[attr-defined]
    assert event.perm == ("ro" if kind == "Light" else "rw")  # type: ignore[attr-defined]
    assert event.rule == ("AtMostOne" if kind == "Switch" else None)  # type: ignore[attr-defined]
    value = {"Switch": "On", "Light": "Busy", "Number": "5"}.get(kind, "")
    assert dict(event) == event.data == ({} if kind == "BLOB" else {"m": value})  # a BLOB has no value yet


@pytest.mark.parametrize("kind", ["Switch", "Text", "Number", "Light"])
def test_sets(kind: str) -> None:
    client = knowing(
        f"<def{kind}Vector device='d' name='n'><def{kind} name='a'/><def{kind} name='b'/></def{kind}Vector>".encode()
    )
    value = {"Switch": "On", "Light": "Busy", "Number": "-0:30"}.get(kind, "Text")
    event = heard(
        client,
        f"<set{kind}Vector device='d' name='n'><one{kind} name='b'> {value}\n</one{kind}></set{kind}Vector>".encode(),
    )
    assert type(event) is getattr(ipc, f"set{kind}Vector")
    assert isinstance(event, VectorEvent)
    assert event.eventtype == "Set"
    assert (event.state, event.message, event.timeout, event.timestamp) == (None, "", None, NOW)
    assert client["d"]["n"]["b"] == value  # the model is current


def test_a_set_of_blobs() -> None:
    client = knowing(IMAGE)
    event = heard(
        client,
        b"<setBLOBVector device='Camera' name='CCD1'><oneBLOB name='CCD2' size='9' format='.x'>YWJj</oneBLOB>"
        b"</setBLOBVector>",
    )
    assert isinstance(event, ipc.setBLOBVector)
    assert (event.eventtype, dict(event), event.sizeformat) == ("SetBLOB", {"CCD2": b"abc"}, {"CCD2": (9, ".x")})


def test_an_event_of_a_vector_is_a_mapping_of_the_members_in_it() -> None:
    event = heard(
        knowing(TEXTS), b"<setTextVector device='Mount' name='PLACE'><oneText name='WHO'>me</oneText></setTextVector>"
    )
    assert isinstance(event, Mapping)
    assert isinstance(event, VectorEvent)
    assert (event["WHO"], event.get("SITE"), event.get("SITE", "x"), "SITE" in event) == ("me", None, "x", False)
    assert (list(event), list(event.items()), len(event)) == (["WHO"], [("WHO", "me")], 1)
    with pytest.raises(KeyError):
        event["SITE"]


def test_no_two_events_are_the_same() -> None:
    client = knowing(TEXTS)
    first, second = (heard(client, b"<setTextVector device='Mount' name='PLACE'/>") for _ in range(2))
    assert first != second
    assert len({first, second, first}) == 2


@pytest.mark.parametrize(
    ("data", "device", "vector"),
    [
        (b"<delProperty device='Mount' name='PLACE' message='Bye'/>", "Mount", "PLACE"),
        (b"<delProperty device='Mount' message='Bye'/>", "Mount", None),
        (b"<delProperty message='Bye'/>", None, None),
    ],
)
def test_deletions(data: bytes, device: str | None, vector: str | None) -> None:
    client = knowing(EVERYTHING)
    event = heard(client, data)
    assert isinstance(event, ipc.delProperty)
    assert (event.eventtype, event.devicename, event.vectorname) == ("Delete", device, vector)
    assert (event.message, event.timestamp) == ("Bye", NOW)
    assert event.device is (client["Mount"] if device else None)
    assert event.vector is None
    assert not client["Mount"]["PLACE"].enable


def test_messages() -> None:
    client = knowing(TEXTS)
    event = heard(client, b"<message device='Mount' timestamp='2026-11-22T10:00:00' message='[INFO] a'/>")
    assert isinstance(event, ipc.Message)
    assert (event.eventtype, event.message, event.timestamp) == ("Message", "[INFO] a", THEN)
    assert (event.device, event.vector) == (client["Mount"], None)
    silent = heard(client, b"<message/>")
    assert isinstance(silent, ipc.Message)
    assert (silent.devicename, silent.device, silent.message, silent.timestamp) == (None, None, "", NOW)


def test_a_message_from_nobody_known_has_a_name_but_no_device() -> None:
    event = heard(IPyClient(), b"<message device='Mount' message='Starting'/>")
    assert (event.devicename, event.device, event.vector) == ("Mount", None, None)


def test_snooping() -> None:
    event = heard(knowing(TEXTS), b"<getProperties version='1.7' device='Mount' name='X'/>")
    assert isinstance(event, ipc.getProperties)
    assert (event.eventtype, event.devicename, event.vectorname, event.vector) == ("getProperties", "Mount", "X", None)


def test_the_connection_and_timeouts() -> None:
    client = knowing(COORDINATES)
    made = public_event(client, model.Connected(NOW))
    assert isinstance(made, ipc.ConnectionMade)
    assert (made.eventtype, made.timestamp, made.device) == ("ConnectionMade", NOW, None)
    lost = public_event(client, model.Disconnected("cut", 0.5, True, NOW))
    assert isinstance(lost, ipc.ConnectionLost)
    assert (lost.eventtype, lost.reason) == ("ConnectionLost", "cut")
    late = public_event(client, model.TimedOut("Mount", "COORD", 2.0, NOW))
    assert isinstance(late, ipc.VectorTimeOut)
    assert (late.eventtype, late.vector) == ("TimeOut", client["Mount"]["COORD"])


@pytest.mark.parametrize(
    "change",
    [
        model.Disconnected("refused", 0.5, False, NOW),
        model.ValuesSent("d", "v", {}, NOW),
        model.BlobSaved("d", "v", "m", "/x", 1, NOW),
    ],
)
def test_what_scripts_do_not_hear_of(change: model.Event) -> None:
    assert public_event(IPyClient(), change) is None


def test_events_say_who_they_are() -> None:
    event = heard(knowing(TEXTS), b"<setTextVector device='Mount' name='PLACE'/>")
    assert repr(event) == "<setTextVector 'Mount' 'PLACE'>"
