"""What a client knows of, given to its script: events for `rxevent`, messages, and a log."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Protocol

from indipyterm.client import connection_text, events
from indipyterm.client.public_events import DEFINED, SET, public_event
from indipyterm.client.status_text import status_text
from indipyterm.client.wire_log import LOG, log
from indipyterm.model.devices import Messages
from indipyterm.model.events import (
    Connected,
    DataIgnored,
    Defined,
    Disconnected,
    Event,
    MessageReceived,
    Status,
)
from indipyterm.protocol.messages import DefVector, SetVector


class ScriptClient(Protocol):
    """What is known here of a client that a script made its own."""

    enable_reports: bool

    @property
    def messages(self) -> Messages:
        """Where messages are kept."""

    @property
    def indihost(self) -> str:
        """The host name or address of the server."""

    @property
    def indiport(self) -> int:
        """The port of the server."""

    async def rxevent(self, event: events.Event) -> None:
        """Called with each event."""


class EventDelivery:
    """Calls a client's `rxevent`. What that raises is logged, and ends nothing.

    `devices` is the client as a mapping, in which events look up their names; `number` is called with each definition,
    before the script hears of it; `clock` gives the time, UTC.
    """

    def __init__(
        self,
        client: ScriptClient,
        devices: events.Devices,
        number: Callable[[DefVector], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._client, self._devices, self._number, self._clock = client, devices, number, clock
        self._telling: set[asyncio.Task[Any] | None] = set()
        """The tasks in which `rxevent` is being called with a message of this client's own."""
        self._told_connected = False

    def on_update(self, message: SetVector, when: datetime) -> Awaitable[None]:
        """Give new values to the script; the caller logs what it raises."""
        return self._client.rxevent(SET[message.kind](self._devices, message, when))

    def on_event(self, event: Event) -> Awaitable[None] | None:
        """Give an event of the model to the script; the caller logs what it raises."""
        match event:
            case Defined(message, when):
                self._number(message)
                return self._client.rxevent(DEFINED[message.kind](self._devices, message, when))
            case MessageReceived(message, when, True):
                return self.tell(message.message or "", when)
            case Connected():
                return self._connected(event)
            case Disconnected():
                return self._disconnected(event)
        if isinstance(event, Status):
            text = status_text(event)
            if not isinstance(event, DataIgnored):  # the fault of the server: the wire log has it
                log(LOG.warning, text)
            return self.tell(text, event.when)
        made = public_event(self._devices, event)
        return None if made is None else self._client.rxevent(made)

    def log_failure(self, error: Exception) -> None:
        """Log what a script's code raised."""
        LOG.error("rxevent failed, and the client goes on", exc_info=error)

    async def tell(self, text: str, when: datetime) -> None:
        """Keep a message of this client's own, and call `rxevent` with it, unless this is within such a call.

        Otherwise a script that reports each message would do so for ever.
        """
        self._client.messages.appendleft((when, text))
        task = asyncio.current_task()
        if task not in self._telling:
            self._telling.add(task)
            try:
                await self._give(events.Message(self._devices, None, text, when))
            finally:
                self._telling.discard(task)

    async def _give(self, event: events.Event) -> None:
        try:
            await self._client.rxevent(event)
        except Exception as error:  # noqa: BLE001 - a script's own fault, whatever it is
            self.log_failure(error)

    # The connection

    async def connecting(self) -> None:
        """Tell that a connection is about to be made."""
        await self._report(LOG.info, connection_text.connecting(self._client.indihost, self._client.indiport))

    async def closed(self) -> None:
        """Tell that the client has stopped, and its connection is closed."""
        if self._told_connected:
            self._told_connected = False
            await self._report(LOG.info, connection_text.closed(self._client.indihost, self._client.indiport))
            await self._give(events.ConnectionLost(self._devices, connection_text.SHUTDOWN, self._clock()))

    async def _connected(self, event: Connected) -> None:
        self._told_connected = True
        text = connection_text.connected(self._client.indihost, self._client.indiport, event.local)
        await self._report(LOG.info, text)
        await self._give(events.ConnectionMade(self._devices, None, None, event.when))
        await self._report(LOG.info, connection_text.ASKED)

    async def _disconnected(self, event: Disconnected) -> None:
        text = connection_text.disconnected(self._client.indihost, self._client.indiport, event)
        await self._report(LOG.warning, text)
        if event.lost:
            self._told_connected = False
            await self._give(events.ConnectionLost(self._devices, event.reason, event.when))

    async def _report(self, write: Callable[[str, str], None], text: str) -> None:
        log(write, text)
        if self._client.enable_reports:
            await self.tell(text, self._clock())
