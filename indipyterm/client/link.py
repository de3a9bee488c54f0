"""Keeps a connection to one server up: connects, reads, and connects again when the connection is lost."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

from indipyterm.client.attachment_recording import AttachmentInliner
from indipyterm.client.attachments import AttachmentQueue
from indipyterm.client.connection import Connection, fault_of, reason_of
from indipyterm.client.heartbeat import ASK_AFTER, CHECK_SECONDS, DEAF_AFTER, Heartbeat
from indipyterm.client.shared_memory import OpenMemory
from indipyterm.client.stream import READ_SIZE
from indipyterm.exceptions import NotSent
from indipyterm.model.events import ConnectionFault
from indipyterm.protocol.element_reader import MAX_BLOB
from indipyterm.protocol.messages import Received
from indipyterm.protocol.parser import IncomingBlob, Parser


class Backoff:
    """Waits in seconds: `first`, doubled for each failure up to `longest`, plus or minus a quarter.

    The jitter keeps a room full of clients from returning to a restarted server all at once.
    """

    def __init__(self, first: float = 0.5, longest: float = 10.0, rand: Callable[[], float] = random.random) -> None:
        self._first, self._longest, self._random = first, longest, rand
        self.failures = 0

    def next(self) -> float:
        """Count a failure and give the wait after it."""
        wait = min(self._longest, self._first * 2.0 ** min(self.failures, 30))
        self.failures += 1
        return min(self._longest, wait * (0.75 + self._random() / 2))

    def reset(self) -> None:
        """Begin with the first wait again, after a success."""
        self.failures = 0


class ConnectionEnd(NamedTuple):
    """Why a connection ended, or could not be made: `reason` is `fault` in words."""

    fault: ConnectionFault
    reason: str


class Listener(Protocol):
    """Called with what happens on a link, one call at a time."""

    async def on_connecting(self) -> None:
        """A connection is about to be made."""

    async def on_connected(self) -> None:
        """The connection is made."""

    async def on_messages(self, messages: Sequence[Received]) -> None:
        """The next messages, in order: what was read at once."""

    async def on_disconnected(self, end: ConnectionEnd, retry: float, lost: bool) -> None:
        """The connection is `lost`, or could not be made; the next try is in `retry` seconds."""

    def question(self) -> bytes | None:
        """What to ask a silent server that does not answer pings; None where there is nothing that it must answer."""


class Tap(Protocol):
    """Called with each byte that is received and sent, to record it."""

    @property
    def blobs(self) -> bool:
        """Whether it wants the data of BLOBs that come over a local socket beside the stream, too."""

    def linked(self) -> None:
        """The connection is made."""

    def received(self, data: bytes) -> None:
        """Bytes were received."""

    def sent(self, data: bytes) -> None:
        """Bytes were sent."""

    def lost(self, reason: str) -> None:
        """The connection is lost; not called where this client ends it."""


class Link:
    """Connects to a host and port, again and again, until it is cancelled.

    `tap`, where one is set, is called with all that is received and sent; `check_seconds` is the time between two
    checks whether a silent server is still there.
    """

    def __init__(
        self, host: str, port: int, backoff: Backoff | None = None, check_seconds: float = CHECK_SECONDS
    ) -> None:
        self.host, self.port = host, port
        self.tap: Tap | None = None
        self.max_blob = MAX_BLOB
        """Bytes of base64 text after which a BLOB is given up; it counts from the next connection on."""
        self.chunk_size = READ_SIZE
        """Bytes that are parsed at once, before other tasks have their turn."""
        self._connection: Connection | None = None
        self._local = False
        self._memory = OpenMemory()
        self._parser: Parser | None = None
        self._heartbeat: Heartbeat | None = None
        self.interrupted: IncomingBlob | None = None
        """The BLOB that was being received when the connection was lost last, if one was."""
        self.ask_after = ASK_AFTER
        """Checks without a byte after which a server that does not answer pings is asked something."""
        self.give_up_after = DEAF_AFTER
        """Checks without a byte after which it is given up, if it was asked."""
        self._check_seconds = check_seconds
        self._backoff = backoff or Backoff()
        self._retry = asyncio.Event()

    @property
    def connected(self) -> bool:
        """Whether there is a connection now."""
        return self._connection is not None

    @property
    def local(self) -> bool:
        """Whether the connection that there is now, or was last, is over a local socket."""
        return self._local

    def retry(self) -> None:
        """Try to connect now instead of waiting; does nothing while connected."""
        self._retry.set()

    def send(self, data: bytes) -> None:
        """Send without waiting. Raises `NotSent`."""
        if self._connection is None:
            raise NotSent("not connected")
        try:
            self._connection.write(data)
        except OSError as error:
            raise NotSent(reason_of(error)) from error
        if self.tap:
            self.tap.sent(data)

    @property
    def written(self) -> int:
        """Bytes sent over this connection so far, those that wait included."""
        return self._connection.written if self._connection else 0

    def unsent(self) -> int:
        """How many of them the server has not taken yet."""
        return self._connection.unsent() if self._connection else 0

    async def drained(self, seconds: float) -> bool:
        """Wait until all is sent; False where that takes longer than `seconds`, or the connection is lost."""
        return await self._connection.drained(seconds) if self._connection else False

    async def finish_reading(self, seconds: float) -> None:
        """Receive no more; wait for `seconds` at most until the listener has taken what was received."""
        if self._connection:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._connection.finish_reading()

    def arriving(self) -> IncomingBlob | None:
        """The BLOB that is being received, if one is."""
        return self._parser.incoming_blob() if self._parser else None

    def ping_answered(self, uid: str) -> None:
        """Note that the server answered the ping with that uid."""
        if self._heartbeat:
            self._heartbeat.ping_answered(uid)

    async def run(self, listener: Listener) -> None:
        """Keep the connection up. Raises only what the listener raises."""
        self._retry = asyncio.Event()  # of this event loop
        self._backoff.reset()
        while True:
            lost = False
            await listener.on_connecting()
            try:
                connection = await Connection.open(self.host, self.port, self._attachments)
            except OSError as error:
                end = ConnectionEnd(fault_of(error), reason_of(error))
            else:
                lost, end = True, await self._use(connection, listener)
            wait = self._backoff.next()
            self._retry.clear()
            await listener.on_disconnected(end, wait, lost)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._retry.wait()

    def _attachments(self) -> AttachmentQueue:
        return AttachmentQueue(self.max_blob * 5 // 7, self._memory)  # base64 in lines is 4/3 as long, and a little

    async def _use(self, connection: Connection, listener: Listener) -> ConnectionEnd:
        """Read a connection to its end."""
        parser = self._parser = Parser(max_blob=self.max_blob, attachments=connection.attachments)
        heartbeat = self._heartbeat = Heartbeat(
            connection, self._check_seconds, listener.question, ask_after=self.ask_after, deaf_after=self.give_up_after
        )
        self._connection, self._local = connection, connection.attachments is not None
        if self.tap:
            self.tap.linked()
        try:
            await listener.on_connected()
            inliner = connection.inliner() if self.tap and self.tap.blobs else None
            end = await self._read(connection, parser, heartbeat, listener, inliner)
            if self.tap and inliner and (rest := inliner.flush()):
                self.tap.received(rest)
            self.interrupted = parser.incoming_blob()
            if self.tap:
                self.tap.lost(end.reason)
        finally:
            heartbeat.stop()
            self._connection = self._parser = self._heartbeat = None
            await connection.close()
        return end

    async def _read(
        self,
        connection: Connection,
        parser: Parser,
        heartbeat: Heartbeat,
        listener: Listener,
        inliner: AttachmentInliner | None,
    ) -> ConnectionEnd:
        while True:
            try:
                data = await connection.read()
            except OSError as error:
                return ConnectionEnd(fault_of(error), reason_of(error))
            if not data:
                if connection.ended:
                    return ConnectionEnd(ConnectionFault.SILENT, connection.ended)
                return ConnectionEnd(ConnectionFault.CLOSED_BY_SERVER, "the server closed the connection")
            self._backoff.reset()
            heartbeat.data_received()
            if self.tap and not inliner:
                self.tap.received(data)
            size = len(data) if parser.incoming_blob() else self.chunk_size  # within a BLOB there are no messages
            for begin in range(0, len(data), size):
                if begin:
                    await asyncio.sleep(0)
                piece = data[begin : begin + size]
                messages = parser.feed(piece)
                if self.tap and inliner:
                    await _record(self.tap, inliner.feed(piece))
                await listener.on_messages(messages)


async def _record(tap: Tap, pieces: Iterable[bytes]) -> None:
    """Record what was received; a BLOB takes long, so other tasks have their turns meanwhile."""
    for number, piece in enumerate(pieces):
        if number:
            await asyncio.sleep(0)
        tap.received(piece)
