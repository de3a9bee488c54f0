"""Choosing a device by some letters of its name, with its state and what runs on it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from indipyterm.model.standard import connected
from indipyterm.presentation.keys import DeviceKey
from indipyterm.presentation.names import device_names
from indipyterm.presentation.text import printable
from indipyterm.protocol.messages import State
from indipyterm.tui.rows.styled import Styled, StyledLine, highlighted, line_width, padded
from indipyterm.tui.screens.choose_option import NarrowList
from indipyterm.tui.widgets.pick_list import Item
from indipyterm.tui.widgets.tabs import device_sign
from indipyterm.workspace.change import Change
from indipyterm.workspace.servers import Servers

_MOST_BUSY = 2


class ChooseDevice(NarrowList[DeviceKey | None]):
    """Gives the device that was picked, or None when the user gave up."""

    def __init__(self, servers: Servers, shown: DeviceKey | None) -> None:
        super().__init__("Go to device", shown)
        self._servers = servers

    def update_from(self, change: Change) -> None:
        """Show what changed."""
        if change.connection or change.devices or change.vectors:
            self.list.rebuild()

    def items(self, wanted: str, width: int) -> Sequence[Item]:
        keys = self._servers.devices()
        names = device_names(keys)
        longest = max((len(name) for name in names.values()), default=0) + 4
        found = [(rank, place, key) for place, key in enumerate(keys) if (rank := fuzzy_rank(names[key], wanted))]
        return [Item(self._row(place, key, names[key], wanted, longest, width), key) for _, place, key in sorted(found)]

    def _row(self, place: int, key: DeviceKey, name: str, wanted: str, longest: int, width: int) -> StyledLine:
        digit = str(place + 1) if place < 9 else " "
        row: StyledLine = [Styled(f"{digit} ", "key"), device_sign(self._servers, key), Styled(" ")]
        row += highlighted([Styled(padded(name, longest) if longest < width - 20 else f"{name}  ")], wanted)
        return [*row, *self._state(key)] if line_width(row) < width else row

    def _state(self, key: DeviceKey) -> StyledLine:
        """What runs on a device, or that it is away."""
        if not self._servers.live(key.server):
            return [Styled("connection lost", "stale")]
        device = self._servers.device(key)
        if device is None or connected(device) is False:
            return [Styled("not connected", "dim")]
        busy = [vector.label for vector in device.present() if vector.state is State.BUSY]
        more = f" and {len(busy) - _MOST_BUSY} more" if len(busy) > _MOST_BUSY else ""
        return [Styled(printable(", ".join(busy[:_MOST_BUSY])) + more, "busy")]

    def item_picked(self, key: Hashable) -> None:
        self.dismiss(key if isinstance(key, DeviceKey) else None)


def fuzzy_rank(name: str, wanted: str) -> int:
    """How well some letters fit a name: 1 begins with them, 2 has them, 3 has them in this order; 0 does not."""
    name, wanted = name.casefold(), wanted.casefold().strip()
    if name.startswith(wanted):
        return 1
    if wanted in name:
        return 2
    letters = iter(name)
    return 3 if all(letter in letters for letter in wanted if letter != " ") else 0
