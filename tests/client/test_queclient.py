"""The client that two queues drive: from a thread, and from the same event loop."""

from __future__ import annotations

import asyncio
import collections
import queue
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import indipyterm as ipc
from indipyterm.client import queclient
from tests.client.running import contents
from tests.model.samples import COORDINATES, IMAGE, ONE_BLOB, TEXTS
from tests.servers import LOOPBACK, WireServer

SECONDS = 10.0


class Talk:
    """A `QueClient` in this event loop, and what it put into its queue."""

    def __init__(self, port: int, **arguments: Any) -> None:
        self.tx: asyncio.Queue[Any] = asyncio.Queue()
        self.rx: asyncio.Queue[ipc.EventItem] = asyncio.Queue()
        self.client = ipc.QueClient(self.tx, self.rx, LOOPBACK, port, **arguments)

    async def until(self, condition: Callable[[ipc.EventItem], object]) -> ipc.EventItem:
        async with asyncio.timeout(SECONDS):
            while not condition(item := await self.rx.get()):
                pass
            return item

    async def type(self, eventtype: str) -> ipc.EventItem:
        return await self.until(lambda item: item.eventtype == eventtype)

    async def told(self) -> str:
        """The next message that is not about the connection."""
        while True:
            item = await self.type("Message")
            assert isinstance(item.snapshot, ipc.Snap)
            if "not sent" in (text := item.snapshot.messages[0][1]):
                return text

    async def vector(self, vector: str) -> ipc.EventItem:
        return await self.until(lambda item: item.vectorname == vector)


@pytest.fixture
async def talk(wire: WireServer) -> AsyncIterator[Talk]:
    wire.greeting = COORDINATES + TEXTS
    talk = Talk(wire.port)
    run = asyncio.create_task(talk.client.asyncrun())
    yield talk
    await talk.tx.put(None)
    async with asyncio.timeout(SECONDS):
        await run
    assert talk.client.stop


async def test_what_is_received(wire: WireServer, talk: Talk) -> None:
    item = await talk.type("ConnectionMade")
    assert (item.devicename, item.vectorname) == (None, None)
    assert isinstance(item.snapshot, ipc.Snap)
    assert item.snapshot.connected
    first, second = await talk.vector("COORD"), await talk.vector("PLACE")
    assert (first.eventtype, first.devicename, first.timestamp is not None) == ("Define", "Mount", True)
    assert isinstance(first.snapshot, ipc.Snap)
    assert isinstance(second.snapshot, ipc.Snap)
    assert (list(first.snapshot["Mount"]), list(second.snapshot["Mount"])) == (["COORD"], ["COORD", "PLACE"])
    wire.send(
        b"<setTextVector device='Mount' name='PLACE' state='Busy'><oneText name='SITE'>Rome</oneText></setTextVector>"
    )
    item = await talk.type("Set")
    assert isinstance(item.snapshot, ipc.Snap)
    assert (item.snapshot["Mount"]["PLACE"]["SITE"], second.snapshot["Mount"]["PLACE"]["SITE"]) == ("Rome", "La Palma")
    await wire.drop_clients()
    lost = await talk.type("ConnectionLost")
    assert isinstance(lost.snapshot, ipc.Snap)
    assert not lost.snapshot.connected


async def test_new_values_are_sent_and_the_state_is_told(wire: WireServer, talk: Talk) -> None:
    await talk.vector("PLACE")
    await talk.tx.put(("Mount", "PLACE", {"SITE": "Rome"}))
    item = await talk.type("State")
    assert (item.devicename, item.vectorname) == ("Mount", "PLACE")
    assert isinstance(item.snapshot, ipc.Snap)
    assert item.snapshot["Mount"]["PLACE"].state == "Busy"
    assert b'<oneText name="SITE">Rome</oneText>' in await wire.wait_received(b"</newTextVector>")


async def test_what_can_be_asked_for(wire: WireServer, talk: Talk) -> None:
    await talk.vector("PLACE")
    for device, vector, kind in [
        (None, None, ipc.Snap),
        ("Mount", None, ipc.SnapDevice),
        ("Mount", "COORD", ipc.SnapNumberVector),
        ("Nobody", None, type(None)),
        ("Nobody", "COORD", type(None)),
        ("Mount", "NOTHING", type(None)),
    ]:
        await talk.tx.put([device, vector, "snapshot"])
        item = await talk.type("snapshot")
        assert (item.devicename, item.vectorname, item.timestamp) == (device, vector, None)
        assert type(item.snapshot) is kind
    for asked, sent in [
        ((None, None, "Get"), b'<getProperties version="1.7"/>\n<getProperties version="1.7"/>'),
        (("Mount", None, "Get"), b'<getProperties version="1.7" device="Mount"/>'),
        (("Mount", "PLACE", "Get"), b'<getProperties version="1.7" device="Mount" name="PLACE"/>'),
    ]:
        await talk.tx.put(asked)
        await wire.wait_received(sent)


@pytest.mark.parametrize("policy", ["Also", "Only"])
async def test_blobs_are_enabled(wire: WireServer, talk: Talk, policy: str) -> None:
    await talk.vector("PLACE")
    await talk.tx.put(("Camera", None, policy))
    await talk.tx.put((None, None, "snapshot"))
    await talk.type("snapshot")
    wire.send(IMAGE)
    await wire.wait_received(f'<enableBLOB device="Camera" name="CCD1">{policy}</enableBLOB>'.encode())
    await talk.tx.put(("Camera", "CCD1", "Never"))
    await wire.wait_received(b'<enableBLOB device="Camera" name="CCD1">Never</enableBLOB>')


async def test_blobs_are_saved_where_there_is_a_folder(wire: WireServer, tmp_path: Path) -> None:
    wire.greeting = IMAGE + ONE_BLOB
    talk = Talk(wire.port, blobfolder=str(tmp_path))
    run = asyncio.create_task(talk.client.asyncrun())
    item = await talk.type("SetBLOB")
    assert isinstance(item.snapshot, ipc.Snap)
    member = item.snapshot["Camera"]["CCD1"].member("CCD1")
    assert isinstance(member, ipc.BLOBMember)
    assert (contents(member.path), member.blobformat) == (b"abc", ".x")
    await talk.tx.put(None)
    async with asyncio.timeout(SECONDS):
        await run


@pytest.mark.parametrize(
    "item",
    [
        "rubbish",
        5,
        (),
        ("Mount", "PLACE"),
        ("Mount", "PLACE", "Sometimes"),
        (None, "PLACE", {}),
        ("Mount", None, {}),
        (1, 2, "Get"),
    ],
)
async def test_what_makes_no_sense_is_told_and_ends_nothing(talk: Talk, item: Any) -> None:
    await talk.vector("PLACE")
    await talk.tx.put(item)
    message = await talk.told()
    assert "cannot be understood" in message
    async with asyncio.timeout(SECONDS):
        await talk.tx.join()


async def test_what_cannot_be_sent_is_told(talk: Talk) -> None:
    await talk.vector("PLACE")
    await talk.tx.put(("Mount", "PLACE", {"NOBODY": "x"}))
    assert (await talk.told()).startswith("not sent: Mount PLACE")
    item = await talk.type("State")
    assert (item.devicename, item.vectorname, isinstance(item.snapshot, ipc.Snap)) == ("Mount", "PLACE", True)


def test_the_queues_are_where_scripts_look_for_them() -> None:
    tx, rx = queue.Queue[Any](), queue.Queue[Any]()
    assert ipc.QueClient(tx, rx).clientdata == {"txque": tx, "rxque": rx}


async def test_each_item_is_noted_as_done(wire: WireServer) -> None:
    wire.greeting = TEXTS
    tx, rx = queue.Queue[Any](), queue.Queue[Any]()
    for item in [("Mount", None, "Get"), "rubbish", ("Mount", "PLACE", {"SITE": "x"}), None]:
        tx.put(item)
    async with asyncio.timeout(SECONDS):
        await ipc.QueClient(tx, rx, LOOPBACK, wire.port).asyncrun()
    assert tx.unfinished_tasks == 0


QUEUES: dict[str, Callable[[], Any]] = {
    "queue.Queue": queue.Queue,
    "queue.Queue of one": lambda: queue.Queue(1),
    "queue.SimpleQueue": queue.SimpleQueue,
    "collections.deque": collections.deque,
}


def items(rx: Any) -> Iterator[ipc.EventItem]:
    """What comes out of a queue, as a thread takes it."""
    pause = threading.Event()
    while True:
        try:
            yield rx.popleft() if isinstance(rx, collections.deque) else rx.get(timeout=SECONDS)
        except IndexError:
            pause.wait(0.001)


@pytest.mark.parametrize("kind", QUEUES)
async def test_a_thread_runs_it_until_none_comes(wire: WireServer, kind: str) -> None:
    wire.greeting = TEXTS
    tx, rx = QUEUES[kind](), QUEUES[kind]()
    put = tx.append if isinstance(tx, collections.deque) else tx.put

    def work() -> ipc.EventItem:
        thread = threading.Thread(target=ipc.runqueclient, args=(tx, rx, LOOPBACK, wire.port))
        thread.start()
        found = items(rx)
        try:
            while next(found).eventtype != "Define":
                pass
            put(("Mount", "PLACE", {"SITE": "Rome"}))
            while (item := next(found)).eventtype != "State":
                pass
            return item
        finally:
            put(None)
            thread.join(SECONDS)
            assert not thread.is_alive()

    item = await asyncio.to_thread(work)
    assert (item.devicename, item.vectorname) == ("Mount", "PLACE")
    await wire.wait_received(b'<oneText name="SITE">Rome</oneText>')
    await wire.wait_clients(0)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(ipc.NotSaved):
        queclient.runqueclient(queue.Queue(), queue.Queue(), LOOPBACK, 1, tmp_path / "none")
