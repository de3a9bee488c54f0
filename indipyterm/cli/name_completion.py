"""Completing names of devices, properties and members, and values, from a catalog."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from indipyterm.commands.patterns import QUOTES, format_name
from indipyterm.commands.selection import PSEUDO_MEMBERS, format_value, member_value
from indipyterm.model.catalog import Catalog
from indipyterm.model.standard import CLOCK, CLOCK_TIME, NOW, sent_by
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import OFF, ON, Kind, Rule

_BARE = re.compile(r"\w+", re.ASCII)
_OPERAND = re.compile(r"""(.*?)((?:"[^"]*+"?+|[^\s"()=<>!])*)""", re.DOTALL)
"""An expression, split into the name being typed at its end and the part before."""

Quote = Callable[[str], str]


def complete_pattern(catalog: Catalog, typed: str) -> Iterator[str]:
    """Yield completions of a pattern by one part, with a dot if another part follows."""
    return _names(catalog, typed, format_name)


def complete_device(catalog: Catalog, typed: str) -> Iterator[str]:
    """Yield the names of devices, as they are: an argument that is a name and no pattern needs no quotes of ours."""
    return (name for name, device in catalog.devices.items() if device.enabled and name.startswith(typed))


def complete_expression(catalog: Catalog, typed: str) -> Iterator[str]:
    """Yield completions of the name at the end of an expression."""
    found = _OPERAND.fullmatch(typed)
    assert found is not None  # both of its parts may be empty, and the first may be anything
    before, name = found.groups()
    return (before + each for each in _names(catalog, name, _expression_name))


def complete_assignment(catalog: Catalog, typed: str) -> Iterator[str]:
    """Yield completions of an assignment: its name as for patterns, then = and the current value or the choices."""
    for vector, name in _vectors(catalog, typed, format_name):
        if not vector.writable:
            continue
        picked = vector.kind is Kind.SWITCH and vector.rule is not Rule.ANY_OF_MANY
        if not typed.startswith(start := name + ("=" if picked else ".")):
            yield from _matching(typed, [start])
        elif picked:
            yield from _matching(typed, [start + member for member in vector.members])
        else:
            yield from _member_assignments(vector, typed, start)
    yield from _devices(catalog, typed, format_name)


def complete_camera(catalog: Catalog, typed: str) -> Iterator[str]:
    """Yield the names of the devices that can expose."""
    return _devices_with(catalog, typed, sent_by("expose"))


def complete_wheel(catalog: Catalog, typed: str) -> Iterator[str]:
    """Yield the names of the devices with a filter wheel."""
    return _devices_with(catalog, typed, sent_by("filter"))


def complete_filter(catalog: Catalog, typed: str) -> Iterator[str]:
    """Yield completions of the last filter in a list with commas, by the names that the wheels have."""
    before, comma, last = typed.rpartition(",")
    vectors = (device.vectors.get("FILTER_NAME") for device in catalog.devices.values() if device.enabled)
    names = [member.value for vector in vectors if vector and vector.enabled for member in vector.members.values()]
    return (before + comma + name for name in dict.fromkeys(names) if name.casefold().startswith(last.casefold()))


def _devices_with(catalog: Catalog, typed: str, vectors: list[str]) -> Iterator[str]:
    found = [device for device in catalog.devices.values() if any(one.name in vectors for one in device.present())]
    return _matching(typed, [device.name for device in found])


def _member_assignments(vector: Vector, typed: str, start: str) -> Iterator[str]:
    for name, member in vector.members.items():
        whole = f"{start}{format_name(name)}="
        if not typed.startswith(whole):
            yield from _matching(typed, [whole])
        elif vector.kind is Kind.SWITCH:
            yield from _matching(typed, [whole + ON, whole + OFF])
        elif vector.name == CLOCK and name == CLOCK_TIME:
            yield from _matching(typed, [whole + NOW])
        elif vector.kind is not Kind.BLOB and vector.readable:
            yield from _matching(typed, [whole + format_value(member_value(member))])


def _names(catalog: Catalog, typed: str, quote: Quote) -> Iterator[str]:
    for vector, name in _vectors(catalog, typed, quote):
        if not typed.startswith(f"{name}."):
            yield from _matching(typed, [f"{name}."])
            continue
        pseudo = [each for each in PSEUDO_MEMBERS if each not in vector.members]
        yield from _matching(typed, [f"{name}.{member}" for member in (*map(quote, vector.members), *pseudo)])
    yield from _devices(catalog, typed, quote)


def _vectors(catalog: Catalog, typed: str, quote: Quote) -> Iterator[tuple[Vector, str]]:
    """Yield the vectors of the device that was typed, with their quoted names."""
    for device in catalog.devices.values():
        if typed.startswith(first := _device_prefix(device.name, typed, quote)):
            for vector in device.present():
                yield vector, first + quote(vector.name)


def _devices(catalog: Catalog, typed: str, quote: Quote) -> Iterator[str]:
    words = [_device_prefix(device.name, typed, quote) for device in catalog.devices.values() if device.enabled]
    return (word for word in _matching(typed, words) if word != typed)


def _device_prefix(device: str, typed: str, quote: Quote) -> str:
    """Return a device name with a dot, in the quotes that the user began with, or else quoted by `quote`."""
    return (_quoting(typed[0]) if typed[:1] and typed[0] in QUOTES else quote)(device) + "."


def _matching(typed: str, words: list[str]) -> Iterator[str]:
    return (word for word in words if word.startswith(typed))


def _quoting(mark: str) -> Quote:
    return lambda name: mark + name.replace("\\", "\\\\").replace(mark, "\\" + mark) + mark


def _expression_name(name: str) -> str:
    return name if _BARE.fullmatch(name) else _quoting('"')(name)
