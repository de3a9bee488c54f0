"""Finding vectors by their names, labels and values: the filter."""

from __future__ import annotations

from collections.abc import Iterable

from indipyterm.model.vectors import Vector
from indipyterm.presentation.groups import Section
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.names import whole_names
from indipyterm.presentation.text import value_text


def matches(key: VectorKey, vector: Vector, text: str) -> bool:
    """Whether the device, the group, a label, an INDI name or a value contains a text, in any case."""
    wanted = text.casefold()
    return any(wanted in searched.casefold() for searched in _searched(key, vector))


def _searched(key: VectorKey, vector: Vector) -> Iterable[str]:
    yield from (vector.label, vector.name, vector.group, key.device)
    for member in vector.members.values():
        yield from (member.label, member.name)
        yield value_text(member)


def matching_sections(vectors: Iterable[tuple[VectorKey, Vector]], text: str) -> list[Section]:
    """The vectors that match, under their devices and groups."""
    hits: dict[tuple[DeviceKey, str], list[Vector]] = {}
    owners: set[DeviceKey] = set()
    for key, vector in vectors:
        owners.add(key.owner)
        if matches(key, vector, text):
            hits.setdefault((key.owner, vector.group), []).append(vector)
    names = whole_names(owners)
    return [Section(f"{names[owner]} › {group}", owner, those) for (owner, group), those in hits.items()]


def next_hit(
    vectors: Iterable[tuple[VectorKey, Vector]], text: str, here: VectorKey | None, direction: int
) -> VectorKey | None:
    """The next match after (`direction` 1) or before (-1) a vector, cyclically; None if nothing matches."""
    order: dict[VectorKey, int] = {}
    hits: list[VectorKey] = []
    for place, (key, vector) in enumerate(vectors):
        order[key] = place
        if matches(key, vector, text):
            hits.append(key)
    at = order.get(here, -1) if here else -1
    ahead = [key for key in hits if (order[key] - at) * direction > 0] or hits
    return ahead[0 if direction > 0 else -1] if ahead else None


def watch_list_sections(keys: Iterable[VectorKey], vectors: Iterable[tuple[VectorKey, Vector]]) -> list[Section]:
    """The vectors of a watch list, in its order, under their devices."""
    known = dict(vectors)
    names = whole_names({key.owner for key in known})
    sections: dict[DeviceKey, Section] = {}
    for key in keys:
        if vector := known.get(key):
            sections.setdefault(key.owner, Section(names[key.owner], key.owner, [])).vectors.append(vector)
    return list(sections.values())
