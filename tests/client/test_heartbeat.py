"""The heartbeat: a server that answered once and then says nothing is given up, and no other."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Sequence

import indipyterm as ipc
from indipyterm.client import heartbeat
from indipyterm.client.heartbeat import ASK_AFTER, DEAF_AFTER, GIVE_UP_AFTER, PING_AFTER, Heartbeat
from indipyterm.client.link import Link
from indipyterm.model.events import ConnectionFault, Disconnected
from indipyterm.protocol.messages import Message, Received
from tests.client.running import Script, patient, quick, running
from tests.client.test_link import Down, Ear, run
from tests.model.samples import TEXTS
from tests.servers import LOOPBACK, WHEEL, IndiServer, WireServer

PING = b'<pingRequest uid="indipyterm"/>\n'
BEAT = 0.001


class FakeLine:
    """Takes note of what a heartbeat does, and counts its looks."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, bytes]] = []
        self.looks = self.waiting = 0
        self.aborted: tuple[int, str] | None = None
        self.broken = False
        self._look = asyncio.Event()

    def write(self, data: bytes) -> None:
        if self.broken:
            raise OSError("broken")
        self.sent.append((self.looks, data))

    def unsent(self) -> int:
        self.looks += 1
        self._look.set()
        return self.waiting

    def abort(self, reason: str) -> None:
        self.aborted = self.looks, reason
        self._look.set()

    async def until(self, look: int) -> None:
        """Wait until it has looked so often, or is aborted."""
        async with asyncio.timeout(30):
            while self.looks < look and not self.aborted:
                self._look.clear()
                await self._look.wait()


async def test_a_silent_server_is_asked_twice_and_never_given_up_if_it_knows_no_pings() -> None:
    line = FakeLine()
    beating = Heartbeat(line, BEAT)
    await line.until(4 * GIVE_UP_AFTER)
    beating.stop()
    assert line.sent == [(1, PING), (PING_AFTER, PING)]
    assert line.aborted is None


async def test_one_that_answered_once_is_given_up_when_it_falls_silent() -> None:
    line = FakeLine()
    beating = Heartbeat(line, BEAT)
    await line.until(PING_AFTER)
    beating.data_received()
    beating.ping_answered("indipyterm")
    await line.until(10 * GIVE_UP_AFTER)
    assert line.aborted == (PING_AFTER + GIVE_UP_AFTER, "no answer for 0 s")
    assert [look for look, _ in line.sent] == [1, PING_AFTER, 2 * PING_AFTER]


async def test_one_that_knows_no_pings_is_asked_for_a_property_and_given_up_if_it_says_nothing() -> None:
    line = FakeLine()
    Heartbeat(line, BEAT, lambda: b"question")
    await line.until(4 * DEAF_AFTER)
    assert [look for look, data in line.sent if data == b"question"] == [ASK_AFTER, 2 * ASK_AFTER, DEAF_AFTER]
    assert line.aborted == (DEAF_AFTER, "no answer for 0 s")


async def test_one_that_answers_the_question_is_kept() -> None:
    line = FakeLine()
    beating = Heartbeat(line, BEAT, lambda: b"question", ask_after=2, deaf_after=5)
    for look in range(1, 40):
        await line.until(look)
        if line.sent[-1][1] == b"question":
            beating.data_received()
    beating.stop()
    assert line.aborted is None


async def test_a_script_sets_when_it_is_asked_and_given_up() -> None:
    line = FakeLine()
    Heartbeat(line, BEAT, lambda: b"question", ask_after=2, deaf_after=5)
    await line.until(20)
    assert line.aborted == (5, "no answer for 0 s")


async def test_a_client_asks_a_frozen_server_and_renews_the_connection(wire: WireServer) -> None:
    wire.greeting = TEXTS
    client = Script(wire.port)
    client.core.link = Link(LOOPBACK, wire.port, quick(), check_seconds=0.01)
    client.idle_timeout, client.respond_timeout = 2, 5
    assert (client.idle_timeout, client.respond_timeout) == (2, 5)
    async with running(client):
        await wire.wait_received(b'<getProperties version="1.7" device="Mount" name="PLACE"/>')
        lost = await client.change(Disconnected)
        assert (lost.fault, lost.lost) == (ConnectionFault.SILENT, True)
        await client.event(ipc.ConnectionMade, 2)


async def test_one_that_speaks_is_asked_at_the_beginning_only() -> None:
    line = FakeLine()
    beating = Heartbeat(line, BEAT)
    beating.ping_answered("indipyterm")
    for look in range(1, 3 * GIVE_UP_AFTER):
        await line.until(look)
        beating.data_received()
    beating.stop()
    assert line.sent == [(1, PING)]
    assert line.aborted is None


async def test_taking_what_is_sent_is_a_sign_of_life() -> None:
    line = FakeLine()
    line.waiting = 1 << 20
    beating = Heartbeat(line, BEAT)
    beating.ping_answered("indipyterm")
    for look in range(1, 3 * GIVE_UP_AFTER):
        await line.until(look)
        line.waiting -= 1
    assert line.sent == [(1, PING)]
    beating.stop()


async def test_that_the_system_there_takes_a_question_is_none() -> None:
    line = FakeLine()
    line.waiting = 1 << 10
    beating = Heartbeat(line, BEAT)
    beating.ping_answered("indipyterm")
    for look in range(1, GIVE_UP_AFTER):
        await line.until(look)
        line.waiting -= 1
    await line.until(GIVE_UP_AFTER + 1)
    assert line.aborted


async def test_a_broken_line_is_left_to_the_reader() -> None:
    line = FakeLine()
    line.broken = True
    beating = Heartbeat(line, BEAT)
    await line.until(2 * GIVE_UP_AFTER)
    beating.stop()
    assert line.aborted is None


async def test_a_link_to_a_server_that_never_answered_a_ping_stays_up(wire: WireServer) -> None:
    ear = Ear()
    async with run(Link(LOOPBACK, wire.port, patient(), check_seconds=0.02), ear):
        assert await ear.next() == "made"
        await wire.wait_received(PING)
        wire.send(b'<message message="a"/>')
        assert await ear.next() == Message(None, None, "a")
        await wire.wait_received(lambda data: data.count(PING) == 2)
        assert ear.said.empty()  # it never answered a ping: all is well


async def test_a_real_server_that_is_stopped_is_noticed() -> None:
    with IndiServer([WHEEL]) as server:
        listener = Answers()
        link = Link(LOOPBACK, server.port, patient(), check_seconds=0.05)
        listener.link = link
        async with run(link, listener):
            assert await listener.next() == "made"
            await asyncio.wait_for(listener.answered.wait(), 5)
            os.kill(server.pid, signal.SIGSTOP)
            try:
                while not isinstance(down := await listener.next(), Down):
                    pass
            finally:
                os.kill(server.pid, signal.SIGCONT)
    assert down.lost
    assert down.reason == "no answer for 1 s"


class Answers(Ear):
    """Tells the link of answers, as a client does."""

    link: Link

    def __init__(self) -> None:
        super().__init__()
        self.answered = asyncio.Event()

    async def on_messages(self, messages: Sequence[Received]) -> None:
        self.link.ping_answered("indipyterm")
        self.answered.set()


def test_the_loss_is_noticed_within_15_seconds() -> None:
    assert GIVE_UP_AFTER * heartbeat.CHECK_SECONDS < 15
