"""The settings of devices, and comparing them with saved ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose

from indipyterm.commands.exclusions import exclusion_reason
from indipyterm.commands.patterns import Pattern
from indipyterm.commands.selection import member_value, printed_value, select_members
from indipyterm.model.catalog import Catalog
from indipyterm.model.members import Member, NumberMember
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import OFF, ON, Kind, Perm, Rule
from indipyterm.protocol.numbers import parse_typed

Setting = str | int | float | bool
"""The value of a member: a text, a number, or whether a switch is On."""

Settings = Mapping[str, Mapping[str, Mapping[str, Setting]]]
"""Settings by device, vector and member name, in the server's order."""

VERSION_KEY = "indipyterm-settings"
"""The key of a settings file's version. It stands among the devices, so one of that name cannot be saved."""

_KINDS = (Kind.TEXT, Kind.NUMBER, Kind.SWITCH)


@dataclass(frozen=True, slots=True)
class Difference:
    """A vector that differs from its saved settings.

    `members` has the saved and the current value of those that differ; the latter is None if there is no such member.
    `missing` is a phrase that says why the vector cannot be compared at all, or None. `heard` is false where nothing
    was heard of its device: it may be absent, or busy.
    """

    device: str
    vector: str
    members: Mapping[str, tuple[Setting, Setting | None]]
    missing: str | None = None
    heard: bool = True

    @property
    def saved(self) -> dict[str, Setting]:
        """The saved values of the members that differ and exist."""
        return {name: saved for name, (saved, now) in self.members.items() if now is not None}


def vectors_to_save(catalog: Catalog, patterns: Sequence[Pattern] = (), *, everything: bool = False) -> list[Vector]:
    """Return the vectors to save, of those that match the patterns (of all without patterns).

    These are texts, numbers and switches that are read-write and, unless `everything` is true, not in `exclusions`.
    """
    return [
        vector
        for device in catalog.devices.values()
        for vector in device.present()
        if is_setting(vector, everything=everything) and (not patterns or _matches(vector, patterns))
    ]


def is_setting(vector: Vector, *, everything: bool = False) -> bool:
    """Return whether the values of a vector can be saved and restored, and should be."""
    if vector.kind not in _KINDS or vector.perm is not Perm.RW or vector.stale or not vector.members:
        return False
    if vector.device == VERSION_KEY:
        return False
    chosen = any(member.value == ON for member in vector.members.values())
    if vector.rule is Rule.ONE_OF_MANY and not chosen:
        return False  # the driver breaks its own rule: these values could not be sent back
    if any(value is None for value in setting_values(vector).values()):
        return False
    if everything:
        return True
    if vector.rule is Rule.AT_MOST_ONE and len(vector.members) > 1 and not chosen:
        return False  # nothing is chosen yet
    return exclusion_reason(vector.name, vector) is None


def setting_values(vector: Vector) -> dict[str, Setting | None]:
    """Return the values of a vector's members as settings; None for a number that cannot be parsed."""
    return {name: _setting_value(vector.kind, member) for name, member in vector.members.items()}


def compare(saved: Settings, catalog: Catalog, *, everything: bool = False) -> Iterator[Difference]:
    """Yield how current values differ from saved ones, in the order in which they were saved.

    Properties in `exclusions` are skipped unless `everything` is true. Numbers are compared to 12 digits.
    """
    for device, vectors in saved.items():
        for name, members in vectors.items():
            vector = catalog.find(device, name)
            if vector is not None and vector.stale:
                vector = None
            if not everything and exclusion_reason(name, vector) is not None:
                continue
            if difference := _difference(catalog, device, name, vector, members):
                yield difference


def excluded_vectors(saved: Settings, catalog: Catalog) -> list[tuple[str, str]]:
    """Return the vectors, by device and name, that `compare` skips unless `everything` is true."""
    return [
        (device, name)
        for device, vectors in saved.items()
        for name in vectors
        if exclusion_reason(name, catalog.find(device, name)) is not None
    ]


def _difference(
    catalog: Catalog, device: str, name: str, vector: Vector | None, saved: Mapping[str, Setting]
) -> Difference | None:
    missing: str | None
    if vector is None:
        known = catalog.devices.get(device)
        heard = known is not None and any(not vector.stale for vector in known.present())
        missing = "is not there" if heard else "is not there: nothing was heard of its device"
        return Difference(device, name, {}, missing, heard)
    now = setting_values(vector)
    members = {
        member: (value, now.get(member))
        for member, value in saved.items()
        if not _equal(vector.members.get(member), now.get(member), value)
    }
    if not members:
        return None
    unknown = [member for member in members if now.get(member) is None]
    missing = f"has no {', '.join(unknown)}" if len(unknown) == len(members) else None
    return Difference(device, name, members, missing)


def format_setting(value: Setting | None) -> str:
    """Format a setting on one line, as ``set`` accepts it in a shell; see `selection.printed_value`."""
    if isinstance(value, bool):
        return ON if value else OFF
    return printed_value(value)


def _matches(vector: Vector, patterns: Sequence[Pattern]) -> bool:
    parts = [pattern.member for pattern in patterns if pattern.matches(vector.device, vector.name)]
    return bool(parts) and bool(select_members(vector, parts).members)


def _setting_value(kind: Kind, member: Member) -> Setting | None:
    if kind is Kind.SWITCH:
        return member.value == ON
    value = member_value(member)
    return None if isinstance(member, NumberMember) and isinstance(value, str) else value


def _equal(member: Member | None, now: Setting | None, saved: Setting) -> bool:
    if member is None or now is None:
        return False
    if isinstance(now, bool):
        return now is (saved if isinstance(saved, bool) else {ON: True, OFF: False}.get(str(saved)))
    if isinstance(saved, bool):
        return False
    if isinstance(member, NumberMember):
        try:
            wanted = parse_typed(saved) if isinstance(saved, str) else saved
        except ValueError:
            return False
        return isclose(wanted, float(now), rel_tol=1e-12, abs_tol=1e-12)
    return now == saved
