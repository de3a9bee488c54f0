"""``get``: current values of properties."""

from __future__ import annotations

from collections.abc import Sequence

from indipyterm.commands.definitions import await_definitions, expected_devices, not_heard, unheard
from indipyterm.commands.patterns import parse_pattern
from indipyterm.commands.selection import Reading, Selection, format_time, member_value, select_vectors
from indipyterm.commands.session import Session

TIMEOUT = 10.0
"""Seconds within which definitions must have ended."""


async def get(session: Session, patterns: Sequence[str] = (), timeout: float | None = TIMEOUT) -> list[Reading]:
    """Return the values that match the patterns (all values without patterns), in the server's order.

    Returns as soon as the result is complete: where all names are exact as soon as they are there, else when
    definitions have ended.
    Raises `BadPattern`, TimeoutError if definitions do not end within `timeout` seconds or nothing is heard of a device
    that is named, and `NoServer`.
    """
    found = await find_vectors(session, patterns, timeout)
    if silent := unheard_devices(session, patterns):
        raise TimeoutError(not_heard(silent, timeout or 0))
    return [reading for selection in found for reading in selection.readings()]


async def find_vectors(
    session: Session, patterns: Sequence[str] = (), timeout: float | None = TIMEOUT
) -> list[Selection]:
    """Do the same as `get`, but return vectors with the selected members of each, and what there is after `timeout`."""
    parsed = [parse_pattern(pattern) for pattern in patterns]
    await await_definitions(session, parsed, timeout)
    return select_vectors(session.catalog, parsed)


def unmatched(session: Session, patterns: Sequence[str]) -> list[str]:
    """Return the patterns that match nothing."""
    return [pattern for pattern in patterns if not select_vectors(session.catalog, [parse_pattern(pattern)])]


def unheard_devices(session: Session, patterns: Sequence[str]) -> list[str]:
    """Return the devices that belong to the answer, and have not said what they have: they may be absent, or busy."""
    return unheard(session, expected_devices(session, [parse_pattern(pattern) for pattern in patterns]))


def as_json(selection: Selection) -> dict[str, object]:
    """Return a vector with its selected members as a JSON object.

    Numbers are JSON numbers, switches "On" or "Off"; times are UTC, `timeout` is in seconds.
    """
    vector = selection.vector
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
        "timestamp": format_time(vector.timestamp) if vector.timestamp else None,
        "message": vector.message,
        "members": {name: member_value(vector.members[name]) for name in selection.members},
    }


def devices_named(patterns: Sequence[str]) -> list[str]:
    """Return the devices that the patterns name; none if they may match any device. Raises `BadPattern`."""
    devices = [parse_pattern(pattern).device for pattern in patterns]
    return [] if any(device.regex for device in devices) else list(dict.fromkeys(device.text for device in devices))
