"""What is under way: of which device, towards what, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from indipyterm.model.devices import Device
from indipyterm.model.standard import moves, runs, takes_seconds
from indipyterm.model.vectors import Vector
from indipyterm.presentation.pending import progress_of
from indipyterm.presentation.text import printable, value_text
from indipyterm.presentation.vector import switch_labels_on
from indipyterm.protocol.messages import ON, Kind, State


class Activity(NamedTuple):
    """Something that is under way. All texts are safe to show.

    `name` is what the property is called; `target` the values that were asked for, or the choice; `progress` how far
    it is, where what was asked for is a time that runs down; `short` says all of it that is not clear from the device.
    """

    vector: Vector
    name: str
    target: str = ""
    progress: str = ""

    @property
    def short(self) -> str:
        """``74 of 300 s``, ``→ 5:35:17 -5:23:28``, ``Park``; the name where there is nothing else."""
        if self.progress:
            return self.progress
        if not self.target:
            return self.name
        return f"→ {self.target}" if self.vector.kind is Kind.NUMBER else self.target


_FORERUN = timedelta(seconds=10)  # before something runs, in which it was asked for


def device_activities(device: Device, since: Mapping[str, datetime] = MappingProxyType({})) -> list[Activity]:
    """What is under way on a device; `since` says for each vector, by name, since when, as far as is known.

    A dome that goes to an azimuth says of two or three properties that they are Busy: of those that move something the
    one that was asked for is meant, else the first.
    """
    busy = [vector for vector in device.present() if is_under_way(vector)]
    moving = [vector for vector in busy if moves(vector.name)]
    asked = [vector for vector in moving if _asked(vector, since.get(vector.name))]
    meant = [vector for vector in moving if vector.request] or asked or moving[:1]
    shown = (vector for vector in busy if vector in meant or vector not in moving)
    return [activity(vector, since.get(vector.name)) for vector in shown]


def _asked(vector: Vector, since: datetime | None) -> Mapping[str, str]:
    """What a property that is under way was asked for.

    A driver may say once more how it is before it begins, which ends the request: so what was asked for just before it
    began counts, too.
    """
    if vector.request:
        return vector.request.members
    recent = since is not None and vector.asked_at is not None and vector.asked_at >= since - _FORERUN
    return vector.asked if recent else {}


def is_under_way(vector: Vector) -> bool:
    """Whether a property runs, or has not done what was asked of it here."""
    return runs(vector) or is_unfinished(vector)


def is_unfinished(vector: Vector) -> bool:
    """Whether a property has not done what was asked of it here."""
    return vector.request is not None and vector.state is State.BUSY and not vector.stale


def activity(vector: Vector, since: datetime | None = None) -> Activity:
    """What a property does that is under way since some time."""
    return Activity(vector, printable(vector.label), _target(vector, _asked(vector, since)), progress_of(vector))


def activities_text(found: Iterable[Activity]) -> str:
    """Several of them in a few words."""
    return ", ".join(one.name for one in found)


def _target(vector: Vector, asked: Mapping[str, str]) -> str:
    if vector.kind is Kind.SWITCH:
        wanted = [printable(member.label) for name, member in vector.members.items() if asked.get(name) == ON]
        return " ".join(wanted or switch_labels_on(vector))
    if vector.kind is not Kind.NUMBER or takes_seconds(vector.name, vector):
        return ""
    return " ".join(value_text(member, asked[name]) for name, member in vector.members.items() if name in asked)
