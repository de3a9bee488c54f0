"""BLOBs on their way from the connection to the model: inflated and saved in worker threads, in each device's order.

What a device sends behind a BLOB waits for it: a script that reads the image when CCD_EXPOSURE turns Ok finds it there.
Other devices do not wait.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from indipyterm.client.blobs import (
    KEPT_PACKED,
    MAX_INFLATED,
    PACKED,
    Numbering,
    file_name,
    inflate,
    save,
    save_numbered,
)
from indipyterm.exceptions import BadBase64, BadCompression, NotSaved, TooLarge
from indipyterm.model.events import (
    BlobFault,
    BlobLost,
    BlobNotSaved,
    BlobSaved,
    BlobSizeDiffers,
    DataIgnored,
    IgnoredReason,
    Status,
    VideoNotSaved,
)
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.messages import AnyOne, OneBlob, Received, SetVector

MAX_WAITING = 256 << 20
"""Bytes of BLOBs that may wait to be saved."""

VIDEO_FORMAT = ".stream"
"""How the formats of video frames begin: ``.stream``, ``.stream_jpg`` (libindi, libs/stream/encoder)."""

INCOMPLETE = ".incomplete"
"""The end of the name of a file with less than the server announced."""

_MUCH = 1 << 22  # bytes; while more than that wait, reading pauses
_LOOK_SECONDS = 0.01  # between two looks whether something was saved or told

_PAUSE = 0.1  # seconds, at the most: other devices go on


M = TypeVar("M", bound=Received)


class ReadyMessage(Generic[M]):
    """A message to be applied, its BLOBs inflated; the files that were written; what went wrong."""

    def __init__(self, message: M, when: datetime) -> None:
        self.message, self.when = message, when
        self.files: list[BlobSaved] = []
        self.faults: list[Status] = []


class Saving(NamedTuple):
    """Where BLOBs are saved (None: nowhere), whether the frames of videos are, too, and with which running numbers."""

    folder: Path | None
    video: bool = True
    numbering: Numbering | None = None


class _QueuedBlobs(NamedTuple):
    message: SetVector
    when: datetime
    members: Collection[str]
    size: int
    lost: BlobLost | None


class _QueuedMessage(NamedTuple):
    message: Received
    when: datetime
    connection: int


class BlobIntake:
    """Queues messages as they are received; `next` gives them one by one when they are ready.

    No more than `limit` bytes wait, so that a camera that is faster than the disk does not use up the memory: a message
    beyond that loses its BLOBs, which is reported.
    """

    def __init__(self, limit: int = MAX_WAITING) -> None:
        self._queue: asyncio.Queue[_QueuedBlobs | _QueuedMessage] = asyncio.Queue()
        self._limit = limit
        self.max_inflated = MAX_INFLATED
        """Bytes that a compressed BLOB may become."""
        self.save_video = True
        """Whether to save the frames of videos, too."""
        self.numbered: dict[tuple[str, str], Numbering] = {}
        """The vectors, by device and name, whose next BLOBs get a running number in place of the time."""
        self._videos: set[tuple[str, str]] = set()
        """The vectors whose frames were reported as not saved, over this connection."""
        self._waiting = 0
        self._saved = asyncio.Event()
        self._preparing: _QueuedBlobs | None = None  # what is inflated and saved just now
        self._progress = 0  # counts what was prepared, and what was applied
        self.queued: Counter[str] = Counter()
        """How many messages of each device are in the queue."""
        self._connection = 0

    def add_blobs(self, message: SetVector, when: datetime, members: Collection[str]) -> None:
        """Queue a message that was received at `when` (UTC), for a vector that has these `members`."""
        size, lost = _size(message), None
        if self._waiting and self._waiting + size > self._limit:
            lost = BlobLost(message.device, message.name, "", BlobFault.BACKLOG, when, self._waiting)
            message, size = message._replace(members=()), 0
        self._waiting += size
        self.queued[message.device] += 1
        self._queue.put_nowait(_QueuedBlobs(message, when, members, size, lost))

    def add_behind(self, message: Received, when: datetime) -> bool:
        """Queue any message of a device that has BLOBs in the queue; False, and not queued, where it has none."""
        if not self.queued:
            return False
        device = getattr(message, "device", None) or ""
        if not self.queued.get(device):
            return False
        self.queued[device] += 1
        self._queue.put_nowait(_QueuedMessage(message, when, self._connection))
        return True

    def start(self) -> None:
        """Begin with an empty queue, in the running event loop."""
        self._queue, self._saved = asyncio.Queue(), asyncio.Event()
        self._waiting = 0
        self._preparing = None
        self.queued.clear()

    def applied(self) -> None:
        """Note that what `next` gave is applied, and told."""
        self._progress += 1
        self._queue.task_done()

    async def drained(self, saving: float, telling: float) -> bool:
        """Wait until all that is queued is applied.

        False where that takes longer than `saving` seconds, or `telling` seconds for one message that is saved.
        """
        applied = asyncio.ensure_future(self._queue.join())
        try:
            async with asyncio.timeout(saving):
                idle, progress = 0, self._progress  # looks, not seconds: on a busy machine nothing can get on meanwhile
                while not applied.done() and idle * _LOOK_SECONDS < telling:
                    await asyncio.wait([applied], timeout=_LOOK_SECONDS)
                    idle = 0 if self._preparing or progress != self._progress else idle + 1
                    progress = self._progress
                return applied.done()
        except TimeoutError:
            return False
        finally:
            applied.cancel()

    async def save_rest(self, folder: Path | None, seconds: float) -> list[Status]:
        """Save what is still queued, without applying it; give what there is to be told of it.

        What takes longer than `seconds`, or waits for what does not come to its end now, is lost.
        """
        hangs = self._preparing
        told: list[Status] = [_lost(self._preparing)] if self._preparing else []
        deadline = asyncio.get_running_loop().time() + seconds
        while not self._queue.empty():
            queued = self._queue.get_nowait()
            if not isinstance(queued, _QueuedBlobs):
                continue
            if not folder or hangs:
                told.append(_lost(queued))
                continue
            try:
                async with asyncio.timeout_at(deadline):
                    ready = await self._prepared(queued, folder)
            except TimeoutError:
                told.append(_lost(queued))
            else:
                told += ready.faults
                told += [BlobLost(*file[:3], BlobFault.UNTOLD, file.when, detail=file.path) for file in ready.files]
        return told

    def connection_lost(self) -> None:
        """Drop what waits behind BLOBs: it was sent over a connection that is lost. The BLOBs are still saved."""
        self._connection += 1
        self._videos.clear()

    async def pause(self) -> None:
        """Let large BLOBs be saved before more is read, for a moment: everything else waits meanwhile.

        So a burst takes the memory of two BLOBs, and a disk that is slower than the camera does not delay the rest.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PAUSE):
                while self._waiting > _MUCH:
                    self._saved.clear()
                    await self._saved.wait()

    async def next(self, folder: Callable[[], Path | None]) -> ReadyMessage[Any]:
        """Wait for the next message; BLOBs are prepared in a worker thread, and saved if there is a folder."""
        while True:
            queued = await self._queue.get()
            if isinstance(queued, _QueuedBlobs):
                return await self._prepared(queued, folder())
            self._dequeued(queued.message)
            if queued.connection == self._connection:
                return ReadyMessage(queued.message, queued.when)
            self.applied()

    def _dequeued(self, message: Received) -> None:
        device = getattr(message, "device", "")
        self.queued[device] -= 1
        if not self.queued[device]:
            del self.queued[device]

    async def _prepared(self, blobs: _QueuedBlobs, folder: Path | None) -> ReadyMessage[SetVector]:
        message, when, members, size, lost = blobs
        self._preparing = blobs
        try:
            saved = Saving(folder, self.save_video, self.numbered.get((message.device, message.name)))
            ready = await asyncio.to_thread(prepare, message, when, members, saved, self.max_inflated)
        finally:
            self._preparing = None
            self._progress += 1
            self._waiting -= size
            self._saved.set()
            self._dequeued(message)
        ready.faults = [*filter(self._is_new, ready.faults), *([lost] if lost else [])]
        return ready

    def _is_new(self, fault: Status) -> bool:
        """Whether a fault is to be reported: that of a video only once."""
        if not isinstance(fault, VideoNotSaved):
            return True
        key = fault.device, fault.vector
        known = key in self._videos
        self._videos.add(key)
        return not known


def prepare(
    message: SetVector, when: datetime, members: Collection[str], saving: Saving, limit: int = MAX_INFLATED
) -> ReadyMessage[SetVector]:
    """Inflate BLOBs, to `limit` bytes each, and save them.

    A BLOB that is damaged, or of none of the `members`, is left out of the message, and reported. One that is shorter
    than announced is kept under a name that no script takes for that of a whole one, and reported instead of saved.
    """
    ready = ReadyMessage(message, when)
    good: list[AnyOne] = []
    for one in message.members:
        assert isinstance(one, OneBlob)
        names = message.device, message.name, one.name
        if one.name not in members:
            reason = IgnoredReason.UNKNOWN_BLOB_MEMBER
            ready.faults.append(DataIgnored(reason, message.device, message.name, (one.name,), when))
            continue
        plain = _plain(one, limit, names, when)
        if isinstance(plain, BlobLost):
            ready.faults.append(plain)
            continue
        length = plain.data.length()
        if not length and not one.size:
            continue  # only the state of the vector changed
        differs = one.size not in (0, length) and not one.format.endswith(KEPT_PACKED)
        incomplete = differs and length < one.size
        path = ""
        good.append(plain)
        if saving.folder and length and not saving.video and plain.format.startswith(VIDEO_FORMAT):
            ready.faults.append(VideoNotSaved(*names, when))
        elif saving.folder and length:
            try:
                path = _save(message, plain, when, saving, incomplete)
            except NotSaved as error:
                ready.faults.append(BlobNotSaved(*names, str(error), when))
        if path and not incomplete:
            ready.files.append(BlobSaved(*names, path, length, when))
        if differs:
            ready.faults.append(BlobSizeDiffers(*names, length, one.size, when, path if incomplete else ""))
    ready.message = message._replace(members=good)
    return ready


def _lost(blobs: _QueuedBlobs) -> BlobLost:
    return BlobLost(blobs.message.device, blobs.message.name, "", BlobFault.ENDED, blobs.when)


def _size(message: SetVector) -> int:
    size = 0
    for one in message.members:
        with contextlib.suppress(BadBase64):
            size += one.data.length() if isinstance(one, OneBlob) else 0
    return size


def _plain(one: OneBlob, limit: int, names: tuple[str, str, str], when: datetime) -> OneBlob | BlobLost:
    try:
        if not one.format.endswith(PACKED):
            one.data.length()  # raises where it is damaged
            return one
        data, suffix = inflate(one.data.view(), one.format, one.size, limit)
    except BadBase64 as error:
        return BlobLost(*names, BlobFault.BAD_BASE64, when, detail=str(error))
    except BadCompression as error:
        return BlobLost(*names, BlobFault.BAD_COMPRESSION, when, detail=str(error))
    except TooLarge as error:
        return BlobLost(*names, BlobFault.TOO_LARGE, when, error.limit)
    except MemoryError:
        return BlobLost(*names, BlobFault.NO_MEMORY, when)
    return OneBlob(one.name, one.size, suffix, BlobData(data))


def _save(message: SetVector, one: OneBlob, when: datetime, saving: Saving, incomplete: bool) -> str:
    """Save a BLOB in the folder, which is there; return the path. Raises `NotSaved`."""
    assert saving.folder
    data = one.data
    if saving.numbering and not incomplete:  # the number is for the whole one
        return str(save_numbered(saving.folder, message.device, one.name, one.format, saving.numbering, data))
    name = file_name(message.device, one.name, message.timestamp or when, one.format)
    return str(save(saving.folder, name + (INCOMPLETE if incomplete else ""), data))
