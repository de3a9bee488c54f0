"""An INDI server with simulated instruments, in the caller's event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Self

from indipyterm.demo.clock import Clock, RealClock
from indipyterm.demo.connection import Connection
from indipyterm.demo.instrument import Instrument
from indipyterm.demo.instruments import all_instruments
from indipyterm.demo.listener import BUFFER_LIMIT, HOST, Listener
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
    """Serves instruments on a port of this machine. Use it with ``async with``, or `start` and `stop`.

    It can be started again after a stop, on the same port, with its instruments as they were.
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
        """Prepare to serve `instruments` (default: all) on `port` (0: any free one), by `clock` (default: real)."""
        self.instruments = tuple(all_instruments() if instruments is None else instruments)
        self.clock = clock or RealClock()
        self._listener = Listener(self._receive, port, buffer_limit)

    @property
    def port(self) -> int:
        """The port number; 0 until the server is started, if any free port is to be used."""
        return self._listener.port

    @property
    def clients(self) -> int:
        """The number of connected clients."""
        return len(self._listener.connections)

    def instrument(self, device: str) -> Instrument:
        """Return the instrument with this device name. Raises KeyError if there is none."""
        return {instrument.device: instrument for instrument in self.instruments}[device]

    async def start(self) -> None:
        """Start the instruments and listen; `port` is known afterwards. Raises OSError if the port is taken."""
        self._listener.bind()
        for instrument in self.instruments:
            instrument.start(self._broadcast, self.clock)
        await self._listener.open()

    async def stop(self) -> None:
        """Close the port and all connections, and stop the instruments; raises an exception that one of them raised."""
        if not self._listener.is_open:
            return
        await self._listener.close()
        stops = (instrument.stop() for instrument in self.instruments)
        for outcome in await asyncio.gather(*stops, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome

    async def drop_clients(self) -> None:
        """Close all connections, but continue to listen."""
        await self._listener.drop_clients()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.stop()

    def _receive(self, connection: Connection, received: Received) -> None:
        """Handle a client's message; invalid ones, and those that are not for a server, are ignored."""
        match received:
            case GetProperties(device=device, name=name):
                connection.subscription.add(received)
                for instrument in self._matching(device):
                    for vector in instrument.definitions(name):
                        self._send(connection, vector)
            case NewVector(device=device):
                for instrument in self._matching(device):
                    instrument.handle_request(received)
            case EnableBlob():
                connection.subscription.set_blob_policy(received)
            case PingRequest(uid=uid):
                self._send(connection, PingReply(uid))

    def _matching(self, device: str | None) -> list[Instrument]:
        return [instrument for instrument in self.instruments if device in (None, instrument.device)]

    def _send(self, connection: Connection, element: Element) -> None:
        if connection.subscription.wants(element):
            connection.send(encode(element))

    def _broadcast(self, element: Element) -> None:
        """Send an element to all clients that want it; it is encoded once at most."""
        data = b""
        for connection in [*self._listener.connections]:
            if connection.subscription.wants(element):
                data = data or encode(element)
                connection.send(data)
