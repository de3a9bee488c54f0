"""A port of this machine, and the connections to it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from indipyterm.demo.connection import Connection
from indipyterm.protocol.messages import Received

HOST = "127.0.0.1"
"""The demo is for this machine alone."""

BUFFER_LIMIT = 16_000_000
"""Bytes that a client may leave unread before it is dropped: some twenty of the demo camera's images."""


class Port:
    """Taken once by `bind`, opened and closed as often as one likes; in between it refuses."""

    def __init__(
        self,
        receive: Callable[[Connection, Received], None],
        number: int = 0,
        buffer_limit: int = BUFFER_LIMIT,
    ) -> None:
        """Prepare a port; 0 stands for a free one. `receive` is told what clients say."""
        self.number = number
        self.connections: list[Connection] = []
        self._receive = receive
        self._buffer_limit = buffer_limit
        self._socket: socket.socket | None = None
        self._listener: asyncio.Server | None = None

    @property
    def is_open(self) -> bool:
        """Whether clients can connect."""
        return self._listener is not None

    def bind(self) -> None:
        """Take the port; `number` is known afterwards. Raises OSError where another program has it."""
        self._socket = self._bound()
        self.number = self._socket.getsockname()[1]

    async def open(self) -> None:
        """Listen. Raises OSError where another program took the port since it was closed."""
        if self._socket is None:
            self._socket = self._bound()
        listening, self._socket = self._socket, None
        self._listener = await asyncio.get_running_loop().create_server(
            lambda: Connection(self._receive, self._opened, self._buffer_limit), sock=listening, start_serving=False
        )
        await self._listener.start_serving()

    async def close(self) -> None:
        """Refuse further clients, and cut all connections."""
        self.release()
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()
            await self.drop_clients()
            await listener.wait_closed()

    def release(self) -> None:
        """Give the port back that was bound and not opened."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    async def drop_clients(self) -> None:
        """Cut all connections, and go on listening."""
        dropped = [*self.connections]
        for connection in dropped:
            connection.abort()
        await asyncio.gather(*(connection.closed for connection in dropped))

    def _opened(self, connection: Connection) -> None:
        if self._listener is None:
            connection.abort()
            return
        self.connections.append(connection)
        connection.closed.add_done_callback(lambda _: self.connections.remove(connection))

    def _bound(self) -> socket.socket:
        bound = socket.socket(
            socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
        )  # by which asyncio knows it: no delays
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind((HOST, self.number))
        except OSError as error:
            bound.close()
            raise OSError(error.errno, f"{HOST}:{self.number}: {error.strerror}") from None
        return bound
