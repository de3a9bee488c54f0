"""Devices and vectors as scripts see them: the model's values, and ways to send new ones.

A view reads the model at each call, so it is always current; it stays valid when its device is deleted, with
``enable`` False, and is current again when the device is defined again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from indipyterm.client.readable import Numbers, ReadableVector
from indipyterm.client.script_data import HasScriptData, ItemName, ScriptData
from indipyterm.client.snapshots import SnapDevice, SnapVector, snap_vector
from indipyterm.model import devices, vectors
from indipyterm.protocol.messages import Kind


class VectorActions(Protocol):
    """What a client does for the vectors that it made."""

    async def send(
        self, devicename: str, vectorname: str, timestamp: datetime | None, members: Mapping[str, Any]
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
        self._actions = actions
        self.device = device

    @property
    def model(self) -> vectors.Vector:
        """The model's own object: to be read, never changed."""
        return self._vector

    def snapshot(self) -> SnapVector:
        """A copy of what is now, which stays as it is."""
        return snap_vector(self._vector, self._script_data.copy())

    async def create_clientevent(self, eventtype: str = "ClientEvent", **payload: Any) -> None:
        """Hand `payload` to ``rxevent`` as a `ClientEvent` of this vector, for a script's own ends."""
        await self._actions.create_clientevent(eventtype, self.devicename, self.name, payload)

    async def _send(self, timestamp: datetime | None, members: Mapping[str, Any]) -> bool:
        return await self._actions.send(self.devicename, self.name, timestamp, members)


class SwitchVector(Vector):
    """A vector of switches."""

    async def send_newSwitchVector(
        self, timestamp: datetime | None = None, members: Mapping[str, Any] | None = None
    ) -> bool:
        """See `IPyClient.send_newVector`."""
        return await self._send(timestamp, members or {})


class TextVector(Vector):
    """A vector of texts."""

    async def send_newTextVector(
        self, timestamp: datetime | None = None, members: Mapping[str, Any] | None = None
    ) -> bool:
        """See `IPyClient.send_newVector`."""
        return await self._send(timestamp, members or {})


class NumberVector(Vector, Numbers):
    """A vector of numbers."""

    async def send_newNumberVector(
        self, timestamp: datetime | None = None, members: Mapping[str, Any] | None = None
    ) -> bool:
        """See `IPyClient.send_newVector`."""
        return await self._send(timestamp, members or {})


class LightVector(Vector):
    """A vector of lights, which only the device can set."""


class BLOBVector(Vector):
    """A vector of BLOBs."""

    async def send_newBLOBVector(
        self, timestamp: datetime | None = None, members: Mapping[str, Any] | None = None
    ) -> bool:
        """See `IPyClient.send_newVector`."""
        return await self._send(timestamp, members or {})


class Device(HasScriptData, Mapping[str, Vector]):
    """A mapping of vector names to vectors."""

    def __init__(self, actions: VectorActions, script_data: ScriptData, device: devices.Device) -> None:
        self._actions = actions
        self._device = device
        self._script_data = script_data
        self._views: dict[str, Vector] = {}

    @property
    def _item(self) -> ItemName:
        return self._device.name, None, None

    def __getitem__(self, vectorname: str) -> Vector:
        vector = self._device.vectors[vectorname]
        view = self._views.get(vectorname)
        if view is None or view.model is not vector:
            view = self._views[vectorname] = _VIEWS[vector.kind](self._actions, self._script_data, self, vector)
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
        """(timestamp, text) of the device's messages, the newest first."""
        return self._device.messages

    @property
    def enable(self) -> bool:
        """False once the device, or its last vector, was deleted."""
        return self._device.enabled

    def snapshot(self) -> SnapDevice:
        """A copy of the device and its vectors as they are now, which stays as it is."""
        return SnapDevice(self._device, self._script_data.copy())


_VIEWS: dict[Kind, type[Vector]] = {
    Kind.SWITCH: SwitchVector,
    Kind.TEXT: TextVector,
    Kind.NUMBER: NumberVector,
    Kind.LIGHT: LightVector,
    Kind.BLOB: BLOBVector,
}
