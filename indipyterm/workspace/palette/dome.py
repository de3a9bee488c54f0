"""Verbs for domes: turning, and the shutter."""

from __future__ import annotations

from indipyterm.workspace.palette.number_verbs import NumberVerb
from indipyterm.workspace.palette.switch_verbs import SwitchVerb
from indipyterm.workspace.palette.verb import Verb

_DOME = NumberVerb("dome", "DOME_ABSOLUTE_POSITION", "Dome to {}", "AZIMUTH", "an azimuth is missing", wraps=True)
_SHUTTER = SwitchVerb(
    "shutter", {"open": "SHUTTER_OPEN", "close": "SHUTTER_CLOSE"}, "a shutter is to open or to close"
)  # fmt: skip

VERBS = (
    Verb("dome", "AZIMUTH, +N or -N", "turn the dome to an azimuth, or by degrees", _DOME.candidates),
    Verb("shutter", "open|close", "open or close the dome's shutter", _SHUTTER.candidates),
)
