"""Devices and vectors as scripts see them: the model's values, and ways to send new ones.

A view reads the model at each call, so it is always current; it stays valid when its device is deleted, with
``enable`` False, and is current again when the device is defined again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from indipyterm.client.member_views import BLOBMember
from indipyterm.client.readable import Numbers, ReadableVector
from indipyterm.client.script_data import HasScriptData, ItemName, ScriptData, ScriptMapping
from indipyterm.client.snapshots import SnapDevice, SnapVector, snap_vector
from indipyterm.model import devices, vectors
from indipyterm.protocol.messages import Kind


class VectorActions(Protocol):
    """What a client does for the vectors that it made."""

    async def send(
        self, devicename: str, vectorname: str, timestamp: datetime | None, members: Mapping[str, Any], check: bool
    ) -> bool:
        """Send new values; True when they were sent."""

    async def create_clientevent(
        self, eventtype: str, devicename: str, vectorname: str, payload: Mapping[str, Any]
    ) -> None:
        """Give ``rxevent`` an event of the script's own."""


class Vector(ReadableVector):
    """A mapping of member names to values."""

    def __init__(self, actions: VectorActions, script_data: ScriptData, device: Device, vector: vectors.Vector) -> None:
        super().__init__(vector, script_data)
        self._ipt_actions = actions
        self.device = device

    def snapshot(self) -> SnapVector:
        """A copy of what is now, which stays as it is."""
        return snap_vector(self._ipt_vector, self._ipt_script_data.copy())

    async def create_clientevent(self, eventtype: str = "ClientEvent", **payload: Any) -> None:
        """Hand `payload` to ``rxevent`` as a `ClientEvent` of this vector, for a script's own ends."""
        await self._ipt_actions.create_clientevent(eventtype, self.devicename, self.name, payload)

    async def _ipt_send(self, timestamp: datetime | None, members: Mapping[str, Any] | None, check: bool) -> bool:
        return await self._ipt_actions.send(self.devicename, self.name, timestamp, members or {}, check)


class SwitchVector(Vector):
    """A vector of switches."""

    async def send_newSwitchVector(
        self, timestamp: datetime | None = None, members: Mapping[str, Any] | None = None, *, check: bool = False
    ) -> bool:
        """See `IPyClient.send_newVector`."""
        return await self._ipt_send(timestamp, members, check)


class TextVector(Vector):
    """A vector of texts."""

    async def send_newTextVector(
        self, timestamp: datetime | None = None, members: Mapping[str, Any] | None = None, *, check: bool = False
    ) -> bool:
        """See `IPyClient.send_newVector`."""
        return await self._ipt_send(timestamp, members, check)


class NumberVector(Vector, Numbers):
    """A vector of numbers."""

    async def send_newNumberVector(
        self, timestamp: datetime | None = None, members: Mapping[str, Any] | None = None, *, check: bool = False
    ) -> bool:
        """See `IPyClient.send_newVector`."""
        return await self._ipt_send(timestamp, members, check)


class LightVector(Vector):
    """A vector of lights, which only the device can set."""


class BLOBVector(Vector):
    """A vector of BLOBs."""

    def set_blobsize(self, membername: str, blobsize: int) -> None:
        """Set the `blobsize` of a member; KeyError where there is none."""
        self._ipt_blob(membername).blobsize = blobsize

    def set_blobformat(self, membername: str, blobformat: str) -> None:
        """Set the `blobformat` of a member; KeyError where there is none."""
        self._ipt_blob(membername).blobformat = blobformat

    def _ipt_blob(self, membername: str) -> BLOBMember:
        member = self.member(membername)
        assert isinstance(member, BLOBMember)  # a vector never changes its kind
        return member

    async def send_newBLOBVector(
        self, timestamp: datetime | None = None, members: Mapping[str, Any] | None = None, *, check: bool = False
    ) -> bool:
        """See `IPyClient.send_newVector`."""
        return await self._ipt_send(timestamp, members, check)


class Device(HasScriptData, ScriptMapping[Vector]):
    """A mapping of vector names to vectors."""

    def __init__(self, actions: VectorActions, script_data: ScriptData, device: devices.Device) -> None:
        self._ipt_actions = actions
        self._ipt_device = device
        self._ipt_script_data = script_data
        self._ipt_views: dict[str, Vector] = {}

    @property
    def data(self) -> dict[str, Vector]:
        """The vectors by name."""
        return dict(self)

    @property
    def _ipt_item(self) -> ItemName:
        return self._ipt_device.name, None, None

    def __getitem__(self, vectorname: str) -> Vector:
        vector = self._ipt_device.vectors[vectorname]
        view = self._ipt_views.get(vectorname)
        if view is None or model_of(view) is not vector:
            view = self._ipt_views[vectorname] = _VIEWS[vector.kind](
                self._ipt_actions, self._ipt_script_data, self, vector
            )
        return view

    def __delitem__(self, vectorname: str) -> None:
        del self._ipt_device.vectors[vectorname]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ipt_device.vectors)

    def __len__(self) -> int:
        return len(self._ipt_device.vectors)

    def __repr__(self) -> str:
        return f"<Device {self.devicename!r}>"

    @property
    def devicename(self) -> str:
        """The name of the device."""
        return self._ipt_device.name

    @property
    def messages(self) -> devices.Messages:
        """(timestamp, text) of the device's messages, the newest first."""
        return self._ipt_device.messages

    @messages.setter
    def messages(self, messages: devices.Messages) -> None:
        self._ipt_device.messages = messages

    @property
    def enable(self) -> bool:
        """False once the device, or its last vector, was deleted."""
        return self._ipt_device.enabled

    def disable(self) -> None:
        """Take the device and all its vectors for deleted, until the server defines them again."""
        self._ipt_device.delete()

    def snapshot(self) -> SnapDevice:
        """A copy of the device and its vectors as they are now, which stays as it is."""
        return SnapDevice(self._ipt_device, self._ipt_script_data.copy())


def model_of(vector: Vector) -> vectors.Vector:
    """The model's vector that a view shows, for the packages of this program: to be read, never changed."""
    return vector._ipt_vector


_VIEWS: dict[Kind, type[Vector]] = {
    Kind.SWITCH: SwitchVector,
    Kind.TEXT: TextVector,
    Kind.NUMBER: NumberVector,
    Kind.LIGHT: LightVector,
    Kind.BLOB: BLOBVector,
}
