"""The base class of the demo's instruments."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from typing import Any, ClassVar

from indipyterm.demo.clock import Clock, RealClock
from indipyterm.demo.request import Rejected, Request, parse_request
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.messages import (
    OFF,
    ON,
    AnyDef,
    AnyOne,
    DefNumber,
    DefVector,
    DelProperty,
    Element,
    Kind,
    Message,
    NewVector,
    OneBlob,
    OneMember,
    OneNumber,
    Perm,
    SetVector,
    State,
)
from indipyterm.protocol.numbers import decimal_text, parse_number

Value = str | float | bool | State
"""The value of a text, number, switch or light."""

Handler = Callable[[Request], None]
"""Handles a valid request for new values of a property."""


class Instrument:
    """A simulated device. Subclasses define its properties, and handlers for those that do more than take new values.

    As INDI devices do, it defines the properties in `always_defined`, and while it is connected also those in
    `defined_when_connected`. Whatever takes time is an activity: a coroutine run by `start_activity` until it ends,
    `stop_activity` is called or the device is disconnected.
    """

    device: str
    always_defined: ClassVar[tuple[DefVector, ...]] = ()
    defined_when_connected: ClassVar[tuple[DefVector, ...]] = ()

    def __init__(self, device: str | None = None) -> None:
        """Make the instrument, with the device name of its class or another one."""
        self.device = device or self.device
        self.clock: Clock = RealClock()
        self._emit: Callable[[Element], None] = lambda element: None
        self._vectors = {
            v.name: v._replace(device=self.device) for v in (*self.always_defined, *self.defined_when_connected)
        }
        self._defined = list(self._vectors)
        self._activities: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    # For subclasses to override

    def handlers(self) -> Mapping[str, Handler]:
        """Return handlers by property name; `accept` handles all other properties."""
        return {}

    def on_connected(self) -> None:
        """Start the activities of a connected instrument."""

    # Called by the server

    def start(self, emit: Callable[[Element], None], clock: Clock) -> None:
        """Start the instrument; it sends its messages by `emit`."""
        self._emit, self.clock = emit, clock
        if self.connected:
            self.on_connected()

    async def stop(self) -> None:
        """Stop all activities; raises the first exception that one of them raised."""
        self._stop_all_activities()
        tasks = [*self._tasks]
        self._tasks.clear()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome

    def definitions(self, name: str | None = None) -> list[DefVector]:
        """Return the definitions of all current properties, or of the one with this name."""
        return [
            self._vectors[defined]._replace(timestamp=self._timestamp())
            for defined in self._defined
            if name in (None, defined)
        ]

    def handle_request(self, new: NewVector) -> None:
        """Handle a client's request, or refuse it. Unknown properties are ignored, as by real drivers."""
        vector = self._vectors.get(new.name)
        if vector is None or new.name not in self._defined or vector.kind is not new.kind:
            return
        handler = self._connect if new.name == "CONNECTION" else self.handlers().get(new.name, self.accept)
        try:
            handler(parse_request(vector, new))
        except Rejected as refusal:
            self.refuse(new.name, str(refusal))

    # Current values

    @property
    def connected(self) -> bool:
        """Whether the device is connected; one without CONNECTION is always."""
        return "CONNECTION" not in self._vectors or self.selected("CONNECTION") == "CONNECT"

    def state(self, name: str) -> State:
        """Return the state of a property."""
        return self._vectors[name].state

    def text(self, name: str, member: str) -> str:
        """Return the value of a member as text."""
        return next(each.value for each in self._vectors[name].members if each.name == member)

    def number(self, name: str, member: str) -> float:
        """Return the value of a number."""
        return parse_number(self.text(name, member))

    def selected(self, name: str) -> str:
        """Return the name of the first switch that is On, or ""."""
        return next((each.name for each in self._vectors[name].members if each.value == ON), "")

    def is_on(self, name: str, member: str) -> bool:
        """Return whether a switch is On."""
        return self.text(name, member) == ON

    # Changes, sent to all clients that want them

    def update(self, name: str, values: Mapping[str, Value] | None = None, state: State | None = None) -> None:
        """Change the given values of a property, and its state unless None."""
        texts = {member: _text(value) for member, value in (values or {}).items()}
        vector = self._vectors[name]
        members = tuple(each._replace(value=texts.pop(each.name, each.value)) for each in vector.members)
        if texts:
            raise KeyError(f"{self.device} {name} has no {', '.join(texts)}")
        self._vectors[name] = vector = vector._replace(members=members, state=state or vector.state)
        ones = () if vector.kind is Kind.BLOB else tuple(_one_member(vector.kind, each) for each in members)
        self._emit_set(vector, ones)

    def update_blob(self, name: str, member: str, data: bytes, form: str, size: int | None = None) -> None:
        """Send a BLOB, with state Ok; `form` is its INDI format (".fits"), `size` the bytes before compression."""
        one = OneBlob(member, len(data) if size is None else size, form, BlobData(data))
        self._vectors[name] = vector = self._vectors[name]._replace(state=State.OK)
        self._emit_set(vector, (one,))

    def set_limits(self, name: str, member: str, low: float, high: float) -> None:
        """Change the limits of a number; they are sent in a ``set`` of its vector."""
        vector = self._vectors[name]
        ends = {"min": decimal_text(low), "max": decimal_text(high)}
        members = tuple(
            each._replace(**ends) if isinstance(each, DefNumber) and each.name == member else each
            for each in vector.members
        )
        self._vectors[name] = vector = vector._replace(members=members)
        ones = tuple(
            OneNumber(each.name, each.value, each.min, each.max, each.step)
            for each in members
            if isinstance(each, DefNumber)
        )
        self._emit_set(vector, ones)

    def define(self, *vectors: DefVector) -> None:
        """Define properties, or redefine them."""
        for vector in vectors:
            self._vectors[vector.name] = vector._replace(device=self.device)
            if vector.name not in self._defined:
                self._defined.append(vector.name)
            self._emit(self._vectors[vector.name]._replace(timestamp=self._timestamp()))

    def delete(self, name: str | None = None) -> None:
        """Delete a property, or the whole device."""
        self._defined = [defined for defined in self._defined if name not in (None, defined)]
        self._emit(DelProperty(self.device, name, self._timestamp()))

    def send_message(self, text: str) -> None:
        """Send a message to the user; by convention it begins with [INFO], [WARNING] or [ERROR]."""
        self._emit(Message(self.device, self._timestamp(), text))

    def accept(self, request: Request) -> None:
        """Take the requested values, with state Ok."""
        values: dict[str, Value] = {**request.numbers, **request.texts, **request.switches}
        self.update(request.name, values, State.OK)

    def refuse(self, name: str, reason: str) -> None:
        """Send the reason as a message, and set the state to Alert unless the property is read-only."""
        self.send_message(f"[ERROR] {reason}")
        self.update(name, state=None if self._vectors[name].perm is Perm.RO else State.ALERT)

    # Activities

    def start_activity(self, activity: str, coroutine: Coroutine[Any, Any, None]) -> None:
        """Start an activity in place of a running one with the same name."""
        self.stop_activity(activity)
        task = asyncio.create_task(coroutine, name=f"{self.device} {activity}")
        self._activities[activity] = task
        self._tasks.add(task)
        task.add_done_callback(self._activity_ended)

    def stop_activity(self, *activities: str) -> bool:
        """Stop activities; return whether any was running."""
        running = [task for name in activities if (task := self._activities.pop(name, None)) and not task.done()]
        for task in running:
            task.cancel()
        return bool(running)

    def _stop_all_activities(self) -> None:
        """Stop all activities and leave no property Busy."""
        self.stop_activity(*self._activities)
        for name, vector in self._vectors.items():
            if vector.state is State.BUSY:
                self._vectors[name] = vector._replace(state=State.IDLE)

    def _activity_ended(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is None:
            self._tasks.discard(task)
        else:
            self.send_message(f"[ERROR] the demo has a fault: {error!r}")

    def _connect(self, request: Request) -> None:
        """Handle CONNECTION: define the other properties, or delete them."""
        wanted = request.selected == "CONNECT"
        if wanted == self.connected:
            self.accept(request)
        elif wanted:
            self.accept(request)
            self.define(*(self._vectors[vector.name] for vector in self.defined_when_connected))
            self.send_message(f"[INFO] {self.device} is online.")
            self.on_connected()
        else:
            self._stop_all_activities()
            self.update(request.name, request.switches, State.IDLE)
            for vector in self.defined_when_connected:
                self.delete(vector.name)
            self.send_message(f"[INFO] {self.device} is offline.")

    def _emit_set(self, vector: DefVector, ones: tuple[AnyOne, ...]) -> None:
        if vector.name in self._defined:
            time = self._timestamp()
            self._emit(SetVector(vector.kind, self.device, vector.name, ones, vector.state, timestamp=time))

    def _timestamp(self) -> datetime:
        """Return the current time in whole seconds, as real drivers send it."""
        return self.clock.now().replace(microsecond=0)


def _text(value: Value) -> str:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return ON if value else OFF
    return decimal_text(value)


def _one_member(kind: Kind, member: AnyDef) -> AnyOne:
    return OneNumber(member.name, member.value) if kind is Kind.NUMBER else OneMember(member.name, member.value)
