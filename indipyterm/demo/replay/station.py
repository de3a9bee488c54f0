"""One server of a recording, on a port of this machine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from indipyterm.demo.connection import Connection
from indipyterm.demo.port import HOST, Port
from indipyterm.demo.replay.said import Said, differences
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


class Station:
    """Tells its clients what the server said. The port answers only while the recorded connection was up."""

    host = HOST

    def __init__(self, name: str, now: Callable[[], datetime]) -> None:
        """Take the name that the server had, and how late it is in the recording. Takes a port."""
        self.name = name
        self.said = Said()
        self._now = now
        self._port = Port(self._receive)
        self._port.bind()

    @property
    def port(self) -> int:
        """The number of its port."""
        return self._port.number

    async def tell(self, elements: list[Element]) -> None:
        """Tell the clients what they want of this, and wait while they have much to read still."""
        for element in elements:
            data = b""
            for connection in [*self._port.connections]:
                if connection.interest.wants(element):
                    data = data or _encoded(element)
                    connection.send(data)
        for connection in [*self._port.connections]:
            await connection.drained()

    async def go_to(self, said: Said) -> None:
        """Have it said something else, as if no time had passed; the clients are told what is different now."""
        before, self.said = self.said, said
        await self.follow()
        await self.tell([*differences(before, said)])

    async def follow(self) -> None:
        """Answer the port, or not, as it was."""
        if self.said.up != self._port.is_open:
            await (self._port.open() if self.said.up else self._port.close())

    async def close(self) -> None:
        """Close the port and all connections."""
        await self._port.close()

    def _receive(self, connection: Connection, received: Received) -> None:
        match received:
            case GetProperties(device=device, name=name):
                connection.interest.ask(received)
                for key, vector in self.said.vectors.items():
                    if device in (None, key[0]) and name in (None, key[1]):
                        self._send(connection, vector)
                        if key in self.said.blobs:
                            self._send(connection, self.said.blobs[key])
            case EnableBlob():
                connection.interest.enable(received)
            case NewVector(device=device):
                self._send(connection, Message(device, self._now(), REFUSAL))
            case PingRequest(uid=uid):
                self._send(connection, PingReply(uid))

    def _send(self, connection: Connection, element: Element) -> None:
        if connection.interest.wants(element):
            connection.send(_encoded(element))


def _encoded(element: Element) -> bytes:
    """An element as it goes out; nothing where its BLOBs were damaged already when they were recorded."""
    try:
        return encode(element)
    except BadBase64:
        return b""
