"""The cards of all devices, and in which frame each changed last."""

from __future__ import annotations

from collections.abc import Set

from indipyterm.presentation.keys import DeviceKey
from indipyterm.web.vector_json import Json, card_json
from indipyterm.workspace.workspace import Workspace


class VersionedCards:
    """Kept up to date only while somebody looks at them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace, self._servers = workspace, workspace.servers
        self._cards: dict[DeviceKey, tuple[int, Json]] = {}
        self._gone: dict[DeviceKey, int] = {}
        self._changed: set[DeviceKey] = set()
        self._everything = True

    def note(self, owners: Set[DeviceKey], *, everything: bool) -> None:
        """Note that devices changed, or that all may have."""
        self._changed |= owners
        self._everything |= everything

    @property
    def behind(self) -> bool:
        """Whether something changed since the last update."""
        return self._everything or bool(self._changed)

    def update(self, frame: int) -> None:
        """Bring the cards up to date."""
        present = self._servers.devices()
        changed = set(present) if self._everything else self._changed
        for owner in set(self._cards) - set(present):
            del self._cards[owner]
            self._gone[owner] = frame
        for owner in changed:
            if device := self._servers.device(owner):
                card = card_json(owner, device, self._servers.device_title(owner), self._workspace.now())
                self._gone.pop(owner, None)
                if owner not in self._cards or self._cards[owner][1] != card:
                    self._cards[owner] = (frame, card)
        self._changed, self._everything = set(), False

    def difference(self, since: int) -> Json:
        """`devices` and `gone` of a frame."""
        cards = [card for frame, card in self._cards.values() if frame > since]
        gone = [list(owner) for owner, frame in self._gone.items() if frame > since]
        return {name: items for name, items in (("devices", cards), ("gone", gone)) if items}
