"""Switches picked or ticked but not sent."""

from __future__ import annotations

import pytest

from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import Rule
from indipyterm.workspace.drafts import Drafts
from tests.tui.samples import switch, vector

KEY = VectorKey("s", "D", "V")
THREE = [("a", "Off"), ("b", "On"), ("c", "Off")]


def test_the_choice_begins_beside_what_is_on_and_goes_round() -> None:
    choices, switches = Drafts(), vector(switch("V", THREE))
    choices.step(switches, 1)
    assert choices.choice == "c"
    choices.step(switches, 1)
    assert choices.choice == "a"
    choices.step(switches, -1)
    assert choices.choice == "c"


def test_enter_sends_the_choice_and_forgets_it() -> None:
    choices, switches = Drafts(), vector(switch("V", THREE))
    choices.step(switches, -1)
    assert choices.wanted(KEY, switches) == {"a": "On"}
    choices.sent(KEY)
    assert choices.wanted(KEY, switches) == {}


@pytest.mark.parametrize(
    ("members", "rule", "sent"),
    [
        ([("a", "Off")], Rule.AT_MOST_ONE, {"a": "On"}),
        ([("a", "On")], Rule.AT_MOST_ONE, {"a": "Off"}),
        ([("a", "On"), ("b", "Off")], Rule.ONE_OF_MANY, {"b": "On"}),
        ([("a", "Off"), ("b", "On")], Rule.ONE_OF_MANY, {"a": "On"}),
        ([("a", "Off"), ("b", "Off")], Rule.ONE_OF_MANY, {}),
        ([("a", "Off"), ("b", "Off")], Rule.AT_MOST_ONE, {}),
        (THREE, Rule.ONE_OF_MANY, {}),
    ],
)
def test_enter_without_a_choice_sends_only_what_can_be_meant(
    members: list[tuple[str, str]], rule: Rule, sent: dict[str, str]
) -> None:
    assert Drafts().wanted(KEY, vector(switch("V", members, rule))) == sent


def test_ticks_of_any_of_many_are_kept_until_sent() -> None:
    choices, switches = Drafts(), vector(switch("V", THREE, Rule.ANY_OF_MANY))
    choices.step(switches, 1)
    assert choices.tick(KEY, switches)
    choices.step(switches, 1)
    assert choices.tick(KEY, switches)
    choices.move()
    assert choices.drafts(KEY) == {"a": "On", "b": "Off"}
    assert choices.unsent() == [KEY]
    assert choices.wanted(KEY, switches) == {"a": "On", "b": "Off"}
    choices.sent(KEY)
    assert choices.unsent() == []


def test_ticking_twice_leaves_nothing_to_send() -> None:
    choices, switches = Drafts(), vector(switch("V", THREE, Rule.ANY_OF_MANY))
    choices.tick(KEY, switches)
    choices.tick(KEY, switches)
    assert choices.unsent() == []


def test_other_rules_have_no_ticks() -> None:
    assert not Drafts().tick(KEY, vector(switch("V", THREE)))


def test_dropping_tells_whether_there_was_anything() -> None:
    choices, switches = Drafts(), vector(switch("V", THREE))
    assert not choices.drop(KEY)
    choices.step(switches, 1)
    assert choices.drop(KEY)
    assert choices.choice is None
