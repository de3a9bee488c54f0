"""The events that `IPyClient.rxevent` receives, under the names that scripts know.

Each is a thin view of an event of the model. ``.device`` and ``.vector`` look names up in the client that made the
event, which is current by then; they are None where there is nothing by that name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from indipyterm.client.views import Device, Vector
from indipyterm.model import events as model
from indipyterm.protocol.messages import DefNumber, DefVector, Kind, OneBlob, SetVector

Devices = Mapping[str, Device]
"""The devices that a client knows, by name."""


class Event:
    """What all events have. Names are None where the event is not about a device or vector."""

    eventtype: ClassVar[str] = ""

    def __init__(self, devices: Devices, devicename: str | None, vectorname: str | None, timestamp: datetime) -> None:
        self._devices = devices
        self._about = devicename, vectorname
        self._when = timestamp

    @property
    def devicename(self) -> str | None:
        """The name of the device that the event is about."""
        return self._about[0]

    @property
    def vectorname(self) -> str | None:
        """The name of the vector that the event is about."""
        return self._about[1]

    @property
    def timestamp(self) -> datetime:
        """When it was, UTC: the time that the server gave, or that of receiving it."""
        return self._when

    @property
    def device(self) -> Device | None:
        """The device that the event is about; None where there is none, or it never defined anything."""
        return None if self.devicename is None else self._devices.get(self.devicename)

    @property
    def vector(self) -> Vector | None:
        """The vector that the event is about; None where there is none."""
        device = self.device
        return None if device is None or self.vectorname is None else device.get(self.vectorname)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.devicename!r} {self.vectorname!r}>"


class ConnectionMade(Event):
    """The server was reached; definitions are on their way."""

    eventtype = "ConnectionMade"


class ConnectionLost(Event):
    """The connection is over; the client tries again by itself. `reason` says why."""

    eventtype = "ConnectionLost"

    def __init__(self, devices: Devices, reason: str, timestamp: datetime) -> None:
        super().__init__(devices, None, None, timestamp)
        self.reason = reason


class VectorTimeOut(Event):
    """A vector did not answer what was sent to it in time."""

    eventtype = "TimeOut"


class getProperties(Event):
    """A driver asks for properties of another one."""

    eventtype = "getProperties"


class Message(Event):
    """A text for the operator, from a device, the server, or this client."""

    eventtype = "Message"

    def __init__(self, devices: Devices, devicename: str | None, message: str, timestamp: datetime) -> None:
        super().__init__(devices, devicename, None, timestamp)
        self.message = message


class delProperty(Event):
    """A vector was deleted, or (`vectorname` None) a device, or (`devicename` None) everything."""

    eventtype = "Delete"

    def __init__(
        self,
        devices: Devices,
        devicename: str | None,
        vectorname: str | None,
        message: str | None,
        timestamp: datetime,
    ) -> None:
        super().__init__(devices, devicename, vectorname, timestamp)
        self.message = message


class VectorEvent(Event, Mapping[str, Any]):
    """A mapping of the member names in this message to their values: strings, bytes for a BLOB."""

    def __init__(self, devices: Devices, element: DefVector | SetVector, when: datetime) -> None:
        self._devices = devices  # without super().__init__(): nothing is made more often
        self._element: DefVector | SetVector = element
        self._when = when

    @property
    def devicename(self) -> str:
        """The name of the vector's device."""
        return self._element.device

    @property
    def vectorname(self) -> str:
        """The vector's name."""
        return self._element.name

    @property
    def timestamp(self) -> datetime:
        """When it was, UTC: the time that the server gave, or that of receiving it."""
        return self._element.timestamp or self._when

    @cached_property
    def data(self) -> dict[str, Any]:
        """The members as a dictionary."""
        return {one.name: one.data.decode() if isinstance(one, OneBlob) else one.value for one in self._element.members}

    def __getitem__(self, membername: str) -> Any:
        return self.data[membername]

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self._element.members)

    def __eq__(self, other: object) -> bool:
        return self is other  # two events are never the same, whatever they hold

    def __hash__(self) -> int:
        return id(self)

    @property
    def state(self) -> str | None:
        """The state, None where the message left it as it was."""
        return self._element.state

    @property
    def message(self) -> str | None:
        """The text for the operator that came with it."""
        return self._element.message

    @property
    def timeout(self) -> float | None:
        """The seconds that the driver wants for an answer."""
        return self._element.timeout


class DefinedVector(VectorEvent):
    """What definitions add."""

    eventtype = "Define"
    _element: DefVector

    @property
    def label(self) -> str:
        """The vector's label."""
        return self._element.label

    @property
    def group(self) -> str:
        """The group as it was sent."""
        return self._element.group

    @property
    def perm(self) -> str:
        """ "ro", "wo" or "rw"."""
        return self._element.perm

    @property
    def rule(self) -> str | None:
        """The rule of a switch vector."""
        return self._element.rule

    @property
    def memberlabels(self) -> dict[str, Any]:
        """The labels by member name; of numbers (label, format, min, max, step), all texts."""
        return {member.name: member.label for member in self._element.members}


class defSwitchVector(DefinedVector):
    """A switch vector is defined."""


class defTextVector(DefinedVector):
    """A text vector is defined."""


class defNumberVector(DefinedVector):
    """A number vector is defined."""

    @property
    def memberlabels(self) -> dict[str, tuple[str, str, str, str, str]]:
        """(label, format, min, max, step), as they were received, by member name."""
        numbers = (member for member in self._element.members if isinstance(member, DefNumber))
        return {each.name: (each.label, each.format, each.min, each.max, each.step) for each in numbers}


class defLightVector(DefinedVector):
    """A light vector is defined."""


class defBLOBVector(DefinedVector):
    """A BLOB vector is defined."""

    eventtype = "DefineBLOB"


class setSwitchVector(VectorEvent):
    """A switch vector changed."""

    eventtype = "Set"


class setTextVector(VectorEvent):
    """A text vector changed."""

    eventtype = "Set"


class setNumberVector(VectorEvent):
    """A number vector changed."""

    eventtype = "Set"


class setLightVector(VectorEvent):
    """A light vector changed."""

    eventtype = "Set"


class setBLOBVector(VectorEvent):
    """BLOBs were received."""

    eventtype = "SetBLOB"

    @property
    def sizeformat(self) -> dict[str, tuple[int, str]]:
        """Size (bytes, uncompressed, as the server announced) and format by member name."""
        return {one.name: (one.size, one.format) for one in self._element.members if isinstance(one, OneBlob)}


class ClientEvent(Event, Mapping[str, Any]):
    """An event of the script's own: see `Vector.create_clientevent`.

    `payload` is what it was given; it is a mapping of the vector's member names to their values, too.
    """

    def __init__(
        self,
        devices: Devices,
        eventtype: str,
        devicename: str,
        vectorname: str,
        payload: Mapping[str, Any],
        timestamp: datetime,
    ) -> None:
        super().__init__(devices, devicename, vectorname, timestamp)
        self.eventtype = eventtype  # type: ignore[misc]  # of the instance here, of the class elsewhere
        self.payload = dict(payload)
        self.data: dict[str, Any] = dict(self.vector or {})

    def __getitem__(self, membername: str) -> Any:
        return self.data[membername]

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = Event.__hash__


_DEFINED: dict[Kind, type[DefinedVector]] = {
    Kind.SWITCH: defSwitchVector,
    Kind.TEXT: defTextVector,
    Kind.NUMBER: defNumberVector,
    Kind.LIGHT: defLightVector,
    Kind.BLOB: defBLOBVector,
}
SET: dict[Kind, type[VectorEvent]] = {
    Kind.SWITCH: setSwitchVector,
    Kind.TEXT: setTextVector,
    Kind.NUMBER: setNumberVector,
    Kind.LIGHT: setLightVector,
    Kind.BLOB: setBLOBVector,
}
"""What a ``set`` becomes."""


def public(devices: Devices, event: model.Event) -> Event | None:
    """The public event for one of the model's; None for those that scripts are not given."""
    match event:
        case model.Updated(message, when):
            return SET[message.kind](devices, message, when)
        case model.Defined(message, when):
            return _DEFINED[message.kind](devices, message, when)
        case model.MessageReceived(message, when):
            return Message(devices, message.device, message.message or "", message.timestamp or when)
        case model.Deleted(message, when):
            time = message.timestamp or when
            return delProperty(devices, message.device, message.name, message.message, time)
        case model.PropertiesRequested(message, when):
            return getProperties(devices, message.device, message.name, when)
        case model.TimedOut(device, vector, _, when):
            return VectorTimeOut(devices, device, vector, when)
        case model.Connected(when):
            return ConnectionMade(devices, None, None, when)
        case model.Disconnected(reason, _, True, when):
            return ConnectionLost(devices, reason, when)
        case _:
            return None
