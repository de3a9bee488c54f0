"""The other end of the protocol: an INDI server with instruments, in the caller's event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Self

from indipyterm.demo.clock import Clock, RealClock
from indipyterm.demo.connection import Connection
from indipyterm.demo.instrument import Instrument
from indipyterm.demo.instruments import all_instruments
from indipyterm.demo.port import BUFFER_LIMIT, HOST, Port
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import (
    Element,
    EnableBlob,
    GetProperties,
    NewVector,
    PingReply,
    PingRequest,
    Received,
)


class DemoServer:
    """Serves instruments on a port of this machine; use it with ``async with``, or `start` and `stop` it.

    It may be started again after being stopped, on the same port, with its instruments as they were.
    """

    host = HOST

    def __init__(
        self,
        instruments: Iterable[Instrument] | None = None,
        clock: Clock | None = None,
        *,
        port: int = 0,
        buffer_limit: int = BUFFER_LIMIT,
    ) -> None:
        """Prepare `instruments` (all there are) on `port` (a free one), by `clock` (the real time)."""
        self.instruments = tuple(all_instruments() if instruments is None else instruments)
        self.clock = clock or RealClock()
        self._port = Port(self._receive, port, buffer_limit)

    @property
    def port(self) -> int:
        """The number of the port; 0 for a free one, until it is started."""
        return self._port.number

    @property
    def clients(self) -> int:
        """How many clients are connected."""
        return len(self._port.connections)

    def instrument(self, device: str) -> Instrument:
        """Return the instrument of that name, to make it say or do something. Raises KeyError for no such."""
        return {instrument.device: instrument for instrument in self.instruments}[device]

    async def start(self) -> None:
        """Wake the instruments and listen; `port` is known afterwards. Raises OSError where the port is taken."""
        self._port.bind()
        for instrument in self.instruments:
            instrument.start(self._broadcast, self.clock)
        await self._port.open()

    async def stop(self) -> None:
        """Close the port and all connections, and end what the instruments do; raise a fault that one had."""
        if not self._port.is_open:
            return
        await self._port.close()
        stops = (instrument.stop() for instrument in self.instruments)
        for outcome in await asyncio.gather(*stops, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome

    async def drop_clients(self) -> None:
        """Cut all connections, and go on listening."""
        await self._port.drop_clients()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.stop()

    def _receive(self, connection: Connection, received: Received) -> None:
        """Do what one client says; what makes no sense here, or none at all, is ignored."""
        match received:
            case GetProperties(device=device, name=name):
                connection.interest.ask(received)
                for instrument in self._named(device):
                    for vector in instrument.definitions(name):
                        self._send(connection, vector)
            case NewVector(device=device):
                for instrument in self._named(device):
                    instrument.receive(received)
            case EnableBlob():
                connection.interest.enable(received)
            case PingRequest(uid=uid):
                self._send(connection, PingReply(uid))

    def _named(self, device: str | None) -> list[Instrument]:
        return [instrument for instrument in self.instruments if device in (None, instrument.device)]

    def _send(self, connection: Connection, element: Element) -> None:
        if connection.interest.wants(element):
            connection.send(encode(element))

    def _broadcast(self, element: Element) -> None:
        """Send to all clients that want it, encoding it once at most."""
        data = b""
        for connection in [*self._port.connections]:
            if connection.interest.wants(element):
                data = data or encode(element)
                connection.send(data)
