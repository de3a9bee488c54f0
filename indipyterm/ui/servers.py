"""The servers that the screen is connected to: a client, and the truth about its connection, for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from indipyterm.model.devices import Device
from indipyterm.model.events import Connected, Disconnected, Event
from indipyterm.model.vectors import Vector
from indipyterm.ui.bridge import Clock, UiClient
from indipyterm.ui.keys import DeviceKey, Key
from indipyterm.ui.messages import ModelChanged


def server_name(host: str, port: int) -> str:
    """How a server is called on screen: ``pi4:7624``, ``[::1]:7624``."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


@dataclass(slots=True)
class Server:
    """One server. Times are UTC: `since` when the connection was made or lost, `retry_at` when the next try comes."""

    name: str
    client: UiClient
    ever: bool = False
    reason: str = ""
    tries: int = 0
    since: datetime | None = None
    retry_at: datetime | None = None
    connected: bool = False

    def follow(self, event: Event) -> None:
        """Follow what happens to the connection."""
        match event:
            case Connected(when):
                self.connected, self.ever, self.since, self.retry_at, self.tries = True, True, when, None, 0
            case Disconnected(reason, retry, lost, when):
                if lost or self.since is None:
                    self.since = when
                self.connected, self.reason, self.tries = False, reason, self.tries + 1
                self.retry_at = when + timedelta(seconds=retry)


class Servers:
    """All servers by name, in the order in which they were given."""

    def __init__(self, post: Callable[[ModelChanged], object], clock: Clock) -> None:
        self._post, self._clock = post, clock
        self._servers: dict[str, Server] = {}

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
            self._servers[name] = Server(name, UiClient(name, host, port, self._post, self._clock))
        return self._servers[name]

    def remove(self, name: str) -> Server:
        """Forget a server; its client is yet to be shut down."""
        return self._servers.pop(name)

    def client(self, key: DeviceKey | Key) -> UiClient:
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

    def vector(self, key: Key | None) -> Vector | None:
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

    def vectors(self) -> Iterator[tuple[Key, Vector]]:
        """All vectors of all devices."""
        for owner in self.devices():
            device = self.device(owner)
            if device:
                for vector in device.present():
                    yield Key(*owner, vector.name), vector
