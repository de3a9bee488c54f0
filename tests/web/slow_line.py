"""A slow line: it passes on what a site says at so many bytes a second, and holds next to nothing itself."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.servers import LOOPBACK

_STEP = 0.05  # seconds
_HELD = 4096  # bytes that the system may hold on each side


@dataclass
class Line:
    """The way to a site: connect to `port`. `rate` in bytes a second may be changed at any time."""

    port: int
    rate: float


@asynccontextmanager
async def slow_line(port: int, rate: float) -> AsyncIterator[Line]:
    """Lead to the site on a port of this machine."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        tasks.add(task)
        site = socket.socket()
        site.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _HELD)
        site.setblocking(False)
        await asyncio.get_running_loop().sock_connect(site, (LOOPBACK, port))
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await asyncio.gather(_up(reader, site), _down(site, writer, line))
        site.close()
        writer.transport.abort()

    server = await asyncio.start_server(serve, LOOPBACK, 0)
    line = Line(server.sockets[0].getsockname()[1], rate)
    try:
        yield line
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _up(reader: asyncio.StreamReader, site: socket.socket) -> None:
    while data := await reader.read(_HELD):
        await asyncio.get_running_loop().sock_sendall(site, data)


async def _down(site: socket.socket, writer: asyncio.StreamWriter, line: Line) -> None:
    loop = asyncio.get_running_loop()
    while data := await loop.sock_recv(site, min(_HELD, max(1, int(line.rate * _STEP)))):
        writer.write(data)
        await writer.drain()
        await asyncio.sleep(len(data) / line.rate)
    writer.close()
