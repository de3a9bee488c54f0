"""One TCP connection: read, write, end of stream."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket

from indipyterm.client.addresses import addresses

READ_SIZE = 1 << 17
"""Bytes taken from the socket at a time: enough for speed, few enough to keep the event loop lively."""

WRITE_LIMIT = 8 << 20
"""Bytes that may wait for a server that does not read; more is refused, so that nothing waits for it."""

CONNECT_SECONDS = 10.0

NEXT_ADDRESS_SECONDS = 2.5
"""How long one address of a host may be silent before the next is tried."""

# A peer that vanished without a word (a pulled cable) is noticed after some 5 + 3 * 3 seconds.
_KEEPALIVE = {"TCP_KEEPIDLE": 5, "TCP_KEEPINTVL": 3, "TCP_KEEPCNT": 3}


class NotReading(ConnectionError):
    """The server takes nothing more, so this was not sent."""


class Connection:
    """An open connection; `Connection.open` makes one."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        with contextlib.suppress(OSError):  # broken already: reading will tell
            _keep_alive(writer.get_extra_info("socket"))

    @classmethod
    async def open(cls, host: str, port: int) -> Connection:
        """Connect to a host name, IPv4 or IPv6 address; raises OSError, TimeoutError included."""
        reasons: dict[str, None] = {}
        async with asyncio.timeout(CONNECT_SECONDS):
            *earlier, last = await addresses(host, port)
            for address in (*earlier, last):
                try:
                    async with asyncio.timeout(None if address is last else NEXT_ADDRESS_SECONDS):
                        return cls(*await asyncio.open_connection(address, port, limit=READ_SIZE))
                except OSError as error:
                    reasons[why(error)] = None
        raise ConnectionError(", ".join(reasons))

    async def read(self) -> bytes:
        """Wait for the next bytes; none means that the server closed. Raises OSError when the line broke."""
        return await self._reader.read(READ_SIZE)

    def write(self, data: bytes) -> None:
        """Send without waiting. Raises `NotReading` when too much waits already, OSError when closed."""
        transport = self._writer.transport
        if transport.is_closing():
            raise ConnectionError("the connection is closed")
        if transport.get_write_buffer_size() > WRITE_LIMIT:
            raise NotReading("the server does not read")
        self._writer.write(data)

    async def close(self, seconds: float = 0.1) -> None:
        """Close; what is still to be written has `seconds` to go out."""
        if self._writer.is_closing():
            return
        self._writer.close()
        try:
            async with asyncio.timeout(seconds):
                await self._writer.wait_closed()
        except OSError:  # a timeout, or the line was broken anyway
            pass
        finally:
            self._writer.transport.abort()
            await asyncio.sleep(0)  # in which the transport closes its socket


def _keep_alive(connected: socket.socket) -> None:
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in _KEEPALIVE.items():
        if hasattr(socket, option):  # macOS lacks one of them
            connected.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)


def why(error: OSError) -> str:
    """What went wrong, in words for people: where asyncio has put an address in their place, the system's own."""
    if isinstance(error, TimeoutError):
        return "no answer"
    if error.errno and not isinstance(error, socket.gaierror):
        return os.strerror(error.errno).lower()
    return (error.strerror or str(error) or type(error).__name__).lower()
