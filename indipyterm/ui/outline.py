"""What tabs and the sidebar tell of a device, worked out once for each change of it."""

from __future__ import annotations

from collections.abc import Iterable

from indipyterm.model.devices import Device
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import State
from indipyterm.ui.keys import DeviceKey
from indipyterm.ui.layout import sections_of
from indipyterm.ui.panels.glyphs import WORST_FIRST


class Outline:
    """The groups of a device, and how things stand in each."""

    def __init__(self, device: Device, owner: DeviceKey) -> None:
        self.sections = sections_of(device, owner)
        self._states: list[State | None] | None = None

    def updated(self) -> None:
        """Note that vectors have new states."""
        self._states = None

    @property
    def states(self) -> list[State | None]:
        """The worst state of each group; None where all of it is stale."""
        if self._states is None:
            self._states = [worst_of(section.vectors) for section in self.sections]
        return self._states

    @property
    def state(self) -> State | None:
        """The worst state of the device; None where all of it is stale."""
        return _worst(self.states)


def worst_of(vectors: Iterable[Vector]) -> State | None:
    """The state of some vectors that is most worth knowing; what is stale says nothing of now."""
    return _worst({vector.state for vector in vectors if not vector.stale})


def _worst(states: Iterable[State | None]) -> State | None:
    found = set(states)
    return next((state for state in WORST_FIRST if state in found), None)
