"""Verbs for mounts: pointing and tracking; parking and homing, also of other devices."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from indipyterm.exceptions import Incomplete
from indipyterm.model.members import NumberMember
from indipyterm.model.standard import parked, sent_by
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.text import value_text
from indipyterm.protocol.messages import ON, Kind
from indipyterm.protocol.numbers import parse_typed
from indipyterm.workspace.palette.actions import Candidate, Step, send_candidate
from indipyterm.workspace.palette.coordinates import split_pair
from indipyterm.workspace.palette.switch_verbs import SwitchVerb
from indipyterm.workspace.palette.verb import PaletteContext, Verb, current_values, for_devices

_MODES = "ON_COORD_SET"
_POINTING = ("TRACK", "SLEW")  # what ON_COORD_SET may be for a goto
_HOMING = ("GO", "HOME_GO", "HOME", "FIND", "HOME_FIND")  # the switches of drivers, going before searching


def goto(context: PaletteContext, text: str) -> list[Candidate]:
    """Point to coordinates: ON_COORD_SET is set first if it would do something else."""
    found = []
    for key, vector in context.writable(Kind.NUMBER, *sent_by("goto")):
        modes, mode = _modes(context, key.owner)
        before: list[Step] = []
        if modes and mode not in _POINTING:
            wanted = next((name for name in _POINTING if name in modes.members), _POINTING[0])
            before = [(key._replace(vector=_MODES), modes, {wanted: ON})]
        found.append(_pointing("Goto", context, text, (key, vector), before, []))
    return found


def sync(context: PaletteContext, text: str) -> list[Candidate]:
    """Tell the mount where it points; afterwards ON_COORD_SET is as it was before."""
    found = []
    for key, vector in context.writable(Kind.NUMBER, *sent_by("sync")):
        modes, mode = _modes(context, key.owner)
        if modes is None or "SYNC" not in modes.members:
            continue
        to_modes = key._replace(vector=_MODES)
        before: list[Step] = [] if mode == "SYNC" else [(to_modes, modes, {"SYNC": ON})]
        after: list[Step] = [(to_modes, modes, {mode: ON})] if before and mode else []
        found.append(_pointing("Sync", context, text, (key, vector), before, after))
    return found


def _modes(context: PaletteContext, owner: DeviceKey) -> tuple[Vector | None, str]:
    """The vector that says what coordinates are for, and its member that is On."""
    vector = context.vector(owner, _MODES)
    if vector is None or vector.kind is not Kind.SWITCH:
        return None, ""
    return vector, next((name for name, member in vector.members.items() if member.value == ON), "")


def _pointing(
    title: str,
    context: PaletteContext,
    text: str,
    target: tuple[VectorKey, Vector],
    before: list[Step],
    after: list[Step],
) -> Candidate:
    key, vector = target
    words = f"{title.lower()} {text}"
    try:
        ra, dec = split_pair(text)
    except Incomplete as error:
        return Candidate(f"{title} RA DEC", key.owner, f"{error}; {current_values(vector)}", completion=words)
    except ValueError as error:
        return Candidate(f"{title} {text}", key.owner, str(error), completion=words, invalid=True)
    values = {"RA": ra, "DEC": dec}
    shown = [
        value_text(member, _decimal(values[name]))
        for name, member in vector.members.items()
        if name in values and isinstance(member, NumberMember)
    ]
    steps: list[Step] = [*before, (key, vector, values), *after]
    found = send_candidate(f"{title} {ra} {dec}", steps, f"= {' '.join(shown)}", words)
    return replace(found, warning=_parked_warning(context, key.owner))


def _parked_warning(context: PaletteContext, owner: DeviceKey) -> str:
    device = context.servers.device(owner)
    state = parked(device) if device else ""
    return f"The mount is {state}: unpark it first, or it may refuse" if state else ""


def _decimal(typed: str) -> str:
    return str(parse_typed(typed))


def _parking(title: str, member: str, context: PaletteContext, text: str) -> list[Candidate]:
    found = [
        send_candidate(title, [(key, vector, {member: ON})], current_values(vector), f"{title.lower()} {key.device}")
        for key, vector in context.writable(Kind.SWITCH, *sent_by(title.lower()))
        if member in vector.members
    ]
    return for_devices(found, text)


def home(context: PaletteContext, text: str) -> list[Candidate]:
    """Go to the home position, or search for it where that is all that the device can do."""
    found = [
        send_candidate("Home", [(key, vector, {member: ON})], current_values(vector), f"home {key.device}")
        for key, vector in context.writable(Kind.SWITCH, *sent_by("home"))
        if (member := _homing(vector))
    ]
    return for_devices(found, text)


def _homing(vector: Vector) -> str:
    """The switch that moves to the home position; empty where there is none, as where it can only be set."""
    known = next((name for name in _HOMING if name in vector.members), "")
    only = next(iter(vector.members)) if len(vector.members) == 1 else ""
    return known or ("" if "SET" in only.upper() else only)


_TRACK = SwitchVerb("track", {"on": "TRACK_ON", "off": "TRACK_OFF"}, "tracking is on or off")

VERBS = (
    Verb("goto", "RA DEC", "point the mount", goto),
    Verb("track", "on|off", "follow the sky, or stand still", _TRACK.candidates),
    Verb("park", "[DEVICE]", "park mount or dome", partial(_parking, "Park", "PARK")),
    Verb("unpark", "[DEVICE]", "unpark mount or dome", partial(_parking, "Unpark", "UNPARK")),
    Verb("home", "[DEVICE]", "move mount, dome or rotator to its home position", home),
)
SYNC = Verb("sync", "RA DEC", "tell the mount where it points", sync, whole=True)
