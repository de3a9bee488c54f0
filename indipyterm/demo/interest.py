"""What one connection wants to hear: the devices that it asked for, and its policy for BLOBs."""

from __future__ import annotations

from indipyterm.protocol.messages import (
    BlobPolicy,
    DefVector,
    DelProperty,
    Element,
    EnableBlob,
    GetProperties,
    Kind,
    Message,
    SetVector,
)

_Scope = tuple[str | None, str | None]
"""A device and a property; None stands for all of them."""


class Interest:
    """Starts with no interest in anything: a client hears of what it has asked for by getProperties."""

    def __init__(self) -> None:
        self._asked: set[_Scope] = set()
        self._policies: dict[_Scope, BlobPolicy] = {}

    def ask(self, request: GetProperties) -> None:
        """Take note that the client wants to know of everything, a device or a property."""
        self._asked.add((request.device, request.name))

    def enable(self, request: EnableBlob) -> None:
        """Take note of a policy for the BLOBs of a device or, going before that, of one property."""
        self._policies[request.device, request.name] = request.policy

    def wants(self, element: Element) -> bool:
        """Return whether the client should be sent this. A BLOB vector's state without BLOBs is as any other's."""
        match element:
            case SetVector(kind=Kind.BLOB, device=device, name=name, members=members) if members:
                policy = self._policies.get((device, name)) or self._policies.get((device, None))
                return self._heeds(device, name) and policy not in (None, BlobPolicy.NEVER)
            case DefVector(device=device, name=name) | SetVector(device=device, name=name):
                return self._heeds(device, name) and not self._only_blobs(device)
            case DelProperty(device=device, name=name):
                return self._heeds(device, name) and not self._only_blobs(device)
            case Message(device=device):
                return self._heeds(device, None) and not self._only_blobs(device)
            case _:
                return True

    def _heeds(self, device: str | None, name: str | None) -> bool:
        """Return whether the client has asked for this; without a name, whether for anything of the device."""
        if name is None:
            return any(asked in (None, device) for asked, _ in self._asked)
        return not self._asked.isdisjoint({(None, None), (device, None), (device, name)})

    def _only_blobs(self, device: str | None) -> bool:
        return self._policies.get((device, None)) is BlobPolicy.ONLY
