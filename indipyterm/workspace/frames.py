"""What one server's client reports, gathered between two frames: a flood becomes a few changes a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

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

FRAME_SECONDS = 1 / 25
"""Between two frames, at the least."""

_DEFINITIONS_SECONDS = 0.15
"""The same where vectors are defined and nothing else: a face need not repaint everything for each of thousands."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What happened on one server: `vectors` have new values, `devices` other vectors; `events` in their order.

    Events that tell nothing beside new values or definitions are left out.
    """

    server: str
    vectors: frozenset[VectorKey]
    devices: frozenset[DeviceKey]
    events: tuple[Event, ...]


class FrameCollector:
    """Gathers what it hears and calls `publish` once a frame; the first event after a quiet time goes at once.

    `known_devices` gives the names of all devices that the server ever defined.
    """

    def __init__(
        self, server: str, known_devices: Callable[[], Iterable[str]], publish: Callable[[Frame], object]
    ) -> None:
        self._server, self._known_devices, self._publish = server, known_devices, publish
        self._vectors: set[VectorKey] = set()
        self._devices: set[DeviceKey] = set()
        self._events: list[Event] = []
        self._timer: asyncio.TimerHandle | None = None
        self._last = self._last_devices = 0.0
        self._urgent = False  # whether the timer is for more than definitions

    def hear(self, event: Event) -> None:
        """Take an event of the server's client; the model is up to date by then."""
        match event:
            case Updated(message, _):
                self._vectors.add(VectorKey(self._server, message.device, message.name))
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
                self._vectors.add(VectorKey(self._server, message.device, message.name))
                self._events.append(event)
            case ValuesSent(device, vector, _, _) | TimedOut(device, vector, _, _):
                self._vectors.add(VectorKey(self._server, device, vector))
                self._events.append(event)
            case PingAnswered():
                return
            case PingAnswered():
                return
            case _:
                self._events.append(event)
        urgent = bool(self._vectors or self._events)
        if self._timer is None or (urgent and not self._urgent):
            self._start_timer(urgent)

    def _start_timer(self, urgent: bool) -> None:
        if self._timer:
            self._timer.cancel()
        self._urgent, loop = urgent, asyncio.get_running_loop()
        earliest = self._last + FRAME_SECONDS
        if not urgent:
            earliest = max(earliest, self._last_devices + _DEFINITIONS_SECONDS)
        self._timer = loop.call_at(max(loop.time(), earliest), self._flush)

    def _flush(self) -> None:
        self._timer = None
        self._last = asyncio.get_running_loop().time()
        if self._devices:
            self._last_devices = self._last
        frame = Frame(self._server, frozenset(self._vectors), frozenset(self._devices), tuple(self._events))
        self._vectors, self._devices, self._events = set(), set(), []
        self._publish(frame)
