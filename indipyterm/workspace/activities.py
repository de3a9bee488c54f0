"""What is under way on all devices, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from indipyterm.presentation.activities import Activity, device_activities, is_under_way
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.workspace.servers import Servers


class Activities:
    """Kept up to date frame by frame: a flood of other values costs nothing here."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._since: dict[VectorKey, datetime] = {}

    def update(self, vectors: Iterable[VectorKey], devices: Iterable[DeviceKey], now: datetime) -> None:
        """Take in what changed: the values of vectors, the definitions of devices; after a loss all are looked at."""
        changed = {*vectors, *self._since}
        for owner in devices:
            if device := self._servers.device(owner):
                changed.update(VectorKey(*owner, vector.name) for vector in device.present())
        for key in changed:
            vector = self._servers.vector(key)
            if vector is None or not is_under_way(vector):
                self._since.pop(key, None)
            elif vector.request is not None:
                self._since[key] = vector.request.when
            else:
                self._since.setdefault(key, now)

    def __contains__(self, key: VectorKey) -> bool:
        return key in self._since

    def running(self) -> list[tuple[DeviceKey, Activity, datetime]]:
        """All that is under way, device by device, in the order of their tabs, with the time since when (UTC)."""
        owners = {key.owner for key in self._since}
        found: list[tuple[DeviceKey, Activity, datetime]] = []
        for owner in (owner for owner in self._servers.devices() if owner in owners):
            if device := self._servers.device(owner):
                times = {key.vector: since for key, since in self._since.items() if key.owner == owner}
                for one in device_activities(device, times):
                    if since := times.get(one.vector.name):  # the frame that tells of others is not here yet
                        found.append((owner, one, since))
        return found
