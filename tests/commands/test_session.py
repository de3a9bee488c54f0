"""Sessions: connected when they say so, waiting without missing anything, and plain about what is lost."""

from __future__ import annotations

import asyncio

import pytest

from indipyterm.client.core import ClientCore
from indipyterm.client.link import Link
from indipyterm.commands.session import Session, connect
from indipyterm.demo.server import DemoServer
from indipyterm.exceptions import NoServer, NotSaved
from indipyterm.model.events import Disconnected, Event, Updated
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import PingReply, PingRequest
from tests.client.running import Script
from tests.commands.vectors import change, numbers
from tests.servers import LOOPBACK, WireServer, free_port

VECTOR = numbers("D", "V", A="1")


async def test_it_is_connected_and_asks_for_everything(wire: WireServer) -> None:
    async with connect(LOOPBACK, wire.port) as session:
        assert session.client.connected
        assert session.where == f"{LOOPBACK}:{wire.port}"
        received = await wire.wait_received(b"<pingRequest")
        assert received.startswith(b'<getProperties version="1.7"/>')
    await wire.wait_clients(0)


async def test_it_asks_for_the_devices_that_matter_and_no_others(wire: WireServer) -> None:
    async with connect(LOOPBACK, wire.port, ["a b", "c"]):
        received = await wire.wait_received(b"<pingRequest")
    assert received.count(b"<getProperties") == 2
    assert b'device="a b"' in received
    assert b'device="c"' in received


async def test_no_server_is_said_at_once() -> None:
    with pytest.raises(NoServer, match="refused"):
        async with connect(LOOPBACK, free_port()):
            pytest.fail("connected")


async def test_a_patient_session_begins_without_a_server(wire: WireServer) -> None:
    await wire.refuse()
    async with connect(LOOPBACK, wire.port, patient=True) as session:
        down = asyncio.create_task(session.until(lambda: session.client.connected, 10))
        await wire.listen()
        session.client.retry()
        await down


async def test_a_fault_in_the_client_ends_the_block(wire: WireServer) -> None:
    def fail(event: Event) -> None:
        raise ZeroDivisionError

    async def block() -> None:
        async with connect(LOOPBACK, wire.port) as session:
            with session.listening(fail):
                wire.send(encode(VECTOR))
                await session.until(lambda: False, 10)

    with pytest.raises(ZeroDivisionError):
        await block()


async def test_a_folder_that_cannot_be_used_is_refused_before_there_is_a_connection() -> None:
    with pytest.raises(NotSaved):
        async with connect(LOOPBACK, free_port(), blobfolder="/nowhere"):
            pytest.fail("connected")


async def test_until_sees_every_moment(wire: WireServer) -> None:
    def value() -> str:
        vector = session.catalog.find("D", "V")
        return vector.members["A"].value if vector else ""

    async with connect(LOOPBACK, wire.port) as session:
        waiting = asyncio.create_task(session.until(lambda: value() == "2", 10))
        await wire.wait_received(b"<pingRequest")
        wire.send(encode(VECTOR) + encode(change(VECTOR, A="2")) + encode(change(VECTOR, A="3")))
        await waiting
        await session.until(lambda: value() == "3", 10)


async def test_until_looks_first_and_gives_up_in_time(wire: WireServer) -> None:
    async with connect(LOOPBACK, wire.port) as session:
        await session.until(lambda: True, 0.0)
        with pytest.raises(TimeoutError):
            await session.until(lambda: False, 0.01)


async def test_until_ends_where_the_connection_does(wire: WireServer) -> None:
    async with connect(LOOPBACK, wire.port) as session:
        waiting = asyncio.create_task(session.until(lambda: False, 10))
        await wire.wait_received(b"<pingRequest")
        await wire.drop_clients()
        with pytest.raises(NoServer, match=f"{wire.port}: the server closed the connection"):
            await waiting
        with pytest.raises(NoServer):
            session.check()


async def test_pings(demo: DemoServer, wire: WireServer) -> None:
    async with connect(demo.host, demo.port) as session:
        assert await session.ping(10)
        assert session.pinged
    async with connect(LOOPBACK, wire.port) as session:
        assert not await session.ping(0.01)
        assert not session.pinged


async def test_a_ping_without_a_connection(wire: WireServer) -> None:
    async with connect(LOOPBACK, wire.port) as session:
        await wire.refuse()
        await wire.drop_clients()
        with pytest.raises(NoServer):
            await session.until(lambda: False, 10)
        with pytest.raises(NoServer):
            await session.ping(10)
        session.patient = True
        assert not await session.ping(10)


async def test_it_answers_pings_as_every_client_does(wire: WireServer) -> None:
    async with connect(LOOPBACK, wire.port):
        await wire.wait_received(b"<pingRequest")
        wire.send(encode(PingRequest("x y")))
        await wire.wait_received(b'<pingReply uid="x y"/>')


async def test_a_server_that_falls_silent_is_given_up(wire: WireServer) -> None:
    client = ClientCore(LOOPBACK, wire.port)
    client.link = Link(LOOPBACK, wire.port, check_seconds=0.01)
    with Session(client, patient=True) as session:
        running = asyncio.create_task(client.run())
        await wire.wait_received(b"<pingRequest")
        wire.send(encode(PingReply("indipyterm-1")))
        await wire.wait_accepted(2)
        assert session.pinged
    client.shutdown()
    await running


async def test_a_session_of_another_client_receives_its_events_within_the_block(wire: WireServer) -> None:
    client = Script(wire.port)
    events: list[Event] = []
    running = asyncio.create_task(client.asyncrun())
    wire.greeting = encode(VECTOR) + encode(change(VECTOR, A="2"))
    with Session(client) as session, session.listening(events.append):
        await session.until(lambda: client.get_vector_state("D", "V") is not None, 10)
        await session.until(lambda: client["D"]["V"]["A"] == "2", 10)
        assert [type(event).__name__ for event in events] == ["Connected", "Defined", "Updated"]
        assert session.definitions == 1
        await wire.refuse()
        await wire.drop_clients()
        with pytest.raises(NoServer, match=f"{wire.port}: the server closed the connection"):
            await session.until(lambda: False, 10)
    await wire.listen()
    await client.change(Updated, 2)
    assert isinstance(events[-1], Disconnected)
    client.shutdown()
    await running
