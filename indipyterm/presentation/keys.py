"""What a face calls things by: names, which stay the same when a device is defined again or a server is back."""

from __future__ import annotations

from typing import NamedTuple


class DeviceKey(NamedTuple):
    """A device of a server; `server` is what the user calls it by, such as ``pi4:7624``."""

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
