"""One client's connection: bytes in, elements out, and never a wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from indipyterm.demo.interest import Interest
from indipyterm.protocol.messages import Received
from indipyterm.protocol.parser import Parser


class Connection(asyncio.Protocol):
    """Hands what the client says to `receive`, and drops a client that leaves too much unread."""

    def __init__(
        self,
        receive: Callable[[Connection, Received], None],
        opened: Callable[[Connection], None],
        buffer_limit: int,
    ) -> None:
        """Make the end of a connection not yet made; `buffer_limit` is in bytes waiting to be sent."""
        self.interest = Interest()
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._receive = receive
        self._opened = opened
        self._buffer_limit = buffer_limit
        self._parser = Parser()
        self._transport: asyncio.Transport | None = None
        self._taken = asyncio.Event()
        self._taken.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport of a new connection."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._opened(self)

    def data_received(self, data: bytes) -> None:
        """Hand on what was said; what was not understood is left to the receiver."""
        for received in self._parser.feed(data):
            self._receive(self, received)

    def connection_lost(self, exc: Exception | None) -> None:
        """Say that the connection is over and its socket closed."""
        self._transport = None
        self._taken.set()
        if not self.closed.done():
            self.closed.set_result(None)

    def send(self, data: bytes) -> None:
        """Send, or keep for later, or drop the client: at any rate at once."""
        if self._transport is None or self._transport.is_closing():
            return
        self._transport.write(data)
        if self._transport.get_write_buffer_size() > self._buffer_limit:
            self._transport.abort()

    def pause_writing(self) -> None:
        """The client leaves much unread."""
        self._taken.clear()

    def resume_writing(self) -> None:
        """The client has read most of it."""
        self._taken.set()

    async def drained(self) -> None:
        """Wait while the client leaves much unread."""
        await self._taken.wait()

    def abort(self) -> None:
        """Close at once; what was not sent yet is lost."""
        if self._transport is not None:
            self._transport.abort()
