"""The events of a client between two frames, as one message."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from indipyterm.client.core import ClientCore
from indipyterm.model.events import (
    Defined,
    Deleted,
    Event,
    OtherClientSent,
    PingAnswered,
    TimedOut,
    Updated,
    ValuesSent,
)
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.tui.messages import ModelChanged
from indipyterm.tui.rows.row import PATIENCE

FRAME = 1 / 25
"""Seconds between two messages to the screen, at the least."""

_GATHER = 0.15
"""The same where there are only definitions: a server that has many is not to repaint everything each time."""

_LONGEST_WAIT = 3600.0

_CHUNK_SIZE = 1 << 13
"""Bytes parsed at once: some ten definitions, so that a screen that takes many turns to paint has them."""


class FrameListener:
    """Posts a `ModelChanged` at most once a frame; the first change after a quiet time goes at once.

    `client` is the client that `on_event` listens to, and `name` what the user calls its server.
    """

    def __init__(self, name: str, client: ClientCore, post: Callable[[ModelChanged], object]) -> None:
        self._name, self._client, self._post = name, client, post
        self._vectors: set[VectorKey] = set()
        self._devices: set[DeviceKey] = set()
        self._events: list[Event] = []
        self._timer: asyncio.TimerHandle | None = None
        self._last = self._last_devices = 0.0
        self._urgent = False  # whether the timer is for more than definitions
        client.link.chunk_size = _CHUNK_SIZE
        client.set_deadlines(shortest=PATIENCE, longest=_LONGEST_WAIT)  # the screen shows how long
        client.listeners.append(self.on_event)

    def on_event(self, event: Event) -> None:
        """Called with each event of the client."""
        match event:
            case Updated(message, _):
                self._vectors.add(VectorKey(self._name, message.device, message.name))
                if message.message:
                    self._events.append(event)
            case Defined(message, _):
                self._devices.add(DeviceKey(self._name, message.device))
                if message.message:
                    self._events.append(event)
            case Deleted(message, _):
                gone = [message.device] if message.device else self._client.catalog.devices
                self._devices.update(DeviceKey(self._name, device) for device in gone)
                self._events.append(event)
            case OtherClientSent(message, _):
                self._vectors.add(VectorKey(self._name, message.device, message.name))
                self._events.append(event)
            case ValuesSent(device, vector, _, _) | TimedOut(device, vector, _, _):
                self._vectors.add(VectorKey(self._name, device, vector))
                self._events.append(event)
            case PingAnswered():
                return
            case _:
                self._events.append(event)
        urgent = bool(self._vectors or self._events)
        if self._timer is None or (urgent and not self._urgent):
            self._arm(urgent)

    def _arm(self, urgent: bool) -> None:
        if self._timer:
            self._timer.cancel()
        self._urgent, loop = urgent, asyncio.get_running_loop()
        earliest = self._last + FRAME if urgent else max(self._last + FRAME, self._last_devices + _GATHER)
        self._timer = loop.call_at(max(loop.time(), earliest), self._flush)

    def _flush(self) -> None:
        self._timer = None
        self._last = asyncio.get_running_loop().time()
        if self._devices:
            self._last_devices = self._last
        vectors, devices, events = frozenset(self._vectors), frozenset(self._devices), tuple(self._events)
        self._vectors, self._devices, self._events = set(), set(), []
        self._post(ModelChanged(self._name, vectors, devices, events))
