"""Everything that is known from a server: devices, vectors, members, messages."""

from __future__ import annotations

from collections import deque
from datetime import datetime

from indipyterm.model.devices import MESSAGES_KEPT, Device, Messages
from indipyterm.model.events import (
    BlobSaved,
    DataIgnored,
    Defined,
    Deleted,
    Event,
    IgnoredReason,
    MessageReceived,
    OtherClientSent,
    PropertiesRequested,
    Updated,
    ValuesSent,
)
from indipyterm.model.fault_limiter import FaultLimiter
from indipyterm.model.members import BlobMember
from indipyterm.model.standard import is_in_effect
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
    """Devices by name, and messages that belong to none. Received messages go in with `apply` and `try_update`.

    The client reports what it did itself with `mark_sent`, `mark_saved`, `mark_stale` and `add_message`.
    """

    def __init__(self) -> None:
        self.devices: dict[str, Device] = {}
        self.messages: Messages = deque(maxlen=MESSAGES_KEPT)
        self._faults = FaultLimiter()

    def find(self, device: str, vector: str) -> Vector | None:
        """A vector that is there now."""
        known = self.devices.get(device)
        found = known.vectors.get(vector) if known else None
        return found if found and found.enabled else None

    def apply(self, message: Received, when: datetime) -> list[Event]:
        """Apply a message that was received at `when` (UTC); gives what changed.

        What makes no sense changes nothing and becomes `DataIgnored`, the same at most once a minute. A text that
        comes with another element joins the messages, and is in that element's event.
        Raises `BadBase64` for a damaged BLOB, before anything is changed.
        """
        match message:
            case SetVector():
                return self._update(message, when)
            case DefVector():
                return self._define(message, when)
            case Message(device, timestamp, text):
                self.add_message(text, timestamp or when, device)
                return [MessageReceived(message, when)]
            case DelProperty():
                return self._delete(message, when)
            case GetProperties():
                return [PropertiesRequested(message, when)]
            case NewVector():
                return self._echo(message, when)
            case Malformed(reason, fault):
                return self._ignored(IgnoredReason.NOT_UNDERSTOOD, "", "", (reason,), when, fault or reason)
            case _:
                return []

    def add_message(self, text: str | None, when: datetime, device: str | None = None) -> None:
        """Add a text to the messages of a device; to those of none where the device is not known, or None.

        An empty text is not added: some servers keep the connection alive with empty messages.
        """
        if text:
            known = self.devices.get(device) if device else None
            (self.messages if known is None else known.messages).appendleft((when, text))

    def mark_sent(self, message: NewVector, when: datetime) -> ValuesSent:
        """Record that a request was sent: its vector is Busy until it is answered."""
        members = {one.name: "" if isinstance(one, OneBlob) else one.value for one in message.members}
        vector = self.devices[message.device].vectors[message.name]
        vector.request, vector.state, vector.other, vector.asked = Request(members, when), State.BUSY, None, members
        vector.asked_at = when
        return ValuesSent(message.device, message.name, members, when)

    def mark_saved(self, event: BlobSaved) -> None:
        """Record that a BLOB was written to a file."""
        vector = self.find(event.device, event.vector)
        member = vector.members.get(event.member) if vector else None
        if isinstance(member, BlobMember):
            member.filename = event.path

    def mark_stale(self) -> list[Vector]:
        """Record that the connection is lost: all values are stale. Gives the vectors that did not answer a request."""
        unanswered = []
        for device in self.devices.values():
            for vector in device.present():
                if vector.request and not vector.request.answered:
                    unanswered.append(vector)
                vector.stale, vector.request = True, None
        return unanswered

    def absent_devices(self) -> list[str]:
        """The devices of which nothing was defined since the connection was lost."""
        return [
            device.name
            for device in self.devices.values()
            if device.enabled and all(vector.stale for vector in device.present())
        ]

    def _define(self, message: DefVector, when: datetime) -> list[Event]:
        device = self.devices.get(message.device)
        if device is None:
            device = self.devices[message.device] = Device(message.device)
        vector = device.vectors.get(message.name)
        if vector is None or vector.kind is not message.kind:
            if vector is not None:
                device.delete(message.name)  # the old one is disabled for those that still hold it
            vector = device.vectors[message.name] = Vector(message.kind, message.device, message.name)
        vector.define(message, when)
        device.enabled = True
        self._add_text_of(message, when)
        return [Defined(message, when)]

    def try_update(self, message: SetVector, when: datetime) -> bool:
        """A fast `apply` for the most frequent messages; the event is `Updated`, and not made here.

        False, with nothing changed, for a message that needs `apply`.
        """
        kind, device, name, values, state, timeout, timestamp, text = message
        if not isinstance(values, LazyMembers) or text:
            return False
        known = self.devices.get(device)
        vector = known.vectors.get(name) if known else None
        if vector is None or not vector.enabled or vector.kind is not kind:
            return False
        if vector.latest.layout is not values.layout and not vector.bind(values.layout):
            return False
        vector.latest.values = values
        vector.update_state(state, timeout, timestamp or when)
        _drop_request_in_effect(vector)
        return True

    def _update(self, message: SetVector, when: datetime) -> list[Event]:
        vector = self.find(message.device, message.name)
        if vector is None or vector.kind is not message.kind:
            reason = IgnoredReason.NOT_DEFINED if vector is None else IgnoredReason.WRONG_KIND
            kinds = () if vector is None else (vector.kind.value, message.kind.value)
            ignored = self._ignored(reason, message.device, message.name, kinds, when)
            return [*ignored, *self._text_alone(message, when)]
        if message.kind is Kind.BLOB:
            for one in message.members:
                if isinstance(one, OneBlob):
                    one.data.length()  # raises, if it must, before anything is changed
        unknown = vector.update(message, when)
        _drop_request_in_effect(vector)
        events: list[Event] = [Updated(message, when)]
        if unknown:
            reason = IgnoredReason.UNKNOWN_MEMBERS
            events += self._ignored(reason, message.device, message.name, tuple(unknown), when)
        self._add_text_of(message, when)
        return events

    def _delete(self, message: DelProperty, when: datetime) -> list[Event]:
        names = list(self.devices) if message.device is None else [message.device]
        gone = [self.devices[name].delete(message.name) for name in names if name in self.devices]
        if not any(gone):
            return self._text_alone(message, when)
        self._add_text_of(message, when)
        return [Deleted(message, when)]

    def _echo(self, message: NewVector, when: datetime) -> list[Event]:
        """Record that another client sent values; the device will report what becomes of them."""
        vector = self.find(message.device, message.name)
        if vector is None:
            return []
        vector.other = when
        if vector.kind is not Kind.BLOB:
            vector.asked_at = when
            vector.asked = {one.name: one.value for one in message.members if not isinstance(one, OneBlob)}
        return [OtherClientSent(message, when)]

    def _add_text_of(self, message: DefVector | SetVector | DelProperty, when: datetime) -> None:
        """Add the text that came with another element to the messages."""
        self.add_message(message.message, message.timestamp or when, message.device)

    def _text_alone(self, message: SetVector | DelProperty, when: datetime) -> list[Event]:
        """Make a message of the text of an element that changes nothing."""
        self._add_text_of(message, when)
        if not message.message:
            return []
        return [MessageReceived(Message(message.device, message.timestamp, message.message), when)]

    def _ignored(
        self,
        reason: IgnoredReason,
        device: str,
        vector: str,
        detail: tuple[str, ...],
        when: datetime,
        fault: str = "",
    ) -> list[Event]:
        """Report ignored data, unless the same was reported not long ago."""
        repeated = self._faults.occurred((reason, device, vector, fault), when)
        return [] if repeated is None else [DataIgnored(reason, device, vector, detail, when, repeated)]


def _drop_request_in_effect(vector: Vector) -> None:
    """Forget what was asked of a vector that stays Busy, but has done it."""
    if vector.request is not None and is_in_effect(vector, vector.request.members):
        vector.request = None
