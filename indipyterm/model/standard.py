"""What a property is by its standard name: what it does, whether it runs, how it ends, how to connect and abort."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache, lru_cache

from indipyterm.model.devices import Device
from indipyterm.model.families import ASKED_ANYWHERE, FAMILIES
from indipyterm.model.members import NumberMember
from indipyterm.model.roles import Role, Standard
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import OFF, ON, Kind, Rule, State

CONNECTION = "CONNECTION"
CONNECT = "CONNECT"
DISCONNECT = "DISCONNECT"

_PARK, _PARKED = "TELESCOPE_PARK", "PARK"
POINTING = ("EQUATORIAL_EOD_COORD", "EQUATORIAL_COORD", "HORIZONTAL_COORD")
"""Where a mount points, and what sends it there; of several that it has the first counts."""

CLOCK = "TIME_UTC"
CLOCK_TIME = "UTC"
NOW = "now"
"""What may be given for the time of a clock: the time when it is sent."""

_DIGITS = "0123456789"
_LONGEST_NUMBER = 3
_ABORT = Standard(Role.ABORTS)

StandardRequest = tuple[str, dict[str, str]]
"""A vector's name and the values to send, by member."""


def role(name: str) -> Role | None:
    """What sending a property does; None where its name does not say it."""
    standard = _standard(name)
    return standard.role if standard else None


def description(name: str) -> str | None:
    """A sentence about a property; None for names that are not INDI's.

    Numbered names that are not listed themselves are found by their family (``CCD3`` by ``CCD#``) or by the name
    without its number (``FOCUS_SPEED_2``).
    """
    known = _known(name)
    if known is None:
        return None
    return known.description.replace("#", name[len(name.rstrip(_DIGITS)) :])


def asked_by_default() -> tuple[str, ...]:
    """The actions that the user is asked about unless the settings say otherwise, as patterns of PROPERTY.MEMBER."""
    families = [name for name, family in FAMILIES.items() if family.asked]
    asked = {name: one for name, one in _properties().items() if one.asked}
    others = {name: one for name, one in asked.items() if not any(fnmatchcase(name, each) for each in families)}
    return (
        *(f"{name}.{member}" for name, one in (FAMILIES | others).items() for member in one.asked),
        *(f"*.{member}" for member in ASKED_ANYWHERE),
    )


def sent_by(verb: str) -> list[str]:
    """The properties that a verb of the palette sends."""
    return [name for name, standard in _properties().items() if verb in standard.verbs]


def mentions_abort(name: str) -> bool:
    """Whether one of the words of a name is ABORT, as in TELESCOPE_ABORT_MOTION."""
    return "ABORT" in name.upper().split("_")


def connected(device: Device) -> bool | None:
    """Whether a device is connected to its hardware; None where it has no such switch."""
    vector = device.vectors.get(CONNECTION)
    member = vector.members.get(CONNECT) if vector and vector.enabled else None
    return member.value == ON if member else None


def connect_request(device: Device, on: bool = True) -> StandardRequest | None:
    """What connects a device to its hardware, or disconnects it; None where nothing has to be done, or can be."""
    now = connected(device)
    return None if now is None or now is on else (CONNECTION, {CONNECT if on else DISCONNECT: ON})


def abort_requests(device: Device) -> list[StandardRequest]:
    """What stops everything on a device that can be stopped: one switch of each property that aborts, or streams.

    Where no property aborts, the buttons that move something are let go.
    """
    return [*(aborts := list(_aborts(device))), *_stops(device, let_go=not aborts)]


def abort_request(vector: Vector) -> StandardRequest | None:
    """What to send to a property that aborts; None for any other."""
    if vector.kind is not Kind.SWITCH or not vector.writable or not _is_abort(vector):
        return None
    member = next((name for name in vector.members if "ABORT" in name.upper()), next(iter(vector.members)))
    return vector.name, {member: ON}


def runs(vector: Vector) -> bool:
    """Whether something that a property started is still under way: an exposure, a slew, a stream.

    Of properties that have no standard name only what was asked for here counts: Busy may be how they always are.
    """
    if not vector.enabled or vector.stale:
        return False
    if _stop(vector) and (vector.state is State.BUSY or any(one.value == ON for one in vector.members.values())):
        return True
    if vector.state is not State.BUSY:
        return False
    standard = _standard(vector.name)
    if standard is None:
        return vector.request is not None
    return standard.role in (Role.ACTS, Role.MOVES) and not standard.steady


def moves(name: str) -> bool:
    """Whether sending a property moves something."""
    return role(name) is Role.MOVES


def points(name: str) -> bool:
    """Whether sending a property points a mount somewhere."""
    return name in POINTING


def parked(device: Device) -> str:
    """Whether a mount is parked: "parked", "parking", or empty."""
    vector = device.vectors.get(_PARK)
    member = vector.members.get(_PARKED) if vector and vector.enabled and not vector.stale else None
    if vector is None or member is None:
        return ""
    asked = vector.request.members if vector.request else {}
    wanted = asked.get(_PARKED, member.value) == ON
    if vector.state is State.BUSY and wanted:
        return "parking"
    return "parked" if member.value == ON else ""


def exposes(name: str) -> bool:
    """Whether sending a property starts an exposure, or a measurement that takes its time."""
    return name.endswith("_EXPOSURE") or name == "SENSOR_INTEGRATION"


def takes_seconds(name: str, vector: Vector) -> bool:
    """Whether a property takes a time in seconds, which then runs down: an exposure, a measurement."""
    return vector.kind is Kind.NUMBER and exposes(name)


def number_member(vector: Vector, name: str) -> NumberMember | None:
    """The number member with a standard name, or the only member of the vector."""
    member = vector.members.get(name) or (next(iter(vector.members.values())) if len(vector.members) == 1 else None)
    return member if isinstance(member, NumberMember) else None


def _aborts(device: Device) -> Iterator[StandardRequest]:
    return (request for vector in device.present() if (request := abort_request(vector)))


def _stops(device: Device, *, let_go: bool) -> Iterator[StandardRequest]:
    for vector in device.present():
        if not vector.writable:
            continue
        if stop := _stop(vector):
            yield vector.name, {stop: ON}
        elif let_go and (held := _held_buttons(vector)):
            yield vector.name, dict.fromkeys(held, OFF)


def _held_buttons(vector: Vector) -> list[str]:
    """The buttons that move something for as long as they are On, and do so now."""
    if vector.rule is not Rule.AT_MOST_ONE or not moves(vector.name) or not runs(vector):
        return []
    return [name for name, member in vector.members.items() if member.value == ON]


def _stop(vector: Vector) -> str:
    """The switch that stops what a property started and what still runs; empty where there is nothing to stop."""
    known = _known(vector.name)
    member = vector.members.get(known.stop) if known and known.stop and vector.kind is Kind.SWITCH else None
    runs = member and (member.value != ON or vector.state is State.BUSY)
    return member.name if member and runs else ""


def _is_abort(vector: Vector) -> bool:
    """Whether it is a button that aborts; a choice between settings is none, whatever its name."""
    return role(vector.name) is Role.ABORTS and vector.rule is Rule.AT_MOST_ONE and bool(vector.members)


def is_in_effect(vector: Vector, asked: Mapping[str, str]) -> bool:
    """Whether a vector that is Busy has done all that was `asked` of it, by member name.

    Busy is the steady state of many switches: of a mount that tracks, a cooler that cools, a camera that streams. So a
    switch that shows what was asked for has nothing left to do, except one that parks, connects or the like.
    """
    if vector.kind is not Kind.SWITCH or not asked or finishes(vector.name):
        return False
    members = vector.members
    return all(name in members and members[name].value == value for name, value in asked.items())


def finishes(name: str) -> bool:
    """Whether a switch of this name is Busy only until it has finished what was asked of it."""
    standard = _standard(name)
    return standard is not None and (standard.finishes or standard.role is Role.ABORTS)


def ends_idle(name: str) -> bool:
    """Whether a property goes from Busy to Idle when it has finished; elsewhere that means that it was stopped."""
    standard = _standard(name)
    return standard is not None and (standard.ends_idle or standard.role is Role.ABORTS)


@lru_cache(maxsize=4096)
def _standard(name: str) -> Standard | None:
    """What is known of a property: its own line in the table, or what the way its name is made says."""
    if known := _known(name):
        return known
    if mentions_abort(name):
        return _ABORT
    return next((family for pattern, family in FAMILIES.items() if fnmatchcase(name, pattern)), None)


@lru_cache(maxsize=4096)
def _known(name: str) -> Standard | None:
    """A property's own line in the table, or that of its name without its number."""
    if "#" in name:  # the mark of a number in the table, in no name of INDI's
        return None
    properties = _properties()
    if listed := properties.get(name):
        return listed
    stem = name.rstrip(_DIGITS)
    if not 0 < len(name) - len(stem) <= _LONGEST_NUMBER:
        return None
    return properties.get(f"{stem}#") or properties.get(stem.removesuffix("_"))


@cache
def _properties() -> Mapping[str, Standard]:
    """The table, which is loaded when something is asked of it: most scripts never do."""
    from indipyterm.model.standard_properties import PROPERTIES  # noqa: PLC0415

    return PROPERTIES
