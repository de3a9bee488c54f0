"""Servers: their connections, and what is defined on them now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from indipyterm.client.core import ClientCore
from indipyterm.model import events
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.workspace.frames import Frame
from indipyterm.workspace.servers import Server, Servers
from tests.tui.emulator import NOON, StillClock
from tests.tui.host import DEFINITIONS, SERVER, feed

LOST = events.Disconnected("reset", 5.0, True, NOON + timedelta(seconds=60))


class Published:
    """Servers, and the frames that they published."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.servers = Servers(self._update, StillClock(), blob_limit=50)

    def _update(self, frame: Frame) -> None:
        self.frames.append(frame)
        self.servers.update(frame)


def server() -> Server:
    return Server("pi4", ClientCore("pi4", 7624))


# One server


def test_a_connection_that_is_made_and_lost() -> None:
    one = server()
    one.update(events.Connected(NOON, local=True))
    assert one.local
    assert (one.connected, one.ever_connected, one.since) == (True, True, NOON)
    one.update(LOST)
    assert (one.connected, one.ever_connected, one.since) == (False, True, LOST.when)
    assert (one.reason, one.tries, one.retry_at) == ("reset", 1, LOST.when + timedelta(seconds=5))
    one.update(events.Disconnected("refused", 10.0, False, NOON + timedelta(seconds=65)))
    assert (one.since, one.reason, one.tries) == (LOST.when, "refused", 2)
    one.update(events.Connected(NOON + timedelta(seconds=75)))
    assert not one.local
    assert (one.tries, one.retry_at) == (0, None)


def test_a_connection_that_was_never_made() -> None:
    one = server()
    one.update(events.Disconnected("refused", 1.0, False, NOON))
    one.update(events.Disconnected("refused", 2.0, False, NOON + timedelta(seconds=1)))
    assert (one.ever_connected, one.since, one.tries) == (False, NOON, 2)


# All of them


def test_a_server_is_added_once() -> None:
    servers = Published().servers
    first = servers.add("pi4", 7624)
    assert servers.add("pi4", 7624) is first
    named = servers.add("dome", 7625, "the dome")
    assert [one.name for one in servers] == [SERVER, "the dome"]
    assert servers["the dome"] is named is servers.at("dome", 7625)
    assert servers.at("dome", 7624) is None
    assert (len(servers), "the dome" in servers) == (2, True)
    assert first.client.blob_limit == 50


async def test_what_is_defined_now() -> None:
    published = Published()
    servers = published.servers
    one = servers.add("pi4", 7624)
    feed(one, DEFINITIONS)
    servers.flush()
    mount, mode = DeviceKey(SERVER, "Mount"), VectorKey(SERVER, "Mount", "MODE")
    assert [key.device for key in servers.devices()] == ["CCD", "Mount"]
    assert mode in dict(servers.vectors())
    assert servers.vector(mode)
    assert servers.device(mount)
    assert servers.client(mode) is one.client
    for key in (None, VectorKey(SERVER, "Mount", "NONE"), VectorKey("gone", "Mount", "MODE")):
        assert servers.vector(key) is None
    assert servers.device(None) is servers.device(DeviceKey("gone", "Mount")) is None
    with pytest.raises(KeyError):
        servers.client(DeviceKey("gone", "Mount"))
    feed(one, b'<delProperty device="Mount"/>')
    servers.flush()
    assert (servers.device(mount), servers.groups(mount), servers.vector(mode)) == (None, None, None)
    assert [key.device for key in servers.devices()] == ["CCD"]


async def test_groups_are_made_again_when_definitions_change() -> None:
    servers = Published().servers
    one = servers.add("pi4", 7624)
    feed(one, DEFINITIONS)
    servers.flush()
    key = DeviceKey(SERVER, "Mount")
    groups = servers.groups(key)
    assert groups
    feed(one, b'<setSwitchVector device="Mount" name="MODE" state="Alert"/>')
    servers.flush()
    assert servers.groups(key) is groups
    feed(one, b'<delProperty device="Mount" name="MODE"/>')
    servers.flush()
    assert servers.groups(key) is not groups


async def test_update_tells_whether_a_connection_was_made_lost_or_tried() -> None:
    servers = Published().servers
    one = servers.add("pi4", 7624)

    def frame(*happened: events.Event) -> Frame:
        return Frame(SERVER, frozenset(), frozenset(), happened, data_received=False)

    assert servers.update(frame(events.Connected(NOON)))
    assert servers.live(SERVER)
    assert servers.update(frame(LOST, events.Connected(NOON)))  # both within a frame
    assert one.connected
    assert servers.update(frame(LOST))
    assert servers.update(frame(events.Disconnected("refused", 1.0, False, NOON)))
    assert not servers.update(frame())
    assert not servers.live(SERVER)
    assert not servers.live("gone")


async def test_own_sends_are_no_sign_of_a_server_that_answers() -> None:
    published = Published()
    one = published.servers.add("pi4", 7624)
    listener = one.client.listeners[0]
    for event in (events.Connected(NOON), events.ValuesSent("Mount", "MODE", {}, NOON)):
        listener(event)
    published.servers.flush()
    assert not one.data_received
    feed(one, DEFINITIONS)
    published.servers.flush()
    assert one.data_received
    listener(LOST)
    published.servers.flush()
    assert not one.data_received


async def test_a_removed_server_publishes_its_last_frame_and_no_other() -> None:
    published = Published()
    one = published.servers.add("pi4", 7624)
    feed(one, DEFINITIONS)
    assert published.servers.remove(SERVER) is one
    assert len(published.frames) == 1
    feed(one, b'<delProperty device="Mount"/>')
    again = published.servers.add("pi4", 7624)
    assert again is not one
    published.servers.flush()
    assert len(published.frames) == 1
    assert published.servers.devices() == []
