"""The events that `IPyClient.rxevent` receives. They look devices and vectors up in the client that made them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from indipyterm.client.readable import UNNAMED_GROUP
from indipyterm.client.script_data import ScriptMapping
from indipyterm.client.views import Device, Vector
from indipyterm.protocol import messages
from indipyterm.protocol.messages import DefVector, OneBlob, SetVector

if TYPE_CHECKING:
    from xml.etree import ElementTree

Devices = Mapping[str, Device]
"""The devices that a client knows, by name."""


class Event:
    """What all events have. Names are None where the event is not about a device or vector."""

    eventtype: ClassVar[str] = ""

    def __init__(self, devices: Devices, devicename: str | None, vectorname: str | None, timestamp: datetime) -> None:
        self._ipt_devices = devices
        self._ipt_about = devicename, vectorname
        self._ipt_when = timestamp

    @property
    def devicename(self) -> str | None:
        """The name of the device that the event is about."""
        return self._ipt_about[0]

    @property
    def vectorname(self) -> str | None:
        """The name of the vector that the event is about."""
        return self._ipt_about[1]

    @property
    def timestamp(self) -> datetime:
        """When it was, UTC: the time that the server gave, or that of receiving it."""
        return self._ipt_when

    @property
    def device(self) -> Device | None:
        """The device that the event is about; None where there is none, or it never defined anything."""
        return None if self.devicename is None else self._ipt_devices.get(self.devicename)

    @property
    def vector(self) -> Vector | None:
        """The vector that the event is about; None where there is none."""
        device = self.device
        return None if device is None or self.vectorname is None else device.get(self.vectorname)

    @property
    def _ipt_message(self) -> messages.Element | None:
        return None

    @cached_property
    def root(self) -> ElementTree.Element | None:
        """The event as an XML element, with its defaults; None where nothing was received."""
        if (message := self._ipt_message) is None:
            return None
        from indipyterm.client.element_tree import element_tree  # noqa: PLC0415 - few scripts need the XML library

        return element_tree(message)

    def __str__(self) -> str:
        if self.root is None:
            return repr(self)
        from indipyterm.client.element_tree import xml_text  # noqa: PLC0415 - few scripts need the XML library

        return xml_text(self.root)

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

    @property
    def _ipt_message(self) -> messages.Element:
        return messages.GetProperties(device=self.devicename, name=self.vectorname)


class Message(Event):
    """A text for the operator, from a device, the server, or this client."""

    eventtype = "Message"

    def __init__(self, devices: Devices, devicename: str | None, message: str, timestamp: datetime) -> None:
        super().__init__(devices, devicename, None, timestamp)
        self.message = message

    @property
    def _ipt_message(self) -> messages.Element:
        return messages.Message(self.devicename, self.timestamp, self.message)


class delProperty(Event):
    """A vector was deleted, or (`vectorname` None) a device, or (`devicename` None) everything.

    `vector` is None: what was deleted is still in its device, with `enable` False.
    """

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
        self.message = message or ""

    @property
    def vector(self) -> None:
        """None: it is not there any more."""

    @property
    def _ipt_message(self) -> messages.Element:
        return messages.DelProperty(self.devicename, self.vectorname, self.timestamp, self.message or None)


class VectorEvent(Event, ScriptMapping[Any]):
    """A mapping of the member names in this message to their values: strings, bytes for a BLOB."""

    def __init__(self, devices: Devices, element: DefVector | SetVector, when: datetime) -> None:
        self._ipt_devices = devices  # without super().__init__(): nothing is made more often
        self._ipt_element: DefVector | SetVector = element
        self._ipt_when = when

    @property
    def devicename(self) -> str:
        """The name of the vector's device."""
        return self._ipt_element.device

    @property
    def vectorname(self) -> str:
        """The vector's name."""
        return self._ipt_element.name

    @property
    def timestamp(self) -> datetime:
        """When it was, UTC: the time that the server gave, or that of receiving it."""
        return self._ipt_element.timestamp or self._ipt_when

    @cached_property
    def data(self) -> dict[str, Any]:
        """The members as a dictionary."""
        return {
            one.name: one.data.decode() if isinstance(one, OneBlob) else one.value for one in self._ipt_element.members
        }

    def __getitem__(self, membername: str) -> Any:
        return self.data[membername]

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)

    @property
    def _ipt_message(self) -> messages.Element:
        return self._ipt_element

    @property
    def state(self) -> str | None:
        """The state, None where the message left it as it was."""
        state = self._ipt_element.state
        return None if state is None else state.value

    @property
    def message(self) -> str:
        """The text for the operator that came with it."""
        return self._ipt_element.message or ""

    @property
    def timeout(self) -> float | None:
        """The seconds that the driver wants for an answer."""
        return self._ipt_element.timeout


class defVector(VectorEvent):
    """What definitions add."""

    eventtype = "Define"
    _ipt_element: DefVector

    @property
    def label(self) -> str:
        """The vector's label."""
        return self._ipt_element.label

    @property
    def group(self) -> str:
        """The group that the vector is shown in; "DEFAULT GROUP" where its definition names none."""
        return self._ipt_element.group or UNNAMED_GROUP

    @property
    def perm(self) -> str:
        """ "ro", "wo" or "rw"."""
        return self._ipt_element.perm.value

    @property
    def rule(self) -> str | None:
        """The rule of a switch vector."""
        rule = self._ipt_element.rule
        return None if rule is None else rule.value

    @property
    def memberlabels(self) -> dict[str, Any]:
        """The labels by member name; of numbers (label, format, min, max, step), all texts."""
        return {member.name: member.label for member in self._ipt_element.members}


class defSwitchVector(defVector):
    """A switch vector is defined."""


class defTextVector(defVector):
    """A text vector is defined."""


class defNumberVector(defVector):
    """A number vector is defined."""

    @property
    def memberlabels(self) -> dict[str, tuple[str, str, str, str, str]]:
        """(label, format, min, max, step), as they were received, by member name."""
        numbers = (member for member in self._ipt_element.members if isinstance(member, messages.DefNumber))
        return {each.name: (each.label, each.format, each.min, each.max, each.step) for each in numbers}


class defLightVector(defVector):
    """A light vector is defined."""


class defBLOBVector(defVector):
    """A BLOB vector is defined. It has no values, so the mapping is empty; `memberlabels` has the names."""

    eventtype = "DefineBLOB"

    @cached_property
    def data(self) -> dict[str, Any]:
        """Empty."""
        return {}


class setVector(VectorEvent):
    """New values of a vector."""

    eventtype = "Set"


class setSwitchVector(setVector):
    """A switch vector changed."""


class setTextVector(setVector):
    """A text vector changed."""


class setNumberVector(setVector):
    """A number vector changed."""


class setLightVector(setVector):
    """A light vector changed."""


class setBLOBVector(setVector):
    """BLOBs were received."""

    eventtype = "SetBLOB"

    @property
    def sizeformat(self) -> dict[str, tuple[int, str]]:
        """Size (bytes, uncompressed, as the server announced) and format by member name."""
        return {one.name: (one.size, one.format) for one in self._ipt_element.members if isinstance(one, OneBlob)}


class ClientEvent(Event, ScriptMapping[Any]):
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
        self._ipt_values: dict[str, Any] = dict(self.vector or {})

    @property
    def data(self) -> dict[str, Any]:
        """The members' values."""
        return self._ipt_values

    def __getitem__(self, membername: str) -> Any:
        return self.data[membername]

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)
