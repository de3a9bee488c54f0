"""The servers that the screen is connected to: a client, and the truth about its connection, for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from indipyterm.client.core import ClientCore
from indipyterm.client.hosts import server_name
from indipyterm.model.devices import Device
from indipyterm.model.events import Connected, Disconnected, Event
from indipyterm.model.vectors import Vector
from indipyterm.presentation.groups import DeviceGroups
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.tui.messages import ModelChanged
from indipyterm.workspace.clock import Clock
from indipyterm.workspace.frames import FrameListener

if TYPE_CHECKING:
    from indipyterm.recording.recorder import Recorder


@dataclass(slots=True)
class Server:
    """One server. Times are UTC: `since` when the connection was made or lost, `retry_at` when the next try comes.

    `heard` is whether it said anything of a device since then: one that takes connections may be frozen all the same.
    """

    name: str
    client: ClientCore
    ever: bool = False
    reason: str = ""
    tries: int = 0
    since: datetime | None = None
    retry_at: datetime | None = None
    connected: bool = False
    heard: bool = False

    def follow(self, event: Event) -> None:
        """Follow what happens to the connection."""
        match event:
            case Connected(when):
                self.connected, self.ever, self.since, self.retry_at, self.tries = True, True, when, None, 0
            case Disconnected(reason, retry, lost, when):
                if lost or self.since is None:
                    self.since = when
                self.connected, self.heard, self.reason, self.tries = False, False, reason, self.tries + 1
                self.retry_at = when + timedelta(seconds=retry)


class Servers:
    """All servers by name, in the order in which they were given.

    `recorder` records what goes over their lines; `blob_limit` is the bytes of the largest BLOB that is taken.
    """

    def __init__(
        self,
        post: Callable[[ModelChanged], object],
        clock: Clock,
        recorder: Recorder | None = None,
        blob_limit: int | None = None,
    ) -> None:
        self._post, self._clock, self._recorder, self._blob_limit = post, clock, recorder, blob_limit
        self._servers: dict[str, Server] = {}
        self._outlines: dict[DeviceKey, DeviceGroups] = {}

    def __iter__(self) -> Iterator[Server]:
        return iter(self._servers.values())

    def __len__(self) -> int:
        return len(self._servers)

    def __getitem__(self, name: str) -> Server:
        return self._servers[name]

    def __contains__(self, name: object) -> bool:
        return name in self._servers

    def add(self, host: str, port: int, name: str = "") -> Server:
        """Add a server, or give the one of that name that is there already; its client is yet to be run."""
        name = name or server_name(host, port)
        if name not in self._servers:
            client = ClientCore(host, port, clock=self._clock.now)
            client.blob_limit = self._blob_limit or client.blob_limit
            client.link.tap = self._recorder.tap(name) if self._recorder else None
            self.add_client(name, client)
        return self._servers[name]

    def add_client(self, name: str, client: ClientCore) -> Server:
        """Add the server of a client; its changes are posted once a frame."""
        FrameListener(name, client, self._post)
        server = self._servers[name] = Server(name, client)
        return server

    def remove(self, name: str) -> Server:
        """Forget a server; its client is yet to be shut down."""
        self._forget(name)
        return self._servers.pop(name)

    def changed(self, message: ModelChanged) -> None:
        """Follow a change of a server's model."""
        if any(isinstance(event, Disconnected) for event in message.events):
            self._forget(message.server)
        if message.server in self._servers and (message.devices or message.vectors):
            self._servers[message.server].heard = True
        for owner in message.devices:
            self._outlines.pop(owner, None)
        for owner in {key.owner for key in message.vectors}:
            if outline := self._outlines.get(owner):
                outline.updated()

    def _forget(self, name: str) -> None:
        self._outlines = {owner: outline for owner, outline in self._outlines.items() if owner.server != name}

    def outline(self, key: DeviceKey) -> DeviceGroups | None:
        """The groups of a device that is there now, and their states."""
        device = self.device(key)
        if device and key not in self._outlines:
            self._outlines[key] = DeviceGroups(device, key)
        return self._outlines[key] if device else None

    def client(self, key: DeviceKey | VectorKey) -> ClientCore:
        """The client of the server that a key belongs to; KeyError where that server is gone."""
        return self._servers[key.server].client

    def live(self, name: str) -> bool:
        """Whether a server is connected."""
        server = self._servers.get(name)
        return server is not None and server.connected

    def device(self, key: DeviceKey | None) -> Device | None:
        """A device that is there now."""
        server = self._servers.get(key.server) if key else None
        device = server.client.catalog.devices.get(key.device) if server and key else None
        return device if device and device.enabled else None

    def vector(self, key: VectorKey | None) -> Vector | None:
        """A vector that is there now."""
        server = self._servers.get(key.server) if key else None
        return server.client.catalog.find(key.device, key.vector) if server and key else None

    def devices(self) -> list[DeviceKey]:
        """The devices that are there now, by name."""
        found = [
            DeviceKey(server.name, device.name)
            for server in self
            for device in server.client.catalog.devices.values()
            if device.enabled
        ]
        return sorted(found, key=lambda key: (key.device, key.server))

    def vectors(self) -> Iterator[tuple[VectorKey, Vector]]:
        """All vectors of all devices."""
        for owner in self.devices():
            device = self.device(owner)
            if device:
                for vector in device.present():
                    yield VectorKey(*owner, vector.name), vector
