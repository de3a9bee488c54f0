"""Verbs for cameras, focusers and filter wheels."""

from __future__ import annotations

from dataclasses import replace

from indipyterm.model.standard import number_member, sent_by
from indipyterm.model.vectors import Vector
from indipyterm.presentation.durations import seconds_to_send
from indipyterm.presentation.filter_slots import SLOT_VALUE, slot_name, slot_names, slot_number
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import ON, Kind, State
from indipyterm.protocol.numbers import parse_typed
from indipyterm.workspace.palette.actions import Candidate, Step, send_candidate
from indipyterm.workspace.palette.main_camera import main_cameras_first
from indipyterm.workspace.palette.number_verbs import changed_value, missing_number
from indipyterm.workspace.palette.series import expose_series
from indipyterm.workspace.palette.switch_verbs import SwitchVerb
from indipyterm.workspace.palette.verb import Found, PaletteContext, Verb, current_values
from indipyterm.workspace.series.camera import is_guide_head
from indipyterm.workspace.series.plan import is_series

_STEPS = "REL_FOCUS_POSITION"
_DIRECTION = "FOCUS_MOTION"


def expose(context: PaletteContext, text: str) -> list[Candidate]:
    """Start an exposure of a time, typed as seconds, ``30s``, ``5m`` or ``1/30``, or a series of them: ``10x30``.

    With ``guide`` at the end the guide head of a camera is meant, else that comes after the camera itself.
    """
    offered = main_cameras_first(context, context.writable(Kind.NUMBER, *sent_by("expose")))
    before, _, last = text.rpartition(" ")
    if last.casefold() == "guide" and before and not before.casefold().endswith("filter"):
        heads = [each for each in offered if is_guide_head(each[0].vector)]
        found = _exposures(context, before, heads)
        return [replace(one, completion=f"{one.completion} guide") for one in found]
    return _exposures(context, text, offered)


def _exposures(context: PaletteContext, text: str, offered: Found) -> list[Candidate]:
    if is_series(text):
        return expose_series(context, text, offered)
    found: list[Candidate] = []
    for key, vector in offered:
        if member := number_member(vector, f"{key.vector}_VALUE"):
            found.append(
                _exposing(context, key, vector, member.name, text)
                if text
                else missing_number("Expose SECONDS", key, vector, "the seconds are missing", "expose")
            )
    return found


def _exposing(context: PaletteContext, key: VectorKey, vector: Vector, member: str, text: str) -> Candidate:
    words, asked = f"expose {text}", vector.asked.get(member, "")
    try:
        seconds = seconds_to_send(text)
    except ValueError as error:
        return Candidate(f"Expose {text}", key.owner, str(error), completion=words, invalid=True)
    busy = "busy, " if vector.state is State.BUSY else ""
    detail = f"{vector.label}, {busy}last: {asked} s" if asked else f"{vector.label}, {busy}none yet"
    found = send_candidate(f"Expose {seconds} s", [(key, vector, {member: seconds})], detail, words)
    kind = _frame_kind(context, key)
    warnings = [f"The camera is set to {kind} frames: frame light changes that"] if kind else []
    if context.servers.client(key).blob_folder is None:
        warnings.append("There is no BLOB folder: the image is kept in memory only")
    return replace(found, warning="; ".join(warnings))


def _frame_kind(context: PaletteContext, key: VectorKey) -> str:
    """The kind of frame that a camera takes, by its label; empty where that is light."""
    name = "GUIDER_FRAME_TYPE" if key.vector.startswith("GUIDER") else "CCD_FRAME_TYPE"
    vector = context.vector(key.owner, name)
    on = [one for one in vector.members.values() if one.value == ON] if vector else []
    return on[0].label if on and on[0].name != "FRAME_LIGHT" else ""


_STREAM = SwitchVerb("stream", {"on": "STREAM_ON", "off": "STREAM_OFF"}, "a stream is on or off")


# Focus


def focus(context: PaletteContext, text: str) -> list[Candidate]:
    """Move the focuser to a position, or with a sign by so many steps.

    Steps are added to the present position and sent as a position, which can be checked against its limits and means
    the same if it is received twice. Only a focuser without positions gets a direction and steps.
    """
    offered = context.writable(Kind.NUMBER, *sent_by("focus"))
    absolute = [(key, vector) for key, vector in offered if key.vector != _STEPS]
    positioned = {key.owner for key, _ in absolute}
    relative = [(key, vector) for key, vector in offered if key.vector == _STEPS and key.owner not in positioned]
    return [
        *(_to_position(key, vector, text) for key, vector in absolute),
        *(_by_steps(context, key, vector, text) for key, vector in relative),
    ]


def _to_position(key: VectorKey, vector: Vector, text: str) -> Candidate:
    member = number_member(vector, "FOCUS_ABSOLUTE_POSITION")
    if not text or member is None:
        return missing_number("Focus N, +N or -N", key, vector, "a position is missing", "focus")
    position = text
    if text[0] in "+-":
        try:
            position = changed_value(vector, member, text)
        except ValueError as error:
            return Candidate(f"Focus {text}", key.owner, str(error), completion=f"focus {text}", invalid=True)
    title = f"Focus {text}" if position == text else f"Focus {text} = {position}"
    return send_candidate(title, [(key, vector, {member.name: position})], current_values(vector), f"focus {text}")


def _by_steps(context: PaletteContext, key: VectorKey, vector: Vector, text: str) -> Candidate:
    member, motion = number_member(vector, "FOCUS_RELATIVE_POSITION"), context.vector(key.owner, _DIRECTION)
    if not text or member is None:
        return Candidate("Focus +N or -N", key.owner, "the steps are missing", completion="focus ")
    if text[0] not in "+-" or motion is None:
        reason = "it has no positions: give steps, +N or -N" if motion else "it has no direction"
        return Candidate(f"Focus {text}", key.owner, reason, completion=f"focus {text}", invalid=True)
    direction = "FOCUS_INWARD" if text[0] == "-" else "FOCUS_OUTWARD"
    steps: list[Step] = [
        (key._replace(vector=_DIRECTION), motion, {direction: ON}),
        (key, vector, {member.name: text[1:].strip()}),
    ]
    return send_candidate(f"Focus {text}", steps, current_values(motion), f"focus {text}")


# Filters


def choose_filter(context: PaletteContext, text: str) -> list[Candidate]:
    """Turn the wheel to a filter, by name or number."""
    found = []
    for key, vector in context.writable(Kind.NUMBER, *sent_by("filter")):
        names = slot_names(context.servers.device(key.owner))
        slots = _slots(names, text)
        if text and (not slots or (_is_count(text) and names[slots[0] - 1] != text)):
            found.append(_by_number(key, vector, names, text))
        found += [slot_candidate(key, vector, names, slot) for slot in slots]
        if not text and not slots:
            found.append(missing_number("Filter NUMBER", key, vector, "a number is missing", "filter"))
    return found


def _slots(names: list[str], text: str) -> list[int]:
    """The slots that a text may mean: the one with this name, else those whose names begin with it, or contain it."""
    wanted = text.casefold()
    if (exact := slot_number(names, text)) and names[exact - 1].casefold() == wanted:
        return [exact]
    starts = [slot for slot, name in enumerate(names, 1) if name and name.casefold().startswith(wanted)]
    has = [slot for slot, name in enumerate(names, 1) if name and wanted in name.casefold()]
    return starts or ([] if _is_count(text) else has)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _by_number(key: VectorKey, vector: Vector, names: list[str], text: str) -> Candidate:
    """The candidate for the number of a slot; names have precedence, since they may be numbers, too."""
    try:
        slot = parse_typed(text)
    except ValueError:
        detail = f"no filter is called {text!r}"
        return Candidate(f"Filter {text}", key.owner, detail, completion=f"filter {text}", invalid=True)
    if slot == int(slot) and 0 < slot <= len(names):
        return slot_candidate(key, vector, names, int(slot))
    return _slot_sending(f"Filter {text}", key, vector, text, names, f"filter {text}")


def slot_candidate(key: VectorKey, vector: Vector, names: list[str], slot: int) -> Candidate:
    """The candidate that turns a wheel to a slot, counted from 1."""
    name = names[slot - 1] or str(slot)
    return _slot_sending(f"Filter {name}", key, vector, str(slot), names, f"filter {name}")


def _slot_sending(
    title: str, key: VectorKey, vector: Vector, slot: str, names: list[str], completion: str
) -> Candidate:  # fmt: skip
    member = number_member(vector, SLOT_VALUE)
    if member is None:
        return Candidate(title, key.owner, "it has no number for the slot", completion=completion, invalid=True)
    try:
        name = slot_name(names, member.number())
    except ValueError:
        name = ""
    detail = f"now: {name}" if name and vector.state is not State.BUSY else current_values(vector)
    return send_candidate(title, [(key, vector, {member.name: slot})], detail, completion)


VERBS = (
    Verb("expose", "SECONDS or NxSECONDS", "take an image, or a series", expose),
    Verb("filter", "NAME or NUMBER", "turn the filter wheel", choose_filter, choose=True),
    Verb("focus", "N, +N or -N", "move the focuser to a position, or by steps", focus),
    Verb("stream", "on|off", "start or stop the video", _STREAM.candidates),
)
