"""Verbs for mounts: pointing and tracking; parking and homing, also of other devices."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from indipyterm.exceptions import Incomplete
from indipyterm.model.members import NumberMember
from indipyterm.model.standard import parked, sent_by
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.text import value_text
from indipyterm.protocol.messages import ON, Kind
from indipyterm.protocol.numbers import parse_typed
from indipyterm.workspace.palette.actions import Candidate, Step, send_candidate
from indipyterm.workspace.palette.switch_verbs import SwitchVerb
from indipyterm.workspace.palette.targets import (
    Target,
    epoch_text,
    is_named,
    named,
    object_target,
    typed_target,
)
from indipyterm.workspace.palette.verb import Found, PaletteContext, Verb, current_values, for_devices
from indipyterm.workspace.pointing import OF_DATE, altitude, altitude_text

_MODES = "ON_COORD_SET"
_POINTING = ("TRACK", "SLEW")  # what ON_COORD_SET may be for a goto
_HOMING = ("GO", "HOME_GO", "HOME", "FIND", "HOME_FIND")  # the switches of drivers, going before searching


def goto(context: PaletteContext, text: str) -> list[Candidate]:
    """Point to an object or to coordinates: ON_COORD_SET is set first if it would do something else."""
    aims = []
    for key, vector in _mounts(context, "goto"):
        modes, mode = _modes(context, key.owner)
        before: list[Step] = []
        if modes and mode not in _POINTING:
            wanted = next((name for name in _POINTING if name in modes.members), _POINTING[0])
            before = [(key._replace(vector=_MODES), modes, {wanted: ON})]
        aims.append(_Aim("Goto", key, vector, before, []))
    return _candidates(context, text, aims)


def sync(context: PaletteContext, text: str) -> list[Candidate]:
    """Tell the mount where it points; afterwards ON_COORD_SET is as it was before."""
    aims = []
    for key, vector in _mounts(context, "sync"):
        modes, mode = _modes(context, key.owner)
        if modes is None or "SYNC" not in modes.members:
            continue
        to_modes = key._replace(vector=_MODES)
        before: list[Step] = [] if mode == "SYNC" else [(to_modes, modes, {"SYNC": ON})]
        after: list[Step] = [(to_modes, modes, {mode: ON})] if before and mode else []
        aims.append(_Aim("Sync", key, vector, before, after))
    return _candidates(context, text, aims)


class _Aim(NamedTuple):
    """A mount that can be pointed: its coordinates, what is set before and after them, and the verb."""

    title: str
    key: VectorKey
    vector: Vector
    before: list[Step]
    after: list[Step]

    @property
    def j2000(self) -> bool:
        return self.key.vector != OF_DATE


def _mounts(context: PaletteContext, verb: str) -> Found:
    """The coordinates of each mount: those of the date, where it has both."""
    found: dict[DeviceKey, tuple[VectorKey, Vector]] = {}
    for key, vector in context.writable(Kind.NUMBER, *sent_by(verb)):
        found.setdefault(key.owner, (key, vector))
    return list(found.values())


def _modes(context: PaletteContext, owner: DeviceKey) -> tuple[Vector | None, str]:
    """The vector that says what coordinates are for, and its member that is On."""
    vector = context.vector(owner, _MODES)
    if vector is None or vector.kind is not Kind.SWITCH:
        return None, ""
    return vector, next((name for name, member in vector.members.items() if member.value == ON), "")


def _candidates(context: PaletteContext, text: str, aims: list[_Aim]) -> list[Candidate]:
    """A line for each mount; where a text is the beginning of several names, a line for each of them instead."""
    if not aims:
        return []
    objects, word = named(text), aims[0].title.lower()
    if not objects:
        return [_typed(context, text, aim) for aim in aims]
    choices = [
        Candidate(f"{aims[0].title} {one.title}", detail="which of these?", completion=f"{word} {one.name}")
        for one in objects
    ]
    if len(objects) > 1 and not is_named(text, objects[0]):
        return choices
    when = _full_hour(context.servers.now())
    words = f"{word} {objects[0].name}"
    found = [_sending(context, object_target(objects[0], when, j2000=aim.j2000), words, aim) for aim in aims]
    return [*found, *choices[1:]]


def _typed(context: PaletteContext, text: str, aim: _Aim) -> Candidate:
    words = f"{aim.title.lower()} {text}"
    try:
        target = typed_target(text, _full_hour(context.servers.now()), j2000=aim.j2000)
    except Incomplete as error:
        detail = f"{error}; {current_values(aim.vector)} {epoch_text(aim.j2000)}"
        return Candidate(f"{aim.title} NAME or RA DEC", aim.key.owner, detail, completion=words)
    except ValueError as error:
        return Candidate(f"{aim.title} {text}", aim.key.owner, str(error), completion=words, invalid=True)
    return _sending(context, target, words, aim)


def _full_hour(now: datetime) -> datetime:
    """The time for which places are computed: what is sent is what was shown, though a minute has passed."""
    return now.replace(minute=0, second=0, microsecond=0)


def _sending(context: PaletteContext, target: Target, words: str, aim: _Aim) -> Candidate:
    key, vector = aim.key, aim.vector
    values = {"RA": target.ra, "DEC": target.dec}
    shown = " ".join(
        value_text(member, str(parse_typed(values[name])))
        for name, member in vector.members.items()
        if name in values and isinstance(member, NumberMember)
    )
    degrees = altitude(context.servers, key, values, context.servers.now())
    height, low = altitude_text(degrees), degrees is not None and degrees < 0 and aim.title == "Goto"
    steps: list[Step] = [*aim.before, (key, vector, values), *aim.after]
    candidate = send_candidate(f"{aim.title} {target.title}", steps, f"{height}; {shown} {target.words}", words)
    if candidate.action is None:
        return candidate
    name = "" if target.title == f"{target.ra} {target.dec}" else target.title
    known = ", ".join(filter(None, (name, "" if low else height)))
    warnings = (height if low else "", _parked_warning(context, key.owner))
    notice = ": ".join(filter(None, (known, f"{shown} {target.words}")))
    return replace(candidate, notice=notice, warning=". ".join(filter(None, warnings)))


def _parked_warning(context: PaletteContext, owner: DeviceKey) -> str:
    device = context.servers.device(owner)
    state = parked(device) if device else ""
    return f"The mount is {state}: unpark it first, or it may refuse" if state else ""


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
    Verb("goto", "NAME|RA DEC", "point the mount: m42, vega, 5:35:17 -5:23:28", goto),
    Verb("track", "on|off", "follow the sky, or stand still", _TRACK.candidates),
    Verb("park", "[DEVICE]", "park mount or dome", partial(_parking, "Park", "PARK")),
    Verb("unpark", "[DEVICE]", "unpark mount or dome", partial(_parking, "Unpark", "UNPARK")),
    Verb("home", "[DEVICE]", "move mount, dome or rotator to its home position", home),
)
SYNC = Verb("sync", "NAME|RA DEC", "tell the mount where it points", sync, whole=True)
