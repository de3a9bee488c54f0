"""A client over a local socket: as by TCP, it comes back, sends, and records what was attached."""

from __future__ import annotations

import asyncio
import gc
import os
from pathlib import Path

import pytest

from indipyterm.client.events import Event
from indipyterm.client.local_stream import LocalStream
from indipyterm.client.member_views import BLOBMember
from indipyterm.client.views import model_of
from indipyterm.model.events import BlobSaved, Connected, Disconnected
from indipyterm.protocol.messages import SetVector
from indipyterm.protocol.parser import Parser
from tests.client.running import Script, contents, files, running
from tests.client.test_link import Notes
from tests.hostile.victim import VICTIM
from tests.local_server import LocalServer, attached, memory, no_memory_left

BIG = os.urandom(1 << 19)


def client_of(server: LocalServer) -> Script:
    client = Script(server.port)
    client.core.link.host = server.host
    return client


def image(data: bytes = BIG) -> bytes:
    return attached([("FIRST", f'size="{len(data)}" format=".fits" len="{len(data)}"')])


async def test_it_comes_back_and_sends_as_much_as_by_tcp(tmp_path: Path) -> None:
    with no_memory_left():
        async with LocalServer(VICTIM) as server:
            await _lost_and_back(server, tmp_path)
        gc.collect()  # the client, and what it holds


async def _lost_and_back(server: LocalServer, folder: Path) -> None:
    client = client_of(server)
    client.BLOBfolder = folder
    async with running(client):
        await client.vector("Victim", "FILES")
        assert (await client.change(Connected)).local
        await server.attach(image(), [memory(BIG)])
        first = await client.change(BlobSaved)
        await server.drop_clients()
        await client.change(Disconnected)
        await client.until(lambda: not model_of(client["Victim"]["FILES"]).stale)
        await client.send_newVector("Victim", "TEXT", members={"A": "x" * 5_000_000})
        await server.wait_received(lambda data: data.count(b"x") > 4_999_999)
        await server.attach(image(), [memory(BIG)])
        second = await client.change(BlobSaved, 2)
    assert contents(first.path) == contents(second.path) == BIG
    assert len(files(folder)) == 2
    member = client["Victim"]["FILES"].member("FIRST")
    assert isinstance(member, BLOBMember)
    assert member.view() == BIG


@pytest.mark.parametrize("wanted", [True, False])
async def test_a_recording_has_what_would_have_come_by_tcp(wanted: bool) -> None:
    async with LocalServer(VICTIM) as server:
        client = client_of(server)
        client.core.link.tap = tap = Notes()
        tap.blobs = wanted
        async with running(client):
            await client.vector("Victim", "FILES")
            await server.attach(image(), [memory(BIG)])
            server.send(image(b""))  # nothing is attached to it
            server.send(b'<message message="the end"/>')
            await client.until(lambda: "the end" in client.texts())
    recorded = b"".join(each for each in tap.told if isinstance(each, bytes))
    sets = [message for message in Parser().feed(recorded) if isinstance(message, SetVector)]
    assert len(sets) == 2
    first = sets[0].members[0]
    assert (b"attached" in recorded.partition(b"</setBLOBVector>")[0]) is not wanted
    if wanted:
        assert (first.name, first.size, first.format, first.data.decode()) == ("FIRST", len(BIG), ".fits", BIG)  # type: ignore[union-attr]


async def test_what_is_not_read_stays_in_the_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    paused = asyncio.Event()
    pause = LocalStream.pause_reading

    def pause_reading(stream: LocalStream) -> None:
        pause(stream)
        paused.set()

    monkeypatch.setattr(LocalStream, "pause_reading", pause_reading)

    class Busy(Script):
        async def rxevent(self, event: Event) -> None:
            await super().rxevent(event)
            if self.texts()[:1] == ["wait"]:
                await paused.wait()

    async with LocalServer(VICTIM) as server:
        client = Busy(server.port)
        client.core.link.host = server.host
        async with running(client):
            await client.vector("Victim", "FILES")
            server.send(b'<message message="wait"/>')
            server.send(b"\n" * 5_000_000 + b'<message message="the end"/>')
            await client.until(lambda: "the end" in client.texts())
