"""How the names in a catalog go on where somebody has typed a part: words for a shell to complete."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from indipyterm.commands.patterns import QUOTES, format_name
from indipyterm.commands.selection import PSEUDO_MEMBERS, format_value, member_value
from indipyterm.model.catalog import Catalog
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import OFF, ON, Kind, Rule

_BARE = re.compile(r"\w+", re.ASCII)
_OPERAND = re.compile(r"""(.*?)((?:"[^"]*+"?+|[^\s"()=<>!])*)""", re.DOTALL)
"""An expression up to the name that is being typed, and that name."""

Write = Callable[[str], str]


def patterns(catalog: Catalog, typed: str) -> Iterator[str]:
    """What a pattern may become: its next part, a dot behind it where another follows."""
    return _names(catalog, typed, format_name)


def expressions(catalog: Catalog, typed: str) -> Iterator[str]:
    """What an expression may become: the name at its end completed."""
    found = _OPERAND.fullmatch(typed)
    assert found is not None  # both of its parts may be empty, and the first may be anything
    before, name = found.groups()
    return (before + each for each in _names(catalog, name, _in_expression))


def assignments(catalog: Catalog, typed: str) -> Iterator[str]:
    """What may be set: as `patterns`, then = and what there is now, or the choices of a switch."""
    for vector, name in _vectors(catalog, typed, format_name):
        if not vector.writable:
            continue
        picked = vector.kind is Kind.SWITCH and vector.rule is not Rule.ANY_OF_MANY
        if not typed.startswith(start := name + ("=" if picked else ".")):
            yield from _kept(typed, [start])
        elif picked:
            yield from _kept(typed, [start + member for member in vector.members])
        else:
            yield from _set_members(vector, typed, start)
    yield from _devices(catalog, typed, format_name)


def _set_members(vector: Vector, typed: str, start: str) -> Iterator[str]:
    for name, member in vector.members.items():
        whole = f"{start}{format_name(name)}="
        if not typed.startswith(whole):
            yield from _kept(typed, [whole])
        elif vector.kind is Kind.SWITCH:
            yield from _kept(typed, [whole + ON, whole + OFF])
        elif vector.kind is not Kind.BLOB and vector.readable:
            yield from _kept(typed, [whole + format_value(member_value(member))])


def _names(catalog: Catalog, typed: str, write: Write) -> Iterator[str]:
    for vector, name in _vectors(catalog, typed, write):
        if not typed.startswith(f"{name}."):
            yield from _kept(typed, [f"{name}."])
            continue
        pseudo = [each for each in PSEUDO_MEMBERS if each not in vector.members]
        yield from _kept(typed, [f"{name}.{member}" for member in (*map(write, vector.members), *pseudo)])
    yield from _devices(catalog, typed, write)


def _vectors(catalog: Catalog, typed: str, write: Write) -> Iterator[tuple[Vector, str]]:
    """The vectors of the device that has been typed, and how they are written."""
    for device in catalog.devices.values():
        if typed.startswith(first := _first(device.name, typed, write)):
            for vector in device.present():
                yield vector, first + write(vector.name)


def _devices(catalog: Catalog, typed: str, write: Write) -> Iterator[str]:
    words = [_first(device.name, typed, write) for device in catalog.devices.values() if device.enabled]
    return (word for word in _kept(typed, words) if word != typed)


def _first(device: str, typed: str, write: Write) -> str:
    """A device with the dot behind it: in the quotes that somebody began with, or as it must be."""
    return (_quoted(typed[0]) if typed[:1] and typed[0] in QUOTES else write)(device) + "."


def _kept(typed: str, words: list[str]) -> Iterator[str]:
    return (word for word in words if word.startswith(typed))


def _quoted(quote: str) -> Write:
    return lambda name: quote + name.replace("\\", "\\\\").replace(quote, "\\" + quote) + quote


def _in_expression(name: str) -> str:
    return name if _BARE.fullmatch(name) else _quoted('"')(name)
