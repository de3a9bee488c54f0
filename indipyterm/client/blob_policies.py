"""Which BLOBs are wanted: of one vector, of a device, or of everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from indipyterm.model.catalog import Catalog
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import BlobPolicy, EnableBlob, Kind


class BlobPolicies:
    """Remembers the policies that were set, to be sent on each definition and after each new connection.

    The most specific one counts: that of the vector, of its device, `everything` (set with a folder to save in), and
    last the `default`.
    """

    def __init__(self) -> None:
        self.default = BlobPolicy.NEVER
        self._everything: BlobPolicy | None = None
        self._set: dict[tuple[str, str | None], BlobPolicy] = {}
        self._sent: set[tuple[str, str]] = set()

    @property
    def everything(self) -> BlobPolicy | None:
        """The policy of all BLOBs; setting it forgets those of single devices and vectors."""
        return self._everything

    @everything.setter
    def everything(self, policy: BlobPolicy | None) -> None:
        self._everything = policy
        self._set.clear()

    def set(self, policy: BlobPolicy, device: str, vector: str | None) -> None:
        """Set the policy of a vector, or of all vectors of a device."""
        if vector is None:
            for key in [key for key in self._set if key[0] == device]:
                del self._set[key]
        self._set[device, vector] = policy

    def device_message(self, device: str, vectors: Iterable[Vector]) -> EnableBlob:
        """The message to send for a device as a whole, which has these vectors; that of its vectors go after it.

        It is more than one for each vector: of a device that is to send BLOBs "Only", nothing else comes any more.
        """
        self._sent.update((device, vector.name) for vector in vectors if vector.kind is Kind.BLOB)
        return EnableBlob(self._set.get((device, None)) or self._everything or self.default, device)

    def own_messages(self, vectors: Iterable[Vector]) -> list[EnableBlob]:
        """The messages to send for those of the vectors that have a policy of their own."""
        return self.messages(vector for vector in vectors if (vector.device, vector.name) in self._set)

    def messages(self, vectors: Iterable[Vector]) -> list[EnableBlob]:
        """The messages to send for those of the vectors that have BLOBs."""
        keys = [(vector.device, vector.name) for vector in vectors if vector.kind is Kind.BLOB]
        return [EnableBlob(policy, *key) for key in keys if (policy := self.to_send(*key)) is not None]

    def to_send(self, device: str, vector: str) -> BlobPolicy | None:
        """The policy to send for a vector; None where the server's own default, Never, was never changed."""
        own = self._set.get((device, vector)) or self._set.get((device, None))
        policy = own or self._everything or self.default
        if policy is BlobPolicy.NEVER and (device, vector) not in self._sent:
            return None
        self._sent.add((device, vector))
        return policy


class PolicySender:
    """Sends the policies of a server's BLOB vectors when they are set, and when a vector is defined."""

    def __init__(self, catalog: Catalog, write: Callable[[EnableBlob], None]) -> None:
        self._catalog, self._write = catalog, write
        self._policies = BlobPolicies()
        self.on_definition = True
        """Whether to send the policy of a vector whenever it is defined."""

    @property
    def default(self) -> BlobPolicy:
        """The policy of BLOBs for which none was set."""
        return self._policies.default

    @default.setter
    def default(self, policy: BlobPolicy) -> None:
        self._policies.default = policy
        self._send_all()

    def set_everything(self, policy: BlobPolicy | None) -> None:
        """Set the policy of all BLOBs, whatever was set for single ones before; None goes back to the default."""
        self._policies.everything = policy
        self._send_all()

    def set(self, policy: BlobPolicy, device: str, vector: str | None) -> None:
        """Set the policy of a vector, or of a device as a whole."""
        self._policies.set(policy, device, vector)
        self.send(device, vector)

    def send(self, device: str, vector: str | None = None) -> None:
        """Send the policy that was set for a device as a whole, and those of its vectors, or that of one vector."""
        known = self._catalog.devices.get(device)
        present = [found for found in known.present() if vector in (None, found.name)] if known else []
        if vector is None and present:
            self._write(self._policies.device_message(device, present))
            self._write_all(self._policies.own_messages(present))
        else:
            self._write_all(self._policies.messages(present))

    def vector_defined(self, device: str, vector: str) -> None:
        """Send the policy of a vector that was defined just now."""
        found = self._catalog.find(device, vector)
        if found and self.on_definition:
            self._write_all(self._policies.messages([found]))

    def _send_all(self) -> None:
        for device in self._catalog.devices.values():
            self._write_all(self._policies.messages(device.present()))

    def _write_all(self, messages: Iterable[EnableBlob]) -> None:
        for message in messages:
            self._write(message)
