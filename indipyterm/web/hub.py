"""Turns the changes of the workspace into frames for browsers: the newest state, encoded once for all that show it.

A frame has a number. Of everything shown it is known in which frame it changed last, so a page that missed frames, as
a slow one does, or one that was away, gets the difference since its last frame, and never a queue.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable
from typing import Any, Protocol

from indipyterm.model.devices import Device
from indipyterm.model.vectors import Vector
from indipyterm.presentation.filter_slots import with_named_slots
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.web.cards import VersionedCards
from indipyterm.web.encoding import Encoded, encoded
from indipyterm.web.scope import Scope
from indipyterm.web.status import Status
from indipyterm.web.vector_json import Json, definition_json, milliseconds, state_json
from indipyterm.web.versions import VersionedVectors
from indipyterm.workspace.change import Change
from indipyterm.workspace.workspace import Workspace

FRAME_SECONDS = 0.1
"""The shortest time between two frames."""

_REMEMBERED_SECONDS = 30.0  # for which a device is kept up to date after a page that asks only now and then
_TICK_SECONDS = 1.0
_MOST_ENCODED = 64
EVERYTHING = -1
"""As `since`: nothing is known yet."""


class Page(Protocol):
    """A page that is connected."""

    @property
    def scope(self) -> Scope: ...
    def wake(self) -> None:
        """Called when there is a new frame."""

    def keep_alive(self) -> None:
        """Called every second."""


class Hub:
    """Follows a workspace for all browsers; in its event loop."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace, self._servers = workspace, workspace.servers
        self.epoch = secrets.token_hex(4)
        """Frame numbers mean something only together with this."""
        self.frame = 0
        """The number of the last frame."""
        self.pages: set[Page] = set()
        self._vectors = VersionedVectors()
        self._cards = VersionedCards(workspace)
        self._status = Status(workspace)
        self._changed: dict[DeviceKey, set[str]] = {}  # vectors that are not brought up to date yet
        self._redefined: set[DeviceKey] = set()
        self._defined: set[DeviceKey] = set()  # devices whose vectors are known here
        self._wanted_until: dict[DeviceKey, float] = {}  # of pages that ask only now and then
        self._encoded: dict[tuple[Scope, int], Encoded | None] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._last = 0.0
        self._unsubscribe = workspace.subscribe(self._apply)

    async def run(self) -> None:
        """Tell what changes with the time alone, until cancelled."""
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            for page in tuple(self.pages):
                page.keep_alive()
            if self._status.tick():
                self.schedule()

    def close(self) -> None:
        """Stop following."""
        self._unsubscribe()
        if self._timer:
            self._timer.cancel()

    # From the workspace

    def _apply(self, change: Change) -> None:
        for key in with_named_slots(change.vectors):
            self._changed.setdefault(key.owner, set()).add(key.vector)
        self._redefined |= change.devices
        if change.connection:  # all may be stale, or gone, now
            self._redefined |= self._defined
        self._cards.note({key.owner for key in change.vectors} | change.devices, everything=change.connection)
        self._status.note(change, self.frame + 1)
        self.schedule()

    def schedule(self) -> None:
        """Begin a frame soon."""
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_at(max(loop.time(), self._last + FRAME_SECONDS), self.publish)

    # Frames

    def publish(self) -> None:
        """Begin the next frame now, and wake all pages."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        now = self._last = asyncio.get_running_loop().time()
        self.frame += 1
        self._encoded.clear()
        for owner in self._followed(now):
            self._update_device(owner)
        if any(page.scope.devices for page in self.pages):
            self._cards.update(self.frame)
        self._status.update(self.frame)
        for page in tuple(self.pages):
            page.wake()

    def prepare(self, scope: Scope, *, seconds: float = 0.0) -> None:
        """Bring what a page shows up to date, for so many seconds too if it is not among `pages`."""
        now = asyncio.get_running_loop().time()
        for owner in filter(self._servers.device, scope.owners):  # a page may name what there never was
            self._wanted_until[owner] = max(self._wanted_until.get(owner, 0.0), now + seconds)
        behind = any(self._is_behind(owner) for owner in scope.owners)
        if not self.frame or behind or (scope.devices and self._cards.behind):
            if scope.devices:
                self._cards.update(self.frame + 1)
            self.publish()

    def _is_behind(self, owner: DeviceKey) -> bool:
        if owner not in self._defined:
            return self._servers.device(owner) is not None
        return owner in self._redefined or owner in self._changed

    def _followed(self, now: float) -> set[DeviceKey]:
        self._wanted_until = {owner: until for owner, until in self._wanted_until.items() if until >= now}
        return {owner for page in self.pages for owner in page.scope.owners} | set(self._wanted_until)

    def _update_device(self, owner: DeviceKey) -> None:
        device = self._servers.device(owner)
        names = self._changed.pop(owner, set())
        if device is None and owner not in self._defined:
            return
        if owner in self._redefined or owner not in self._defined:
            self._redefined.discard(owner)
            self._defined.add(owner)
            present = {} if device is None else {vector.name: vector for vector in device.present()}
            order = {name: place for place, name in enumerate(device.vectors)} if device else {}
            gone = [key for key in self._vectors.keys_of(owner) if key.vector not in present]
            self._vectors.delete(gone, self.frame)
            for name, vector in present.items():
                key = VectorKey(*owner, name)
                state, values = self._state(key, vector, device)
                self._vectors.define(key, definition_json(key, vector, order[name]), state, values, self.frame)
        elif device:
            for name in names:
                key = VectorKey(*owner, name)
                if found := self._servers.vector(key):
                    self._vectors.update(key, *self._state(key, found, device), self.frame)

    def _state(self, key: VectorKey, vector: Vector, device: Device | None) -> tuple[Json, list[str]]:
        return state_json(vector, device, self._workspace.now(), self._workspace.sent_by(key))

    # For pages

    def is_as_seen(self, key: VectorKey, defined: int) -> bool:
        """Whether a vector is defined as it was for a page that got it with this `defined`."""
        device = self._servers.device(key.owner)
        if device and key.owner in self._defined and key.owner in self._redefined:
            self.publish()  # what the page saw is compared with what the server said last
        return self._vectors.defined_at(key) == defined

    def since(self, epoch: Any, frame: Any) -> int:
        """The frame that a page knows, if what changed after it is known here; else `EVERYTHING`."""
        known = epoch == self.epoch and isinstance(frame, int) and self._vectors.oldest <= frame <= self.frame
        return frame if known else EVERYTHING

    def encoded(self, scope: Scope, since: int) -> Encoded | None:
        """The frame that brings a page from the frame `since` to the last one; None if nothing changed for it."""
        what = scope, since
        if what not in self._encoded:
            if len(self._encoded) >= _MOST_ENCODED:  # a quiet site has the same frame for hours
                self._encoded.clear()
            content = self._difference(scope, since)
            self._encoded[what] = encoded({"n": self.frame, **content}) if content else None
        return self._encoded[what]

    def greeting(self, since: int) -> Json:
        """What the first frame of a connection has beside the difference."""
        return {"epoch": self.epoch, "now": self.now(), **({"all": True} if since == EVERYTHING else {})}

    def now(self) -> int:
        """The time, in milliseconds since 1970."""
        return milliseconds(self._workspace.now()) or 0

    def _difference(self, scope: Scope, since: int) -> Json:
        content = self._status.difference(since, log=scope.log, transfers=scope.transfers)
        if scope.devices:
            content |= self._cards.difference(since)
        keys: Iterable[VectorKey] = scope.vectors
        if scope.device:
            keys = {*keys, *self._vectors.keys_of(scope.device)}
        content |= self._vectors.difference(keys, since)
        if since != EVERYTHING and (deleted := self._vectors.deleted(since, scope.device, scope.vectors)):
            content["delete"] = deleted
        return content
