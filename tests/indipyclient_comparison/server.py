"""A server that says what a behaviour tells it to, and keeps what it is sent."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from xml.etree import ElementTree

LOOPBACK = "127.0.0.1"
_RESET = struct.pack("ii", 1, 0)  # on closing, forget what was not sent
_NOW = timedelta(minutes=2)


class Server:
    """Answers the first getProperties of each connection with `definitions`. `received` is all that came, as lines."""

    def __init__(self, definitions: str, changed: Callable[[], None]) -> None:
        self.definitions = definitions
        self.received: list[str] = []
        self.timestamps: list[str | None] = []
        """The timestamp of each element with new values: "now", None, or what it is otherwise."""
        self.pings = 0
        """How many pings came; they are answered, and not in `received`."""
        self.connections = 0
        self.port = 0
        self._changed = changed
        self._writers: list[asyncio.StreamWriter] = []
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        await self.listen()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.refuse()
        self.close_connections()

    async def listen(self) -> None:
        """Accept connections, at the same port as before."""
        self._server = await asyncio.start_server(self._serve, LOOPBACK, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def refuse(self) -> None:
        """Accept no more connections; those that there are stay."""
        if self._server:
            self._server.close()
        self._server = None

    def say(self, xml: str) -> None:
        """Send something to all clients."""
        for writer in self._writers:
            writer.write(xml.encode())

    def reset_connections(self) -> None:
        """End all connections as a server does that is killed."""
        for writer in self._writers:
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            writer.transport.abort()
        self._writers.clear()

    def close_connections(self) -> None:
        """End all connections in good order."""
        for writer in self._writers:
            writer.close()
        self._writers.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.append(writer)
        self._changed()
        parser: Any = ElementTree.XMLPullParser(("start", "end"))
        parser.feed("<root>")
        depth, asked = 0, False
        try:
            while data := await reader.read(1 << 16):
                parser.feed(data)
                for what, element in parser.read_events():
                    depth += 1 if what == "start" else -1
                    if depth == 1 and what == "end":
                        if element.tag == "getProperties" and not asked:
                            asked = True
                            writer.write(self.definitions.encode())
                        if element.tag == "pingRequest":
                            self.pings += 1
                            writer.write(b'<pingReply uid="%s"/>' % element.get("uid").encode())
                        else:
                            self._keep(element)
        except ConnectionError:
            pass
        finally:
            writer.close()

    def _keep(self, element: ElementTree.Element) -> None:
        if element.tag.startswith("new"):
            self.timestamps.append(_time(element.get("timestamp")))
        self.received.append(line(element))
        self._changed()


def line(element: ElementTree.Element) -> str:
    """An element in one line, without its timestamp: ``newNumberVector Mount.RATE X=5``."""
    place = ".".join(filter(None, (element.get("device"), element.get("name"))))
    others = sorted(set(element.keys()) - {"device", "name", "timestamp"})
    attributes = " ".join(f"{name}={element.get(name)}" for name in others)
    text = (element.text or "").strip()
    return " ".join(filter(None, [element.tag, place, attributes, text, ", ".join(map(_member, element))]))


def _member(one: ElementTree.Element) -> str:
    others = "".join(f" {name}={one.get(name)}" for name in ("size", "format") if one.get(name) is not None)
    text = (one.text or "").strip() if one.tag == "oneBLOB" else one.text or ""
    return f"{one.get('name')}={text}{others}"


def _time(text: str | None) -> str | None:
    if text is None:
        return None
    when = datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)
    return "now" if abs(datetime.now(UTC) - when) < _NOW else text
