"""BLOBs: where they go, which are wanted, what is under way, what came last."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from indipyterm.client.status_text import status_text
from indipyterm.model.events import BlobLost, BlobNotSaved, BlobSaved, Disconnected, Event
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import BlobPolicy
from indipyterm.workspace.servers import Servers

FILES_KEPT = 20
"""Files that are remembered."""

LONG_SECONDS = 1.0
"""How long a transfer is under way before it is worth a place in a status line."""

_TransferKey = tuple[VectorKey, str, bool]
"""A vector, a member of it, and whether it is sent."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """A BLOB under way: `done` bytes of `total` (0 where that is not known), received or (`sending`) sent.

    It was first seen at `since` (UTC), when `done_at_first` bytes were through.
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
        """How much of it is through, from 0 to 1; None where that is not known."""
        return min(1.0, self.done / self.total) if self.total else None

    def rate(self, now: datetime) -> float:
        """Bytes a second; 0 where there was no time to measure it."""
        seconds = (now - self.since).total_seconds()
        return (self.done - self.done_at_first) / seconds if seconds > 0 else 0.0


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A BLOB in a file: where it came from, its size in bytes, when (UTC), and the rate in bytes a second (0: unknown).

    `path` is absolute.
    """

    key: VectorKey
    member: str
    path: str
    size: int
    when: datetime
    rate: float = 0.0


class Transfers:
    """The only one that tells clients which BLOBs are wanted and where to save them, so it knows both."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._wanted: dict[VectorKey, bool] = {}  # what the user said of single properties
        self.folder: Path | None = None
        self.fault = ""
        """Why the last BLOB was lost or not saved; empty where it was saved."""
        self.files: deque[SavedFile] = deque(maxlen=FILES_KEPT)
        """The last files, the newest first."""
        self.running: tuple[Transfer, ...] = ()
        self._first_seen: dict[_TransferKey, Transfer] = {}
        self._just_over: set[_TransferKey] = (
            set()
        )  # not under way any more at the last refresh, perhaps yet to be saved

    def set_folder(self, folder: Path | None) -> None:
        """Save the BLOBs of all servers in a folder, or (None) nowhere: all of them are wanted, or none.

        Raises `NotSaved` where the folder can't be used; then nothing is changed.
        """
        for server in self._servers:
            server.client.blob_folder = folder
        self.folder = folder
        self._wanted.clear()

    def wanted(self, key: VectorKey) -> bool:
        """Whether the BLOBs of a property are wanted."""
        return self._wanted.get(key, self.folder is not None)

    def set_wanted(self, key: VectorKey, on: bool) -> None:
        """Have the BLOBs of a property sent, or not; without a connection the server is told when there is one."""
        self._wanted[key] = on
        policy = BlobPolicy.ALSO if on else BlobPolicy.NEVER
        self._servers.client(key).set_blob_policy(policy, key.device, key.vector)

    def refresh(self, now: datetime) -> bool:
        """Read what is under way from all clients, about once a second; whether anything is, or was."""
        found: list[Transfer] = []
        for server in self._servers:
            for device, vector, member, done, total, sending in server.client.transfers():
                key = VectorKey(server.name, device, vector)
                where = (key, member, sending)
                first = self._first_seen.get(where)
                if first is None or where in self._just_over or done < first.done_at_first:  # the next one of that name
                    first = self._first_seen[where] = Transfer(key, member, done, total, now, sending, done)
                found.append(Transfer(key, member, done, total, first.since, sending, first.done_at_first))
        changed = bool(found or self.running)
        self.running = tuple(found)
        over = set(self._first_seen) - {(one.key, one.member, one.sending) for one in found}
        for where in over & self._just_over:
            del self._first_seen[where]
        self._just_over = over
        return changed

    def long_running(self, now: datetime) -> Transfer | None:
        """The transfer that is under way longest, if that is longer than `LONG_SECONDS`."""
        oldest = min(self.running, key=lambda one: one.since, default=None)
        return oldest if oldest and (now - oldest.since).total_seconds() >= LONG_SECONDS else None

    def update(self, server: str, event: Event) -> bool:
        """Note what happened on a server; whether that was about BLOBs."""
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
