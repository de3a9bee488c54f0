"""One server of a recording, on a port of this machine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from indipyterm.demo.connection import Connection
from indipyterm.demo.listener import HOST, Listener
from indipyterm.demo.replay.server_state import ServerState, differences
from indipyterm.exceptions import BadBase64
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import (
    Element,
    EnableBlob,
    GetProperties,
    Message,
    NewVector,
    PingReply,
    PingRequest,
    Received,
)

REFUSAL = "a replay: nothing is sent"


class ReplayServer:
    """Sends its clients what the server sent. The port is open only while the recorded connection was up.

    It is kept while it is closed: no other program can be taken for the recording.
    """

    host = HOST

    def __init__(self, name: str, now: Callable[[], datetime]) -> None:
        """Reserve a port. `name` is the server's in the recording, `now` gives the playback time."""
        self.name = name
        self.state = ServerState()
        self._now = now
        self._listener = Listener(self._receive, keep_port=True)
        self._listener.bind()

    @property
    def port(self) -> int:
        """The port number."""
        return self._listener.port

    async def broadcast(self, elements: list[Element]) -> None:
        """Send elements to the clients that want them; wait while a client has much left to read."""
        for element in elements:
            data = b""
            for connection in [*self._listener.connections]:
                if connection.subscription.wants(element):
                    data = data or _encode(element)
                    connection.send(data)
        for connection in [*self._listener.connections]:
            await connection.drain()

    async def set_state(self, state: ServerState) -> None:
        """Jump to another state; clients are sent the differences."""
        before, self.state = self.state, state
        await self.update_listener()
        await self.broadcast([*differences(before, state)])

    async def update_listener(self) -> None:
        """Open or close the port, as the recorded connection was up or down."""
        if self.state.connected != self._listener.is_open:
            await (self._listener.open() if self.state.connected else self._listener.close())

    async def close(self) -> None:
        """Close the port and all connections."""
        await self._listener.close()
        self._listener.release()

    def _receive(self, connection: Connection, received: Received) -> None:
        match received:
            case GetProperties(device=device, name=name):
                connection.subscription.add(received)
                for key, vector in self.state.vectors.items():
                    if device in (None, key[0]) and name in (None, key[1]):
                        self._send(connection, vector)
                        if key in self.state.blobs:
                            self._send(connection, self.state.blobs[key])
            case EnableBlob():
                connection.subscription.set_blob_policy(received)
            case NewVector(device=device):
                self._send(connection, Message(device, self._now(), REFUSAL))
            case PingRequest(uid=uid):
                self._send(connection, PingReply(uid))

    def _send(self, connection: Connection, element: Element) -> None:
        if connection.subscription.wants(element):
            connection.send(_encode(element))


def _encode(element: Element) -> bytes:
    """Encode an element; return nothing if its BLOBs were already damaged when they were recorded."""
    try:
        return encode(element)
    except BadBase64:
        return b""
