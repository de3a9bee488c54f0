"""What the screen knows of BLOBs: where they go, which are wanted, what is under way, what came last."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from indipyterm.model import events
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import BlobPolicy
from indipyterm.workspace.servers import Servers

KEPT = 20
"""Files that are remembered."""

LONG = 1.0
"""Seconds after which it is worth knowing that a transfer is under way."""

_Place = tuple[VectorKey, str, bool]


@dataclass(frozen=True, slots=True)
class Transfer:
    """A BLOB under way: `done` bytes of `total` (0 where nobody knows), to us or `sending`.

    It was seen first at `since` (UTC), when `begun` bytes were through.
    """

    key: VectorKey
    member: str
    done: int
    total: int
    since: datetime
    sending: bool = False
    begun: int = 0

    @property
    def share(self) -> float | None:
        """How much of it is through, from 0 to 1; None where nobody knows."""
        return min(1.0, self.done / self.total) if self.total else None

    def rate(self, now: datetime) -> float:
        """Bytes a second; 0 before there is anything to tell."""
        seconds = (now - self.since).total_seconds()
        return (self.done - self.begun) / seconds if seconds > 0 else 0.0


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A BLOB in a file: where it came from, and how fast, in bytes a second (0 where nobody knows)."""

    key: VectorKey
    member: str
    path: str
    size: int
    when: datetime
    rate: float = 0.0


class Transfers:
    """It is the only one that tells the clients of folders and wishes, so that it knows them."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._said: dict[VectorKey, bool] = {}
        self.folder: Path | None = None
        self.fault = ""  # why the last BLOB was not saved
        self.files: deque[SavedFile] = deque(maxlen=KEPT)
        self.transfers: tuple[Transfer, ...] = ()
        self._seen: dict[_Place, Transfer] = {}  # as it was when it was seen first
        self._over: set[_Place] = set()  # not under way any more at the last look, perhaps about to be saved

    def set_folder(self, folder: Path | None) -> None:
        """Save the BLOBs of all servers in a folder, or nowhere: all are wanted, or none.

        Raises `NotSaved` where the folder can't be used; then nothing is changed.
        """
        for server in self._servers:
            server.client.blob_folder = folder
        self.folder = folder
        self._said.clear()

    def wanted(self, key: VectorKey) -> bool:
        """Whether the BLOBs of a property are wanted."""
        return self._said.get(key, self.folder is not None)

    def want(self, key: VectorKey, on: bool) -> None:
        """Have the BLOBs of a property sent, or not; without a connection the server is told when there is one."""
        self._said[key] = on
        policy = BlobPolicy.ALSO if on else BlobPolicy.NEVER
        self._servers.client(key).set_blob_policy(policy, key.device, key.vector)

    def look(self, now: datetime) -> None:
        """See what is under way now, on all servers. Call it about once a second."""
        found: list[Transfer] = []
        for server in self._servers:
            for device, vector, member, done, total, sending in server.client.transfers():
                key = VectorKey(server.name, device, vector)
                place = (key, member, sending)
                first = self._seen.get(place)
                if first is None or place in self._over or done < first.begun:  # another one of the same name
                    first = self._seen[place] = Transfer(key, member, done, total, now, sending, done)
                found.append(Transfer(key, member, done, total, first.since, sending, first.begun))
        self.transfers = tuple(found)
        over = set(self._seen) - {(one.key, one.member, one.sending) for one in found}
        for place in over & self._over:
            del self._seen[place]
        self._over = over

    def long(self, now: datetime) -> Transfer | None:
        """The transfer that is under way longest, where that is long enough to be told."""
        oldest = min(self.transfers, key=lambda one: one.since, default=None)
        return oldest if oldest and (now - oldest.since).total_seconds() >= LONG else None

    def take(self, server: str, event: events.Event) -> None:
        """Take what happened on a server."""
        if isinstance(event, events.BlobSaved):
            key = VectorKey(server, event.device, event.vector)
            first = self._seen.pop((key, event.member, False), None)
            seconds = (event.when - first.since).total_seconds() if first else 0.0
            rate = (event.size - first.begun) / seconds if first and seconds > 0 else 0.0
            self.files.appendleft(SavedFile(key, event.member, event.path, event.size, event.when, max(0.0, rate)))
        elif isinstance(event, events.Disconnected):
            self.transfers = tuple(one for one in self.transfers if one.key.server != server)
            self._seen = {place: first for place, first in self._seen.items() if place[0].server != server}
