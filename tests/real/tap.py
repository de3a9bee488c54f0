"""A tap on the line between a client and a server: it keeps what the client sent, and can stop a BLOB half-way."""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType
from typing import Self

from tests.servers import LOOPBACK

_CHUNK = 1 << 16


class Tap:
    """Passes on what comes and goes. `sent` is what each connection of the client sent, the first one first."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None]] = set()
        self._stop_at = b""
        self.sent: list[bytearray] = []
        self.stopped = asyncio.Event()
        """Set when what the server says was held back at the place given."""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, LOOPBACK, 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    @property
    def port(self) -> int:
        """Where clients connect to."""
        assert self._server is not None
        port = self._server.sockets[0].getsockname()[1]
        assert isinstance(port, int)
        return port

    def stop_at(self, words: bytes) -> None:
        """Hold back all that the server says behind some bytes, until its connection ends."""
        self._stop_at = words
        self.stopped.clear()

    def requests(self, words: bytes = b"<new") -> int:
        """How often the client sent some bytes, over all its connections."""
        return sum(sent.count(words) for sent in self.sent)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        sent = bytearray()
        self.sent.append(sent)
        try:
            server_reader, server_writer = await asyncio.open_connection(LOOPBACK, self._server_port)
            try:
                ways = self._up(reader, server_writer, sent), self._down(server_reader, writer)
                await asyncio.wait([asyncio.create_task(way) for way in ways], return_when=asyncio.FIRST_COMPLETED)
            finally:
                server_writer.transport.abort()
        except OSError:  # there is no server now
            pass
        finally:
            writer.close()
            self._serving.discard(task)

    async def _up(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent: bytearray) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(_CHUNK):
                sent += data
                writer.write(data)
                await writer.drain()

    async def _down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tail = b""
        with contextlib.suppress(OSError):
            while data := await reader.read(_CHUNK):
                if self.stopped.is_set():
                    continue
                tail = (tail + data)[-2 * _CHUNK :]
                writer.write(data)
                await writer.drain()
                if self._stop_at and self._stop_at in tail:
                    self.stopped.set()
        self.stopped.clear()
        self._stop_at = b""
