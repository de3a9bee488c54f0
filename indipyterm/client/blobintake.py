"""BLOBs on their way from the wire to the model: inflated and saved off the event loop, in the device's order.

What a device says behind a BLOB waits for it: a script that reads the image when CCD_EXPOSURE turns Ok finds it there.
Other devices do not wait.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from indipyterm.client.blobs import KEPT_PACKED, MAX_INFLATED, file_name, inflate, save
from indipyterm.exceptions import BadBase64, NotSaved
from indipyterm.model.events import BlobSaved
from indipyterm.protocol.blobdata import BlobData
from indipyterm.protocol.messages import AnyOne, OneBlob, Received, SetVector

MAX_WAITING = 256 << 20
"""Bytes of BLOBs that may wait to be saved."""

_MUCH = 1 << 22  # bytes; more than that is worth a moment's rest
_REST = 0.1  # seconds, at the most: other devices have news


M = TypeVar("M", bound=Received)


@dataclass(slots=True)
class Taken(Generic[M]):
    """A message to be applied, its BLOBs plain; the files that were written; what went wrong, in words."""

    message: M
    when: datetime
    files: list[BlobSaved] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class _Heard(NamedTuple):
    message: SetVector
    when: datetime
    members: Collection[str]
    size: int
    lost: str


class _Behind(NamedTuple):
    message: Received
    when: datetime
    link: int


class BlobIntake:
    """`put` messages as they are heard, `take` them one by one when they are ready.

    No more than `limit` bytes wait, lest a camera that is faster than the disk takes all memory: what is too much
    is told of and loses its BLOBs.
    """

    def __init__(self, limit: int = MAX_WAITING) -> None:
        self._queue: asyncio.Queue[_Heard | _Behind] = asyncio.Queue()
        self._limit = limit
        self.most = MAX_INFLATED
        """Bytes that a compressed BLOB may become."""
        self._waiting = 0
        self._taken = asyncio.Event()
        self.held: Counter[str] = Counter()
        """How many messages of each device are not taken yet."""
        self._link = 0

    def put(self, message: SetVector, when: datetime, members: Collection[str]) -> None:
        """Take a message as it was heard, at `when` (UTC), of a vector that has these `members`."""
        size, lost = _size(message), ""
        if self._waiting and self._waiting + size > self._limit:
            lost = f"{message.device} {message.name}: BLOB lost: {self._waiting >> 20} MB wait to be saved already"
            message, size = message._replace(members=()), 0
        self._waiting += size
        self.held[message.device] += 1
        self._queue.put_nowait(_Heard(message, when, members, size, lost))

    def put_behind(self, message: Received, when: datetime) -> bool:
        """Take any message of a device whose BLOBs wait; False, and nothing is taken, where none do."""
        if not self.held:
            return False
        device = getattr(message, "device", None) or ""
        if not self.held.get(device):
            return False
        self.held[device] += 1
        self._queue.put_nowait(_Behind(message, when, self._link))
        return True

    def link_down(self) -> None:
        """Forget what waits behind BLOBs: it was said on a connection that is gone. The BLOBs are saved."""
        self._link += 1

    async def rest(self) -> None:
        """Let the disk have what is large before more is read: for a moment, since everything waits then.

        So a burst takes the memory of two BLOBs; a disk that is slower than the camera does not hold up the rest.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_REST):
                while self._waiting > _MUCH:
                    self._taken.clear()
                    await self._taken.wait()

    async def take(self, folder: Callable[[], Path | None]) -> Taken[Any]:
        """Wait for the next message; a BLOB is prepared in a worker thread, and saved if there is a folder."""
        while True:
            heard = await self._queue.get()
            if isinstance(heard, _Heard):
                return await self._prepared(heard, folder())
            self._done(heard.message)
            if heard.link == self._link:
                return Taken(heard.message, heard.when)

    def _done(self, message: Received) -> None:
        device = getattr(message, "device", "")
        self.held[device] -= 1
        if not self.held[device]:
            del self.held[device]

    async def _prepared(self, heard: _Heard, folder: Path | None) -> Taken[SetVector]:
        message, when, members, size, lost = heard
        try:
            taken = await asyncio.to_thread(prepare, message, when, members, folder, self.most)
        finally:
            self._waiting -= size
            self._taken.set()
            self._done(message)
        if lost:
            taken.faults.append(lost)
        return taken


def prepare(
    message: SetVector, when: datetime, members: Collection[str], folder: Path | None, most: int = MAX_INFLATED
) -> Taken[SetVector]:
    """Inflate to `most` bytes, and save; a BLOB that is damaged, or of no known member, is left out and told of."""
    files: list[BlobSaved] = []
    faults: list[str] = []
    good: list[AnyOne] = []
    for one in message.members:
        assert isinstance(one, OneBlob)
        where = f"{message.device} {message.name} {one.name}"
        if one.name not in members:
            faults.append(f"{where}: BLOB ignored: there is no such member")
            continue
        try:
            plain = _plain(one, most)
        except (BadBase64, NotSaved, MemoryError) as error:
            faults.append(f"{where}: BLOB lost: {str(error) or 'not enough memory'}")
            continue
        length = len(plain.data.decode())
        if not length and not one.size:
            continue  # only a state is new
        if one.size not in (0, length) and not one.format.endswith(KEPT_PACKED):
            faults.append(f"{where}: {length} bytes came of a BLOB, {one.size} were announced")
        good.append(plain)
        if folder is None or not length:
            continue
        try:
            files.append(_saved(message, plain, when, folder))
        except NotSaved as error:
            faults.append(f"{where}: BLOB not saved: {error}")
    return Taken(message._replace(members=good), when, files, faults)


def _size(message: SetVector) -> int:
    size = 0
    for one in message.members:
        with contextlib.suppress(BadBase64):
            size += len(one.data.decode()) if isinstance(one, OneBlob) else 0
    return size


def _plain(one: OneBlob, most: int) -> OneBlob:
    data, suffix = inflate(one.data.decode(), one.format, one.size, most)
    return OneBlob(one.name, one.size, suffix, BlobData(data))


def _saved(message: SetVector, one: OneBlob, when: datetime, folder: Path) -> BlobSaved:
    data = one.data.decode()
    path = save(folder, file_name(message.device, one.name, message.timestamp or when, one.format), data)
    return BlobSaved(message.device, message.name, one.name, str(path), len(data), when)
