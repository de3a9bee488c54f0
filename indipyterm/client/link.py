"""The link to one server: made, kept up, made again when it is lost."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Protocol

from indipyterm.client.backoff import Backoff
from indipyterm.client.connection import Connection, why
from indipyterm.protocol.messages import Received
from indipyterm.protocol.parser import Parser


class NotSent(ConnectionError):
    """Something could not be sent: there is no connection, or the server does not read."""


class Listener(Protocol):
    """Who is told what happens on a link. The calls come one at a time."""

    async def link_made(self) -> None:
        """The link is up."""

    async def link_heard(self, message: Received) -> None:
        """The next message."""

    async def link_down(self, reason: str, retry: float, lost: bool) -> None:
        """The link is lost, or could not be made; the next try is in `retry` seconds."""


class Link:
    """Connects to a host and port, again and again, until it is cancelled."""

    def __init__(self, host: str, port: int, backoff: Backoff | None = None) -> None:
        self.host, self.port = host, port
        self._connection: Connection | None = None
        self._backoff = backoff or Backoff()
        self._retry = asyncio.Event()

    @property
    def connected(self) -> bool:
        """Whether there is a connection now."""
        return self._connection is not None

    def retry(self) -> None:
        """Try to connect now instead of waiting; does nothing while connected."""
        self._retry.set()

    def send(self, data: bytes) -> None:
        """Send without waiting. Raises `NotSent`."""
        if self._connection is None:
            raise NotSent("not connected")
        try:
            self._connection.write(data)
        except OSError as error:
            raise NotSent(why(error)) from error

    async def run(self, listener: Listener) -> None:
        """Keep the link up. Raises only what the listener raises."""
        while True:
            lost = False
            try:
                connection = await Connection.open(self.host, self.port)
            except OSError as error:
                reason = why(error)
            else:
                lost, reason = True, await self._use(connection, listener)
            wait = self._backoff.next()
            self._retry.clear()
            await listener.link_down(reason, wait, lost)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._retry.wait()

    async def _use(self, connection: Connection, listener: Listener) -> str:
        """Read a connection to its end; give the reason why it ended."""
        parser = Parser()
        self._connection = connection
        try:
            await listener.link_made()
            while True:
                try:
                    data = await connection.read()
                except OSError as error:
                    return why(error)
                if not data:
                    return "the server closed the connection"
                self._backoff.reset()
                for message in parser.feed(data):
                    await listener.link_heard(message)
        finally:
            self._connection = None
            await connection.close()
