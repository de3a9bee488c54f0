"""The client, as the screen runs it: whatever happens between two frames becomes one message."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from indipyterm.client.ipyclient import IPyClient
from indipyterm.model.events import Defined, Deleted, Event, OtherClientSent, TimedOut, Updated, ValuesSent
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.pending import PATIENCE
from indipyterm.tui.messages import ModelChanged
from indipyterm.workspace.clock import Clock

FRAME = 1 / 25
"""Seconds between two messages to the screen, at the least."""

_GATHER = 0.15
"""The same where things are defined and nothing else: what has much to tell is not to repaint everything each time."""

_LONGEST_WAIT = 3600.0

_BITE = 1 << 13
"""Bytes heard at once: some ten definitions, so that a screen that takes many turns to paint has them."""


class UiClient(IPyClient):
    """Posts a `ModelChanged` at most once a frame; the first change after a quiet time goes at once.

    `name` is what the user calls the server by.
    """

    def __init__(self, name: str, host: str, port: int, post: Callable[[ModelChanged], object], clock: Clock) -> None:
        super().__init__(host, port)
        self.link.bite = _BITE
        self.name = name
        self._post = post
        self._clock = clock
        self._vectors: set[VectorKey] = set()
        self._devices: set[DeviceKey] = set()
        self._events: list[Event] = []
        self._timer: asyncio.TimerHandle | None = None
        self._last = self._last_devices = 0.0
        self._urgent = False  # whether the timer is for more than definitions
        self.ears: list[Callable[[Event], object]] = []
        """Called with each event, at once: what waits for answers listens here for as long as it takes."""
        self.set_vector_timeouts(timeout_min=PATIENCE, timeout_max=_LONGEST_WAIT)  # the screen shows how long

    def now(self) -> datetime:
        return self._clock.now()

    async def dispatch(self, event: Event) -> None:
        for ear in self.ears:
            ear(event)
        match event:
            case Updated(message, _):
                self._vectors.add(VectorKey(self.name, message.device, message.name))
                if message.message:
                    self._events.append(event)
            case Defined(message, _):
                self._devices.add(DeviceKey(self.name, message.device))
                if message.message:
                    self._events.append(event)
            case Deleted(message, _):
                gone = [message.device] if message.device else self.catalog.devices
                self._devices.update(DeviceKey(self.name, device) for device in gone)
                self._events.append(event)
            case OtherClientSent(message, _):
                self._vectors.add(VectorKey(self.name, message.device, message.name))
                self._events.append(event)
            case ValuesSent(device, vector, _, _) | TimedOut(device, vector, _, _):
                self._vectors.add(VectorKey(self.name, device, vector))
                self._events.append(event)
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
        self._post(ModelChanged(self.name, vectors, devices, events))
