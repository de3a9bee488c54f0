"""Copies of what a client knows: they stay as they are, and become JSON."""

from __future__ import annotations

import asyncio
import io
import json
import threading
from typing import Any

import pytest

import indipyterm as ipc
from indipyterm.client.ipyclient import IPyClient, core_of
from indipyterm.model.events import BlobSaved
from indipyterm.protocol.parser import Parser
from tests.model.samples import EVERYTHING, LATER, NOW, hear

MESSAGES = b"<message device='Mount' message='Tracking'/><message message='Hello'/>"


@pytest.fixture
def client() -> IPyClient:
    client = IPyClient("pi4", 7625)
    core_of(client).clock = lambda: NOW
    asyncio.run(core_of(client).on_messages(Parser().feed(EVERYTHING)))
    hear(core_of(client).catalog, MESSAGES)
    return client


def test_a_snapshot_stays_as_it_is(client: IPyClient) -> None:
    client.user_string = "before"
    client.set_user_string("Mount", "PLACE", "SITE", "mine")
    snap = client.snapshot()
    client.user_string = "after"
    client["Mount"]["PLACE"].member("SITE").user_string = "changed"
    hear(
        core_of(client).catalog,
        b"<setTextVector device='Mount' name='PLACE' state='Alert' message='Moved'><oneText name='SITE'>Rome</oneText></setTextVector>"
        b"<setNumberVector device='Mount' name='COORD'><oneNumber name='RA' min='1'>2</oneNumber></setNumberVector>"
        b"<message device='Mount' message='Late'/><delProperty device='Mount' name='HEALTH'/><delProperty device='Camera'/>",
        LATER,
    )
    assert (snap.indihost, snap.indiport, snap.connected, snap.user_string) == ("pi4", 7625, False, "before")
    assert (list(snap), len(snap), snap.enabledlen(), client.enabledlen()) == (["Mount", "Camera"], 2, 2, 1)
    assert snap.messages == [(NOW, "Hello")]
    mount = snap["Mount"]
    assert (mount.devicename, mount.enable, mount.messages) == ("Mount", True, [(NOW, "Tracking")])
    place = mount["PLACE"]
    assert dict(place) == {"SITE": "La Palma", "WHO": "nobody"}
    assert (place.state, place.message, place.member("SITE").user_string) == ("Ok", "", "mine")
    coord = mount["COORD"].member("RA")
    assert isinstance(coord, ipc.NumberMember)
    assert (coord.min, coord.membervalue) == ("0", "6.3955555555555552")
    assert mount["HEALTH"].enable
    assert snap.get_vector_state("Mount", "PLACE") == "Ok"
    assert snap.get_vector_state("Mount", "X") is snap.get_vector_state("X", "PLACE") is None
    assert client.snapshot()["Mount"]["PLACE"]["SITE"] == "Rome"
    assert client.get_vector_state("Mount", "HEALTH") == "Ok"  # deleted, and yet the last that is known


def test_a_snapshot_cannot_send(client: IPyClient) -> None:
    for found in (client.snapshot(), client["Mount"].snapshot(), client["Mount"]["COORD"].snapshot()):
        assert not [name for name in dir(found) if name.startswith("send")]


def test_a_value_may_be_set_in_a_snapshot_alone(client: IPyClient) -> None:
    snapshot = client["Mount"]["PLACE"].snapshot()
    snapshot["WHO"] = "somebody"
    assert (snapshot["WHO"], client["Mount"]["PLACE"]["WHO"]) == ("somebody", "nobody")
    with pytest.raises(KeyError):
        snapshot["NONE"] = "x"


def test_parts_of_a_snapshot(client: IPyClient) -> None:
    device = client["Mount"].snapshot()
    assert isinstance(device, ipc.SnapDevice)
    assert device.dictdump() == client.snapshot()["Mount"].dictdump()
    assert device.itemid == client["Mount"].itemid
    vector = client["Mount"]["COORD"].snapshot()
    assert isinstance(vector, ipc.SnapNumberVector)
    assert vector.getfloatvalue("DEC") == -0.5
    assert vector.getformattedvalue("DEC").strip() == "-0:30:00"
    assert (vector.vectortype, vector.devicename, vector.rule) == ("NumberVector", "Mount", None)
    assert list(vector.members()) == ["RA", "DEC"]
    assert vector.memberlabel("RA") == "Right ascension"
    assert (vector.itemid, vector.user_string) == (client["Mount"]["COORD"].itemid, "")
    assert type(client["Mount"]["SWITCH"].snapshot()) is ipc.SnapVector
    with pytest.raises(KeyError):
        vector["X"]


def test_numbers_as_json(client: IPyClient) -> None:
    hear(
        core_of(client).catalog,
        b"<setNumberVector device='Mount' name='COORD'><oneNumber name='RA'>inf</oneNumber></setNumberVector>",
    )
    found = json.loads(client["Mount"]["COORD"].snapshot().dumps())
    assert list(found) == [
        "vectortype", "name", "devicename", "label", "enable", "message", "message_timestamp", "group", "state",
        "timeout", "timestamp", "perm", "members",
    ]  # fmt: skip
    assert (found["vectortype"], found["timeout"]) == ("NumberVector", 60.0)
    assert found["message_timestamp"].startswith("2026-11-22T10:43:0")  # when it was defined
    assert found["timestamp"].startswith("2026-11-22T10:43:0")
    assert found["members"]["DEC"] == {
        "label": "DEC",
        "format": "%010.6m",
        "min": "-90",
        "max": "90",
        "step": "0",
        "value": "-0:30",
        "floatvalue": -0.5,
        "formattedvalue": client["Mount"]["COORD"].getformattedvalue("DEC"),  # type: ignore[attr-defined]
    }
    assert (found["members"]["RA"]["value"], found["members"]["RA"]["floatvalue"]) == ("inf", None)


def test_a_copy_may_be_changed_and_changes_nothing_else(client: IPyClient) -> None:
    snap = client["Mount"]["PLACE"].snapshot()
    snap["SITE"], snap.state, snap.label = "x", "Alert", "Where"
    assert (snap["SITE"], snap.data["SITE"].membervalue, snap.state, snap.label) == ("x", "x", "Alert", "Where")
    assert (client["Mount"]["PLACE"]["SITE"], client["Mount"]["PLACE"].state) == ("La Palma", "Ok")
    device = client["Mount"].snapshot()
    device.disable()
    assert (device.enable, device["PLACE"].enable, client["Mount"].enable) == (False, False, True)


def test_switches_have_a_rule(client: IPyClient) -> None:
    found = client["Mount"]["SWITCH"].snapshot().dictdump()
    assert (found["rule"], found["members"]["A"]) == ("OneOfMany", {"label": "A", "value": "On"})


def test_blobs_only_where_they_are_wanted(client: IPyClient) -> None:
    hear(
        core_of(client).catalog,
        b"<setBLOBVector device='Camera' name='CCD1' state='Ok'><oneBLOB name='CCD1' size='6' format='.fits'>U0lNUExF</oneBLOB></setBLOBVector>",
    )
    core_of(client).catalog.mark_saved(BlobSaved("Camera", "CCD1", "CCD1", "/images/a.fits", 6, NOW))
    snap = client.snapshot()
    assert snap["Camera"]["CCD1"]["CCD1"] == b"SIMPLE"

    def value(found: dict[str, Any]) -> Any:
        return found["devices"]["Camera"]["vectors"]["CCD1"]["members"]["CCD1"]["value"]

    assert value(snap.dictdump()) is value(json.loads(snap.dumps())) is None
    assert value(snap.dictdump(inc_blob=True)) == b"SIMPLE"
    assert value(json.loads(snap.dumps(inc_blob=True))) == "U0lNUExF"
    assert snap["Camera"].dictdump()["vectors"]["CCD1"]["members"]["CCD1"] == {
        "label": "Image",
        "filename": "a.fits",
        "blobsize": 6,
        "blobformat": ".fits",
        "value": None,
    }


def test_the_whole_in_a_file(client: IPyClient) -> None:
    client.user_string = "all"
    client.set_user_string("Camera", None, None, "guider")
    snap = client.snapshot()
    file = io.StringIO()
    snap.dump(file, indent=2, inc_user_string=True, inc_itemid=True)
    assert file.getvalue() == snap.dumps(indent=2, inc_user_string=True, inc_itemid=True)
    found = json.loads(file.getvalue())
    assert list(found) == ["indihost", "indiport", "connected", "messages", "user_string", "devices"]
    assert (found["messages"], found["user_string"]) == ([[NOW.isoformat(), "Hello"]], "all")
    camera = found["devices"]["Camera"]
    assert list(camera) == ["devicename", "enable", "messages", "user_string", "itemid", "vectors"]
    assert (camera["user_string"], camera["itemid"]) == ("guider", client["Camera"].itemid)
    member = camera["vectors"]["CCD1"]["members"]["CCD1"]
    assert (member["user_string"], member["itemid"]) == ("", client["Camera"]["CCD1"].member("CCD1").itemid)
    plain = json.loads(snap.dumps(separators=(",", ":")))
    assert "user_string" not in plain
    assert "itemid" not in plain["devices"]["Camera"]
    assert ": " not in snap["Camera"]["CCD1"].dumps(separators=(",", ":"))


def test_a_snapshot_is_read_in_another_thread(client: IPyClient) -> None:
    snap, texts = client.snapshot(), list[str]()
    thread = threading.Thread(target=lambda: texts.append(snap.dumps()))
    thread.start()
    thread.join()
    assert texts == [snap.dumps()]
