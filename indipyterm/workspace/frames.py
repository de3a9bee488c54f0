"""The events of one server's client, collected between two frames: a flood of them becomes a few changes a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import NamedTuple

from indipyterm.model.events import (
    Connected,
    Defined,
    Deleted,
    Disconnected,
    Event,
    OtherClientSent,
    PingAnswered,
    TimedOut,
    Updated,
    ValuesSent,
)
from indipyterm.presentation.keys import DeviceKey, VectorKey

FRAME_SECONDS = 1 / 25
"""The shortest time between two frames."""

DEFINITION_FRAME_SECONDS = 0.15
"""The same between frames with definitions only, so that a face need not repaint everything for each of thousands."""


class Frame(NamedTuple):
    """What happened on one server: `vectors` have new values, `devices` other vectors; `events` in their order.

    `data_received`: whether the server sent anything about a device since the connection was made. Definitions and
    new values without a text are not among the events.
    """

    server: str
    vectors: frozenset[VectorKey]
    devices: frozenset[DeviceKey]
    events: tuple[Event, ...]
    data_received: bool


class FrameCollector:
    """Collects events and calls `publish` once a frame; the first event after a quiet time is published at once.

    `known_devices` returns the names of all devices that the server ever defined.
    """

    def __init__(
        self, server: str, known_devices: Callable[[], Iterable[str]], publish: Callable[[Frame], object]
    ) -> None:
        self._server, self._known_devices, self._publish = server, known_devices, publish
        self._vectors: set[VectorKey] = set()
        self._devices: set[DeviceKey] = set()
        self._events: list[Event] = []
        self._data_received = False
        self._timer: asyncio.TimerHandle | None = None
        self._last = self._last_devices = 0.0
        self._urgent = False  # whether the timer is for more than definitions

    def add(self, event: Event) -> None:
        """Add an event of the server's client, whose model is up to date."""
        match event:
            case Updated(message, _):
                self._add_vector(message.device, message.name)
                if message.message:
                    self._events.append(event)
            case Defined(message, _):
                self._devices.add(DeviceKey(self._server, message.device))
                if message.message:
                    self._events.append(event)
            case Deleted(message, _):
                gone = [message.device] if message.device else self._known_devices()
                self._devices.update(DeviceKey(self._server, device) for device in gone)
                self._events.append(event)
            case OtherClientSent(message, _):
                self._add_vector(message.device, message.name)
                self._events.append(event)
            case ValuesSent(device, vector, _, _) | TimedOut(device, vector, _, _):
                self._add_vector(device, vector)
                self._events.append(event)
            case PingAnswered():
                return
            case _:
                self._events.append(event)
        match event:
            case Connected() | Disconnected():
                self._data_received = False
            case Updated() | Defined() | Deleted() | OtherClientSent():
                self._data_received = True
        urgent = bool(self._vectors or self._events)
        if self._timer is None or (urgent and not self._urgent):
            self._start_timer(urgent)

    def flush(self) -> None:
        """Publish now what was collected; nothing if there is nothing."""
        if self._timer:
            self._timer.cancel()
            self._publish_frame()

    def _add_vector(self, device: str, vector: str) -> None:
        self._vectors.add(VectorKey(self._server, device, vector))

    def _start_timer(self, urgent: bool) -> None:
        if self._timer:
            self._timer.cancel()
        self._urgent, loop = urgent, asyncio.get_running_loop()
        earliest = self._last + FRAME_SECONDS
        if not urgent:
            earliest = max(earliest, self._last_devices + DEFINITION_FRAME_SECONDS)
        self._timer = loop.call_at(max(loop.time(), earliest), self._publish_frame)

    def _publish_frame(self) -> None:
        self._timer = None
        self._last = asyncio.get_running_loop().time()
        if self._devices:
            self._last_devices = self._last
        vectors, devices, events = frozenset(self._vectors), frozenset(self._devices), tuple(self._events)
        self._vectors, self._devices, self._events = set(), set(), []
        self._publish(Frame(self._server, vectors, devices, events, self._data_received))
