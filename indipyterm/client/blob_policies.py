"""Which BLOBs are wanted: of one vector, of a device, or of everything."""

from __future__ import annotations

from collections.abc import Iterable

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
