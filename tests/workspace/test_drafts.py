"""Switches picked or ticked but not sent."""

from __future__ import annotations

import pytest

from indipyterm.model.vectors import Request
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import Rule, State
from indipyterm.workspace.drafts import Drafts
from tests.tui.emulator import NOON
from tests.tui.samples import switch, vector

KEY = VectorKey("s", "D", "V")
THREE = [("a", "Off"), ("b", "On"), ("c", "Off")]


def test_the_choice_begins_beside_what_is_on_and_goes_round() -> None:
    drafts, switches = Drafts(), vector(switch("V", THREE))
    drafts.step(KEY, switches, 1)
    assert drafts.picked(KEY) == "c"
    drafts.step(KEY, switches, 1)
    assert drafts.picked(KEY) == "a"
    drafts.step(KEY, switches, -1)
    assert drafts.picked(KEY) == "c"


def test_enter_sends_the_choice_and_forgets_it() -> None:
    drafts, switches = Drafts(), vector(switch("V", THREE))
    drafts.step(KEY, switches, -1)
    assert drafts.wanted(KEY, switches) == {"a": "On"}
    drafts.discard(KEY)
    assert drafts.wanted(KEY, switches) == {}


@pytest.mark.parametrize(
    ("members", "rule", "sent"),
    [
        ([("a", "Off")], Rule.AT_MOST_ONE, {"a": "On"}),
        ([("a", "On")], Rule.AT_MOST_ONE, {"a": "Off"}),
        ([("a", "On"), ("b", "Off")], Rule.ONE_OF_MANY, {"b": "On"}),
        ([("a", "Off"), ("b", "On")], Rule.ONE_OF_MANY, {"a": "On"}),
        ([("a", "Off"), ("b", "Off")], Rule.ONE_OF_MANY, {}),
        ([("a", "Off"), ("b", "Off")], Rule.AT_MOST_ONE, {}),
        ([("a", "On"), ("b", "Off")], Rule.AT_MOST_ONE, {"a": "Off"}),
        ([("a", "On"), ("b", "Off"), ("c", "Off")], Rule.AT_MOST_ONE, {"a": "Off"}),
        ([("a", "On"), ("b", "Off")], Rule.ANY_OF_MANY, {}),
        (THREE, Rule.ONE_OF_MANY, {}),
    ],
)
def test_enter_without_a_choice_sends_only_what_can_be_meant(
    members: list[tuple[str, str]], rule: Rule, sent: dict[str, str]
) -> None:
    assert Drafts().wanted(KEY, vector(switch("V", members, rule))) == sent


def test_enter_without_a_choice_sends_nothing_until_it_is_answered_unless_it_aborts() -> None:
    two, button, abort = (
        vector(switch("V", [("a", "On"), ("b", "Off")])),
        vector(switch("V", [("a", "Off")], Rule.AT_MOST_ONE)),
        vector(switch("TELESCOPE_ABORT_MOTION", [("ABORT", "Off")], Rule.AT_MOST_ONE)),
    )
    for each in (two, button, abort):
        each.state, each.request = State.BUSY, Request({}, NOON)
    drafts = Drafts()
    assert (drafts.wanted(KEY, two), drafts.wanted(KEY, button)) == ({}, {})
    assert drafts.wanted(KEY, abort) == {"ABORT": "On"}
    assert two.request
    two.request.answered = True  # it may be Busy as long as it is on, as tracking is
    assert drafts.wanted(KEY, two) == {"b": "On"}
    two.request.answered = False
    drafts.pick(KEY, "b")
    assert drafts.has(KEY)
    assert drafts.wanted(KEY, two) == {"b": "On"}


def test_enter_lets_go_what_moves_at_any_time_and_closes_an_open_shutter() -> None:
    jog = vector(switch("TELESCOPE_MOTION_NS", [("NORTH", "Off"), ("SOUTH", "Off")], Rule.AT_MOST_ONE))
    assert Drafts().wanted(KEY, jog) == {}
    jog.state, jog.request = State.BUSY, Request({"NORTH": "On", "SOUTH": "Off"}, NOON)
    assert Drafts().wanted(KEY, jog) == {"NORTH": "Off"}, "it was asked for, and is not there yet"
    jog.request.answered, jog.members["NORTH"].value = True, "On"
    assert Drafts().wanted(KEY, jog) == {"NORTH": "Off"}
    shutter = vector(switch("DOME_SHUTTER", [("OPEN", "On"), ("CLOSE", "Off")], Rule.AT_MOST_ONE))
    assert Drafts().wanted(KEY, shutter) == {"CLOSE": "On"}
    stuck = vector(switch("TELESCOPE_ABORT_MOTION", [("ABORT", "On")], Rule.AT_MOST_ONE))
    assert Drafts().wanted(KEY, stuck) == {"ABORT": "On"}, "an abort is never switched off"


def test_ticks_of_any_of_many_are_kept_until_sent() -> None:
    drafts, switches = Drafts(), vector(switch("V", THREE, Rule.ANY_OF_MANY))
    drafts.step(KEY, switches, 1)
    assert drafts.tick(KEY, switches)
    drafts.step(KEY, switches, 1)
    assert drafts.tick(KEY, switches)
    drafts.unpick(KEY)
    assert drafts.ticks(KEY) == {"a": "On", "b": "Off"}
    assert drafts.unsent(lambda key: switches) == [KEY]
    assert drafts.wanted(KEY, switches) == {"a": "On", "b": "Off"}
    drafts.discard(KEY)
    assert drafts.unsent(lambda key: switches) == []


def test_ticking_twice_leaves_nothing_to_send() -> None:
    drafts, switches = Drafts(), vector(switch("V", THREE, Rule.ANY_OF_MANY))
    drafts.tick(KEY, switches)
    drafts.tick(KEY, switches)
    assert drafts.unsent(lambda key: switches) == []


def test_other_rules_have_no_ticks() -> None:
    assert not Drafts().tick(KEY, vector(switch("V", THREE)))


def test_dropping_tells_whether_there_was_anything() -> None:
    drafts, switches = Drafts(), vector(switch("V", THREE))
    assert not drafts.discard(KEY)
    drafts.step(KEY, switches, 1)
    assert drafts.discard(KEY)
    assert drafts.picked(KEY) is None


def test_a_draft_goes_with_its_property_and_never_to_another() -> None:
    drafts, other = Drafts(), VectorKey("s", "D", "W")
    drafts.pick(KEY, "c")
    assert drafts.picked(other) is None
    assert drafts.discard_where(lambda key: key == KEY) == [KEY]
    assert drafts.picked(KEY) is None
    assert drafts.discard_where(lambda key: True) == []


def test_members_that_a_new_definition_lacks_are_forgotten() -> None:
    drafts, switches = Drafts(), vector(switch("V", THREE, Rule.ANY_OF_MANY))
    drafts.pick(KEY, "a")
    drafts.tick(KEY, switches)
    assert not drafts.discard_changed_members(KEY, switches)
    assert drafts.discard_changed_members(KEY, vector(switch("V", THREE[1:], Rule.ANY_OF_MANY)))
    assert drafts.wanted(KEY, switches) == {}
    assert drafts.keys() == []


def test_members_that_a_new_definition_labels_otherwise_are_forgotten() -> None:
    drafts, switches = Drafts(), vector(switch("V", THREE, Rule.ANY_OF_MANY))
    swapped = vector(switch("V", THREE, Rule.ANY_OF_MANY))
    swapped.members["a"].label, swapped.members["b"].label = "b", "a"
    drafts.step(KEY, switches, 1)
    drafts.tick(KEY, switches)  # a
    drafts.step(KEY, switches, -1)
    drafts.tick(KEY, switches)  # c
    assert drafts.discard_changed_members(KEY, swapped)
    assert drafts.wanted(KEY, swapped) == {"c": "On"}
    drafts.step(KEY, swapped, 1)
    drafts.tick(KEY, swapped)  # a again, as it is now
    assert not drafts.discard_changed_members(KEY, swapped)
    assert drafts.wanted(KEY, swapped) == {"a": "On", "c": "On"}
    other = vector(switch("V", THREE, Rule.ANY_OF_MANY))
    other.label = "Laser"
    assert drafts.discard_changed_members(KEY, other)
    assert drafts.keys() == []
