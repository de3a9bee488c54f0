"""Switches in a row: all choices, or a list of them."""

from __future__ import annotations

import pytest

from indipyterm.protocol.messages import Rule
from indipyterm.tui.rows.row import PaintContext
from tests.tui.samples import NOW, painted, switch, vector


@pytest.mark.parametrize(
    ("rule", "look", "expected"),
    [
        (Rule.ONE_OF_MANY, PaintContext(NOW), " a  ‹b›  c "),
        (Rule.ONE_OF_MANY, PaintContext(NOW, choice="c"), " a  ‹b› »c«"),
        (Rule.AT_MOST_ONE, PaintContext(NOW), "⟨a⟩ ‹b› ⟨c⟩"),
        (Rule.ANY_OF_MANY, PaintContext(NOW), "[ ]a [x]b [ ]c"),
        (Rule.ANY_OF_MANY, PaintContext(NOW, drafts={"a": "On", "b": "Off"}), "[x]a [ ]b [ ]c"),
    ],
)
def test_each_rule_has_its_signs(rule: Rule, look: PaintContext, expected: str) -> None:
    shown = vector(switch("V", [("a", "Off"), ("b", "On"), ("c", "Off")], rule))
    assert expected in painted(shown, look)[0]


def test_too_many_choices_become_the_one_that_is_on_and_a_list() -> None:
    members = [(f"choice number {place}", "On" if place == 7 else "Off") for place in range(20)]
    (row,) = painted(vector(switch("V", members)))
    assert "‹choice number 7›" in row
    assert "+19 ▾" in row
