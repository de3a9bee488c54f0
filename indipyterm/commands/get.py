"""``get``: what properties hold now."""

from __future__ import annotations

from collections.abc import Sequence

from indipyterm.commands.definitions import await_definitions
from indipyterm.commands.patterns import parse_pattern
from indipyterm.commands.readings import Chosen, Reading, select, stamp, value_of
from indipyterm.commands.session import Session

TIMEOUT = 10.0
"""Seconds in which definitions must have ended."""


async def get(session: Session, patterns: Sequence[str] = (), timeout: float | None = TIMEOUT) -> list[Reading]:
    """Read what the patterns name, all members without any, in the order in which the server defined it.

    Comes back as soon as it can be complete: at once for exact names, else when definitions have ended.
    Raises `BadPattern`, TimeoutError after `timeout` seconds, `NoServer`.
    """
    return [reading for chosen in await find(session, patterns, timeout) for reading in chosen.readings()]


async def find(session: Session, patterns: Sequence[str] = (), timeout: float | None = TIMEOUT) -> list[Chosen]:
    """As `get`, but vector by vector: the model's vectors, and what was asked for of each."""
    parsed = [parse_pattern(pattern) for pattern in patterns]
    await await_definitions(session, parsed, timeout)
    return select(session.catalog, parsed)


def unmatched(session: Session, patterns: Sequence[str]) -> list[str]:
    """Those of the patterns that name nothing that is there now."""
    return [pattern for pattern in patterns if not select(session.catalog, [parse_pattern(pattern)])]


def as_json(chosen: Chosen) -> dict[str, object]:
    """Put a vector in one JSON object, with those of its members that were asked for.

    Numbers are JSON numbers, switches "On" or "Off"; times are UTC, `timeout` is in seconds.
    """
    vector = chosen.vector
    return {
        "device": vector.device,
        "vector": vector.name,
        "kind": vector.kind.value,
        "label": vector.label,
        "group": vector.group,
        "state": vector.state.value,
        "perm": vector.perm.value,
        "rule": vector.rule.value if vector.rule else None,
        "timeout": vector.timeout,
        "timestamp": stamp(vector.timestamp) if vector.timestamp else None,
        "message": vector.message,
        "members": {name: value_of(vector.members[name]) for name in chosen.members},
    }


def devices_of(patterns: Sequence[str]) -> list[str]:
    """The only devices that matter to these patterns; none where that may be any device. Raises `BadPattern`."""
    devices = [parse_pattern(pattern).device for pattern in patterns]
    return [] if any(device.wild for device in devices) else list(dict.fromkeys(device.text for device in devices))
