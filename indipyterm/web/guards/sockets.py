"""The live sockets: how many there may be, and that they close when their user may no longer look."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indipyterm.web.errors import refuse_socket
from indipyterm.web.guards.peer import peer_of

MOST = 200
"""Sockets of the site."""

MOST_OF_ADDRESS = 40
"""Sockets of one address."""

LOGGED_OUT = 4401
"""The code with which a socket is closed when its user was logged out, or has another role now."""

_LOOK = 30.0  # seconds between looks whether a user is still logged in: another program may have changed it


@dataclass(eq=False, slots=True)
class _Socket:
    send: Send
    may_look: Callable[[], bool]
    looked: float
    closing: asyncio.Task[None] | None = None


class Sockets:
    """All sockets that are open."""

    def __init__(self) -> None:
        self._open: set[_Socket] = set()
        self._addresses: Counter[str] = Counter()

    async def serve(
        self, app: ASGIApp, scope: Scope, receive: Receive, send: Send, may_look: Callable[[], bool]
    ) -> None:
        """Run the socket of somebody for as long as `may_look` is true; refuse it if there are too many."""
        address = peer_of(scope).address
        if len(self._open) >= MOST or self._addresses[address] >= MOST_OF_ADDRESS:
            await refuse_socket(scope, send, "Too many pages are open.")
            return
        socket = _Socket(send, may_look, time.monotonic())
        self._open.add(socket)
        self._addresses[address] += 1
        try:
            await app(scope, self._receive_of(socket, receive), self._send_of(socket, send))
        finally:
            if socket.closing:
                await socket.closing
            self._open.discard(socket)
            self._addresses[address] -= 1
            if not self._addresses[address]:
                del self._addresses[address]

    def check(self) -> None:
        """Close the sockets of those who may no longer look."""
        for socket in tuple(self._open):
            self._check(socket)

    def _check(self, socket: _Socket) -> None:
        socket.looked = time.monotonic()
        if socket.closing is None and not socket.may_look():
            socket.closing = asyncio.get_running_loop().create_task(_close(socket.send))

    def _receive_of(self, socket: _Socket, receive: Receive) -> Receive:
        async def receive_while_allowed() -> Message:
            message = await receive()
            if socket.closing is None and time.monotonic() - socket.looked > _LOOK:
                self._check(socket)
            return {"type": "websocket.disconnect", "code": LOGGED_OUT} if socket.closing else message

        return receive_while_allowed

    def _send_of(self, socket: _Socket, send: Send) -> Send:
        async def send_while_allowed(message: Message) -> None:
            if socket.closing:
                raise OSError("the socket was closed")  # as if the browser had gone
            await send(message)

        return send_while_allowed


async def _close(send: Send) -> None:
    with contextlib.suppress(OSError, RuntimeError):  # it is gone already
        await send({"type": "websocket.close", "code": LOGGED_OUT, "reason": "Please log in again."})
