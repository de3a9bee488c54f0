"""BLOBs: where they are saved, which are wanted, which are being transferred, and the last files."""

from __future__ import annotations

from collections import deque
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from indipyterm.client.status_text import status_text
from indipyterm.model.events import BlobLost, BlobNotSaved, BlobSaved, Disconnected, Event
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.protocol.messages import BlobPolicy, Kind
from indipyterm.workspace.servers import Server, Servers

MAX_FILES = 20
"""Saved files that are listed."""

LONG_SECONDS = 1.0
"""How long a transfer takes before a status line shows it."""

_TransferKey = tuple[VectorKey, str, bool]
"""A vector, a member of it, and whether the BLOB is sent (else received)."""


class Transfer(NamedTuple):
    """A BLOB that is being received or (`sending`) sent: `done` bytes of `total` (0: not known).

    It was first seen at `since` (UTC), after `done_at_first` bytes.
    """

    key: VectorKey
    member: str
    done: int
    total: int
    since: datetime
    sending: bool = False
    done_at_first: int = 0

    @property
    def share(self) -> float | None:
        """The part that is done, from 0 to 1; None if the total is not known."""
        return min(1.0, self.done / self.total) if self.total else None

    def rate(self, now: datetime) -> float:
        """Bytes a second; 0 if there was no time to measure it."""
        seconds = (now - self.since).total_seconds()
        return (self.done - self.done_at_first) / seconds if seconds > 0 else 0.0


class SavedFile(NamedTuple):
    """A saved BLOB: `path` is absolute, `size` in bytes, `when` UTC, `rate` in bytes a second (0: not known)."""

    key: VectorKey
    member: str
    path: str
    size: int
    when: datetime
    rate: float = 0.0


class Transfers:
    """Knows where BLOBs are saved and which are wanted, because only it tells that to the clients."""

    def __init__(self, servers: Servers, save_video: bool = False) -> None:
        self._servers = servers
        self.set_save_video(save_video)
        self._wanted: dict[VectorKey, bool] = {}  # what the user chose for single properties
        self.folder: Path | None = None
        self.fault = ""
        """Why the last BLOB was lost or not saved; empty if it was saved."""
        self.files: deque[SavedFile] = deque(maxlen=MAX_FILES)
        """The last files, the newest first."""
        self.running: tuple[Transfer, ...] = ()
        self._first_seen: dict[_TransferKey, Transfer] = {}
        self._ended: set[_TransferKey] = set()
        """Those that had ended at the last refresh: their files may be yet to be saved."""

    def set_folder(self, folder: Path | None) -> None:
        """Save the BLOBs of all servers in a folder, and want all of them; None: save none, and want none.

        Raises `NotSaved` if the folder can't be used; then nothing is changed.
        """
        for server in self._servers:
            server.client.blob_folder = folder
        self.folder = folder
        self._wanted.clear()

    def add_server(self, server: Server) -> None:
        """Save the BLOBs of a new server in the folder, too. Raises `NotSaved` if that can't be used any more."""
        server.client.save_video = self.save_video
        server.client.blob_folder = self.folder

    def set_save_video(self, on: bool) -> None:
        """Save the frames of videos as well, or not."""
        self.save_video = on
        for server in self._servers:
            server.client.save_video = on

    def wanted(self, key: VectorKey) -> bool:
        """Whether the BLOBs of a property are wanted."""
        return self._wanted.get(key, self.folder is not None)

    def set_wanted(self, key: VectorKey, on: bool) -> None:
        """Have the BLOBs of a property sent, or not; a server without a connection is told when there is one."""
        self._wanted[key] = on
        policy = BlobPolicy.ALSO if on else BlobPolicy.NEVER
        self._servers.client(key).set_blob_policy(policy, key.device, key.vector)

    def keeps_in_memory(self, owner: DeviceKey) -> bool:
        """Have the BLOBs of a device sent although there is no folder; return whether they are only kept in memory.

        What the user turned off stays so.
        """
        device = self._servers.device(owner)
        if self.folder is not None or device is None:
            return False
        for vector in device.present():
            key = VectorKey(*owner, vector.name)
            if vector.kind is Kind.BLOB and vector.readable and key not in self._wanted:
                self.set_wanted(key, True)
        return True

    def refresh(self, now: datetime) -> bool:
        """Look what is being transferred, about once a second; return whether anything is, or was at the last call."""
        found: list[Transfer] = []
        for server in self._servers:
            for device, vector, member, done, total, sending in server.client.transfers():
                key = VectorKey(server.name, device, vector)
                where = (key, member, sending)
                first = self._first_seen.get(where)
                if first is None or where in self._ended or done < first.done_at_first:  # the next BLOB of that name
                    first = self._first_seen[where] = Transfer(key, member, done, total, now, sending, done)
                found.append(Transfer(key, member, done, total, first.since, sending, first.done_at_first))
        changed = bool(found or self.running)
        self.running = tuple(found)
        over = set(self._first_seen) - {(one.key, one.member, one.sending) for one in found}
        for where in over & self._ended:
            del self._first_seen[where]
        self._ended = over
        return changed

    def long_running(self, now: datetime) -> Transfer | None:
        """The transfer that has taken longest, if that is longer than `LONG_SECONDS`."""
        oldest = min(self.running, key=lambda one: one.since, default=None)
        return oldest if oldest and (now - oldest.since).total_seconds() >= LONG_SECONDS else None

    def update(self, server: str, event: Event) -> bool:
        """Note an event of a server; return whether it was about BLOBs."""
        match event:
            case BlobSaved(device, vector, member, path, size, when):
                self.fault = ""
                key = VectorKey(server, device, vector)
                first = self._first_seen.pop((key, member, False), None)
                seconds = (when - first.since).total_seconds() if first else 0.0
                rate = (size - first.done_at_first) / seconds if first and seconds > 0 else 0.0
                self.files.appendleft(SavedFile(key, member, path, size, when, max(0.0, rate)))
            case BlobLost() | BlobNotSaved():
                self.fault = status_text(event)
            case Disconnected():
                self.running = tuple(one for one in self.running if one.key.server != server)
                self._first_seen = {where: one for where, one in self._first_seen.items() if where[0].server != server}
            case _:
                return False
        return True
