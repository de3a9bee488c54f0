"""The few values that say most about a device, for a card that has room for no more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from indipyterm.model.devices import Device
from indipyterm.model.standard import POINTING
from indipyterm.model.vectors import Vector
from indipyterm.presentation.vector import MemberView, member_views, values_in_short
from indipyterm.protocol.messages import Kind

MOST = 2
"""Values of a headline."""

# What people ask of each kind of instrument first; the first of a line that a device has counts.
_FIRST = (
    POINTING,
    ("CCD_EXPOSURE", "SENSOR_INTEGRATION"),
    ("CCD_TEMPERATURE", "SENSOR_TEMPERATURE"),
    ("ABS_DOME_POSITION", "DOME_SHUTTER"),
    ("ABS_FOCUS_POSITION", "REL_FOCUS_POSITION"),
    ("FILTER_SLOT",),
    ("ABS_ROTATOR_ANGLE",),
    ("WEATHER_STATUS", "SAFETY_STATUS", "WEATHER_PARAMETERS"),
    ("FOCUS_TEMPERATURE",),
    ("TELESCOPE_PARK", "DOME_PARK", "CAP_PARK"),
    ("FLAT_LIGHT_CONTROL",),
)


class Value(NamedTuple):
    """A value with what it is called; both are safe to show."""

    label: str
    text: str


def headline(device: Device) -> list[Value]:
    """The values of a device that say most, at most `MOST`; of a driver of no known kind its first numbers."""
    found: list[Value] = []
    for vector in (*_known(device), *_first_numbers(device)):
        for value in _values(vector, device):
            if value not in found:
                found.append(value)
        if len(found) >= MOST:
            break
    return found[:MOST]


def _known(device: Device) -> Iterator[Vector]:
    for names in _FIRST:
        vectors = (device.vectors.get(name) for name in names)
        if found := next((vector for vector in vectors if vector and vector.enabled and vector.readable), None):
            yield found


def _first_numbers(device: Device) -> Iterator[Vector]:
    return (vector for vector in device.present() if vector.kind is Kind.NUMBER and not vector.writable)


def _values(vector: Vector, device: Device) -> list[Value]:
    if vector.kind is Kind.SWITCH:
        return [Value(label, "") for label in values_in_short(vector, 1)]
    members = member_views(vector, device)[:MOST]
    return [Value(member.title, _with_unit(member)) for member in members]


def _with_unit(member: MemberView) -> str:
    """The value with its unit, or with its meaning; the "hh:mm:ss" of a sexagesimal number is seen as it is."""
    unit = "" if ":" in member.unit else member.unit
    return f"{member.text} {member.meaning or unit}".strip()
