"""Everything that the server has said so far: devices, vectors, members, messages."""

from __future__ import annotations

from collections import deque
from datetime import datetime

from indipyterm.model.devices import MESSAGES_KEPT, Device, Messages
from indipyterm.model.events import (
    BlobSaved,
    Defined,
    Deleted,
    Event,
    MessageReceived,
    OtherClientSent,
    PropertiesRequested,
    Updated,
    ValuesSent,
)
from indipyterm.model.members import BlobMember
from indipyterm.model.oddities import Oddities
from indipyterm.model.vectors import Request, Vector
from indipyterm.protocol.lazy_members import LazyMembers
from indipyterm.protocol.messages import (
    DefVector,
    DelProperty,
    GetProperties,
    Kind,
    Malformed,
    Message,
    NewVector,
    OneBlob,
    Received,
    SetVector,
    State,
)


class Catalog:
    """Feed messages with `apply`; read `devices` and `messages`. Changes in no other way."""

    def __init__(self) -> None:
        self.devices: dict[str, Device] = {}
        self.messages: Messages = deque(maxlen=MESSAGES_KEPT)
        self._oddities = Oddities()

    def find(self, device: str, vector: str) -> Vector | None:
        """A vector that is there now."""
        known = self.devices.get(device)
        found = known.vectors.get(vector) if known else None
        return found if found and found.enabled else None

    def apply(self, message: Received, when: datetime) -> list[Event]:
        """Take one message, heard at `when` (UTC), and give what changed.

        What makes no sense changes nothing and becomes a `Told` that says why, once a minute. A text that comes along
        with another element joins the messages, and is in that element's event.
        Raises `BadBase64` for a damaged BLOB, before anything is changed.
        """
        match message:
            case SetVector():
                return self._update(message, when)
            case DefVector():
                return self._define(message, when)
            case Message(device, timestamp, text):
                self._remember(device, timestamp or when, text)
                return [MessageReceived(message, when)]
            case DelProperty():
                return self._delete(message, when)
            case GetProperties():
                return [PropertiesRequested(message, when)]
            case NewVector():
                return self._echo(message, when)
            case Malformed(reason):
                return self._odd(f"not understood: {reason}", when)
            case _:
                return []

    def say(self, text: str, when: datetime, device: str | None = None) -> MessageReceived:
        """Add a message of this client's own."""
        self._remember(device, when, text)
        return MessageReceived(Message(device, when, text), when, ours=True)

    def sent(self, message: NewVector, when: datetime) -> ValuesSent:
        """Note that a request went out: the vector is Busy until it is answered."""
        members = {one.name: "" if isinstance(one, OneBlob) else one.value for one in message.members}
        vector = self.devices[message.device].vectors[message.name]
        vector.request, vector.state, vector.other = Request(members, when), State.BUSY, None
        return ValuesSent(message.device, message.name, members, when)

    def saved(self, event: BlobSaved) -> None:
        """Note that a BLOB is in a file."""
        vector = self.find(event.device, event.vector)
        member = vector.members.get(event.member) if vector else None
        if isinstance(member, BlobMember):
            member.filename = event.path

    def lose(self) -> list[Vector]:
        """Note that the connection is gone: all values are stale. Gives what was asked and will not be answered."""
        unanswered = []
        for device in self.devices.values():
            for vector in device.present():
                if vector.request and not vector.request.answered:
                    unanswered.append(vector)
                vector.stale, vector.request = True, None
        return unanswered

    def _define(self, message: DefVector, when: datetime) -> list[Event]:
        device = self.devices.get(message.device)
        if device is None:
            device = self.devices[message.device] = Device(message.device)
        vector = device.vectors.get(message.name)
        if vector is None or vector.kind is not message.kind:
            if vector is not None:
                device.delete(message.name)  # whoever still holds the old one sees that it is gone
            vector = device.vectors[message.name] = Vector(message.kind, message.device, message.name)
        vector.define(message, when)
        device.enabled = True
        self._attached(message, when)
        return [Defined(message, when)]

    def take(self, message: SetVector, when: datetime) -> bool:
        """As `apply`, for what comes most; the event of it is `Updated`.

        False, and nothing is changed, where it takes more to understand the message.
        """
        kind, device, name, values, _, _, _, text = message
        if not isinstance(values, LazyMembers) or text:
            return False
        known = self.devices.get(device)
        vector = known.vectors.get(name) if known else None
        if vector is None or not vector.enabled or vector.kind is not kind:
            return False
        if vector.news.layout is not values.layout and not vector.expects(values):
            return False
        vector.update(message, when)
        return True

    def _update(self, message: SetVector, when: datetime) -> list[Event]:
        vector = self.find(message.device, message.name)
        if vector is None or vector.kind is not message.kind:
            reason = "not defined" if vector is None else f"defined as {vector.kind}, not {message.kind}"
            odd = self._odd(f"{message.device} {message.name}: {reason}; new values ignored", when)
            return [*odd, *self._text_alone(message, when)]
        if message.kind is Kind.BLOB:
            for one in message.members:
                if isinstance(one, OneBlob):
                    one.data.decode()  # raises, if it must, before anything is changed
        unknown = vector.update(message, when)
        events: list[Event] = [Updated(message, when)]
        if unknown:
            names = ", ".join(map(repr, unknown))
            events += self._odd(f"{message.device} {message.name}: no member is called {names}", when)
        self._attached(message, when)
        return events

    def _delete(self, message: DelProperty, when: datetime) -> list[Event]:
        names = list(self.devices) if message.device is None else [message.device]
        gone = [self.devices[name].delete(message.name) for name in names if name in self.devices]
        if not any(gone):
            return self._text_alone(message, when)
        self._attached(message, when)
        return [Deleted(message, when)]

    def _echo(self, message: NewVector, when: datetime) -> list[Event]:
        """Note that another client asked for something; what comes of it, the device will tell."""
        vector = self.find(message.device, message.name)
        if vector is None:
            return []
        vector.other = when
        return [OtherClientSent(message, when)]

    def _attached(self, message: DefVector | SetVector | DelProperty, when: datetime) -> None:
        """Remember the text that came along with another element."""
        self._remember(message.device, message.timestamp or when, message.message)

    def _text_alone(self, message: SetVector | DelProperty, when: datetime) -> list[Event]:
        """Remember and tell the text of an element that changes nothing."""
        self._attached(message, when)
        return (
            [MessageReceived(Message(message.device, message.timestamp, message.message), when)]
            if message.message
            else []
        )

    def _odd(self, text: str, when: datetime) -> list[Event]:
        """Tell of something odd, unless just that was told not long ago."""
        told = self._oddities.tell(text, when)
        return [self.say(told, when)] if told else []

    def _remember(self, device: str | None, when: datetime, text: str | None) -> None:
        if not text:  # some servers keep the line alive with messages that say nothing
            return
        known = self.devices.get(device) if device else None
        (self.messages if known is None else known.messages).appendleft((when, text))
