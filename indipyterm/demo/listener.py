"""Listening on a port of this machine."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from indipyterm.demo.connection import Connection
from indipyterm.protocol.messages import Received

HOST = "127.0.0.1"
"""The demo accepts connections from this machine only."""

BUFFER_LIMIT = 16_000_000
"""The most bytes that a client may leave unread before it is dropped: some twenty images of the demo camera."""


class Listener:
    """A port that is reserved by `bind`, and can be opened and closed any number of times.

    With `keep_port` no other program can have the port from `bind` to `release`, however often it is closed meanwhile;
    on systems where a port cannot be closed and kept it is free while it is closed.
    """

    def __init__(
        self,
        on_received: Callable[[Connection, Received], None],
        port: int = 0,
        buffer_limit: int = BUFFER_LIMIT,
        *,
        keep_port: bool = False,
    ) -> None:
        """Prepare to listen on `port` (0: any free one). `on_received` is called with each client message."""
        self.port = port
        self.connections: list[Connection] = []
        self._on_received = on_received
        self._buffer_limit = buffer_limit
        self._keep_port = keep_port
        self._socket: socket.socket | None = None
        self._server: asyncio.Server | None = None

    @property
    def is_open(self) -> bool:
        """Whether clients can connect."""
        return self._server is not None

    def bind(self) -> None:
        """Reserve the port; its number is known afterwards. Raises OSError if another program has it."""
        self._socket = self._bind_socket()
        self.port = self._socket.getsockname()[1]
        if self._keep_port:  # a port that the system chose is given back when it is closed, unless it is asked for
            self._socket.close()
            self._socket = self._bind_socket()

    async def open(self) -> None:
        """Start to listen. Raises OSError if another program has taken the port since it was closed."""
        if self._socket is None:
            self._socket = self._bind_socket()
        self.port = self._socket.getsockname()[1]
        listening_socket = self._socket.dup()
        if not self._keep_port:
            self.release()
        listening_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # clients may have left just now
        self._server = await asyncio.get_running_loop().create_server(
            lambda: Connection(self._on_received, self._on_opened, self._buffer_limit),
            sock=listening_socket,
            start_serving=False,
        )
        await self._server.start_serving()

    async def close(self) -> None:
        """Stop listening, and close all connections."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
            if self._socket is not None:
                self._stop_listening(self._socket)
            await self.drop_clients()
            await server.wait_closed()
        if not self._keep_port:
            self.release()

    def _stop_listening(self, kept: socket.socket) -> None:
        """Refuse connections from now on, but keep the port where the system can."""
        try:
            kept.shutdown(socket.SHUT_RDWR)
            kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)  # else others could have it as well
        except OSError:  # not on Linux
            self.release()

    def release(self) -> None:
        """Release the port, unless it is open."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    async def drop_clients(self) -> None:
        """Close all connections, but continue to listen."""
        dropped = [*self.connections]
        for connection in dropped:
            connection.abort()
        await asyncio.gather(*(connection.closed for connection in dropped))

    def _on_opened(self, connection: Connection) -> None:
        if self._server is None:
            connection.abort()
            return
        self.connections.append(connection)
        connection.closed.add_done_callback(lambda _: self.connections.remove(connection))

    def _bind_socket(self) -> socket.socket:
        new_socket = socket.socket(
            socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
        )  # by which asyncio knows it: no delays
        try:
            new_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0 if self._keep_port else 1)
            new_socket.bind((HOST, self.port))
        except OSError as error:
            new_socket.close()
            raise OSError(error.errno, f"{HOST}:{self.port}: {error.strerror}") from None
        return new_socket
