"""What to ask a silent server, so that it has to say something."""

from __future__ import annotations

from collections.abc import Iterable

from indipyterm.model.devices import Device
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import GetProperties, Kind


class Questions:
    """Gives questions whose answer is short and disturbs nobody, for one device after the other."""

    def __init__(self) -> None:
        self._last = ""

    def next(self, devices: Iterable[Device]) -> GetProperties | None:
        """Ask for one property of the next device; None where none has a suitable one."""
        found = {device.name: vector for device in devices if (vector := _plainest(device))}
        if not found:
            return None
        names = list(found)
        if self._last in found:
            names = names[names.index(self._last) + 1 :] + names
        self._last = names[0]
        return GetProperties(device=self._last, name=found[self._last].name)


def _plainest(device: Device) -> Vector | None:
    """The vector that is best asked for: nobody sets it, nothing waits for its answer, it has few members."""
    vectors = [vector for vector in device.present() if not (vector.stale or vector.request)]
    vectors = [vector for vector in vectors if vector.kind is not Kind.BLOB]
    return min(vectors, key=lambda vector: (vector.writable, len(vector.members)), default=None)
