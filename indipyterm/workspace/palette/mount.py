"""Verbs for mounts and domes: pointing, tracking, parking."""

from __future__ import annotations

from functools import partial

from indipyterm.exceptions import Incomplete
from indipyterm.model.members import NumberMember
from indipyterm.model.standard import sent_by
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.text import value_text
from indipyterm.protocol.messages import ON, Kind
from indipyterm.protocol.numbers import parse_typed
from indipyterm.workspace.palette.actions import Candidate, Step, send_candidate
from indipyterm.workspace.palette.coordinates import split_pair
from indipyterm.workspace.palette.verb import PaletteContext, Verb, current_values, for_devices

_MODES = "ON_COORD_SET"
_POINTING = ("TRACK", "SLEW")  # what ON_COORD_SET may be for a goto


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
    parked = context.vector(key.owner, "TELESCOPE_PARK")
    warning = "; the mount is parked" if parked and _is_on(parked, "PARK") else ""
    steps: list[Step] = [*before, (key, vector, values), *after]
    return send_candidate(f"{title} {ra} {dec}", steps, f"= {' '.join(shown)}{warning}", words)


def _decimal(typed: str) -> str:
    return str(parse_typed(typed))


def _is_on(vector: Vector, name: str) -> bool:
    member = vector.members.get(name)
    return member is not None and member.value == ON


def _parking(title: str, member: str, context: PaletteContext, text: str) -> list[Candidate]:
    found = [
        send_candidate(title, [(key, vector, {member: ON})], current_values(vector), f"{title.lower()} {key.device}")
        for key, vector in context.writable(Kind.SWITCH, *sent_by(title.lower()))
        if member in vector.members
    ]
    return for_devices(found, text)


def track(context: PaletteContext, text: str) -> list[Candidate]:
    """Switch tracking on or off."""
    wanted = [word for word in ("on", "off") if word.startswith(text.casefold())]
    found = []
    for key, vector in context.writable(Kind.SWITCH, *sent_by("track")):
        for word in wanted:
            values = {f"TRACK_{word.upper()}": ON}
            found.append(
                send_candidate(f"Track {word}", [(key, vector, values)], current_values(vector), f"track {word}")
            )
        if not wanted:
            found.append(Candidate(f"Track {text}", key.owner, "tracking is on or off", invalid=True))
    return found


VERBS = (
    Verb("goto", "RA DEC", "point the mount", goto),
    Verb("track", "on|off", "follow the sky, or stand still", track),
    Verb("park", "[DEVICE]", "park mount or dome", partial(_parking, "Park", "PARK")),
    Verb("unpark", "[DEVICE]", "unpark mount or dome", partial(_parking, "Unpark", "UNPARK")),
)
SYNC = Verb("sync", "RA DEC", "tell the mount where it points", sync, whole=True)
