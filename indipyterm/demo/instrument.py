"""One instrument: its properties, what it answers when asked, and what it does by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from typing import Any, ClassVar

from indipyterm.demo.clock import Clock, RealClock
from indipyterm.demo.request import Rejected, Request, read_request
from indipyterm.protocol.blobdata import BlobData
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
"""What a member can be set to: a text, a number, a switch or a light."""

Handler = Callable[[Request], None]
"""What an instrument does about a request that fits the property's definition."""


class Instrument:
    """A device with properties: a subclass declares them, and answers for those that need more than a new value.

    A device offers `always`, and `when_connected` while its CONNECTION says so, as INDI devices do.
    What takes time is an activity: a coroutine run by `begin` until it ends, or `cease`, or the device is disconnected.
    """

    device: str
    always: ClassVar[tuple[DefVector, ...]] = ()
    when_connected: ClassVar[tuple[DefVector, ...]] = ()

    def __init__(self, device: str | None = None) -> None:
        """Make the instrument under its own name, or `device` where there are several of a sort."""
        self.device = device or self.device
        self.clock: Clock = RealClock()
        self._emit: Callable[[Element], None] = lambda element: None
        self._vectors = {v.name: v._replace(device=self.device) for v in (*self.always, *self.when_connected)}
        self._offered = list(self._vectors)
        self._activities: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    # What a subclass adds

    def handlers(self) -> Mapping[str, Handler]:
        """Return what to do about the properties that need more than `accept`, by name."""
        return {}

    def go_live(self) -> None:
        """Begin what the instrument does by itself while it is connected."""

    # What the server calls

    def start(self, emit: Callable[[Element], None], clock: Clock) -> None:
        """Come alive: from now on say what happens through `emit`."""
        self._emit, self.clock = emit, clock
        if self.connected:
            self.go_live()

    async def stop(self) -> None:
        """End all activities, and raise the first error that one of them met."""
        self._cease_all()
        tasks = [*self._tasks]
        self._tasks.clear()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome

    def definitions(self, name: str | None = None) -> list[DefVector]:
        """Return what the device offers now: everything, or the property with this name."""
        return [
            self._vectors[offered]._replace(timestamp=self._time())
            for offered in self._offered
            if name in (None, offered)
        ]

    def receive(self, new: NewVector) -> None:
        """Do what a client asks, or refuse it in words. What is not offered is ignored, as real drivers do."""
        vector = self._vectors.get(new.name)
        if vector is None or new.name not in self._offered or vector.kind is not new.kind:
            return
        handler = self._connect if new.name == "CONNECTION" else self.handlers().get(new.name, self.accept)
        try:
            handler(read_request(vector, new))
        except Rejected as refusal:
            self.refuse(new.name, str(refusal))

    # The present values

    @property
    def connected(self) -> bool:
        """Whether the device is connected; one without CONNECTION always is."""
        return "CONNECTION" not in self._vectors or self.chosen("CONNECTION") == "CONNECT"

    def state(self, name: str) -> State:
        """Return the state of a property."""
        return self._vectors[name].state

    def text(self, name: str, member: str) -> str:
        """Return the value of a member as text."""
        return next(each.value for each in self._vectors[name].members if each.name == member)

    def number(self, name: str, member: str) -> float:
        """Return the value of a number."""
        return parse_number(self.text(name, member))

    def chosen(self, name: str) -> str:
        """Return the name of the first switch that is On, or nothing."""
        return next((each.name for each in self._vectors[name].members if each.value == ON), "")

    def is_on(self, name: str, member: str) -> bool:
        """Return whether a switch is On."""
        return self.text(name, member) == ON

    # Changes, said to all clients that want them

    def update(self, name: str, values: Mapping[str, Value] | None = None, state: State | None = None) -> None:
        """Change values and, where given, the state of a property; values not given stay."""
        texts = {member: _text(value) for member, value in (values or {}).items()}
        vector = self._vectors[name]
        members = tuple(each._replace(value=texts.pop(each.name, each.value)) for each in vector.members)
        if texts:
            raise KeyError(f"{self.device} {name} has no {', '.join(texts)}")
        self._vectors[name] = vector = vector._replace(members=members, state=state or vector.state)
        ones = () if vector.kind is Kind.BLOB else tuple(_one(vector.kind, each) for each in members)
        self._say(name, SetVector(vector.kind, self.device, name, ones, vector.state, timestamp=self._time()))

    def update_blob(self, name: str, member: str, data: bytes, form: str, size: int | None = None) -> None:
        """Send a BLOB, state Ok; `form` is its INDI format (".fits"), `size` its bytes before compression."""
        one = OneBlob(member, len(data) if size is None else size, form, BlobData(data))
        self._vectors[name] = self._vectors[name]._replace(state=State.OK)
        self._say(name, SetVector(Kind.BLOB, self.device, name, (one,), State.OK, timestamp=self._time()))

    def limit(self, name: str, member: str, low: float, high: float) -> None:
        """Change the limits of a number, and say so the INDI way: in a set of its vector."""
        vector = self._vectors[name]
        ends = {"min": decimal_text(low), "max": decimal_text(high)}
        members = tuple(
            each._replace(**ends) if isinstance(each, DefNumber) and each.name == member else each
            for each in vector.members
        )
        self._vectors[name] = vector._replace(members=members)
        ones = tuple(
            OneNumber(each.name, each.value, each.min, each.max, each.step)
            for each in members
            if isinstance(each, DefNumber)
        )
        self._say(name, SetVector(vector.kind, self.device, name, ones, vector.state, timestamp=self._time()))

    def define(self, *vectors: DefVector) -> None:
        """Offer properties, or offer them anew with other members."""
        for vector in vectors:
            self._vectors[vector.name] = vector._replace(device=self.device)
            if vector.name not in self._offered:
                self._offered.append(vector.name)
            self._emit(self._vectors[vector.name]._replace(timestamp=self._time()))

    def delete(self, name: str | None = None) -> None:
        """Withdraw a property, or the whole device."""
        self._offered = [offered for offered in self._offered if name not in (None, offered)]
        self._emit(DelProperty(self.device, name, self._time()))

    def say(self, text: str) -> None:
        """Tell the operator something; by custom it begins with [INFO], [WARNING] or [ERROR]."""
        self._emit(Message(self.device, self._time(), text))

    def accept(self, request: Request) -> None:
        """Take the values that were asked for: the answer to a plain setting."""
        values: dict[str, Value] = {**request.numbers, **request.texts, **request.switches}
        self.update(request.name, values, State.OK)

    def refuse(self, name: str, why: str) -> None:
        """Leave the values as they are; say why, and set the state to Alert unless nobody may change it anyway."""
        self.say(f"[ERROR] {why}")
        self.update(name, state=None if self._vectors[name].perm is Perm.RO else State.ALERT)

    # Activities

    def begin(self, activity: str, work: Coroutine[Any, Any, None]) -> None:
        """Start what takes time, in place of what was going on under the same name."""
        self.cease(activity)
        task = asyncio.create_task(work, name=f"{self.device} {activity}")
        self._activities[activity] = task
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def cease(self, *activities: str) -> bool:
        """End activities; return whether any was going on."""
        running = [task for name in activities if (task := self._activities.pop(name, None)) and not task.done()]
        for task in running:
            task.cancel()
        return bool(running)

    def _cease_all(self) -> None:
        """End all activities and leave nothing Busy."""
        self.cease(*self._activities)
        for name, vector in self._vectors.items():
            if vector.state is State.BUSY:
                self._vectors[name] = vector._replace(state=State.IDLE)

    def _ended(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is None:
            self._tasks.discard(task)
        else:
            self.say(f"[ERROR] the demo has a fault: {error!r}")

    # Inside

    def _connect(self, request: Request) -> None:
        """Answer CONNECTION: offer the rest of the properties, or withdraw them."""
        wanted = request.chosen == "CONNECT"
        if wanted == self.connected:
            self.accept(request)
        elif wanted:
            self.accept(request)
            self.define(*(self._vectors[vector.name] for vector in self.when_connected))
            self.say(f"[INFO] {self.device} is online.")
            self.go_live()
        else:
            self._cease_all()
            self.update(request.name, request.switches, State.IDLE)
            for vector in self.when_connected:
                self.delete(vector.name)
            self.say(f"[INFO] {self.device} is offline.")

    def _say(self, name: str, element: SetVector) -> None:
        if name in self._offered:
            self._emit(element)

    def _time(self) -> datetime:
        """Return the time of an element: whole seconds, as real drivers write it."""
        return self.clock.now().replace(microsecond=0)


def _text(value: Value) -> str:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return ON if value else OFF
    return decimal_text(value)


def _one(kind: Kind, member: AnyDef) -> AnyOne:
    return OneNumber(member.name, member.value) if kind is Kind.NUMBER else OneMember(member.name, member.value)
