"""The client without scripts: who is called with its events, and what is sent first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from indipyterm.client.core import ClientCore
from indipyterm.exceptions import NotSent, Refused
from indipyterm.model.events import (
    Connected,
    Defined,
    Event,
    MessageReceived,
    PingAnswered,
    TimedOut,
    Updated,
    ValuesSent,
)
from indipyterm.protocol.messages import BlobPolicy, GetProperties, SetVector
from tests.client.running import HELLO
from tests.model.samples import COORDINATES, IMAGE, NOW, TEXTS
from tests.servers import LOOPBACK, WireServer

SET_SITE = b"<setTextVector device='Mount' name='PLACE'><oneText name='SITE'>Here</oneText></setTextVector>"

SET_RA = (
    b"<setNumberVector device='Mount' name='COORD' state='Ok'><oneNumber name='RA'>1</oneNumber></setNumberVector>\n"
)
END = b"<message message='end'/>"


@asynccontextmanager
async def running(core: ClientCore) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(core.run())
    try:
        yield task
    finally:
        core.shutdown()
        async with asyncio.timeout(30):
            await task


class Events:
    """Keeps events, and waits for the next."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[Event] = asyncio.Queue()

    def __call__(self, event: Event) -> None:
        self.queue.put_nowait(event)

    async def kinds(self, count: int) -> list[type[Event]]:
        async with asyncio.timeout(30):
            return [type(await self.queue.get()) for _ in range(count)]


async def test_on_event_may_be_a_plain_function(wire: WireServer) -> None:
    wire.greeting = TEXTS + SET_SITE
    events = Events()
    async with running(ClientCore(LOOPBACK, wire.port, events)):
        assert await events.kinds(3) == [Connected, Defined, Updated]


async def test_what_on_event_returns_is_awaited_before_the_next_event(wire: WireServer) -> None:
    order: list[str] = []
    end = asyncio.Event()

    async def on_event(event: Event) -> None:
        order.append(f"begin {type(event).__name__}")
        await asyncio.sleep(0)
        order.append(f"end {type(event).__name__}")
        if isinstance(event, Updated):
            end.set()

    core = ClientCore(LOOPBACK, wire.port, on_event)
    core.listeners.append(lambda event: order.append(f"listener {type(event).__name__}"))
    wire.greeting = TEXTS + SET_SITE
    async with running(core):
        await asyncio.wait_for(end.wait(), 30)
    expected = [
        f"{what} {kind}" for kind in ("Connected", "Defined", "Updated") for what in ("listener", "begin", "end")
    ]
    assert order[:9] == expected


async def test_on_update_is_called_for_frequent_updates_unless_there_are_listeners(wire: WireServer) -> None:
    events, listened = Events(), Events()
    updates: list[SetVector] = []

    async def on_update(message: SetVector, when: object) -> None:
        updates.append(message)

    core = ClientCore(LOOPBACK, wire.port, events, on_update=on_update)
    wire.greeting = COORDINATES + SET_RA * 10 + END  # the first ones show the parser how they are written
    async with running(core):
        kinds = await events.kinds(2)
        while (kind := (await events.kinds(1))[0]) is not MessageReceived:
            kinds.append(kind)
        assert len(updates) + kinds.count(Updated) == 10
        assert (before := len(updates))
        core.listeners.append(listened)
        wire.send(SET_RA + END)
        assert await listened.kinds(2) == [Updated, MessageReceived]
        assert len(updates) == before


async def test_what_a_listener_raises_ends_it(wire: WireServer) -> None:
    def fail(event: Event) -> None:
        raise ZeroDivisionError

    core = ClientCore(LOOPBACK, wire.port)
    core.listeners.append(fail)
    with pytest.raises(ZeroDivisionError):
        await core.run()
    assert core.stopped.is_set()
    assert not core.connected


async def test_the_greeting_is_sent_first_on_each_connection(wire: WireServer) -> None:
    events = Events()
    core = ClientCore(LOOPBACK, wire.port, events)
    core.greeting = (GetProperties(device="a"), GetProperties(device="b"))
    async with running(core):
        for _ in range(2):
            received = await wire.wait_received(lambda data: data.count(b"<getProperties") == 2)
            assert b'device="a"' in received
            assert b'device="b"' in received
            wire.received.clear()
            await wire.drop_clients()
            core.retry()


async def test_values_are_submitted_or_it_raises(wire: WireServer) -> None:
    events = Events()
    core = ClientCore(LOOPBACK, wire.port, events, clock=lambda: NOW)
    core.set_deadlines(shortest=0.01, longest=0.01)
    wire.greeting = TEXTS
    async with running(core):
        assert await events.kinds(2) == [Connected, Defined]
        with pytest.raises(Refused, match="no such vector"):
            await core.submit("Mount", "NONE", {"SITE": "x"})
        await core.submit("Mount", "PLACE", {"SITE": "x"})
        assert await events.queue.get() == ValuesSent("Mount", "PLACE", {"SITE": "x", "WHO": "nobody"}, NOW)
        assert await asyncio.wait_for(events.queue.get(), 30) == TimedOut("Mount", "PLACE", 0.01, NOW)
    with pytest.raises(NotSent, match="not connected"):
        await core.submit("Mount", "PLACE", {"SITE": "x"})


async def test_policies_pings_and_requests(wire: WireServer) -> None:
    events = Events()
    core = ClientCore(LOOPBACK, wire.port, events, clock=lambda: NOW)
    core.set_blob_policy(BlobPolicy.ONLY, "Camera", "CCD1")
    core.request_properties("Camera")  # there is no connection: it is dropped
    wire.greeting = IMAGE + b"<pingReply uid='x'/>"
    async with running(core):
        assert await events.kinds(2) == [Connected, Defined]
        assert await asyncio.wait_for(events.queue.get(), 30) == PingAnswered("x", NOW)
        core.request_properties("Camera", "CCD1")
        received = await wire.wait_received(b'name="CCD1"/>')
        assert received.startswith(HELLO + b'<enableBLOB device="Camera" name="CCD1">Only</enableBLOB>\n<getProperties')
        assert received.count(b"<getProperties") == 2
