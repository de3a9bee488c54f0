"""Verbs for rotators, dust caps, flat-field lights and power boxes."""

from __future__ import annotations

from indipyterm.model.standard import number_member, sent_by
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import OFF, ON, Kind, Rule
from indipyterm.workspace.palette.actions import Candidate, Step, send_candidate
from indipyterm.workspace.palette.number_verbs import NumberVerb
from indipyterm.workspace.palette.switch_verbs import SwitchVerb
from indipyterm.workspace.palette.text_folding import are_word_prefixes
from indipyterm.workspace.palette.verb import PaletteContext, Verb, current_values

_ROTATE = NumberVerb("rotate", "ANGLE", "Rotate to {}", "ANGLE", "an angle is missing", wraps=True)
_CAP = SwitchVerb("cap", {"open": "UNPARK", "close": "PARK"}, "a cap is to open or to close")
_LIGHT = SwitchVerb("light", {"on": "FLAT_LIGHT_ON", "off": "FLAT_LIGHT_OFF"}, "a light is on, off, or of a brightness")

_SWITCH = "FLAT_LIGHT_CONTROL"
_STATES = {"on": ON, "off": OFF}


def light(context: PaletteContext, text: str) -> list[Candidate]:
    """Switch the light on or off, or set its brightness, for which it has to be on."""
    if not text[:1].isdigit():
        return _LIGHT.candidates(context, text)
    found = []
    for key, vector in context.writable(Kind.NUMBER, *sent_by("light")):
        if member := number_member(vector, "FLAT_LIGHT_INTENSITY_VALUE"):
            steps: list[Step] = [*_lighting(context, key), (key, vector, {member.name: text})]
            found.append(send_candidate(f"Light {text}", steps, current_values(vector), f"light {text}"))
    return found


def _lighting(context: PaletteContext, key: VectorKey) -> list[Step]:
    """What switches the light of a device on where it is off."""
    switch, name = context.vector(key.owner, _SWITCH), _LIGHT.switches["on"]
    if switch is None or switch.kind is not Kind.SWITCH or name not in switch.members:
        return []
    return [] if switch.members[name].value == ON else [(key._replace(vector=_SWITCH), switch, {name: ON})]


def power(context: PaletteContext, text: str) -> list[Candidate]:
    """Switch outputs on or off; without either word, to the other state."""
    words = text.split()
    place = next((place for place in (-1, 0) if words and words[place].casefold() in _STATES), None)
    wanted = _STATES[words.pop(place).casefold()] if place is not None else None
    name = " ".join(words)
    found, outputs = [], 0
    for key, vector in context.writable(Kind.SWITCH, *sent_by("power")):
        for member in vector.members.values() if vector.rule is Rule.ANY_OF_MANY else ():
            outputs += 1
            if are_word_prefixes(name, f"{member.label} {member.name} {vector.label} {key.device}"):
                value = wanted or (OFF if member.value == ON else ON)
                title = f"{member.label} {value.lower()}"
                steps: list[Step] = [(key, vector, {member.name: value})]
                found.append(send_candidate(f"Power {title}", steps, f"now: {member.value}", f"power {title}"))
    if outputs and not found:
        return [Candidate(f"Power {text}", None, f"no output is called {name!r}", invalid=True)]
    return found


VERBS = (
    Verb("rotate", "ANGLE, +N or -N", "turn the rotator to an angle, or by degrees", _ROTATE.candidates),
    Verb("cap", "open|close", "open or close the dust cap", _CAP.candidates),
    Verb("light", "on|off|BRIGHTNESS", "switch the flat-field light", light),
    Verb("power", "OUTPUT on|off", "switch an output of a power box", power, choose=True),
)
