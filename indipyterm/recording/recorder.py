"""Writing a recording beside the clients, in a thread: neither the line nor the screen ever waits for the disk."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import BinaryIO

from indipyterm.recording.bodies import Bodies
from indipyterm.recording.format import GZIP, HEAD, Entry, What, written

FLUSH = 1.0
"""Seconds after which what was recorded is in the file, even if the program is killed."""

MOST_WAITING = 64 << 20
"""Bytes that may wait for the disk."""

_END_SECONDS = 2.0

Now = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


class Recorder:
    """Writes a new file from `start` to `close`; make a `tap` for the link to each server.

    What ends the recording early (the file is there already, cannot be written, the disk is full or too slow) is told
    once, in words; all that comes later is ignored. Without `blobs` their bodies are left out.
    """

    def __init__(self, path: Path, *, blobs: bool = False, now: Now = _now) -> None:
        self.path = path
        self.now = now
        self._blobs = blobs
        self._told: Callable[[str], object] = str  # nobody, until it is started
        self._queue: SimpleQueue[Entry | None] = SimpleQueue()
        self._put = self._taken = 0  # bytes; the first is counted by the event loop, the second by the thread
        self._bodies: dict[tuple[str, What], Bodies] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    @property
    def recording(self) -> bool:
        """Whether all is well: nothing ended it yet."""
        return self._thread.is_alive() and not self._ended.is_set()

    def tap(self, server: str) -> ServerTap:
        """What tells of one link; `server` is what its server is called."""
        return ServerTap(self, server)

    def start(self, told: Callable[[str], object]) -> None:
        """Create the file and begin; `told` is called once at the most, from any thread."""
        self._told = told
        self._thread.start()

    def close(self) -> None:
        """Write what is left; waits a moment for that, but not for a disk that hangs."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join(_END_SECONDS)

    def put(self, entry: Entry) -> None:
        """Take one more record; never waits."""
        if self._ended.is_set():
            return
        self._put += len(entry.data)
        if self._put - self._taken > MOST_WAITING:
            self._end(f"the disk is too slow: {MOST_WAITING >> 20} MB wait for it")
        else:
            self._queue.put(entry)

    def _end(self, reason: str) -> None:
        if not self._ended.is_set():
            self._ended.set()
            self._told(f"recording to {self.path} ended: {reason}")

    # In the thread

    def _run(self) -> None:
        try:
            with self.path.open("xb") as file:
                self._write(file)
        except OSError as error:
            self._end((error.strerror or str(error)).lower())

    def _write(self, file: BinaryIO) -> None:
        """Write until the end of the records; what was said is in the file a second later."""
        compressor = zlib.compressobj(1 if self._blobs else 6, zlib.DEFLATED, GZIP)
        file.write(compressor.compress(HEAD))
        due: float | None = monotonic()
        while not self._ended.is_set():
            if due is not None and monotonic() >= due:
                file.write(compressor.flush(zlib.Z_SYNC_FLUSH))
                file.flush()
                due = None
            try:
                entry = self._queue.get(timeout=None if due is None else max(0.0, due - monotonic()))
            except Empty:
                continue
            if entry is None:
                break
            file.write(compressor.compress(self._text(entry)))
            self._taken += len(entry.data)
            due = monotonic() + FLUSH if due is None else due
        file.write(compressor.flush())

    def _text(self, entry: Entry) -> bytes:
        """What is written for a record; nothing where all of it was left out."""
        if self._blobs:
            return written(entry)
        if entry.what in (What.IN, What.OUT):
            data = self._bodies.setdefault((entry.server, entry.what), Bodies()).without(entry.data)
            return written(entry._replace(data=data)) if data else b""
        text = b""
        for what in (What.IN, What.OUT):
            if (bodies := self._bodies.pop((entry.server, what), None)) and (rest := bodies.rest()):
                text += written(entry._replace(what=what, data=rest))
        return text + written(entry)


class ServerTap:
    """Records one link; see `indipyterm.client.link.Tap`."""

    def __init__(self, recorder: Recorder, server: str) -> None:
        self._recorder, self._server = recorder, server

    def linked(self) -> None:
        """The link is up."""
        self._record(What.UP)

    def received(self, data: bytes) -> None:
        """What came."""
        self._record(What.IN, data)

    def sent(self, data: bytes) -> None:
        """What went."""
        self._record(What.OUT, data)

    def lost(self, reason: str) -> None:
        """The link is lost."""
        self._record(What.DOWN, reason.encode(errors="replace"))

    def _record(self, what: What, data: bytes = b"") -> None:
        self._recorder.put(Entry(what, self._recorder.now(), self._server, data))
