"""One connection, by TCP or over a local socket: made, read, written to, closed."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import fcntl
import os
import socket
import sys
import termios
from collections.abc import Callable

from indipyterm.client.attachment_recording import AttachmentInliner
from indipyterm.client.attachments import AttachmentQueue
from indipyterm.client.hosts import LOCAL, TCP
from indipyterm.client.local_socket import AVAILABLE, USUAL_NAME, abstract_address, is_near, serves_both
from indipyterm.client.local_stream import LocalStream
from indipyterm.client.name_lookup import resolve
from indipyterm.client.stream import Stream
from indipyterm.exceptions import NotReading
from indipyterm.model.events import ConnectionFault

WRITE_LIMIT = 8 << 20
"""Bytes that may wait for a server that does not read; more is refused, so that nothing waits for it."""

CONNECT_SECONDS = 10.0

NEXT_ADDRESS_SECONDS = 2.5
"""How long one address of a host may be silent before the next is tried."""

# A peer that vanished silently (a pulled cable) is noticed after some 5 + 3 * 2 seconds; TCP_USER_TIMEOUT
# (milliseconds) is for data that it does not acknowledge, among which a question of the heartbeat's may be.
_KEEPALIVE = {"TCP_KEEPIDLE": 5, "TCP_KEEPINTVL": 2, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 11_000}


class Connection:
    """An open connection; `Connection.open` makes one."""

    def __init__(self, stream: Stream, attachments: AttachmentQueue | None = None) -> None:
        self._stream, self._transport = stream, stream.transport
        self.attachments = attachments
        """What came over a local socket beside the stream; None: it is no local socket."""
        self._written = 0
        self.ended = ""
        """The reason that `abort` was given; empty where it was not called."""
        self._transport.set_write_buffer_limits(0)  # so that it is drained only when nothing waits
        with contextlib.suppress(OSError):  # broken already, which reading will show, or a local socket
            _keep_alive(self._transport.get_extra_info("socket"))

    @classmethod
    async def open(
        cls, host: str, port: int, attachments: Callable[[], AttachmentQueue] = AttachmentQueue
    ) -> Connection:
        """Connect to a host as `hosts.host_and_port` gives it; raises OSError, TimeoutError included.

        Where that is this machine, its server's local socket is taken in place of TCP; `attachments` makes the
        queue for what comes beside its stream.
        """
        if host.startswith(LOCAL):
            return await cls._open_named(host.removeprefix(LOCAL), attachments)
        connection = await cls._open_tcp(host.removeprefix(TCP), port)
        if host.startswith(TCP) or not AVAILABLE:
            return connection
        try:
            local = await connection._same_server(attachments)
        except BaseException:
            await connection.close()
            raise
        if local is None:
            return connection
        await connection.close()
        return local

    @classmethod
    async def _open_named(cls, name: str, attachments: Callable[[], AttachmentQueue]) -> Connection:
        if not AVAILABLE:
            raise OSError("local sockets are supported on Linux only")
        async with asyncio.timeout(CONNECT_SECONDS):
            try:
                return await cls._open_local(abstract_address(name), attachments)
            except ConnectionRefusedError as error:
                try:
                    return await cls._open_local(name, attachments)  # a file
                except FileNotFoundError:
                    raise error from None

    @classmethod
    async def _open_local(cls, address: str, attachments: Callable[[], AttachmentQueue]) -> Connection:
        queue = attachments()
        loop = asyncio.get_running_loop()
        _, stream = await loop.create_unix_connection(lambda: LocalStream(queue), address)
        return cls(stream, queue)

    async def _same_server(self, attachments: Callable[[], AttachmentQueue]) -> Connection | None:
        """Connect to the local socket of the server that this connection is to; None if it is not known to have one."""
        connected = self._transport.get_extra_info("socket")
        local = None
        try:
            if is_near(connected):
                local = await self._open_local(abstract_address(USUAL_NAME), attachments)
                if await asyncio.to_thread(serves_both, local._transport.get_extra_info("socket"), connected):
                    return local
        except OSError:  # there is no such socket, or the connection is lost already, which reading will show
            pass
        except BaseException:
            if local:
                await local.close()
            raise
        if local:
            await local.close()
        return None

    @classmethod
    async def _open_tcp(cls, host: str, port: int) -> Connection:
        errors: dict[str, OSError] = {}
        async with asyncio.timeout(CONNECT_SECONDS):
            *earlier, last = await resolve(host, port)
            for address in (*earlier, last):
                try:
                    async with asyncio.timeout(None if address is last else NEXT_ADDRESS_SECONDS):
                        _, stream = await asyncio.get_running_loop().create_connection(Stream, address, port)
                        return cls(stream)
                except OSError as error:
                    errors[reason_of(error)] = error
        if len(errors) == 1:
            raise next(iter(errors.values()))
        raise ConnectionError(", ".join(errors))

    def inliner(self) -> AttachmentInliner | None:
        """What makes the received stream one that has its attached BLOBs in it; None where it cannot have any."""
        if self.attachments is None:
            return None
        taken = self.attachments.taken = {}
        return AttachmentInliner(taken)

    async def read(self) -> bytes:
        """Wait for the next bytes; none means that the server closed. Raises OSError when the line broke."""
        return await self._stream.read()

    async def finish_reading(self) -> None:
        """Receive no more; wait until `read` is called again when it has given all that was received."""
        await self._stream.finish_reading()

    def write(self, data: bytes) -> None:
        """Send without waiting. Raises `NotReading` when too much waits already, OSError when closed."""
        if self._transport.is_closing():
            raise ConnectionError("the connection is closed")
        if self._transport.get_write_buffer_size() > WRITE_LIMIT:
            raise NotReading("the server does not read, or not as fast as this client sends")
        self._transport.write(data)
        self._written += len(data)

    @property
    def written(self) -> int:
        """All bytes given to `write` so far."""
        return self._written

    def unsent(self) -> int:
        """How many of them the other side has not taken yet, as far as the system knows."""
        waiting = self._transport.get_write_buffer_size()
        if sys.platform == "linux" and not self._transport.is_closing():  # other systems do not say what they hold
            with contextlib.suppress(OSError):
                kept = fcntl.ioctl(self._transport.get_extra_info("socket").fileno(), termios.TIOCOUTQ, bytes(4))
                waiting += int.from_bytes(kept, sys.byteorder)
        return waiting

    async def drained(self, seconds: float) -> bool:
        """Wait until the system has taken all that was written; False where that takes longer, or it broke."""
        try:
            async with asyncio.timeout(seconds):
                await self._stream.drained()
        except OSError:
            return False
        return True

    def abort(self, reason: str) -> None:
        """End the connection at once; `read` then gives no bytes."""
        self.ended = reason
        self._transport.abort()

    async def close(self, seconds: float = 0.1) -> None:
        """Close; what is still to be written has `seconds` to go out."""
        if self.attachments:
            self.attachments.close()
        if self._transport.is_closing():
            return
        self._transport.close()
        try:
            async with asyncio.timeout(seconds):
                await self._stream.lost.wait()
        except TimeoutError:
            pass
        finally:
            self._transport.abort()
            await asyncio.sleep(0)  # in which the transport closes its socket


def _keep_alive(connected: socket.socket) -> None:
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in _KEEPALIVE.items():
        if hasattr(socket, option):  # macOS lacks one of them
            connected.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)


_FAULTS: dict[type[OSError], ConnectionFault] = {
    ConnectionRefusedError: ConnectionFault.REFUSED,
    TimeoutError: ConnectionFault.NO_ANSWER,
    ConnectionResetError: ConnectionFault.RESET,
    BrokenPipeError: ConnectionFault.RESET,
    socket.gaierror: ConnectionFault.UNKNOWN_HOST,
}
_UNREACHABLE = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN})


def fault_of(error: OSError) -> ConnectionFault:
    """What kind of failure an error is."""
    if error.errno in _UNREACHABLE:
        return ConnectionFault.UNREACHABLE
    return next((fault for kind, fault in _FAULTS.items() if isinstance(error, kind)), ConnectionFault.OTHER)


def reason_of(error: OSError) -> str:
    """An error in words, those of the system where asyncio has put an address in their place."""
    if isinstance(error, TimeoutError):
        return "no answer"
    if error.errno and not isinstance(error, socket.gaierror):
        return os.strerror(error.errno).lower()
    return (error.strerror or str(error) or type(error).__name__).lower()
