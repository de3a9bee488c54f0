"""A client for these tests, which keeps what it receives."""

from __future__ import annotations

import asyncio
from itertools import count

from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import (
    ON,
    DefVector,
    DelProperty,
    Element,
    GetProperties,
    Kind,
    Message,
    NewVector,
    OneBlob,
    OneMember,
    OneNumber,
    PingReply,
    PingRequest,
    Received,
    SetVector,
    State,
)
from indipyterm.protocol.parser import Parser

PATIENCE = 5.0
"""Seconds after which a test gives up waiting."""


class DemoClient:
    """Every `send` and `receive_all` ends with a ping, so that everything the server sent before is received."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.received: list[Received] = []
        self.raw = b""
        self.vectors: dict[tuple[str, str], tuple[State, dict[str, str]]] = {}
        self._parser = Parser()
        self._pings = count(1)

    @classmethod
    async def connect(cls, port: int, *, everything: bool = True) -> DemoClient:
        """Connect, and ask for all properties."""
        client = cls(*await asyncio.open_connection("127.0.0.1", port))
        if everything:
            await client.send(GetProperties())
        return client

    async def close(self) -> None:
        """Close the connection."""
        self.writer.close()
        await self.writer.wait_closed()

    async def send(self, *elements: Element | bytes) -> None:
        """Send elements, and receive the immediate answers."""
        for element in elements:
            self.writer.write(element if isinstance(element, bytes) else encode(element))
        await self.receive_all()

    async def receive_all(self) -> None:
        """Receive everything that was sent until now."""
        reply = PingReply(str(next(self._pings)))
        self.writer.write(encode(PingRequest(reply.uid)))
        async with asyncio.timeout(PATIENCE):
            while not self._receive(await self.reader.read(1 << 20), reply):
                pass

    async def is_connected(self) -> bool:
        """Whether the server still answers."""
        try:
            await self.receive_all()
        except (EOFError, ConnectionError):
            return False
        return True

    async def request(self, device: str, name: str, **members: str | float | bool) -> None:
        """Request new values of texts, numbers or switches."""
        kind = Kind.TEXT
        ones: list[OneMember | OneNumber] = []
        for member, value in members.items():
            if isinstance(value, bool):
                kind = Kind.SWITCH
                ones.append(OneMember(member, ON if value else "Off"))
            elif isinstance(value, str):
                ones.append(OneMember(member, value))
            else:
                kind = Kind.NUMBER
                ones.append(OneNumber(member, repr(value)))
        await self.send(NewVector(kind, device, name, tuple(ones)))

    async def upload(self, device: str, name: str, member: str, data: bytes, form: str) -> None:
        """Send a BLOB."""
        one = OneBlob(member, len(data), form, BlobData(data))
        await self.send(NewVector(Kind.BLOB, device, name, (one,)))

    def state(self, device: str, name: str) -> State:
        """The last state received of a property."""
        return self.vectors[device, name][0]

    def value(self, device: str, name: str, member: str) -> str:
        """The last value received of a member."""
        return self.vectors[device, name][1][member]

    def number(self, device: str, name: str, member: str) -> float:
        """The last value received of a number."""
        return float(self.value(device, name, member))

    def messages(self, device: str | None = None) -> list[str]:
        """All messages of a device since the last `clear`."""
        return [each.message or "" for each in self.received if isinstance(each, Message) and each.device == device]

    def sets(self, device: str, name: str) -> list[SetVector]:
        """All sets of a property since the last `clear`."""
        return [each for each in self.received if isinstance(each, SetVector) and each[1:3] == (device, name)]

    def clear(self) -> None:
        """Forget the elements received; the last values stay."""
        self.received.clear()
        self.raw = b""

    def _receive(self, data: bytes, reply: PingReply) -> bool:
        """Keep received elements; return whether the last one is the reply."""
        if not data:
            raise EOFError("the server closed the connection")
        self.raw += data
        answered = False
        for element in self._parser.feed(data):
            match element:
                case PingReply() if element == reply:
                    answered = True
                    continue
                case DefVector(device=device, name=name, state=state, members=members):
                    self.vectors[device, name] = state, {member.name: member.value for member in members}
                case SetVector(device=device, name=name, state=state, members=ones):
                    before, values = self.vectors[device, name]
                    values |= {one.name: one.value for one in ones if not isinstance(one, OneBlob)}
                    self.vectors[device, name] = state or before, values
                case DelProperty(device=device, name=name):
                    gone = [key for key in self.vectors if key[0] == device and name in (None, key[1])]
                    for key in gone:
                        del self.vectors[key]
            self.received.append(element)
        return answered
