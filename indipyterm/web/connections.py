"""Connections that ask for nothing, or take nothing, end; there is always room for one more."""

from __future__ import annotations

import asyncio
from asyncio import BaseTransport
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

MOST = 500
"""Connections of the site, of which sockets are some (see `guards.sockets`): systems allow 1,024 files."""

MOST_UNREAD = 1 << 18
"""Bytes of answers to pings that nobody reads."""

MOST_FRAGMENTS = 1_000
"""Parts of a message of a socket."""

_READ_AT_ONCE = 1 << 13  # bytes of a socket: pages say little


class HttpConnection(H11Protocol):
    """Ends where a request does not come whole in time; uvicorn ends only those that are silent after a response."""

    _timer: asyncio.TimerHandle | None = None
    _since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """See `asyncio.Protocol`. Where there are too many, one that waits for a request goes, or the oldest."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > MOST:
            others = [one for one in self.connections if isinstance(one, HttpConnection) and one is not self]
            min(others, key=HttpConnection._worth, default=self).transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        self._cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._wait()

    def handle_websocket_upgrade(self, event: Any) -> None:
        """Become a socket."""
        self._cancel()
        super().handle_websocket_upgrade(event)

    def _worth(self) -> tuple[bool, float]:
        return not self._waits, self._since

    @property
    def _waits(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _wait(self) -> None:
        self._cancel()
        self._since = self.loop.time()
        if not self.transport.is_closing():
            self._timer = self.loop.call_later(self.timeout_keep_alive, self._end_waiting)

    def _cancel(self) -> None:
        if self._timer:
            self._timer.cancel()

    def _end_waiting(self) -> None:
        if self._waits and self.transport.get_write_buffer_size():
            self._wait()  # a response is on its way still
        elif self._waits:
            self.transport.abort()


class SocketConnection(WebSocketsSansIOProtocol):
    """Ends where somebody has it keep more and more."""

    def connection_made(self, transport: BaseTransport) -> None:
        """See `asyncio.Protocol`."""
        super().connection_made(transport)
        # asyncio reads 256 kB at once: of the smallest frames those are so many that all others wait for a second.
        setattr(transport, "max_size", _READ_AT_ONCE)  # noqa: B010 - of the transport of a system's socket

    def handle_ping(self) -> None:
        """Answer a ping, unless the answers to others were not read."""
        super().handle_ping()
        if self.transport.get_write_buffer_size() > MOST_UNREAD:
            self.transport.abort()

    def handle_cont(self, event: Frame) -> None:
        """Take the next part of a message."""
        super().handle_cont(event)
        if len(self.frames) > MOST_FRAGMENTS:
            self.transport.abort()
