"""The link to one server: made, kept up, made again when it is lost."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Protocol

from indipyterm.client.backoff import Backoff
from indipyterm.client.connection import Connection, reason_of
from indipyterm.client.heartbeat import BEAT, Heartbeat
from indipyterm.client.stream import READ_SIZE
from indipyterm.exceptions import NotSent
from indipyterm.protocol.messages import Received
from indipyterm.protocol.parser import MAX_BLOB, IncomingBlob, Parser


class Listener(Protocol):
    """Who is told what happens on a link. The calls come one at a time."""

    async def link_made(self) -> None:
        """The link is up."""

    async def link_heard(self, messages: Sequence[Received]) -> None:
        """The next messages, in order: what was read at once."""

    async def link_down(self, reason: str, retry: float, lost: bool) -> None:
        """The link is lost, or could not be made; the next try is in `retry` seconds."""


class Tap(Protocol):
    """Who is told of each byte that goes over a link, and when it is made and lost: what records it."""

    def linked(self) -> None:
        """The link is up."""

    def received(self, data: bytes) -> None:
        """What came."""

    def sent(self, data: bytes) -> None:
        """What went."""

    def lost(self, reason: str) -> None:
        """The link that was up is lost; not told where this client ends it."""


class Link:
    """Connects to a host and port, again and again, until it is cancelled.

    `tap`, where one is set, is told of all that goes over it; `beat` is the seconds between two looks after the server.
    """

    def __init__(self, host: str, port: int, backoff: Backoff | None = None, beat: float = BEAT) -> None:
        self.host, self.port = host, port
        self.tap: Tap | None = None
        self.max_blob = MAX_BLOB
        """Bytes of base64 text after which a BLOB is given up; it counts from the next connection on."""
        self.bite = READ_SIZE
        """Bytes that are heard at once, before other tasks have their turn."""
        self._connection: Connection | None = None
        self._parser: Parser | None = None
        self._heartbeat: Heartbeat | None = None
        self.cut: IncomingBlob | None = None
        """The BLOB that was being received when the link was lost last, if one was."""
        self._beat = beat
        self._backoff = backoff or Backoff()
        self._retry = asyncio.Event()

    @property
    def connected(self) -> bool:
        """Whether there is a connection now."""
        return self._connection is not None

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
        """Wait until nothing is left to be sent; False where that takes longer, or there is no connection any more."""
        return await self._connection.drained(seconds) if self._connection else False

    def arriving(self) -> IncomingBlob | None:
        """The BLOB that is being received, if one is."""
        return self._parser.incoming_blob() if self._parser else None

    def answered(self, uid: str) -> None:
        """Take note that the server answered the ping with that uid."""
        if self._heartbeat:
            self._heartbeat.answered(uid)

    async def run(self, listener: Listener) -> None:
        """Keep the link up. Raises only what the listener raises."""
        while True:
            lost = False
            try:
                connection = await Connection.open(self.host, self.port)
            except OSError as error:
                reason = reason_of(error)
            else:
                lost, reason = True, await self._use(connection, listener)
            wait = self._backoff.next()
            self._retry.clear()
            await listener.link_down(reason, wait, lost)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._retry.wait()

    async def _use(self, connection: Connection, listener: Listener) -> str:
        """Read a connection to its end; give the reason why it ended."""
        parser = self._parser = Parser(max_blob=self.max_blob)
        heartbeat = self._heartbeat = Heartbeat(connection, self._beat)
        self._connection = connection
        if self.tap:
            self.tap.linked()
        try:
            await listener.link_made()
            reason = await self._read(connection, parser, heartbeat, listener)
            self.cut = parser.incoming_blob()
            if self.tap:
                self.tap.lost(reason)
        finally:
            heartbeat.stop()
            self._connection = self._parser = self._heartbeat = None
            await connection.close()
        return reason

    async def _read(self, connection: Connection, parser: Parser, heartbeat: Heartbeat, listener: Listener) -> str:
        while True:
            try:
                data = await connection.read()
            except OSError as error:
                return reason_of(error)
            if not data:
                return connection.ended or "the server closed the connection"
            self._backoff.reset()
            heartbeat.heard()
            if self.tap:
                self.tap.received(data)
            bite = len(data) if parser.incoming_blob() else self.bite  # within a BLOB there are no messages
            for begin in range(0, len(data), bite):
                if begin:
                    await asyncio.sleep(0)
                await listener.link_heard(parser.feed(data[begin : begin + bite]))
