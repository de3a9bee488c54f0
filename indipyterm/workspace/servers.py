"""The servers of a workspace: for each a client, and the state of its connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from indipyterm.client.core import ClientCore
from indipyterm.client.hosts import server_name
from indipyterm.model.devices import RETURN_SECONDS, Device
from indipyterm.model.events import Connected, Disconnected, Event
from indipyterm.model.vectors import Vector
from indipyterm.presentation.groups import DeviceGroups
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.names import whole_names
from indipyterm.presentation.pending import PATIENCE
from indipyterm.protocol.messages import DelProperty
from indipyterm.workspace.clock import Clock
from indipyterm.workspace.frames import Frame, FrameCollector

if TYPE_CHECKING:
    from indipyterm.recording.recorder import Recorder

_LONGEST_TIMEOUT = 3600.0

_CHUNK_SIZE = 1 << 13
"""Bytes parsed before other tasks have a turn: some ten definitions, so that a face can paint between them."""


class Address(NamedTuple):
    """Where a server is; `name` is what it is called, by default its host and port."""

    host: str
    port: int
    name: str = ""


@dataclass(slots=True)
class Server:
    """One server. Times are UTC: `since` when the connection was made or lost, `retry_at` when it is tried again.

    `reason` is why the last of so many `tries` failed. `ever_connected`: whether there ever was a connection.
    `data_received`: whether the server sent anything about a device since the connection was made: one that accepts
    connections may be frozen all the same.
    """

    name: str
    client: ClientCore
    ever_connected: bool = False
    reason: str = ""
    tries: int = 0
    since: datetime | None = None
    retry_at: datetime | None = None
    connected: bool = False
    local: bool = False
    """Whether the connection is over a local socket."""
    data_received: bool = False
    held: bool = False
    """Whether the user disconnected it: it is not connected again before the user wants it."""
    returned: bool = True
    """Whether the devices from before the connection have had their time to be defined again."""

    def update(self, event: Event) -> None:
        """Update the state of the connection if an event is about it."""
        match event:
            case Connected(when, local):
                self.local = local
                self.connected, self.ever_connected, self.since, self.retry_at, self.tries = True, True, when, None, 0
                self.returned = False
            case Disconnected(reason, retry, lost, when):
                if lost or self.since is None:
                    self.since = when
                self.connected, self.reason, self.tries = False, reason, self.tries + 1
                self.retry_at = when + timedelta(seconds=retry)


class Servers:
    """All servers by name, in the order in which they were added; `publish` is called with each frame of each.

    `recorder` records their connections; `blob_limit` is the size in bytes of the largest BLOB that is received.
    """

    def __init__(
        self,
        publish: Callable[[Frame], object],
        clock: Clock,
        recorder: Recorder | None = None,
        blob_limit: int | None = None,
    ) -> None:
        self._publish, self._clock, self._recorder, self._blob_limit = publish, clock, recorder, blob_limit
        self._servers: dict[str, Server] = {}
        self._collectors: dict[str, FrameCollector] = {}
        self._groups: dict[DeviceKey, DeviceGroups] = {}

    def __iter__(self) -> Iterator[Server]:
        return iter(tuple(self._servers.values()))  # servers may be added and removed meanwhile

    def __len__(self) -> int:
        return len(self._servers)

    def __getitem__(self, name: str) -> Server:
        return self._servers[name]

    def __contains__(self, name: object) -> bool:
        return name in self._servers

    def add(self, host: str, port: int, name: str = "") -> Server:
        """Add a server whose client is not run yet; return the one of that name if there is one already."""
        name = name or server_name(host, port)
        if name in self._servers:
            return self._servers[name]
        client = ClientCore(host, port, clock=self._clock.now)
        client.link.tap = self._recorder.tap(name) if self._recorder else None
        return self.adopt(name, client)

    def adopt(self, name: str, client: ClientCore) -> Server:
        """Add the server of a client that the caller made and runs."""
        client.link.chunk_size = _CHUNK_SIZE
        client.blob_limit = self._blob_limit or client.blob_limit
        client.set_deadlines(shortest=PATIENCE, longest=_LONGEST_TIMEOUT)  # faces show how long it takes
        collector = self._collectors[name] = FrameCollector(name, lambda: client.catalog.devices, self._publish)
        client.listeners.append(collector.add)
        server = self._servers[name] = Server(name, client)
        return server

    def at(self, host: str, port: int) -> Server | None:
        """The server at an address, whatever its name is."""
        return next((one for one in self if (one.client.host, one.client.port) == (host, port)), None)

    def remove(self, name: str) -> Server:
        """Publish the last frame of a server and forget it; the caller shuts its client down."""
        collector, server = self._collectors.pop(name), self._servers[name]
        server.client.listeners.remove(collector.add)
        collector.flush()
        self._forget_groups(name)
        return self._servers.pop(name)

    def now(self) -> datetime:
        """The time, UTC: in a replay, that of the recording."""
        return self._clock.now()

    def flush(self) -> None:
        """Publish now what was collected for the next frames."""
        for collector in tuple(self._collectors.values()):
            collector.flush()

    def update(self, frame: Frame) -> bool:
        """Update the connection and groups of a server; return whether the connection was made, lost or tried."""
        server = self._servers[frame.server]
        for event in frame.events:
            server.update(event)
        server.data_received = frame.data_received
        connection = any(isinstance(event, Connected | Disconnected) for event in frame.events)
        if connection:
            self._forget_groups(frame.server)
        for owner in frame.devices:
            self._groups.pop(owner, None)
        for owner in {key.owner for key in frame.vectors}:
            if groups := self._groups.get(owner):
                groups.updated()
        return connection

    def delete_absent_devices(self, now: datetime) -> None:
        """Delete the devices that were not defined again within `RETURN_SECONDS` of a new connection."""
        for server in self:
            since = server.since if server.connected and not server.returned else None
            if since is None or now - since < timedelta(seconds=RETURN_SECONDS):
                continue
            server.returned = True
            catalog = server.client.catalog
            for name in catalog.absent_devices():
                text = f"{name} is gone: it was not defined again within {RETURN_SECONDS:g} s of the new connection"
                for event in catalog.apply(DelProperty(name, message=text), now):
                    self._collectors[server.name].add(event)

    def _forget_groups(self, name: str) -> None:
        self._groups = {owner: groups for owner, groups in self._groups.items() if owner.server != name}

    def groups(self, key: DeviceKey) -> DeviceGroups | None:
        """The groups of a device that is defined now, with their states."""
        device = self.device(key)
        if device and key not in self._groups:
            self._groups[key] = DeviceGroups(device, key)
        return self._groups[key] if device else None

    def client(self, key: DeviceKey | VectorKey) -> ClientCore:
        """The client of the server that a key belongs to. Raises KeyError if that server was removed."""
        return self._servers[key.server].client

    def live(self, name: str) -> bool:
        """Whether a server is connected."""
        server = self._servers.get(name)
        return server is not None and server.connected

    def device(self, key: DeviceKey | None) -> Device | None:
        """A device that is defined now."""
        server = self._servers.get(key.server) if key else None
        device = server.client.catalog.devices.get(key.device) if server and key else None
        return device if device and device.enabled else None

    def vector(self, key: VectorKey | None) -> Vector | None:
        """A vector that is defined now."""
        server = self._servers.get(key.server) if key else None
        return server.client.catalog.find(key.device, key.vector) if server and key else None

    def devices(self) -> list[DeviceKey]:
        """The devices that are defined now, by name."""
        found = [
            DeviceKey(server.name, device.name)
            for server in self
            for device in server.client.catalog.devices.values()
            if device.enabled
        ]
        return sorted(found, key=lambda key: (key.device, key.server))

    def device_title(self, key: DeviceKey) -> str:
        """The name of a device, with that of its server if another has a device of the same name. Not safe to show."""
        return whole_names({*self.devices(), key})[key]

    def key_of(self, device: str, vector: str) -> VectorKey:
        """The key of a vector that is named without its server: the first that has it counts; else one without."""
        owners = [key for key in self.devices() if key.device == device]
        having = (key for key in owners if self.vector(VectorKey(*key, vector)))
        owner = next(having, owners[0] if owners else DeviceKey("", device))
        return VectorKey(*owner, vector)

    def vectors(self) -> Iterator[tuple[VectorKey, Vector]]:
        """All vectors of all devices."""
        for owner in self.devices():
            device = self.device(owner)
            if device:
                for vector in device.present():
                    yield VectorKey(*owner, vector.name), vector
