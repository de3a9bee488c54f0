"""What INDI's standard property names mean for any driver: connecting, aborting, descriptions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from indipyterm.model.devices import Device
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import ON, Kind, Rule

CONNECTION = "CONNECTION"
CONNECT = "CONNECT"
DISCONNECT = "DISCONNECT"

_DIGITS = "0123456789"
_LONGEST_NUMBER = 3

Request = tuple[str, dict[str, str]]
"""A vector's name and the values to send, by member."""


def connected(device: Device) -> bool | None:
    """Whether a device is connected to its hardware; None if it has no such switch."""
    vector = device.vectors.get(CONNECTION)
    member = vector.members.get(CONNECT) if vector and vector.enabled else None
    return member.value == ON if member else None


def connect_request(device: Device, on: bool = True) -> Request | None:
    """The request that connects a device to its hardware, or disconnects it; None if it is so, or can't be."""
    now = connected(device)
    return None if now is None or now is on else (CONNECTION, {CONNECT if on else DISCONNECT: ON})


def abort_requests(device: Device) -> list[Request]:
    """The requests that stop everything on a device: one for each of INDI's ``..._ABORT_...`` vectors."""
    return list(_aborts(device))


def _aborts(device: Device) -> Iterator[Request]:
    for vector in device.present():
        if vector.kind is Kind.SWITCH and vector.writable and _is_abort(vector):
            member = next((name for name in vector.members if "ABORT" in name.upper()), next(iter(vector.members)))
            yield vector.name, {member: ON}


def _is_abort(vector: Vector) -> bool:
    """Whether a vector is a button with a standard name such as TELESCOPE_ABORT_MOTION, not a choice of settings."""
    return "ABORT" in vector.name.upper().split("_") and vector.rule is Rule.AT_MOST_ONE and bool(vector.members)


def description(property_name: str) -> str | None:
    """A sentence about a property, by its INDI name; None for a name that is not a standard one.

    A numbered name that is not listed itself is found by its family (``CCD3`` by ``CCD#``), or without its number
    (``FOCUS_SPEED_2``).
    """
    known = descriptions()
    if "#" in property_name:  # marks a family, and is in no standard name
        return None
    if sentence := known.get(property_name):
        return sentence
    stem = property_name.rstrip(_DIGITS)
    number = property_name[len(stem) :]
    if not 0 < len(number) <= _LONGEST_NUMBER:
        return None
    if sentence := known.get(f"{stem}#"):
        return sentence.replace("#", number)
    return known.get(stem.removesuffix("_"))


@cache
def descriptions() -> dict[str, str]:
    """All sentences by name or family, read from the package's data at the first call."""
    import tomllib  # noqa: PLC0415 - most runs describe nothing
    from importlib import resources  # noqa: PLC0415

    text = resources.files(__package__).joinpath("descriptions.toml").read_text("utf-8")
    return {name: sentence for table in tomllib.loads(text).values() for name, sentence in table.items()}
