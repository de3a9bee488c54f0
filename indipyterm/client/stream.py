"""The bytes of one connection, kept until they are read.

`asyncio.StreamReader` copies what it reads three times, into new memory each time; here the socket reads into one
buffer, which is copied once.
"""

from __future__ import annotations

import asyncio
from collections import deque

READ_SIZE = 1 << 18
"""Bytes read from the socket at a time: enough for speed, few enough to keep the event loop responsive."""

_MAX_WAITING = 2  # pieces that were not read yet, before reading from the socket is paused


class Stream(asyncio.BufferedProtocol):
    """Made by an event loop for a connection; `read` from it, wait until it is `drained` or `lost`."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport
        self.lost = asyncio.Event()
        """Set when the connection is over."""
        self._buffer = memoryview(bytearray(READ_SIZE))
        self._pieces: deque[bytes] = deque()
        self._readable = asyncio.Event()  # something to read, or the end
        self._ended = self._finishing = False
        self._consumed = asyncio.Event()  # all that was received was read, and more is wanted
        self._error: Exception | None = None
        self._writable = asyncio.Event()
        self._writable.set()

    async def read(self) -> bytes:
        """Wait for the next bytes; none means that the other side closed. Raises OSError when the connection broke."""
        while not self._pieces:
            if self._error:
                raise self._error
            if self._ended:
                return b""
            self._readable.clear()
            self._consumed.set()
            await self._readable.wait()
        if len(self._pieces) == _MAX_WAITING and not self._finishing:
            self.resume_reading()
        return self._pieces.popleft()

    async def finish_reading(self) -> None:
        """Receive no more, and wait until what was received is read, and what was made of it is done with."""
        if not self._finishing and not self._ended:
            self._finishing = True
            self.pause_reading()
        if not self._ended:
            await self._consumed.wait()

    async def drained(self) -> None:
        """Wait until the system has taken all that was written. Raises ConnectionResetError when it broke."""
        await self._writable.wait()
        if self.lost.is_set():
            raise ConnectionResetError("the connection is lost")

    def pause_reading(self) -> None:
        """Read no more from the socket for now."""
        self.transport.pause_reading()

    def resume_reading(self) -> None:
        """Read from it again."""
        self.transport.resume_reading()

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """There is a connection."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def get_buffer(self, sizehint: int) -> memoryview:
        """Where to put what comes next."""
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """It is there."""
        self._pieces.append(bytes(self._buffer[:nbytes]))
        self._consumed.clear()
        if len(self._pieces) == _MAX_WAITING:
            self.pause_reading()
        self._readable.set()

    def eof_received(self) -> bool:
        """The other side sends no more; it may still be written to."""
        self._ended = True
        self._readable.set()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._ended, self._error = True, exc
        for event in (self.lost, self._readable, self._writable):
            event.set()

    def pause_writing(self) -> None:
        """Some of what was written waits."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """Nothing waits any more."""
        self._writable.set()
