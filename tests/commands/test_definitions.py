"""Knowing when definitions have ended: at once where that can be known, by the quiet where it cannot."""

from __future__ import annotations

import asyncio

import pytest

from indipyterm.commands import definitions
from indipyterm.commands.definitions import await_condition, await_definitions, unheard
from indipyterm.commands.patterns import parse_pattern
from indipyterm.commands.session import Session, connect
from indipyterm.demo.server import DemoServer
from indipyterm.exceptions import NoServer
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import DelProperty, Message, PingReply
from tests.commands.vectors import numbers
from tests.servers import LOOPBACK, SIMULATORS, IndiServer, WireServer

ONE, TWO, THREE = (numbers("D", name, A="1") for name in ("ONE", "TWO", "THREE"))


def known(session: Session) -> int:
    return sum(1 for device in session.catalog.devices.values() for _ in device.present())


@pytest.fixture
def never_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be told by the quiet within the time of a test."""
    for name in ("QUIET", "QUIET_UNCONFIRMED", "QUIET_INCOMPLETE"):
        monkeypatch.setattr(definitions, name, 1000.0)


@pytest.mark.usefixtures("never_quiet")
async def test_an_exact_name_is_there_at_once(wire: WireServer) -> None:
    wire.greeting = encode(ONE)
    async with connect(LOOPBACK, wire.port) as session:
        await await_definitions(session, [parse_pattern("D.ONE.A")], 10)
        assert known(session) == 1


@pytest.mark.usefixtures("never_quiet")
async def test_all_exact_names_are_waited_for(wire: WireServer) -> None:
    wire.greeting = encode(ONE)
    async with connect(LOOPBACK, wire.port) as session:
        learning = asyncio.create_task(await_definitions(session, [parse_pattern("D.TWO"), parse_pattern("D.ONE")], 10))
        await session.until(lambda: known(session) == 1, 10)
        assert not learning.done()
        wire.send(encode(TWO))
        await learning


@pytest.mark.usefixtures("never_quiet")
async def test_the_time_is_up_while_definitions_go_on(wire: WireServer) -> None:
    async with connect(LOOPBACK, wire.port) as session:
        with pytest.raises(TimeoutError):
            await await_definitions(session, seconds=0.01)


async def test_a_pattern_takes_the_quiet_and_a_ping(wire: WireServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(definitions, "QUIET_UNCONFIRMED", 1000.0)
    monkeypatch.setattr(definitions, "QUIET", 0.01)
    wire.greeting = encode(ONE)
    async with connect(LOOPBACK, wire.port) as session:
        await wire.wait_received(b'uid="indipyterm-1"')
        wire.send(encode(PingReply("indipyterm-1")))
        await session.until(lambda: session.pinged and known(session) == 1, 10)
        learning = asyncio.create_task(await_definitions(session, [parse_pattern("D*")], 10))
        await wire.wait_received(b'uid="indipyterm-2"')
        wire.send(encode(TWO) + encode(PingReply("indipyterm-2")))  # it was not over
        await wire.wait_received(b'uid="indipyterm-3"')
        assert not learning.done()
        wire.send(encode(PingReply("indipyterm-3")))
        await learning
        assert known(session) == 2


async def test_without_pings_the_quiet_is_enough(wire: WireServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(definitions, "QUIET_UNCONFIRMED", 0.01)
    monkeypatch.setattr(definitions, "QUIET", 1000.0)
    wire.greeting = encode(ONE) + encode(TWO)
    async with connect(LOOPBACK, wire.port) as session:
        await await_definitions(session, seconds=10)
        assert known(session) == 2


async def test_what_is_missing_is_waited_for_longer(wire: WireServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(definitions, "QUIET_UNCONFIRMED", 0.01)
    monkeypatch.setattr(definitions, "QUIET_INCOMPLETE", 0.02)
    waits: list[float | None] = []
    until = Session.until

    async def spy(self: Session, condition: object, seconds: float | None = None) -> None:
        waits.append(seconds)
        await until(self, condition, seconds)  # type: ignore[arg-type]

    monkeypatch.setattr(Session, "until", spy)
    wire.greeting = encode(ONE)
    async with connect(LOOPBACK, wire.port) as session:
        await await_definitions(session, [parse_pattern("D*"), parse_pattern("E*")], 10)
        assert known(session) == 1
        assert 0.01 not in waits
        await await_definitions(session, [parse_pattern("D*")], 10)
        assert 0.01 in waits


async def test_a_device_that_is_named_is_waited_for_while_the_server_is_quiet(wire: WireServer) -> None:
    """Its driver may be busy for seconds."""
    wire.greeting = encode(ONE)
    other = numbers("E", "V", A="1")
    async with connect(LOOPBACK, wire.port) as session:
        for name in ("E.V.A", "E.V", "E", "E.*"):
            assert unheard(session, ["E"]) == ["E"]
            learning = asyncio.create_task(await_definitions(session, [parse_pattern(name)], 10))
            await session.until(lambda: known(session) == 1, 10)
            await asyncio.sleep(0)
            assert not learning.done()
            wire.send(encode(other))
            await learning
            wire.send(encode(DelProperty("E")))
            await session.until(lambda: known(session) == 1, 10)


async def test_what_is_named_and_not_heard_of_takes_all_the_time_and_no_more(wire: WireServer) -> None:
    wire.greeting = encode(ONE)
    async with connect(LOOPBACK, wire.port) as session:
        await await_definitions(session, [parse_pattern("D.ONE"), parse_pattern("E.V")], 0.05)
        assert not await await_condition(session, lambda: False, 0.01)
        assert (known(session), unheard(session, ["D", "E"])) == (1, ["E"])


@pytest.mark.usefixtures("short_quiet")
async def test_a_device_that_the_server_mentioned_is_waited_for(wire: WireServer) -> None:
    wire.greeting = encode(ONE) + encode(Message("E", message="moving"))
    async with connect(LOOPBACK, wire.port) as session:
        learning = asyncio.create_task(await_definitions(session, seconds=10))
        await session.until(lambda: "E" in session.mentioned, 10)
        await asyncio.wait([learning], timeout=0.2)
        assert not learning.done()
        wire.send(encode(numbers("E", "V", A="1")))
        await learning


async def test_a_lost_connection_is_said(wire: WireServer) -> None:
    async with connect(LOOPBACK, wire.port) as session:
        learning = asyncio.create_task(await_definitions(session, seconds=10))
        await wire.wait_received(b"<pingRequest")
        await wire.drop_clients()
        with pytest.raises(NoServer):
            await learning


async def test_a_patient_session_learns_from_the_next_connection(
    wire: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(definitions, "QUIET_UNCONFIRMED", 0.05)
    monkeypatch.setattr(definitions, "QUIET_INCOMPLETE", 1000.0)
    async with connect(LOOPBACK, wire.port, patient=True) as session:
        learning = asyncio.create_task(await_definitions(session, seconds=10))
        await wire.wait_received(b"<pingRequest")
        wire.greeting = encode(ONE)
        await wire.drop_clients()
        await session.until(lambda: not session.client.connected, 10)
        session.client.retry()
        await learning
        assert known(session) == 1


async def test_the_demo_is_learned_whole(demo: DemoServer) -> None:
    async with connect(demo.host, demo.port) as session:
        await await_definitions(session, seconds=10)
        assert known(session) == sum(len(instrument.definitions()) for instrument in demo.instruments)


@pytest.mark.real
async def test_the_real_server_is_learned_whole(indi: IndiServer) -> None:
    async with connect(LOOPBACK, indi.port) as session:
        await await_definitions(session, seconds=20)
        assert known(session) >= sum(each.vectors for each in SIMULATORS)
        assert {simulator.device for simulator in SIMULATORS} <= set(session.catalog.devices)
