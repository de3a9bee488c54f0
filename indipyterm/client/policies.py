"""Which BLOBs are wanted: what was said for one vector, a device, everything, or nothing."""

from __future__ import annotations

from indipyterm.protocol.messages import BlobPolicy


class BlobPolicies:
    """Remembers what was asked for, to be said again on each definition and each new connection.

    `everything` rules over `default` (a folder to save in wants all BLOBs); what was said for a vector rules over
    what was said for its device, and both over those two.
    """

    def __init__(self) -> None:
        self.default = BlobPolicy.NEVER
        self._everything: BlobPolicy | None = None
        self._said: dict[tuple[str, str | None], BlobPolicy] = {}
        self._sent: set[tuple[str, str]] = set()

    @property
    def everything(self) -> BlobPolicy | None:
        """What holds for all BLOBs; setting it forgets what was said for single ones."""
        return self._everything

    @everything.setter
    def everything(self, policy: BlobPolicy | None) -> None:
        self._everything = policy
        self._said.clear()

    def say(self, policy: BlobPolicy, device: str, vector: str | None) -> None:
        """Set the policy of a vector, or of all vectors of a device."""
        if vector is None:
            for key in [key for key in self._said if key[0] == device]:
                del self._said[key]
        self._said[device, vector] = policy

    def of(self, device: str, vector: str) -> BlobPolicy | None:
        """What to tell the server of a vector; None where its own default, Never, was never changed."""
        said = self._said.get((device, vector)) or self._said.get((device, None))
        policy = said or self._everything or self.default
        if policy is BlobPolicy.NEVER and (device, vector) not in self._sent:
            return None
        self._sent.add((device, vector))
        return policy
