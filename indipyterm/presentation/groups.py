"""The groups of a device as sections with headings, and the worst state in each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from indipyterm.model.devices import Device
from indipyterm.model.vectors import DEFAULT_GROUP, Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.states import worst_of, worst_state
from indipyterm.protocol.messages import State

_FOLD = "\0"
"""The first character of the key of a folded heading. XML allows it in no name."""


@dataclass(slots=True)
class Section:
    """A heading and vectors of one device under it; if it is folded, only the heading is shown."""

    title: str
    owner: DeviceKey
    vectors: list[Vector]
    folded: bool = False

    def key_of(self, vector: Vector) -> VectorKey:
        """The key of one of the vectors."""
        return VectorKey(*self.owner, vector.name)

    @property
    def fold_key(self) -> VectorKey:
        """The key of the folded heading, so that the cursor can be on it."""
        return VectorKey(*self.owner, _FOLD + self.title)


def sections_of(device: Device, owner: DeviceKey, folded: Collection[str] = ()) -> list[Section]:
    """The groups of a device in the driver's order, but the main one first."""
    groups: dict[str, list[Vector]] = {}
    for vector in device.present():
        groups.setdefault(vector.group, []).append(vector)
    order = sorted(groups, key=lambda group: group != DEFAULT_GROUP)
    return [Section(group, owner, groups[group], group in folded) for group in order]


class DeviceGroups:
    """The groups of a device, and the worst state in each."""

    def __init__(self, device: Device, owner: DeviceKey) -> None:
        self.sections = sections_of(device, owner)
        self._states: list[State | None] | None = None

    def updated(self) -> None:
        """Vectors may have other states: compute them again when they are next read."""
        self._states = None

    @property
    def states(self) -> list[State | None]:
        """The worst state of each group; None if all of it is stale."""
        if self._states is None:
            self._states = [worst_of(section.vectors) for section in self.sections]
        return self._states

    @property
    def state(self) -> State | None:
        """The worst state of the device; None if all of it is stale."""
        return worst_state(self.states)
