"""The server's end of one client connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from indipyterm.demo.subscription import Subscription
from indipyterm.protocol.messages import Received
from indipyterm.protocol.parser import Parser


class Connection(asyncio.Protocol):
    """Parses what the client sends, and drops a client that leaves too much unread."""

    def __init__(
        self,
        on_received: Callable[[Connection, Received], None],
        on_opened: Callable[[Connection], None],
        buffer_limit: int,
    ) -> None:
        """Prepare for a new connection. A client with more than `buffer_limit` unread bytes is dropped."""
        self.subscription = Subscription()
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._on_received = on_received
        self._on_opened = on_opened
        self._buffer_limit = buffer_limit
        self._parser = Parser()
        self._transport: asyncio.Transport | None = None
        self._writable = asyncio.Event()
        self._writable.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport of a new connection."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._on_opened(self)

    def data_received(self, data: bytes) -> None:
        """Parse data, and hand each message to `on_received`, invalid ones too."""
        for received in self._parser.feed(data):
            self._on_received(self, received)

    def connection_lost(self, exc: Exception | None) -> None:
        """Resolve `closed`."""
        self._transport = None
        self._writable.set()
        if not self.closed.done():
            self.closed.set_result(None)

    def send(self, data: bytes) -> None:
        """Send or buffer data, or drop the client; never waits."""
        if self._transport is None or self._transport.is_closing():
            return
        self._transport.write(data)
        if self._transport.get_write_buffer_size() > self._buffer_limit:
            self._transport.abort()

    def pause_writing(self) -> None:
        """Make `drain` wait: the client leaves much unread."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """Let `drain` return: the client has read most of it."""
        self._writable.set()

    async def drain(self) -> None:
        """Wait while the client leaves much unread."""
        await self._writable.wait()

    def abort(self) -> None:
        """Close at once; unsent data are lost."""
        if self._transport is not None:
            self._transport.abort()
