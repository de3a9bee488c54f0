"""What is asked before something risky is sent."""

from __future__ import annotations

from indipyterm.presentation.keys import VectorKey
from indipyterm.workspace.questions import acting, question
from tests.tui.samples import number, switch, vector

PARK = vector(switch("PARK", [("PARK", "Off"), ("UNPARK", "On")]))
ANGLE = vector(number("ANGLE"))
KEYS = {VectorKey("pi4", "D", "PARK"): PARK, VectorKey("pi4", "D", "ANGLE"): ANGLE}


def test_of_switches_only_those_that_are_switched_on_act() -> None:
    assert acting(PARK, {"PARK": "On", "UNPARK": "Off"}) == ["PARK"]
    assert acting(ANGLE, {"X": "3"}) == ["X"]
    assert acting(None, {"X": "3"}) == ["X"]


def test_one_is_asked_about_by_what_it_does() -> None:
    PARK.members["PARK"].label = "Park it"
    assert question([(VectorKey("pi4", "D", "PARK"), {"PARK": "On"})], KEYS.get) == (
        "Park it: D?",
        "PARK: Park it = On",
    )


def test_of_several_all_are_listed() -> None:
    requests = [(key, {"PARK": "On"} if made is PARK else {"X": "3"}) for key, made in KEYS.items()]
    title, text = question(requests, KEYS.get)
    assert title.endswith(": D and 1 more?")
    assert text.splitlines()[1] == "ANGLE: X = 3"


def test_what_is_gone_is_asked_about_by_its_names() -> None:
    assert question([(VectorKey("pi4", "D", "GONE"), {"A": "1"})], KEYS.get) == ("A: D?", "GONE: A = 1")
