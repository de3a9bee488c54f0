"""The link: made, heard, lost, made again; what its listener raises is never taken for a broken line."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Sequence
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.client import link as link_module
from indipyterm.client.heartbeat import Heartbeat
from indipyterm.client.link import Backoff, ConnectionEnd, Link
from indipyterm.exceptions import NotSent
from indipyterm.protocol.messages import Malformed, Message, Received
from tests.client.running import on_connecting, patient, quick
from tests.servers import LOOPBACK, WireServer, free_port


class Down(NamedTuple):
    """What `on_disconnected` was told."""

    reason: str
    retry: float
    lost: bool


class Ear:
    """Keeps what a link says."""

    def __init__(self) -> None:
        self.said: asyncio.Queue[str | Received | Down] = asyncio.Queue()

    async def on_connecting(self) -> None: ...

    async def on_connected(self) -> None:
        self.said.put_nowait("made")

    def question(self) -> bytes | None:
        return None

    async def on_messages(self, messages: Sequence[Received]) -> None:
        for message in messages:
            self.said.put_nowait(message)

    async def on_disconnected(self, end: ConnectionEnd, retry: float, lost: bool) -> None:
        self.said.put_nowait(Down(end.reason, retry, lost))

    async def next(self) -> str | Received | Down:
        async with asyncio.timeout(30):
            return await self.said.get()


@contextlib.asynccontextmanager
async def run(link: Link, ear: Ear) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(link.run(ear))
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def test_it_is_made_hears_and_sends(wire: WireServer) -> None:
    link, ear = Link(LOOPBACK, wire.port), Ear()
    assert not link.connected
    async with run(link, ear):
        assert await ear.next() == "made"
        assert link.connected
        link.send(b"hello")
        await wire.wait_received(b"hello")
        wire.send(b"<message message='a'/><junk><message message='b'/>")
        assert await ear.next() == Message(None, None, "a")
        assert isinstance(await ear.next(), Malformed)
        assert await ear.next() == Message(None, None, "b")
    assert not link.connected
    await wire.wait_clients(0)


@pytest.mark.parametrize("reset", [False, True])
async def test_its_end_is_noticed_at_once_and_it_is_made_again(wire: WireServer, reset: bool) -> None:
    link, ear = Link(LOOPBACK, wire.port, quick()), Ear()
    async with run(link, ear):
        assert await ear.next() == "made"
        await wire.wait_clients(1)
        start = asyncio.get_running_loop().time()
        await (wire.reset_clients() if reset else wire.drop_clients())
        reason = "connection reset by peer" if reset else "the server closed the connection"
        down = await ear.next()
        assert asyncio.get_running_loop().time() - start < 0.1
        assert isinstance(down, Down)
        assert (down.reason, down.lost) == (reason, True)
        assert await ear.next() == "made"


async def test_half_an_element_is_forgotten_with_its_connection(wire: WireServer) -> None:
    ear = Ear()
    async with run(Link(LOOPBACK, wire.port, quick()), ear):
        await ear.next()
        await wire.wait_clients(1)
        wire.send(b"<setTextVector device='d' name='n'><oneText name='t'>")
        await wire.drop_clients()
        assert isinstance(await ear.next(), Down)
        assert await ear.next() == "made"
        await wire.wait_clients(1)
        wire.send(b"<message message='whole'/>")
        assert await ear.next() == Message(None, None, "whole")


async def test_refused_tries_wait_longer_each_time_until_something_is_heard(wire: WireServer) -> None:
    await wire.refuse()
    ear = Ear()
    async with run(Link(LOOPBACK, wire.port, Backoff(0.01, 0.04, rand=lambda: 0.5)), ear):
        downs = [await ear.next() for _ in range(4)]
        assert downs == [("connection refused", wait, False) for wait in (0.01, 0.02, 0.04, 0.04)]
        await wire.listen()
        while await ear.next() != "made":
            pass
        await wire.drop_clients()  # without a word: it might do so for ever
        assert await ear.next() == ("the server closed the connection", 0.04, True)
        assert await ear.next() == "made"
        await wire.wait_clients(1)
        wire.send(b"<message/>")
        assert await ear.next() == Message()
        await wire.drop_clients()
        assert await ear.next() == ("the server closed the connection", 0.01, True)


async def test_a_connection_is_checked_to_its_end_and_no_longer(
    wire: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    checking: list[object] = []

    class Counted(Heartbeat):
        def __init__(self, *what: Any, **more: Any) -> None:
            super().__init__(*what, **more)
            checking.append(self)

        def stop(self) -> None:
            super().stop()
            checking.remove(self)

    monkeypatch.setattr(link_module, "Heartbeat", Counted)
    ear = Ear()
    async with run(Link(LOOPBACK, wire.port, quick()), ear):
        assert await ear.next() == "made"
        assert len(checking) == 1
        await wire.drop_clients()
        assert isinstance(await ear.next(), Down)
        assert checking == []
        assert await ear.next() == "made"
    assert checking == []  # cancelled while connected


async def test_a_wait_can_be_cut_short(wire: WireServer) -> None:
    link, ear = Link(LOOPBACK, wire.port, patient()), Ear()
    link.retry()  # nothing to cut short yet
    await wire.refuse()
    async with run(link, ear):
        assert isinstance(await ear.next(), Down)
        link.retry()
        assert isinstance(await ear.next(), Down)
        await wire.listen()
        link.retry()
        assert await ear.next() == "made"


async def test_nothing_can_be_sent_without_a_connection() -> None:
    with pytest.raises(NotSent, match="not connected"):
        Link(LOOPBACK, free_port()).send(b"x")


async def test_a_server_that_does_not_read_is_told_of(wire: WireServer) -> None:
    wire.pause_reading()
    link, ear = Link(LOOPBACK, wire.port), Ear()
    async with run(link, ear):
        await ear.next()
        with pytest.raises(NotSent, match="the server does not read"):
            send_much(link)


def send_much(link: Link) -> None:
    for _ in range(100):
        link.send(bytes(1 << 20))


@pytest.mark.parametrize("method", ["on_connected", "on_messages", "on_disconnected"])
@pytest.mark.parametrize("error", [LookupError("mine"), OSError("mine"), TimeoutError("mine"), ConnectionError("mine")])
async def test_what_the_listener_raises_comes_out_and_the_connection_is_closed(
    wire: WireServer, method: str, error: Exception
) -> None:
    async def fail(*_: object) -> None:
        raise error

    ear = Ear()
    setattr(ear, method, fail)
    wire.greeting = b""
    link = Link(LOOPBACK, wire.port, quick())
    task = asyncio.create_task(link.run(ear))
    await wire.wait_accepted(1)
    wire.send(b"<message/>")
    await wire.flush()
    if method == "on_disconnected":
        await wire.drop_clients()
    with pytest.raises(type(error), match="mine"):
        async with asyncio.timeout(30):
            await task
    assert not link.connected
    await wire.wait_clients(0)


async def test_an_impossible_host_is_told_and_tried_on() -> None:
    ear = Ear()
    async with run(Link("a..b", 1, quick()), ear):
        for _ in range(2):
            down = await ear.next()
            assert isinstance(down, Down)
            assert (down.reason, down.lost) == ("a..b:1 is no host and port", False)


async def test_cancelling_it_while_it_connects_leaves_nothing_behind(silent: tuple[str, int]) -> None:
    ear = Ear()
    connecting = on_connecting()
    async with run(Link(*silent), ear):
        await connecting.wait()
    assert ear.said.empty()


class Notes:
    """A tap that writes down what it is told."""

    blobs = True

    def __init__(self) -> None:
        self.told: list[object] = []

    def linked(self) -> None:
        self.told.append("linked")

    def received(self, data: bytes) -> None:
        self.told.append(data)

    def sent(self, data: bytes) -> None:
        self.told.append(("sent", data))

    def lost(self, reason: str) -> None:
        self.told.append(("lost", reason))


async def test_a_tap_is_told_of_every_byte(wire: WireServer) -> None:
    link, ear = Link(LOOPBACK, wire.port, patient()), Ear()
    link.tap = tap = Notes()
    async with run(link, ear):
        await ear.next()
        link.send(b"hello")
        await wire.wait_received(b"hello")
        wire.send(b"<message/>")
        await ear.next()
        await wire.drop_clients()
        await ear.next()
    assert tap.told == [
        "linked",
        ("sent", b"hello"),
        b"<message/>",
        ("lost", "the server closed the connection"),
    ]


async def test_what_is_not_out_yet_is_known_and_can_be_waited_for(wire: WireServer) -> None:
    wire.pause_reading()
    link, ear = Link(LOOPBACK, wire.port, patient()), Ear()
    assert not await link.drained(0.01)
    async with run(link, ear):
        await ear.next()
        link.send(bytes(30 << 20))
        assert link.written == 30 << 20
        assert 1 << 20 < link.unsent() <= 30 << 20
        if sys.platform == "linux" and link._connection:  # what the system holds counts, too
            assert link.unsent() > link._connection._transport.get_write_buffer_size()
        assert not await link.drained(0.01)
        wire.resume_reading()
        assert await link.drained(5)
        await wire.wait_received(lambda data: len(data) == link.written)
        assert link.unsent() == 0
    assert (link.written, link.unsent()) == (0, 0)


# Waits between tries: doubled, bounded, with jitter, begun anew after a success


def waits(backoff: Backoff, count: int) -> list[float]:
    return [backoff.next() for _ in range(count)]


def test_it_grows_from_half_a_second_to_ten() -> None:
    assert waits(Backoff(rand=lambda: 0.5), 8) == [0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0, 10.0]


def test_the_jitter_is_a_quarter_either_way_but_never_over_the_longest() -> None:
    assert waits(Backoff(4, 16, rand=lambda: 0.0), 4) == [3.0, 6.0, 12.0, 12.0]
    assert waits(Backoff(4, 16, rand=lambda: 1.0), 4) == [5.0, 10.0, 16.0, 16.0]


def test_a_success_begins_anew() -> None:
    backoff = Backoff(rand=lambda: 0.5)
    waits(backoff, 5)
    assert backoff.failures == 5
    backoff.reset()
    assert (backoff.failures, backoff.next()) == (0, 0.5)


@given(st.integers(1, 5000), st.floats(0, 1, exclude_max=True))
def test_however_many_failures_a_wait_is_a_sensible_time(failures: int, chance: float) -> None:
    backoff = Backoff(rand=lambda: chance)
    backoff.failures = failures
    assert 0.375 <= backoff.next() <= 10
