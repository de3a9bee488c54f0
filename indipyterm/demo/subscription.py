"""What a client has subscribed to: the devices and properties it asked for, and its BLOB policies."""

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


class Subscription:
    """A client's subscription. It is empty until the client sends getProperties."""

    def __init__(self) -> None:
        self._requested: set[_Scope] = set()
        self._policies: dict[_Scope, BlobPolicy] = {}

    def add(self, request: GetProperties) -> None:
        """Subscribe to everything, a device or a property."""
        self._requested.add((request.device, request.name))

    def set_blob_policy(self, request: EnableBlob) -> None:
        """Set the BLOB policy of a device or of one property; the property's takes precedence."""
        self._policies[request.device, request.name] = request.policy

    def wants(self, element: Element) -> bool:
        """Return whether to send this to the client. BLOB updates without BLOBs count as any other update."""
        match element:
            case SetVector(kind=Kind.BLOB, device=device, name=name, members=members) if members:
                policy = self._policies.get((device, name)) or self._policies.get((device, None))
                return self._is_requested(device, name) and policy not in (None, BlobPolicy.NEVER)
            case DefVector(device=device, name=name) | SetVector(device=device, name=name):
                return self._is_requested(device, name) and not self._only_blobs(device)
            case DelProperty(device=device, name=name):
                return self._is_requested(device, name) and not self._only_blobs(device)
            case Message(device=device):
                return self._is_requested(device, None) and not self._only_blobs(device)
            case _:
                return True

    def _is_requested(self, device: str | None, name: str | None) -> bool:
        """Return whether the client asked for this property, or (without a name) for anything of the device."""
        if name is None:
            return any(requested in (None, device) for requested, _ in self._requested)
        return not self._requested.isdisjoint({(None, None), (device, None), (device, name)})

    def _only_blobs(self, device: str | None) -> bool:
        return self._policies.get((device, None)) is BlobPolicy.ONLY
