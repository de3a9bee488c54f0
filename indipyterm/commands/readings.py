"""Values as the commands show them, and which of them a pattern names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from indipyterm.commands.patterns import Part, Pattern, written
from indipyterm.model.catalog import Catalog
from indipyterm.model.members import BlobMember, Member, NumberMember
from indipyterm.model.vectors import Vector
from indipyterm.protocol.numbers import decimal_text, parse_number

Value = str | int | float | None
"""A number; a text, "On" or "Off", the name of a state, the file of a BLOB; None for a BLOB that is in no file."""

_EXACT_INTEGERS = 2**53


class Reading(NamedTuple):
    """One value: of a member, or of a pseudo member of `PSEUDO`."""

    device: str
    vector: str
    member: str
    value: Value

    def __str__(self) -> str:
        """Write it as ``Device.VECTOR.MEMBER=value``, which `set` takes."""
        return f"{written(self.device, self.vector, self.member)}={value_text(self.value)}"


class Chosen(NamedTuple):
    """What was asked for of one vector: members, in the server's order, and pseudo members."""

    vector: Vector
    members: tuple[str, ...]
    pseudo: tuple[str, ...]

    def readings(self) -> list[Reading]:
        """The values, those of pseudo members last."""
        vector = self.vector
        real = [Reading(vector.device, vector.name, name, value_of(vector.members[name])) for name in self.members]
        return real + [Reading(vector.device, vector.name, name, PSEUDO[name](vector)) for name in self.pseudo]


def stamp(when: datetime) -> str:
    """Write a moment as ``2026-11-22T22:43:07.000Z``, always so long that texts sort as moments do."""
    return when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


PSEUDO: dict[str, Callable[[Vector], str]] = {
    "_STATE": lambda vector: vector.state.value,
    "_LABEL": lambda vector: vector.label,
    "_GROUP": lambda vector: vector.group,
    "_PERM": lambda vector: vector.perm.value,
    "_TS": lambda vector: stamp(vector.timestamp) if vector.timestamp else "",
}
"""What can be read of a vector as if it were a member: `_TS` is when it last changed, by its device's clock, UTC."""


def value_of(member: Member) -> Value:
    """The value of a member: a number as a number, as exact as it was received, where it is one."""
    if isinstance(member, BlobMember):
        return member.filename or None
    if not isinstance(member, NumberMember):
        return member.value
    try:
        number = parse_number(member.value)
    except ValueError:
        return member.value
    return int(number) if number.is_integer() and abs(number) < _EXACT_INTEGERS else number


def value_text(value: Value) -> str:
    """Write a value: the shortest decimal that reads back as the same number; nothing for None."""
    if value is None:
        return ""
    return value if isinstance(value, str) else decimal_text(value)


def select(catalog: Catalog, patterns: Sequence[Pattern]) -> list[Chosen]:
    """What the patterns name of what is there now, in the order in which the server defined it; all without any."""
    chosen: list[Chosen] = []
    for device in catalog.devices.values():
        for vector in device.present():
            parts = [each.member for each in patterns if each.matches(vector.device, vector.name)]
            if parts or not patterns:
                found = choose(vector, parts or [None])
                if found.members or found.pseudo:
                    chosen.append(found)
    return chosen


def choose(vector: Vector, parts: Iterable[Part | None]) -> Chosen:
    """What these member parts name of one vector; None names all members, and no pseudo members."""
    wanted = list(parts)
    if len(wanted) == 1 and wanted[0] is not None and wanted[0].wild is None:
        return _choose_one(vector, wanted[0])
    members = tuple(
        name for name in vector.members if any(part is None or part.matches(name) for part in wanted)
    )  # fmt: skip
    pseudo = tuple(
        name
        for name in PSEUDO
        if name not in vector.members and any(part and part.pseudo and part.matches(name) for part in wanted)
    )
    return Chosen(vector, members, pseudo)


def _choose_one(vector: Vector, part: Part) -> Chosen:
    """As `choose`, without a look at the other members: ``wait`` asks this of every vector, at every change."""
    if part.text in vector.members:
        return Chosen(vector, (part.text,), ())
    return Chosen(vector, (), (part.text,) if part.pseudo and part.text in PSEUDO else ())
