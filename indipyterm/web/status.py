"""What every page shows beside properties: connections, modes, the log, notices, BLOBs."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from typing import Any

from indipyterm.presentation import states
from indipyterm.presentation.connection import connection_pieces
from indipyterm.presentation.text import printable, size_text
from indipyterm.web.images.saved_files import file_id
from indipyterm.web.vector_json import Json, milliseconds
from indipyterm.workspace.change import Change
from indipyterm.workspace.journal import Entry
from indipyterm.workspace.launch import running_modes
from indipyterm.workspace.series.progress import progress_piece
from indipyterm.workspace.transfers import SavedFile, Transfer
from indipyterm.workspace.workspace import Workspace

FIRST_LINES = 300
"""Lines of the log that a page gets at first."""

_FRAMES = 1_000  # of which it is known where the log was
_NOTICES = 50

SIGNS: Json = {
    **{str(state): list(states.state_sign(state)) for state in states.STATES},
    "stale": list(states.STALE_SIGN),
    "absent": list(states.ABSENT_SIGN),
    "other": states.OTHER,
    "arrow": states.ARROW,
}


class Status:
    """The parts with the frame in which each changed last."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._parts: dict[str, tuple[int, Any]] = {}
        self._log: deque[tuple[int, int]] = deque(maxlen=_FRAMES)  # a frame, and the lines before it
        self._lines = workspace.journal.total
        self._notices: deque[tuple[int, Json]] = deque(maxlen=_NOTICES)

    def note(self, change: Change, frame: int) -> None:
        """Note what the workspace tells for the coming frame."""
        for notice in change.notices:
            shown = {
                "kind": notice.kind.name.lower(),
                "title": printable(notice.title),
                "text": printable(notice.text),
                "good": notice.good,
            }
            self._notices.append((frame, shown))

    def tick(self) -> bool:
        """Whether something changes with the time alone."""
        workspace = self._workspace
        return any(
            not (server.held or (server.connected and server.data_received)) for server in workspace.servers
        ) or (workspace.replay is not None or bool(workspace.transfers.running) or bool(workspace.series.progress()))

    def update(self, frame: int) -> None:
        """Bring the parts up to date."""
        workspace = self._workspace
        parts = {
            "signs": SIGNS,
            "servers": self._servers(),
            "modes": [*map(list, running_modes(workspace.options)), *self._series()],
            "closed": workspace.permission.closed,
            "transfers": self._transfers(),
            "image": self._image(),
        }
        for name, value in parts.items():
            if name not in self._parts or self._parts[name][1] != value:
                self._parts[name] = (frame, value)
        if workspace.journal.total != self._lines:
            self._log.append((frame, self._lines))
            self._lines = workspace.journal.total

    def difference(self, since: int, *, log: bool, transfers: bool) -> Json:
        """What changed after a frame."""
        found: Json = {
            name: value
            for name, (frame, value) in self._parts.items()
            if frame > since and value is not None and (name != "transfers" or transfers)
        }
        if notices := [notice for frame, notice in self._notices if frame > since >= 0]:
            found["notices"] = notices
        if log and (lines := self._lines_since(since)):
            found["log"] = lines
        return found

    def _lines_since(self, since: int) -> list[Json]:
        frames = [frame for frame, _ in self._log]
        place = bisect_right(frames, since)
        first = self._lines - FIRST_LINES
        if since >= 0 and not (place == 0 and len(self._log) == _FRAMES):
            first = self._log[place][1] if place < len(self._log) else self._lines
        journal = self._workspace.journal
        return [line_json(number, entry) for number, entry in journal.since(max(0, first)) if number < self._lines]

    def _servers(self) -> list[Json]:
        now = self._workspace.now()
        shown = [(server, connection_pieces(server, now)) for server in self._workspace.servers]
        return [
            {
                "name": printable(server.name),
                "connected": server.connected,
                "held": server.held,
                "text": " ".join(piece.text for piece in pieces),
                "look": pieces[0].role,
                "since": milliseconds(server.since),
            }
            for server, pieces in shown
        ]

    def _series(self) -> list[list[str]]:
        """The series of exposures: the camera with the frame, and the look."""
        workspace, found = self._workspace, list[list[str]]()
        for progress in workspace.series.progress():
            piece = progress_piece(progress, workspace.now())
            title = printable(workspace.servers.device_title(progress.plan.camera.owner))
            found.append([f"{title} {piece.text}", piece.role])
        return found

    def _transfers(self) -> Json:
        transfers, now = self._workspace.transfers, self._workspace.now()
        return {
            "folder": printable(str(transfers.folder or "")),
            "fault": printable(transfers.fault),
            "video": transfers.save_video,
            "running": [_transfer_json(one, one.rate(now)) for one in transfers.running],
            "files": [_file_json(one) for one in transfers.files],
        }

    def _image(self) -> Json | None:
        image = self._workspace.images.last
        if image is None:
            return None
        name, reason = printable(image.path.name), printable(image.reason)
        return {"id": file_id(str(image.path)), "name": name, "reason": reason}


def line_json(number: int, entry: Entry) -> Json:
    """A line of the log."""
    return {
        "i": number,
        "when": milliseconds(entry.when),
        "server": printable(entry.server),
        "device": printable(entry.device),
        "text": printable(entry.text),
        "role": entry.role,
        "level": entry.level,
    }


def _transfer_json(transfer: Transfer, rate: float) -> Json:
    return {
        "key": list(transfer.key),
        "member": printable(transfer.member),
        "sending": transfer.sending,
        "share": transfer.share,
        "done": size_text(transfer.done),
        "total": size_text(transfer.total) if transfer.total else "",
        "rate": f"{size_text(rate)}/s" if rate else "",
    }


def _file_json(file: SavedFile) -> Json:
    return {
        "id": file_id(file.path),
        "image": file_id(file.path),
        "key": list(file.key),
        "member": printable(file.member),
        "name": printable(file.path.rpartition("/")[2]),
        "size": size_text(file.size),
        "when": milliseconds(file.when),
    }
