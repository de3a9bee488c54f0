"""Verbs for what a camera is set to: binning, gain, offset, the kind of frame, the cooler."""

from __future__ import annotations

import re
from functools import partial

from indipyterm.model.standard import number_member, sent_by
from indipyterm.presentation.durations import seconds_to_send
from indipyterm.protocol.messages import ON, Kind
from indipyterm.workspace.palette.actions import Candidate, Step, send_candidate
from indipyterm.workspace.palette.main_camera import main_cameras_first
from indipyterm.workspace.palette.number_verbs import NumberVerb, missing_number
from indipyterm.workspace.palette.switch_verbs import SwitchVerb
from indipyterm.workspace.palette.verb import PaletteContext, Verb, current_values

_FRAMES = {"light": "FRAME_LIGHT", "dark": "FRAME_DARK", "flat": "FRAME_FLAT", "bias": "FRAME_BIAS"}
_BINNING = re.compile(r"([1-9][0-9]?)(?:\s*[x×*]\s*([1-9][0-9]?))?", re.IGNORECASE)
_BINS = ("HOR_BIN", "VER_BIN")
_EXPOSURE = "CCD_EXPOSURE"

_GAIN = NumberVerb("gain", "GAIN", "Gain {}", "N", "a gain is missing")
_OFFSET = NumberVerb("offset", "OFFSET", "Offset {}", "N", "an offset is missing")
_FRAME = SwitchVerb("frame", _FRAMES, "a frame is light, dark, flat or bias")
_COOLER = SwitchVerb("cooler", {"on": "COOLER_ON", "off": "COOLER_OFF"}, "a cooler is on or off")
_COOL = NumberVerb("cool", "CCD_TEMPERATURE_VALUE", "Cool to {}", "TEMPERATURE", "a temperature is missing")


def binning(context: PaletteContext, text: str) -> list[Candidate]:
    """Read out so many pixels as one: ``2x2``, or ``2`` for both."""
    found, typed = [], _BINNING.fullmatch(text)
    for key, vector in main_cameras_first(context, context.writable(Kind.NUMBER, *sent_by("bin"))):
        if not all(name in vector.members for name in _BINS):
            continue
        if not text:
            found.append(missing_number("Bin NxN", key, vector, "the binning is missing", "bin"))
        elif typed is None:
            found.append(Candidate(f"Bin {text}", key.owner, "type 2x2, or 2 for both", invalid=True))
        else:
            across, down = typed[1], typed[2] or typed[1]
            steps: list[Step] = [(key, vector, dict(zip(_BINS, (across, down), strict=True)))]
            found.append(send_candidate(f"Bin {across}x{down}", steps, current_values(vector), f"bin {across}x{down}"))
    return found


def cool(context: PaletteContext, text: str) -> list[Candidate]:
    """Cool to a temperature, or switch the cooler on or off."""
    word = text.casefold()
    if word and any(each.startswith(word) for each in _COOLER.switches):
        return _COOLER.candidates(context, text)
    return _COOL.candidates(context, text)


def _frames(word: str, context: PaletteContext, text: str) -> list[Candidate]:
    """Set the kind of frame, and expose where a time is typed."""
    member, title, words = _FRAMES[word], word.capitalize(), f"{word} {text}".strip()
    try:
        seconds = seconds_to_send(text) if text else ""
    except ValueError as error:
        return [Candidate(f"{title} {text}", None, str(error), completion=words, invalid=True)]
    found = []
    for key, vector in main_cameras_first(context, context.writable(Kind.SWITCH, *sent_by(word))):
        if member not in vector.members:
            continue
        steps: list[Step] = [(key, vector, {member: ON})]
        exposure = context.vector(key.owner, _EXPOSURE) if text else None
        if exposure and (time := number_member(exposure, f"{_EXPOSURE}_VALUE")):
            steps.append((key._replace(vector=_EXPOSURE), exposure, {time.name: seconds}))
        named = f"{title} {seconds} s" if text else f"{title} frames"
        found.append(send_candidate(named, steps, current_values(vector), words))
    return found


VERBS = (
    Verb("bin", "2x2", "how many pixels are read out as one", binning),
    Verb("gain", "N", "set the camera's gain", _GAIN.candidates, needs_argument=True),
    Verb("offset", "N", "set the camera's offset", _OFFSET.candidates, needs_argument=True),
    Verb("frame", "light|dark|flat|bias", "the kind of the next frames", _FRAME.candidates),
    Verb("dark", "[SECONDS]", "dark frames from now on; with a time, take one", partial(_frames, "dark")),
    Verb("flat", "[SECONDS]", "flat frames from now on; with a time, take one", partial(_frames, "flat")),
    Verb("cool", "TEMPERATURE|on|off", "set the temperature of the chip, or switch the cooler", cool),
)
