"""What the user is asked before something risky is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import ON, Kind

Request = tuple[VectorKey, Mapping[str, Any]]
"""A vector, and values for its members."""


def acting(vector: Vector | None, values: Mapping[str, Any]) -> list[str]:
    """The members that do something: of switches, those that are switched on."""
    switches = vector is not None and vector.kind is Kind.SWITCH
    return [name for name, value in values.items() if value == ON or not switches]


def question(requests: Sequence[Request], find: Callable[[VectorKey], Vector | None]) -> tuple[str, str]:
    """What to ask, and what would be sent, a line for each vector."""
    told = [_in_words(key, values, find(key)) for key, values in requests]
    more = f" and {len(told) - 1} more" if len(told) > 1 else ""
    return f"{told[0][0]}{more}?", "\n".join(sent for _, sent in told)


def _in_words(key: VectorKey, values: Mapping[str, Any], vector: Vector | None) -> tuple[str, str]:
    """A request in a few words, and with all values that do something."""
    labels = {name: vector.members[name].label for name in values if name in vector.members} if vector else {}
    members = acting(vector, values)
    sent = ", ".join(f"{labels.get(name, name)} = {values[name]}" for name in members)
    what = ", ".join(labels.get(name, name) for name in members)
    return f"{what}: {key.device}", f"{vector.label if vector else key.vector}: {sent}"
