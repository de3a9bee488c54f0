"""Writing a recording in a thread of its own, so that neither the connection nor the screen ever waits for the disk."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import BinaryIO

from indipyterm.recording.blob_stripper import BlobStripper
from indipyterm.recording.format import GZIP_WBITS, HEADER, Record, RecordType, encode_record

FLUSH_SECONDS = 1.0
"""Seconds after which a record is in the file, even if the program is killed."""

MAX_QUEUED = 64 << 20
"""Bytes of data that may wait for the disk."""

_CLOSE_SECONDS = 2.0


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Recorder:
    """Writes a new file from `start` to `close`; make a `tap` for the connection to each server.

    Without `blobs` the data of BLOBs are left out. If the recording has to end early (the file exists or cannot be
    written, the disk is full or too slow), the callback of `start` is called and later records are ignored.
    """

    def __init__(self, path: Path, *, blobs: bool = False, now: Callable[[], datetime] = _utc_now) -> None:
        self.path = path
        self.now = now
        self.blobs = blobs
        self._on_failure: Callable[[str], object] = str  # ignored until it is started
        self._queue: SimpleQueue[Record | None] = SimpleQueue()
        self._queued = self._written = 0  # bytes; each is changed by one thread only
        self._strippers: dict[tuple[str, RecordType], BlobStripper] = {}
        self._failed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    @property
    def recording(self) -> bool:
        """Whether it is started, and has neither failed nor been closed."""
        return self._thread.is_alive() and not self._failed.is_set()

    def tap(self, server: str) -> ServerTap:
        """Return a tap for the connection to a server; `server` is its name in the recording."""
        return ServerTap(self, server)

    def start(self, on_failure: Callable[[str], object]) -> None:
        """Create the file and begin. `on_failure` is called at most once, from any thread, with a sentence."""
        self._on_failure = on_failure
        self._thread.start()

    def close(self) -> None:
        """Write what is queued; waits two seconds at most, in case the disk hangs."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join(_CLOSE_SECONDS)

    def add(self, record: Record) -> None:
        """Queue a record; never waits."""
        if self._failed.is_set():
            return
        self._queued += len(record.data)
        if self._queued - self._written > MAX_QUEUED:
            self._fail(f"the disk is too slow: {MAX_QUEUED >> 20} MB wait for it")
        else:
            self._queue.put(record)

    def _fail(self, reason: str) -> None:
        if not self._failed.is_set():
            self._failed.set()
            self._on_failure(f"recording to {self.path} ended: {reason}")

    # In the thread

    def _run(self) -> None:
        try:
            with self.path.open("xb") as file:
                self._write(file)
        except OSError as error:
            self._fail((error.strerror or str(error)).lower())

    def _write(self, file: BinaryIO) -> None:
        """Write records until the end of the queue, and flush each after `FLUSH_SECONDS` at most."""
        compressor = zlib.compressobj(1 if self.blobs else 6, zlib.DEFLATED, GZIP_WBITS)
        file.write(compressor.compress(HEADER))
        flush_at: float | None = monotonic()
        while not self._failed.is_set():
            if flush_at is not None and monotonic() >= flush_at:
                file.write(compressor.flush(zlib.Z_SYNC_FLUSH))
                file.flush()
                flush_at = None
            try:
                record = self._queue.get(timeout=None if flush_at is None else max(0.0, flush_at - monotonic()))
            except Empty:
                continue
            if record is None:
                break
            file.write(compressor.compress(self._encode(record)))
            self._written += len(record.data)
            flush_at = monotonic() + FLUSH_SECONDS if flush_at is None else flush_at
        file.write(compressor.flush())

    def _encode(self, record: Record) -> bytes:
        """Return what to write for a record; nothing if it consists of BLOB data to be left out."""
        if self.blobs:
            return encode_record(record)
        if record.type in (RecordType.RECEIVED, RecordType.SENT):
            stripper = self._strippers.setdefault((record.server, record.type), BlobStripper())
            data = stripper.feed(record.data)
            return encode_record(record._replace(data=data)) if data else b""
        pending = b""
        for record_type in (RecordType.RECEIVED, RecordType.SENT):
            old = self._strippers.pop((record.server, record_type), None)
            if old and (rest := old.flush()):
                pending += encode_record(record._replace(type=record_type, data=rest))
        return pending + encode_record(record)


class ServerTap:
    """Records one connection; see `indipyterm.client.link.Tap`."""

    def __init__(self, recorder: Recorder, server: str) -> None:
        self._recorder, self._server = recorder, server
        self.blobs = recorder.blobs
        """Whether the data of BLOBs are recorded, too."""

    def linked(self) -> None:
        """Record that the connection was made."""
        self._record(RecordType.CONNECTED)

    def received(self, data: bytes) -> None:
        """Record received bytes."""
        self._record(RecordType.RECEIVED, data)

    def sent(self, data: bytes) -> None:
        """Record sent bytes."""
        self._record(RecordType.SENT, data)

    def lost(self, reason: str) -> None:
        """Record that the connection was lost."""
        self._record(RecordType.LOST, reason.encode(errors="replace"))

    def _record(self, record_type: RecordType, data: bytes = b"") -> None:
        self._recorder.add(Record(record_type, self._recorder.now(), self._server, data))
