"""Keys of devices and vectors: names, which stay valid when a device is defined again or its server reconnects."""

from __future__ import annotations

from typing import NamedTuple


class DeviceKey(NamedTuple):
    """A device of a server; `server` is the name of that, such as ``pi4:7624``."""

    server: str
    device: str


class VectorKey(NamedTuple):
    """A vector of a device of a server."""

    server: str
    device: str
    vector: str

    @property
    def owner(self) -> DeviceKey:
        """The device that the vector belongs to."""
        return DeviceKey(self.server, self.device)
