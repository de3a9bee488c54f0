"""The line at the top: the connections, what is under way, where BLOBs go, the time."""

from __future__ import annotations

from datetime import datetime

from indipyterm.presentation.connection import connection_pieces
from indipyterm.presentation.text import printable, size_text
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine, joined, line_width
from indipyterm.tui.widgets.tabs import device_sign
from indipyterm.workspace.servers import Servers
from indipyterm.workspace.small_files import short_path
from indipyterm.workspace.transfers import Transfers

_BAR = Styled(" │ ", "dim")


class StatusLine(PaintedLines):
    """The connections, how many devices and alerts there are, where BLOBs go, what is under way, the time."""

    def __init__(self, servers: Servers) -> None:
        super().__init__()
        self._servers = servers
        self._row: StyledLine = []
        self._time: StyledLine = []

    def update_status(self, blobs: Transfers, busy: StyledLine, now: datetime, modes: StyledLine) -> None:
        """Update the line; `busy` is the request under way, `modes` are those of this run (read-only, replay ...)."""
        lost = any(server.ever_connected and not server.connected for server in self._servers)
        row: StyledLine = [] if lost else [Styled(" INDI")]  # a lost connection needs the room
        for number, server in enumerate(self._servers):
            bar = [Styled(" │", "dim")] if number else []
            pieces = connection_pieces(server, now, " (r = now)")[: 1 if len(self._servers) > 1 else None]
            row += [*bar, Styled(f" {printable(server.name)} ", "value"), *joined(pieces, _BAR)]
        keys = self._servers.devices()
        if any(server.ever_connected for server in self._servers) and not lost:
            row += [_BAR, Styled(f"{len(keys)} dev")]
        alerts = sum(device_sign(self._servers, key).role == "alert" for key in keys)
        if alerts:
            row += [_BAR, Styled(f"▲{alerts}", "alert")]
        session: StyledLine = [part for mode in modes for part in (_BAR, mode)]
        if session and line_width([*row, *session]) > self.size.width:  # the modes must not be cut off
            row = [Styled(" "), *session[1:], Styled(" │", "dim"), *(row if lost else row[1:])]
        else:
            row += session
        if busy:
            row += [_BAR, *busy]
        row += _blob_parts(blobs, now, self.size.width - line_width(row) - 20)
        self._row, self._time = row, [_BAR, Styled(f"{now:%H:%M} UT", "dim")]
        self.update()

    def row(self, line: int) -> StyledLine:
        whole = [*self._row, *self._time]
        return whole if line_width(whole) <= self.size.width else self._row


def _blob_parts(blobs: Transfers, now: datetime, room: int) -> StyledLine:
    """The progress of a BLOB that takes long, or where BLOBs are saved."""
    if one := blobs.long_running(now):
        progress = size_text(one.done) if one.share is None else f"{one.share:.0%}"
        return [_BAR, Styled(f"BLOB {'↑' if one.sending else '↓'} {progress}", "busy")]
    if blobs.folder is None:
        return []
    if blobs.fault:
        return [_BAR, Styled("BLOB ✗ NOT SAVED", "alert")]
    return [_BAR, Styled(f"BLOB→{_tail(printable(short_path(blobs.folder)), max(12, room))}")]


def _tail(text: str, width: int) -> str:
    """The end of a text, which of a path says most."""
    return text if len(text) <= width else "…" + text[1 - width :]
