"""Events as elements of Python's XML library."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

import indipyterm as ipc
from indipyterm.client.element_tree import element_tree
from indipyterm.client.ipyclient import core_of
from indipyterm.client.public_events import public_event
from indipyterm.protocol.messages import Message
from tests.model.samples import EVERYTHING, IMAGE, NOW, ONE_BLOB, TEXTS, hear


def heard(client: ipc.IPyClient, data: bytes) -> ipc.Event:
    event = public_event(client, hear(core_of(client).catalog, data)[-1])
    assert event is not None
    return event


@pytest.mark.parametrize(
    ("before", "data", "tag", "attributes", "members"),
    [
        (b"", TEXTS, "defTextVector", {"device": "Mount", "name": "PLACE", "perm": "rw"}, ["La Palma", "nobody"]),
        (
            TEXTS,
            b"<setTextVector device='Mount' name='PLACE' state='Busy' timeout='3'><oneText name='SITE'>a&amp;b</oneText></setTextVector>",
            "setTextVector",
            {"state": "Busy", "timeout": "3"},
            ["a&b"],
        ),
        (IMAGE, ONE_BLOB, "setBLOBVector", {"device": "Camera"}, ["YWJj"]),
        (EVERYTHING, b"<delProperty device='Mount' name='PLACE'/>", "delProperty", {"name": "PLACE"}, []),
        (b"", b"<message message='a&lt;b'/>", "message", {"message": "a<b"}, []),
        (b"", b"<getProperties version='1.7' device='q'/>", "getProperties", {"device": "q"}, []),
    ],
)
def test_an_event_as_it_was_received(
    before: bytes, data: bytes, tag: str, attributes: dict[str, str], members: list[str]
) -> None:
    client = ipc.IPyClient()
    if before:
        hear(core_of(client).catalog, before)
    event = heard(client, data)
    assert event.root is not None
    assert event.root.tag == tag
    assert attributes.items() <= event.root.attrib.items()
    assert [(one.text or "").strip() for one in event.root] == members
    assert ElementTree.fromstring(str(event)).attrib == event.root.attrib


def test_what_xml_cannot_hold_is_seen_and_ends_nothing() -> None:
    root = element_tree(Message("a\x00b", NOW, "\x1b[2J\ud800\ufffe\n"))
    assert (root.get("device"), root.get("message")) == (
        "a\ufffdb",
        "\ufffd[2J\ufffd\ufffd ",
    )  # a line break in an attribute is a blank to XML


def test_what_was_not_received_is_no_element() -> None:
    event = ipc.ConnectionMade({}, None, None, NOW)
    assert (event.root, str(event)) == (None, "<ConnectionMade None None>")
