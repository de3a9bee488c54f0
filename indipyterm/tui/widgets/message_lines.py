"""The lines above the keys: the last messages."""

from __future__ import annotations

from collections.abc import Sequence

from indipyterm.presentation.keys import DeviceKey
from indipyterm.presentation.names import cut_name, device_names
from indipyterm.presentation.text import printable
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine, cropped, padded
from indipyterm.workspace.journal import Entry
from indipyterm.workspace.servers import Servers


class MessageLines(PaintedLines):
    """The last few lines of the log, the newest last."""

    def __init__(self, servers: Servers) -> None:
        super().__init__()
        self._servers = servers
        self._entries: Sequence[Entry] = ()

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show the last of these entries."""
        self._entries = entries
        self.update()

    def row(self, line: int) -> StyledLine:
        shown = [self._entries[place] for place in range(-min(self.size.height, len(self._entries)), 0)]
        if line >= len(shown):
            return []
        entry = shown[line]
        names = device_names(self._servers.devices())
        device = names.get(DeviceKey(entry.server, entry.device)) or printable(entry.device) or "-"
        return [
            Styled(f" {entry.when:%H:%M:%S} ", "dim"),
            Styled(padded(cropped(cut_name(device, 10, names.values()), 10), 11), "label"),
            Styled(printable(entry.text), entry.role),
        ]
