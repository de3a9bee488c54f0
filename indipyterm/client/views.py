"""Devices and vectors as scripts see them: the model's values, with what the client can do for them.

A view reads the model at each call, so it is always current; it stays valid when its device is deleted, with
``enable`` False, and again current when that is defined anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from indipyterm.client.memberviews import Member, getfloat, member_view
from indipyterm.model import devices, vectors
from indipyterm.model.members import NumberMember
from indipyterm.protocol.messages import Kind

if TYPE_CHECKING:
    from indipyterm.client.ipyclient import IPyClient


class Vector(Mapping[str, Any]):
    """A mapping of member names to values."""

    vectortype: ClassVar[str] = ""

    def __init__(self, client: IPyClient, device: Device, vector: vectors.Vector) -> None:
        self._client = client
        self._vector = vector
        self.device = device
        self.user_string = ""

    @property
    def model(self) -> vectors.Vector:
        """The model's own object: to be read, never changed."""
        return self._vector

    def __getitem__(self, membername: str) -> Any:
        return self.member(membername).membervalue

    def __iter__(self) -> Iterator[str]:
        return iter(self._vector.members)

    def __len__(self) -> int:
        return len(self._vector.members)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"<{self.vectortype} {self.devicename!r} {self.name!r}>"

    @property
    def name(self) -> str:
        """The INDI name."""
        return self._vector.name

    @property
    def vectorname(self) -> str:
        """The INDI name."""
        return self._vector.name

    @property
    def devicename(self) -> str:
        """The name of the device."""
        return self._vector.device

    @property
    def label(self) -> str:
        """The label, or the name where there is none."""
        return self._vector.label

    @property
    def group(self) -> str:
        """The group that the vector is shown in."""
        return self._vector.group

    @property
    def state(self) -> str:
        """ "Idle", "Ok", "Busy" or "Alert"."""
        return self._vector.state

    @property
    def perm(self) -> str:
        """ "ro", "wo" or "rw"."""
        return self._vector.perm

    @property
    def rule(self) -> str | None:
        """The rule of a switch vector; None for others."""
        return self._vector.rule

    @property
    def timeout(self) -> float:
        """The worst time in seconds that the driver takes to answer; 0 where it did not say."""
        return self._vector.timeout

    @property
    def timestamp(self) -> datetime | None:
        """When the vector last changed, UTC."""
        return self._vector.timestamp

    @property
    def message(self) -> str:
        """The last text for the operator that came with the vector."""
        return self._vector.message

    @property
    def message_timestamp(self) -> datetime | None:
        """When that was, UTC."""
        return self._vector.message_timestamp

    @property
    def enable(self) -> bool:
        """False once the vector was deleted."""
        return self._vector.enabled

    def member(self, membername: str) -> Member:
        """A member by name; KeyError where there is none."""
        return member_view(self._vector, membername)

    def members(self) -> dict[str, Member]:
        """The members by name."""
        return {name: member_view(self._vector, name) for name in self._vector.members}

    def memberlabel(self, membername: str) -> str:
        """The label of a member; KeyError where there is none."""
        return self._vector.members[membername].label

    async def create_clientevent(self, eventtype: str = "ClientEvent", **payload: Any) -> None:
        """Hand `payload` to ``rxevent`` as a `ClientEvent` of this vector, for a script's own ends."""
        await self._client.clientevent(eventtype, self.devicename, self.name, payload)

    async def _send(self, timestamp: datetime | None, members: Mapping[str, Any]) -> bool:
        return await self._client.send_newVector(self.devicename, self.name, timestamp, members)


class SwitchVector(Vector):
    """A vector of switches."""

    vectortype = "SwitchVector"

    async def send_newSwitchVector(
        self, timestamp: datetime | None = None, members: Mapping[str, Any] | None = None
    ) -> bool:
        """See `IPyClient.send_newVector`."""
        return await self._send(timestamp, members or {})


class TextVector(Vector):
    """A vector of texts."""

    vectortype = "TextVector"

    async def send_newTextVector(
        self, timestamp: datetime | None = None, members: Mapping[str, Any] | None = None
    ) -> bool:
        """See `IPyClient.send_newVector`."""
        return await self._send(timestamp, members or {})


class NumberVector(Vector):
    """A vector of numbers."""

    vectortype = "NumberVector"

    async def send_newNumberVector(
        self, timestamp: datetime | None = None, members: Mapping[str, Any] | None = None
    ) -> bool:
        """See `IPyClient.send_newVector`."""
        return await self._send(timestamp, members or {})

    def getfloatvalue(self, membername: str) -> float:
        """A member's value as a float; KeyError or, where it is no number, TypeError."""
        return getfloat(self[membername])

    def getformattedvalue(self, membername: str) -> str:
        """A member's value as its format wants it; KeyError where there is none."""
        member = self._vector.members[membername]
        return member.formatted() if isinstance(member, NumberMember) else member.value


class LightVector(Vector):
    """A vector of lights, which only the device can set."""

    vectortype = "LightVector"


class BLOBVector(Vector):
    """A vector of BLOBs."""

    vectortype = "BLOBVector"

    async def send_newBLOBVector(
        self, timestamp: datetime | None = None, members: Mapping[str, Any] | None = None
    ) -> bool:
        """See `IPyClient.send_newVector`."""
        return await self._send(timestamp, members or {})


class Device(Mapping[str, Vector]):
    """A mapping of vector names to vectors."""

    def __init__(self, client: IPyClient, device: devices.Device) -> None:
        self._client = client
        self._device = device
        self._views: dict[str, Vector] = {}
        self.user_string = ""

    def __getitem__(self, vectorname: str) -> Vector:
        vector = self._device.vectors[vectorname]
        view = self._views.get(vectorname)
        if view is None or view.model is not vector:
            view = self._views[vectorname] = _VIEWS[vector.kind](self._client, self, vector)
        return view

    def __iter__(self) -> Iterator[str]:
        return iter(self._device.vectors)

    def __len__(self) -> int:
        return len(self._device.vectors)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"<Device {self.devicename!r}>"

    @property
    def devicename(self) -> str:
        """The name of the device."""
        return self._device.name

    @property
    def messages(self) -> devices.Messages:
        """(timestamp, text) of what the device told, the newest first."""
        return self._device.messages

    @property
    def enable(self) -> bool:
        """False once the device, or its last vector, was deleted."""
        return self._device.enabled


_VIEWS: dict[Kind, type[Vector]] = {
    Kind.SWITCH: SwitchVector,
    Kind.TEXT: TextVector,
    Kind.NUMBER: NumberVector,
    Kind.LIGHT: LightVector,
    Kind.BLOB: BLOBVector,
}
