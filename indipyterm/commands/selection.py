"""Selecting members and pseudo members by patterns, and formatting their values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from indipyterm.commands.patterns import Part, Pattern, format_name
from indipyterm.model.catalog import Catalog
from indipyterm.model.control_characters import quote_controls
from indipyterm.model.members import BlobMember, Member, NumberMember
from indipyterm.model.vectors import Vector
from indipyterm.protocol.numbers import decimal_text, parse_number

Value = str | int | float | None
"""A number; or a text: "On" or "Off", a state, the file name of a BLOB; None for a BLOB that was not saved."""

_EXACT_INTEGERS = 2**53


class Reading(NamedTuple):
    """The value of a member or pseudo member."""

    device: str
    vector: str
    member: str
    value: Value

    def __str__(self) -> str:
        """Format it as ``Device.VECTOR.MEMBER=value``, which `set` accepts; see `printed_value`."""
        return f"{format_name(self.device, self.vector, self.member)}={printed_value(self.value)}"


class Selection(NamedTuple):
    """The selected members of a vector, in the server's order, and its selected pseudo members."""

    vector: Vector
    members: tuple[str, ...]
    pseudo: tuple[str, ...]

    def readings(self) -> list[Reading]:
        """Return the values, those of pseudo members last."""
        vector = self.vector
        real = [Reading(vector.device, vector.name, name, member_value(vector.members[name])) for name in self.members]
        return real + [Reading(vector.device, vector.name, name, PSEUDO_MEMBERS[name](vector)) for name in self.pseudo]


def format_time(when: datetime) -> str:
    """Format a time as ``2026-11-22T22:43:07.000Z``: of constant length, so that texts sort as times do."""
    return when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


PSEUDO_MEMBERS: dict[str, Callable[[Vector], str]] = {
    "_STATE": lambda vector: vector.state.value,
    "_LABEL": lambda vector: vector.label,
    "_GROUP": lambda vector: vector.group,
    "_PERM": lambda vector: vector.perm.value,
    "_TS": lambda vector: format_time(vector.timestamp) if vector.timestamp else "",
}
"""Attributes of a vector that are read like members; `_TS` is the time (UTC, by the device) of its last change."""


def member_value(member: Member) -> Value:
    """Return the value of a member; a number exactly as it was received, or as text if it cannot be parsed."""
    if isinstance(member, BlobMember):
        return member.filename or None
    if not isinstance(member, NumberMember):
        return member.value
    try:
        number = parse_number(member.value)
    except ValueError:
        return member.value
    return int(number) if number.is_integer() and abs(number) < _EXACT_INTEGERS else number


def format_value(value: Value) -> str:
    """Format a value: a number as the shortest decimal with the same value, None as an empty text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else decimal_text(value)


def printed_value(value: Value) -> str:
    """Format a value on one line; a text with control characters as ``$'one\\ntwo'``, as bash and zsh read it."""
    return quote_controls(format_value(value))


def select_vectors(catalog: Catalog, patterns: Sequence[Pattern]) -> list[Selection]:
    """Select current vectors and members by patterns (all without patterns), in the server's order."""
    selections: list[Selection] = []
    for device in catalog.devices.values():
        for vector in device.present():
            parts = [each.member for each in patterns if each.matches(vector.device, vector.name)]
            if parts or not patterns:
                found = select_members(vector, parts or [None])
                if found.members or found.pseudo:
                    selections.append(found)
    return selections


def select_members(vector: Vector, parts: Iterable[Part | None]) -> Selection:
    """Select members of a vector by the member parts of patterns; None selects all members, but no pseudo members."""
    wanted = list(parts)
    if len(wanted) == 1 and wanted[0] is not None and wanted[0].regex is None:
        return _select_one(vector, wanted[0])
    members = tuple(
        name for name in vector.members if any(part is None or part.matches(name) for part in wanted)
    )  # fmt: skip
    pseudo = tuple(
        name
        for name in PSEUDO_MEMBERS
        if name not in vector.members and any(part and part.pseudo and part.matches(name) for part in wanted)
    )
    return Selection(vector, members, pseudo)


def _select_one(vector: Vector, part: Part) -> Selection:
    """Do the same for one exact name without a search: ``wait`` calls this for every vector at every change."""
    if part.text in vector.members:
        return Selection(vector, (part.text,), ())
    return Selection(vector, (), (part.text,) if part.pseudo and part.text in PSEUDO_MEMBERS else ())
