"""What can be moved by hand: mounts, focusers and rotators, and the properties that move them."""

from __future__ import annotations

from enum import Enum
from math import floor, log10
from typing import NamedTuple

from indipyterm.model.devices import Device
from indipyterm.model.members import NumberMember
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.protocol.messages import ON, Kind
from indipyterm.protocol.numbers import number_or_none

RATE = "TELESCOPE_SLEW_RATE"
FOCUS_DIRECTION = "FOCUS_MOTION"
_INWARD, _OUTWARD = "FOCUS_INWARD", "FOCUS_OUTWARD"


class JogKind(Enum):
    """What kind of thing is moved; one device may be several."""

    MOUNT = "mount"
    """Moves while a switch is On."""
    FOCUSER = "focuser"
    """Moves by steps, inward and outward."""
    ROTATOR = "rotator"
    """Turns by degrees."""


class JogTarget(NamedTuple):
    """A device that can be moved by hand, as what it is."""

    device: DeviceKey
    kind: JogKind


class Direction(Enum):
    """A direction: the vector and the member that moves a mount there."""

    NORTH = ("TELESCOPE_MOTION_NS", "MOTION_NORTH")
    SOUTH = ("TELESCOPE_MOTION_NS", "MOTION_SOUTH")
    WEST = ("TELESCOPE_MOTION_WE", "MOTION_WEST")
    EAST = ("TELESCOPE_MOTION_WE", "MOTION_EAST")

    def __init__(self, vector: str, member: str) -> None:
        self.vector, self.member = vector, member


MOTIONS = tuple(dict.fromkeys(direction.vector for direction in Direction))
"""The vectors that move a mount while one of their switches is On."""

_POSITIONS = {
    JogKind.FOCUSER: ("ABS_FOCUS_POSITION", "REL_FOCUS_POSITION", "FOCUS_TIMER"),
    JogKind.ROTATOR: ("ABS_ROTATOR_ANGLE",),
}
"""The numbers that move by steps; the first that a device has counts."""

_RELATIVE = ("REL_FOCUS_POSITION", "FOCUS_TIMER")  # their number is how far, not where to
_DEGREES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 45.0, 90.0)
_TURN = 360.0


def kinds_of(device: Device) -> list[JogKind]:
    """What a device can be moved as."""
    found = [JogKind.MOUNT] if any(_has(device, name, Kind.SWITCH) for name in MOTIONS) else []
    for kind, names in _POSITIONS.items():
        name = next((name for name in names if _has(device, name, Kind.NUMBER)), None)
        if name and (name not in _RELATIVE or _has(device, FOCUS_DIRECTION, Kind.SWITCH)):
            found.append(kind)
    return found


def position_of(device: Device, kind: JogKind) -> Vector | None:
    """The numbers that a focuser or rotator is moved by."""
    names = _POSITIONS.get(kind, ())
    return next((device.vectors[name] for name in names if _has(device, name, Kind.NUMBER)), None)


def is_relative(vector: Vector) -> bool:
    """Whether its number says how far to go, not where to."""
    return vector.name in _RELATIVE


def steps_of(vector: Vector) -> tuple[float, ...]:
    """The sizes of step to choose from: degrees, or 1, 2, 5, 10 … up to half of the range."""
    if vector.name in _POSITIONS[JogKind.ROTATOR]:
        return _DEGREES
    limits = first_number(vector).limits()
    most = (limits[1] - limits[0]) / 2 if limits else 1e5
    powers = range(max(0, floor(log10(max(1.0, most)))) + 1)
    return tuple(float(digit * 10**power) for power in powers for digit in (1, 2, 5) if digit * 10**power <= most)


def first_step(vector: Vector) -> float:
    """The size of step to begin with: a thousandth of the range, or a degree; the last one where it says how far."""
    steps = steps_of(vector) or (1.0,)
    if vector.name in _POSITIONS[JogKind.ROTATOR]:
        return 1.0
    limits = first_number(vector).limits()
    if is_relative(vector) and (asked := value_of(vector) or 0.0) > 0:
        return asked
    wanted = (limits[1] - limits[0]) / 1000 if limits else 1.0
    return max((step for step in steps if step <= wanted), default=steps[0])


def goal(vector: Vector, start: float, distance: float) -> float:
    """Where a step of `distance` leads from `start`: angles go round."""
    return (start + distance) % _TURN if vector.name in _POSITIONS[JogKind.ROTATOR] else start + distance


def direction_values(outward: bool) -> dict[str, str]:
    """What sets the direction of a focuser that is told how far to go."""
    return {_OUTWARD if outward else _INWARD: ON}


def first_number(vector: Vector) -> NumberMember:
    """The number that counts in a vector of numbers."""
    return next(member for member in vector.members.values() if isinstance(member, NumberMember))


def value_of(vector: Vector) -> float | None:
    """That number; None where the server sent something else."""
    return number_or_none(first_number(vector).value)


def requests_asked_about(target: JogTarget, device: Device) -> list[tuple[VectorKey, dict[str, str]]]:
    """All that a pad may send to start a motion: what people are asked about, once, before the first."""
    if target.kind is JogKind.MOUNT:
        found = [(each.vector, {each.member: ON}) for each in Direction]
    else:
        position = position_of(device, target.kind)
        found = [(position.name, {first_number(position).name: "steps"})] if position else []
    return [(VectorKey(*target.device, name), values) for name, values in found if name in device.vectors]


def _has(device: Device, name: str, kind: Kind) -> bool:
    vector = device.vectors.get(name)
    return vector is not None and vector.enabled and vector.kind is kind and vector.writable and bool(vector.members)
