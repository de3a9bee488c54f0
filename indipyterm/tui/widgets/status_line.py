"""The line at the top: the connections, what is under way, where BLOBs go, the time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from indipyterm.presentation.activities import Activity
from indipyterm.presentation.connection import connection_pieces
from indipyterm.presentation.durations import elapsed_text
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.names import device_names
from indipyterm.presentation.pending import pending
from indipyterm.presentation.text import printable, size_text
from indipyterm.tui.messages import StatusLineAdded
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine, joined, line_width
from indipyterm.tui.widgets.tabs import device_sign
from indipyterm.workspace.series.camera import is_guide_head
from indipyterm.workspace.series.progress import Progress, progress_pieces
from indipyterm.workspace.servers import Servers
from indipyterm.workspace.small_files import short_path
from indipyterm.workspace.transfers import Transfers

_BAR = Styled(" │ ", "dim")
_NARROW = 60
"""Cells below which what is under way is named instead of the server."""
_MORE = 5  # cells to say how many more there are

Running = tuple[DeviceKey, Activity, datetime]
"""The device, what it does, and since when (UTC)."""


class StatusLine(PaintedLines):
    """The connections, how many devices and alerts there are, where BLOBs go, what is under way, the time."""

    def __init__(self, servers: Servers) -> None:
        super().__init__()
        self._servers = servers
        self._row: StyledLine = []
        self._time: StyledLine = []

    def on_mount(self) -> None:
        """Ask for what it is to say."""
        self.post_message(StatusLineAdded())

    def update_status(
        self,
        blobs: Transfers,
        running: Sequence[Running],
        now: datetime,
        modes: StyledLine,
        series: Sequence[Progress] = (),
    ) -> None:
        """Update the line; `running` is what is under way, `modes` are those of this run (read-only, replay ...).

        A series of exposures stands in place of the exposure that it takes.
        What is under way stands before all but the connections: it may have to be stopped.
        """
        lost = any(server.ever_connected and not server.connected for server in self._servers)
        row: StyledLine = [] if lost else [Styled(" INDI")]  # a lost connection needs the room
        for number, server in enumerate(self._servers):
            bar = [Styled(" │", "dim")] if number else []
            short = len(self._servers) > 1 or (server.connected and (running or series))
            pieces = connection_pieces(server, now, " (r = now)")[: 1 if short else None]
            row += [*bar, Styled(f" {printable(server.name)} ", "value"), *joined(pieces, _BAR)]
        keys = self._servers.devices()
        busy = bool(running or series)
        if busy and not lost and len(self._servers) == 1 and self.size.width < _NARROW:
            row = [Styled(" "), *joined(connection_pieces(next(iter(self._servers)), now), _BAR)]
        under_way = self._under_way(running, series, now, self.size.width - line_width(row))
        row += under_way
        if any(server.ever_connected for server in self._servers) and not lost and not under_way:
            row += [_BAR, Styled(f"{len(keys)} dev")]
        alerts = sum(device_sign(self._servers, key).role == "alert" for key in keys)
        if alerts:
            row += [_BAR, Styled(f"▲{alerts}", "alert")]
        session: StyledLine = [part for mode in modes for part in (_BAR, mode)]
        if session and line_width([*row, *session]) > self.size.width:  # the modes must not be cut off
            row = [Styled(" "), *session[1:], Styled(" │", "dim"), *(row if lost else row[1:])]
        else:
            row += session
        row += _blob_parts(blobs, now, self.size.width - line_width(row) - 20)
        self._row, self._time = row, [_BAR, Styled(f"{now:%H:%M} UT", "dim")]
        self.update()

    def _under_way(
        self, running: Sequence[Running], series: Sequence[Progress], now: datetime, room: int
    ) -> StyledLine:
        """All that runs, device first; in fewer words where there is little room, at last how many more there are."""
        if not running and not series:
            return []
        cameras = [one.plan.camera.owner for one in series]
        names = device_names(list(dict.fromkeys([*self._servers.devices(), *cameras])))
        exposing = {one.plan.camera for one in series}
        whole = [_series_pieces(names[one.plan.camera.owner], one, now) for one in series]
        whole += [
            _running_pieces(names[owner], one, since, now)
            for owner, one, since in running
            if VectorKey(*owner, one.vector.name) not in exposing
        ]
        if not whole:
            return []
        room -= line_width([_BAR])
        for parts in (whole, [each[:2] for each in whole], [each[:1] for each in whole]):
            if line_width(joined_lines(parts)) <= room:
                return [_BAR, *joined_lines(parts)]
        count = len(whole)
        while count > 1 and line_width(joined_lines([each[:1] for each in whole[:count]])) + _MORE > room:
            count -= 1
        more = [Styled(f"  +{len(whole) - count}", "busy")] if count < len(whole) else []
        return [_BAR, *joined_lines([each[:1] for each in whole[:count]]), *more]

    def row(self, line: int) -> StyledLine:
        whole = [*self._row, *self._time]
        return whole if line_width(whole) <= self.size.width else self._row


def _running_pieces(name: str, one: Activity, since: datetime, now: datetime) -> list[Styled]:
    """A device, how far it is, and what it goes to or does."""
    head = Styled(f"◐ {name}{' guide' if is_guide_head(one.vector.name) else ''}", "busy")
    if one.progress:
        return [head, Styled(f" {one.progress}", "busy")]
    waiting = pending(one.vector, now)
    overdue = waiting is not None and waiting.overdue
    time = f" no answer for {waiting.elapsed} s" if waiting and overdue else f" {elapsed_text(since, now)}"
    return [head, Styled(time, "error" if overdue else "busy"), Styled(f" {one.short}", "pending")]


def _series_pieces(name: str, progress: Progress, now: datetime) -> list[Styled]:
    """A camera, which frame it takes, how far that is, and how long all takes."""
    first, *rest = progress_pieces(progress, now)
    sign = "▲" if first.role == "alert" else "◐"
    return [Styled(f"{sign} {name} {first.text}", first.role), *(Styled(f", {one.text}", one.role) for one in rest)]


def joined_lines(parts: Sequence[Sequence[Styled]]) -> StyledLine:
    """Lines one behind the other, with a gap between."""
    return [piece for number, part in enumerate(parts) for piece in ([Styled("  ")] if number else []) + list(part)]


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
