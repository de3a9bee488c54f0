"""A client that is driven by two queues, for programs whose own work runs in another thread.

    import queue, threading
    from indipyterm import runqueclient

    tx, rx = queue.Queue(), queue.Queue()
    threading.Thread(target=runqueclient, args=(tx, rx, "localhost", 7624)).start()
    tx.put(("Focuser", "ABS_FOCUS_POSITION", {"FOCUS_ABSOLUTE_POSITION": 45000}))
    item = rx.get()
    print(item.eventtype, item.snapshot["Focuser"]["ABS_FOCUS_POSITION"].state)
    tx.put(None)

To be sent are None, which ends the client, and (device, vector, value), where the value is a dictionary of members (see
`IPyClient.send_newVector`), "snapshot", "Get" (getProperties), or "Never", "Also", "Only" (enableBLOB); the vector may
be None for the last five, and the device too for the first two of them. What is received is an `EventItem`.
"""

from __future__ import annotations

import asyncio
import queue
from collections import deque
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from indipyterm.client.events import Event
from indipyterm.client.ipyclient import IPyClient, core_of
from indipyterm.client.snapshots import Snap, SnapDevice, SnapVector
from indipyterm.protocol.messages import BlobPolicy

ItemQueue: TypeAlias = "queue.Queue[Any] | queue.SimpleQueue[Any] | asyncio.Queue[Any] | deque[Any]"
"""Queues and deques serve another thread; an `asyncio.Queue` serves the client's own."""

LOOK_SECONDS = 0.02
"""Seconds between two looks into a queue, which may be another thread's: that cannot be awaited."""

_POLICIES = frozenset(policy.value for policy in BlobPolicy)


class EventItem(NamedTuple):
    """What was received.

    `eventtype` is that of the event, "snapshot" for the answer to that request, or "State" when new values were sent,
    or refused. `snapshot` is the client's; in the answer to "snapshot", which has no `timestamp`, it is what was asked
    for, or None where there is no such thing.
    """

    eventtype: str
    devicename: str | None
    vectorname: str | None
    timestamp: datetime | None
    snapshot: Snap | SnapDevice | SnapVector | None


class QueClient(IPyClient):
    """Sends what it finds in `txque` and puts each event into `rxque`; both are in `clientdata`, too.

    An item that makes no sense becomes a message; each item, and None, is noted with the queue's ``task_done``.
    With a `blobfolder` all BLOBs are enabled, and saved there. While `rxque` is full nothing more is read.
    Raises `NotSaved` where that is no directory that can be written to.
    """

    def __init__(
        self,
        txque: ItemQueue,
        rxque: ItemQueue,
        indihost: str = "localhost",
        indiport: int = 7624,
        blobfolder: str | Path | None = None,
    ) -> None:
        super().__init__(indihost, indiport, txque=txque, rxque=rxque)
        if blobfolder is not None:
            self.BLOBfolder = blobfolder

    async def rxevent(self, event: Event) -> None:
        """Put the event, with a snapshot, into the queue."""
        item = EventItem(event.eventtype, event.devicename, event.vectorname, event.timestamp, self.snapshot())
        await self.__put(item)

    async def hardware(self) -> None:
        """Send what is in the queue, until None comes, or the client is shut down."""
        txque = self.clientdata["txque"]
        while (item := await self.__take(txque)) is not None:
            try:
                await self.__obey(item)
            except Exception as error:  # noqa: BLE001 - an item that is not what it seems ends nothing
                await self.warning(f"not sent: {item!r:.200}: {error}")
            _note_done(txque)
        if not self.stop:
            _note_done(txque)
        self.shutdown()

    async def __obey(self, item: Any) -> None:
        match item:
            case (str() | None as device, str() | None as vector, "snapshot"):
                part = self.__part(device, vector)
                await self.__put(EventItem("snapshot", device, vector, None, part))
            case (str() | None as device, str() | None as vector, "Get"):
                await self.send_getProperties(device, vector)
            case (str() as device, str() | None as vector, str() as policy) if policy in _POLICIES:
                await self.send_enableBLOB(policy, device, vector)
            case (str() as device, str() as vector, Mapping() as members):
                await self.send_newVector(device, vector, members=members)
                state = EventItem("State", device, vector, core_of(self).clock(), self.snapshot())
                await self.__put(state)
            case _:
                await self.warning(f"not sent: this cannot be understood: {item!r:.200}")

    def __part(self, device: str | None, vector: str | None) -> Snap | SnapDevice | SnapVector | None:
        if device is None:
            return self.snapshot()
        found = self.get(device)
        if vector is None or found is None:
            return found.snapshot() if found else None
        return found[vector].snapshot() if vector in found else None

    async def __take(self, txque: ItemQueue) -> Any:
        """Wait for the next item; None where the client is shut down meanwhile."""
        while not self.stop:
            try:
                return txque.popleft() if isinstance(txque, deque) else txque.get_nowait()
            except (IndexError, queue.Empty, asyncio.QueueEmpty):
                await asyncio.sleep(LOOK_SECONDS)
        return None

    async def __put(self, item: EventItem) -> None:
        """Put an item; where there is no room, wait for its reader."""
        rxque = self.clientdata["rxque"]
        while True:
            try:
                rxque.append(item) if isinstance(rxque, deque) else rxque.put_nowait(item)
                return
            except (queue.Full, asyncio.QueueFull):
                await asyncio.sleep(LOOK_SECONDS)


def _note_done(txque: ItemQueue) -> None:
    if isinstance(txque, queue.Queue | asyncio.Queue):
        txque.task_done()


def runqueclient(
    txque: ItemQueue,
    rxque: ItemQueue,
    indihost: str = "localhost",
    indiport: int = 7624,
    blobfolder: str | Path | None = None,
) -> None:
    """Run a `QueClient` until None comes: the target of a thread. Raises as it does."""
    asyncio.run(_run(txque, rxque, indihost, indiport, blobfolder))


async def _run(*arguments: Any) -> None:
    await QueClient(*arguments).asyncrun()
