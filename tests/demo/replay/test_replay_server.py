"""One server of a recording: what its clients are sent, and when they can connect."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from indipyterm.demo.replay.replay_server import ReplayServer
from indipyterm.demo.replay.server_state import ServerState
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.messages import (
    BlobPolicy,
    DefVector,
    DelProperty,
    EnableBlob,
    GetProperties,
    Kind,
    Message,
    OneBlob,
    PingReply,
    PingRequest,
    SetVector,
    State,
)
from tests.demo.replay.recordings import IMAGE, PLACE, START, Connect, at, playing, reach


@asynccontextmanager
async def serving(state: ServerState) -> AsyncIterator[ReplayServer]:
    """A server whose recording is in this state."""
    server = ReplayServer("pi4:7624", lambda: START)
    await server.set_state(state)
    try:
        yield server
    finally:
        await server.close()


async def test_the_port_is_open_while_the_recorded_connection_was_up(connect: Connect) -> None:
    async with serving(ServerState()) as server:
        with pytest.raises(ConnectionRefusedError):
            await connect(server.port)
        await server.set_state(up(PLACE))
        client = await connect(server.port)
        assert client.received == [PLACE]
        await server.set_state(ServerState())
        assert not await client.is_connected()
        with pytest.raises(ConnectionRefusedError):
            await connect(server.port)


async def test_a_client_is_sent_what_it_asks_for(connect: Connect) -> None:
    async with serving(up(PLACE, IMAGE)) as server:
        client = await connect(server.port, everything=False)
        for request, sent in [
            (GetProperties(device="Nobody"), []),
            (GetProperties(device="CCD"), [IMAGE]),
            (GetProperties(device="Focuser", name="PLACE"), [PLACE]),
            (GetProperties(device="CCD", name="NONE"), []),
        ]:
            client.clear()
            await client.send(request)
            assert client.received == sent


async def test_only_who_wants_blobs_is_sent_the_size_of_the_last(connect: Connect) -> None:
    state = up(IMAGE)
    size = state.blobs["CCD", "IMAGE"] = SetVector(
        Kind.BLOB, "CCD", "IMAGE", (OneBlob("I", 3, ".x", BlobData()),), State.OK
    )
    async with serving(state) as server:
        client = await connect(server.port)
        assert client.received == [IMAGE]
        client.clear()
        await client.send(EnableBlob(BlobPolicy.ALSO, "CCD"), GetProperties())
        assert client.received == [IMAGE, size]


async def test_a_jump_sends_what_differs(connect: Connect) -> None:
    async with serving(up(PLACE, IMAGE)) as server:
        client = await connect(server.port)
        client.clear()
        later = PLACE._replace(state=State.BUSY)
        await server.set_state(up(later))
        await client.receive_all()
        assert client.received == [DelProperty("CCD", "IMAGE"), later]


async def test_a_blob_that_was_recorded_damaged_is_left_out(connect: Connect) -> None:
    async with serving(up(IMAGE)) as server:
        client = await connect(server.port)
        await client.send(EnableBlob(BlobPolicy.ALSO, "CCD"))
        client.clear()
        damaged = SetVector(Kind.BLOB, "CCD", "IMAGE", (OneBlob("I", 3, ".x", BlobData(fault="cut off")),))
        await server.broadcast([damaged, Message("CCD", None, "after it")])
        await client.receive_all()
        assert client.received == [Message("CCD", None, "after it")]


def up(*vectors: DefVector) -> ServerState:
    """A server with these vectors and a connection."""
    state = ServerState()
    state.connected = True
    state.vectors = {(vector.device, vector.name): vector for vector in vectors}
    return state


async def test_requests_have_no_effect(tmp_path: Path, connect: Connect) -> None:
    async with playing(tmp_path) as (replay, _):
        client = await connect(replay.servers[0].port)
        client.clear()
        await client.request("Focuser", "PLACE", P=7.0)
        assert client.messages("Focuser") == ["a replay: nothing is sent"]
        assert client.number("Focuser", "PLACE", "P") == 100


async def test_pings_are_answered(tmp_path: Path, connect: Connect) -> None:
    async with playing(tmp_path) as (replay, _):
        client = await connect(replay.servers[0].port, everything=False)
        await client.send(PingRequest("x"))
        assert client.received == [PingReply("x")]


async def test_blobs_are_sent_to_clients_that_enabled_them(tmp_path: Path, connect: Connect) -> None:
    async with playing(tmp_path) as (replay, real):
        wants, wants_not = [await connect(replay.servers[0].port) for _ in range(2)]
        await wants.send(EnableBlob(BlobPolicy.ALSO, "CCD"))
        await reach(replay, real, 30)
        await wants.receive_all()
        await wants_not.receive_all()
        (image,) = wants.sets("CCD", "IMAGE")
        assert isinstance(image.members[0], OneBlob)
        assert image.members[0].data.decode() == b"abc"
        assert wants_not.sets("CCD", "IMAGE") == []


async def test_after_seeking_the_size_of_the_last_image_is_known(tmp_path: Path, connect: Connect) -> None:
    async with playing(tmp_path) as (replay, _):
        await replay.seek(at(35))
        client = await connect(replay.servers[0].port, everything=False)
        await client.send(EnableBlob(BlobPolicy.ALSO, "CCD"), GetProperties())
        (image,) = client.sets("CCD", "IMAGE")
        assert image.members == (OneBlob("I", 3, ".x", BlobData()),)
