"""``wait`` for scripts: it comes back when the expression holds, at that very moment, and not before."""

from __future__ import annotations

import asyncio

import pytest

from indipyterm.commands import definitions
from indipyterm.commands.expression_parser import parse_expression
from indipyterm.commands.session import Session, connect
from indipyterm.commands.set import set_values
from indipyterm.commands.wait import wait_for
from indipyterm.demo.clock import ManualClock
from indipyterm.exceptions import BadExpression, CannotCompare, NoServer
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import State
from tests.commands.vectors import change, numbers
from tests.servers import FOCUSER, LOOPBACK, IndiServer, WireServer

POSITION = numbers("Focuser Simulator", "ABS", POSITION="0")
THERE = '"Focuser Simulator".ABS.POSITION >= 45000'


async def test_an_expression_that_is_already_true(session: Session) -> None:
    await wait_for(session, "Focuser.CONNECTION.CONNECT == On", 10)
    await wait_for(session, parse_expression("Focuser.CONNECTION._STATE == Ok and Focuser.FOCUS_SPEED.* < 2"), 10)


async def test_it_waits_for_a_definition_and_a_value_however_short(wire: WireServer) -> None:
    async with connect(LOOPBACK, wire.port) as session:
        waiting = asyncio.create_task(wait_for(session, THERE, 10))
        await wire.wait_received(b"<pingRequest")
        wire.send(encode(POSITION))
        await session.until(lambda: session.catalog.find("Focuser Simulator", "ABS") is not None, 10)
        assert not waiting.done()
        wire.send(encode(change(POSITION, POSITION="45000")) + encode(change(POSITION, POSITION="0")))
        await waiting


async def test_the_time_is_up(session: Session) -> None:
    with pytest.raises(TimeoutError):
        await wait_for(session, "Focuser.CONNECTION.CONNECT == Off", 0.01)
    with pytest.raises(TimeoutError):
        await wait_for(session, "not Nobody.CONNECTION.CONNECT == On", 0.01)


async def test_the_time_is_up_without_a_server(wire: WireServer) -> None:
    await wire.refuse()
    async with connect(LOOPBACK, wire.port, patient=True) as session:
        with pytest.raises(TimeoutError):
            await wait_for(session, THERE, 0.05)


async def test_wildcards_wait_for_all_definitions(wire: WireServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or else "none is Busy" would hold of the first that is defined."""
    for name in ("QUIET", "QUIET_UNCONFIRMED", "QUIET_INCOMPLETE"):
        monkeypatch.setattr(definitions, name, 0.05)
    busy = numbers("B", "V", state=State.BUSY, A="1")
    wire.greeting = encode(numbers("A", "V", A="1")) + encode(busy)
    async with connect(LOOPBACK, wire.port) as session:
        waiting = asyncio.create_task(wait_for(session, "not *.V._STATE == Busy", 10))
        await session.until(lambda: session.definitions == 2, 10)
        with pytest.raises(TimeoutError):
            await session.until(waiting.done, 0.2)
        wire.send(encode(change(busy, State.OK)))
        await waiting


async def test_it_keeps_waiting_after_a_lost_connection(wire: WireServer) -> None:
    wire.greeting = encode(POSITION)
    async with connect(LOOPBACK, wire.port, patient=True) as session:
        waiting = asyncio.create_task(wait_for(session, f"{THERE} or not {THERE}", 10))
        await waiting
        waiting = asyncio.create_task(wait_for(session, THERE, 10))
        wire.greeting = encode(numbers("Focuser Simulator", "ABS", POSITION="50000"))
        await session.until(lambda: session.definitions == 1, 10)
        await wire.drop_clients()
        await session.until(lambda: not session.client.connected, 10)
        assert not waiting.done()
        session.client.retry()
        await waiting


async def test_an_impatient_session_ends_with_the_connection(wire: WireServer) -> None:
    async with connect(LOOPBACK, wire.port) as session:
        waiting = asyncio.create_task(wait_for(session, THERE, 10))
        await wire.wait_received(b"<pingRequest")
        await wire.drop_clients()
        with pytest.raises(NoServer):
            await waiting


async def test_comparisons_without_sense(session: Session) -> None:
    with pytest.raises(BadExpression):
        await wait_for(session, "Focuser.CONNECTION == On")
    with pytest.raises(CannotCompare, match="is a number"):
        await wait_for(session, "Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE == fast", 10)


async def test_a_move_of_the_demo(session: Session, clock: ManualClock) -> None:
    await set_values(session, ["Focuser.ABS_FOCUS_POSITION.FOCUS_ABSOLUTE_POSITION=45000"], wait=False)
    position = "Focuser.ABS_FOCUS_POSITION.FOCUS_ABSOLUTE_POSITION"
    waiting = asyncio.create_task(
        wait_for(session, f"{position} <= 45000 and Focuser.ABS_FOCUS_POSITION._STATE == Ok", 30)
    )
    await clock.advance(2)
    assert await session.ping(10)
    assert not waiting.done()
    await clock.advance(1)
    await waiting


@pytest.mark.real
async def test_a_move_of_the_real_focuser(indi: IndiServer) -> None:
    name = FOCUSER.device
    async with connect(LOOPBACK, indi.port) as session, connect(LOOPBACK, indi.port) as other:
        await set_values(other, [f"{name}.CONNECTION=CONNECT"])
        waiting = asyncio.create_task(
            wait_for(session, f'"{name}".ABS_FOCUS_POSITION.FOCUS_ABSOLUTE_POSITION == 48000', 30)
        )
        await set_values(other, [f"{name}.ABS_FOCUS_POSITION.FOCUS_ABSOLUTE_POSITION=48000"], timeout=30)
        await waiting
