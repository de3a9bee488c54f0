"""Serves the site while its workspace runs."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp

IDLE_SECONDS = 30
"""A connection ends when no request came whole for so long."""

UNREAD_SECONDS = 60
"""A connection ends when the other end took nothing of what was sent for so long."""

_PING_SECONDS = 15.0
_PONG_SECONDS = 60.0  # a page behind a slow line may have a long frame to read first
_LONGEST_MESSAGE = 1 << 18
_CLOSE_SECONDS = 1


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on a port (0: any free one). Raises OSError if it is taken, or the host unknown."""
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    listener = socket.create_server(address[:2], family=family, backlog=128)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # of Linux; elsewhere the system waits for longer
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(UNREAD_SECONDS * 1000))
    return listener


@asynccontextmanager
async def serving(app: ASGIApp, listener: socket.socket) -> AsyncIterator[uvicorn.Server]:
    """Serve an app on a socket; what is in the ``with`` block goes on until `uvicorn.Server.should_exit` or its end."""
    from indipyterm.web.connections import HttpConnection, SocketConnection  # noqa: PLC0415 - when uvicorn needs them

    config = uvicorn.Config(
        app,
        http=HttpConnection,
        ws=SocketConnection,
        ws_per_message_deflate=False,  # frames are deflated once for all
        ws_max_size=_LONGEST_MESSAGE,
        ws_ping_interval=_PING_SECONDS,
        ws_ping_timeout=_PONG_SECONDS,
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        h11_max_incomplete_event_size=16384,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=_CLOSE_SECONDS,
    )
    logging.getLogger("uvicorn.error").addFilter(_is_ours)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield server
    finally:
        server.should_exit = True
        await task


def _is_ours(record: logging.LogRecord) -> bool:
    """Whether a line of uvicorn's log is about a fault here: anybody could fill the disk with lines about their own."""
    return record.levelno >= logging.ERROR and not record.getMessage().startswith("Invalid UTF-8")
