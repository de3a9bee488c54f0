"""``watch`` for scripts: every change once, and nothing that is none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from indipyterm.commands import watch as watches
from indipyterm.commands.selection import Value
from indipyterm.commands.session import Session, connect
from indipyterm.commands.set import set_values
from indipyterm.commands.watch import Change, watch
from indipyterm.demo.clock import ManualClock
from indipyterm.demo.server import DemoServer
from indipyterm.exceptions import BadPattern, NoServer
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import DelProperty, Kind, OneBlob, SetVector, State
from tests.commands.vectors import WHEN, blobs, change, numbers
from tests.servers import FOCUSER, LOOPBACK, IndiServer, WireServer

V, W = numbers("D", "V", A="1", B="2"), numbers("D", "W", A="1")


async def take(changes: AsyncGenerator[Change, None], count: int) -> list[tuple[str, str, Value, str | None]]:
    """The next changes, without their time."""
    async with asyncio.timeout(10):
        found = [await anext(changes) for _ in range(count)]
    return [(each.vector, each.member, each.value, each.state) for each in found]


def contents(folder: Path) -> dict[Value, bytes]:
    """The files in a folder."""
    return {str(path): path.read_bytes() for path in folder.iterdir()}


async def test_first_what_is_there_then_what_changes(wire: WireServer) -> None:
    wire.greeting = encode(V) + encode(W)
    async with connect(LOOPBACK, wire.port) as session, aclosing(watch(session, ["D.V"])) as changes:
        assert await take(changes, 3) == [("V", "A", 1, "Ok"), ("V", "B", 2, "Ok"), ("V", "_STATE", "Ok", "Ok")]
        wire.send(encode(change(V, A="5")) + encode(change(W, A="9")) + encode(change(V, A="5", B="2")))
        wire.send(encode(change(V, State.BUSY)) + encode(change(V, State.OK, A="6", B="7")))
        assert await take(changes, 5) == [
            ("V", "A", 5, "Ok"),
            ("V", "_STATE", "Busy", "Busy"),
            ("V", "A", 6, "Ok"),
            ("V", "B", 7, "Ok"),
            ("V", "_STATE", "Ok", "Ok"),
        ]


async def test_a_pattern_with_a_member_means_just_that(wire: WireServer) -> None:
    wire.greeting = encode(V) + encode(W)
    async with connect(LOOPBACK, wire.port) as session:
        async with aclosing(watch(session, ["D.V.*"])) as changes:
            assert await take(changes, 2) == [("V", "A", 1, "Ok"), ("V", "B", 2, "Ok")]
            wire.send(encode(change(V, State.BUSY)) + encode(change(V, B="3")))
            assert await take(changes, 1) == [("V", "B", 3, "Busy")]
        async with aclosing(watch(session, ["D.*._STATE"])) as changes:
            assert await take(changes, 2) == [("V", "_STATE", "Busy", "Busy"), ("W", "_STATE", "Ok", "Ok")]


async def test_everything_without_patterns(session: Session, demo: DemoServer) -> None:
    members = sum(
        len(vector.members) + 1
        for instrument in demo.instruments
        for vector in instrument.definitions()
        if vector.kind is not Kind.BLOB
    )
    states_of_blobs = sum(
        vector.kind is Kind.BLOB for instrument in demo.instruments for vector in instrument.definitions()
    )
    async with aclosing(watch(session)) as changes:
        found = await take(changes, members + states_of_blobs)
        assert len(set(found)) > 100
        demo.instrument("Focuser").update("FOCUS_SPEED", {"FOCUS_SPEED_VALUE": 4})
        assert await take(changes, 1) == [("FOCUS_SPEED", "FOCUS_SPEED_VALUE", 4, "Idle")]


async def test_what_is_gone_and_comes_back(wire: WireServer) -> None:
    wire.greeting = encode(V) + encode(W)
    async with connect(LOOPBACK, wire.port) as session, aclosing(watch(session, ["D.*.A"])) as changes:
        assert len(await take(changes, 2)) == 2
        wire.send(encode(DelProperty("D", "W")))
        assert await take(changes, 1) == [("W", "_STATE", None, None)]
        wire.send(encode(W) + encode(DelProperty("D")))
        assert await take(changes, 3) == [
            ("W", "A", 1, "Ok"),
            ("V", "_STATE", None, None),
            ("W", "_STATE", None, None),
        ]


async def test_a_new_definition_is_compared_with_the_last(wire: WireServer) -> None:
    wire.greeting = encode(V)
    async with connect(LOOPBACK, wire.port) as session, aclosing(watch(session, ["D.V.*"])) as changes:
        assert len(await take(changes, 2)) == 2
        wire.send(encode(V) + encode(numbers("D", "V", A="1", C="3")))
        assert await take(changes, 1) == [("V", "C", 3, "Ok")]


async def test_after_a_new_connection_only_what_differs(wire: WireServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watches, "GONE_SECONDS", 0.05)
    wire.greeting = encode(V) + encode(W)
    connected = connect(LOOPBACK, wire.port, patient=True)
    async with connected as session, aclosing(watch(session, ["D.*.*"])) as changes:
        assert len(await take(changes, 3)) == 3
        wire.greeting = encode(numbers("D", "V", A="1", B="3"))
        await wire.drop_clients()
        await session.until(lambda: not session.client.connected, 10)
        session.client.retry()
        assert await take(changes, 2) == [("V", "B", 3, "Ok"), ("W", "_STATE", None, None)]


async def test_one_look_for_what_is_gone_is_planned_at_a_time_and_none_after_the_end(
    wire: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    call_later, planned = loop.call_later, list[asyncio.TimerHandle]()

    def spy(delay: float, *what: Any, **more: Any) -> asyncio.TimerHandle:
        timer = call_later(delay, *what, **more)
        if delay == watches.GONE_SECONDS:
            planned.append(timer)
        return timer

    monkeypatch.setattr(watches, "GONE_SECONDS", 1234.5)
    monkeypatch.setattr(loop, "call_later", spy)
    wire.greeting = encode(V)
    connected = connect(LOOPBACK, wire.port, patient=True)
    async with connected as session, aclosing(watch(session, ["D.V.A"])) as changes:
        await session.until(lambda: session.catalog.find("D", "V") is not None, 10)
        for reconnected in range(3):
            assert await take(changes, 1) == [("V", "A", reconnected + 1, "Ok")]
            assert [timer.cancelled() for timer in planned] == [True] * (reconnected - 1) + [False] * (reconnected > 0)
            wire.greeting = encode(numbers("D", "V", A=f"{reconnected + 2}"))
            await wire.drop_clients()
            await session.until(lambda: not session.client.connected, 10)
            session.client.retry()
    assert all(timer.cancelled() for timer in planned)


async def test_a_silent_device_is_gone_after_a_minute_only(wire: WireServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its driver may be busy while the server is there again."""
    monkeypatch.setattr(watches, "GONE_SECONDS", 0.02)
    monkeypatch.setattr(watches, "RETURN_SECONDS", 0.3)
    other = numbers("E", "V", A="1")
    wire.greeting = encode(other) + encode(V)
    connected = connect(LOOPBACK, wire.port, patient=True)
    async with connected as session, aclosing(watch(session, ["E", "D.V.A"])) as changes:
        assert len(await take(changes, 3)) == 3
        wire.greeting = encode(numbers("D", "V", A="3"))
        await wire.drop_clients()
        await session.until(lambda: not session.client.connected, 10)
        begin = asyncio.get_running_loop().time()
        session.client.retry()
        assert await take(changes, 2) == [("V", "A", 3, "Ok"), ("V", "_STATE", None, None)]
        assert asyncio.get_running_loop().time() - begin >= 0.3


async def test_an_impatient_session_ends_it(wire: WireServer) -> None:
    wire.greeting = encode(V)
    async with connect(LOOPBACK, wire.port) as session, aclosing(watch(session, ["D.V.A"])) as changes:
        assert len(await take(changes, 1)) == 1
        await wire.drop_clients()
        with pytest.raises(NoServer):
            await take(changes, 1)


async def test_a_bad_pattern(session: Session) -> None:
    with pytest.raises(BadPattern):
        await anext(watch(session, ["a..b"]))


async def test_blobs_are_enabled_saved_and_named(wire: WireServer, tmp_path: Path) -> None:
    image, other = blobs("D", "IMAGE", "CCD1"), blobs("D", "OTHER", "CCD2")
    wire.greeting = encode(other) + encode(image)
    connected = connect(LOOPBACK, wire.port, blobfolder=tmp_path)
    async with connected as session, aclosing(watch(session, ["D.IMAGE"], blobs=True)) as changes:
        assert await take(changes, 1) == [("IMAGE", "_STATE", "Ok", "Ok")]
        waiting = asyncio.create_task(take(changes, 1))
        received = await wire.wait_received(b"</enableBLOB>")
        assert received.count(b"<enableBLOB") == 1
        assert b'name="IMAGE"' in received
        one = OneBlob("CCD1", 4, ".fits", BlobData(b"data"))
        wire.send(encode(SetVector(Kind.BLOB, "D", "IMAGE", (one,), State.OK, timestamp=WHEN)))
        ((vector, member, name, _),) = await waiting
    assert (vector, member) == ("IMAGE", "CCD1")
    assert contents(tmp_path) == {name: b"data"}


def test_a_line_and_an_object() -> None:
    value = Change(WHEN, "Focuser Simulator", "ABS", "A", 45000, "Busy")
    assert str(value) == "2026-11-22T22:43:07.000Z Focuser Simulator.ABS.A=45000 [Busy]"
    assert str(value._replace(member="_STATE", value="Busy")) == (
        "2026-11-22T22:43:07.000Z Focuser Simulator.ABS._STATE=Busy"
    )
    gone = Change(WHEN, "D", "V", "_STATE", None, None)
    assert str(gone) == "2026-11-22T22:43:07.000Z D.V is gone"
    assert list(value.as_json().items()) == [
        ("t", "2026-11-22T22:43:07.000Z"),
        ("device", "Focuser Simulator"),
        ("vector", "ABS"),
        ("member", "A"),
        ("value", 45000),
        ("state", "Busy"),
    ]


async def test_a_move_of_the_demo(session: Session, clock: ManualClock) -> None:
    async with aclosing(watch(session, ["Focuser.ABS_FOCUS_POSITION.*"])) as changes:
        assert await take(changes, 1) == [("ABS_FOCUS_POSITION", "FOCUS_ABSOLUTE_POSITION", 50000, "Ok")]
        await set_values(session, ["Focuser.ABS_FOCUS_POSITION.FOCUS_ABSOLUTE_POSITION=49000"], wait=False)
        await clock.advance(1)
        moves = [value for _, _, value, _ in await take(changes, 2)]
        assert moves == [49500, 49000]


@pytest.mark.real
async def test_a_move_of_the_real_focuser(indi: IndiServer) -> None:
    async with connect(LOOPBACK, indi.port, [FOCUSER.device]) as session:
        position = f"{FOCUSER.device}.ABS_FOCUS_POSITION"
        await set_values(session, [f"{FOCUSER.device}.CONNECTION=CONNECT"])
        await set_values(session, [f"{position}.FOCUS_ABSOLUTE_POSITION=50000"], timeout=30)
        async with aclosing(watch(session, [f"{position}.*"])) as changes:
            assert (await take(changes, 1))[0][2] == 50000
            await set_values(session, [f"{position}.FOCUS_ABSOLUTE_POSITION=49000"], timeout=30)
            assert await take(changes, 1) == [("ABS_FOCUS_POSITION", "FOCUS_ABSOLUTE_POSITION", 49000, "Ok")]
