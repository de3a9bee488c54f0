"""A key acts on what the user chose and saw, or says why it does not."""

from __future__ import annotations

from indipyterm.presentation.keys import VectorKey
from indipyterm.tui.sheet.attention import Attention
from tests.tui.samples import number, switch, vector

KEY = VectorKey("pi4:7624", "D", "V")
TWO = vector(switch("V", [("A", "On"), ("B", "Off")]))
TWO_OTHER_WAY = vector(switch("V", [("A", "Off"), ("B", "On")]))
THREE = vector(switch("V", [("A", "On"), ("B", "Off"), ("C", "Off")]))
NUMBER = vector(number("V"))


def test_a_cursor_that_went_elsewhere_by_itself_acts_on_nothing_until_it_is_moved() -> None:
    attention, other = Attention(), KEY._replace(vector="OTHER")
    attention.choose(NUMBER)
    assert (attention.why_not_act(NUMBER), attention.chosen(KEY)) == ("", KEY)
    attention.displace(KEY)
    attention.displace(other)  # again: what the user chose is still the first
    assert attention.chosen(other) == KEY
    assert "is gone: move the cursor first" in attention.why_not_act(NUMBER)
    attention.choose(NUMBER)
    assert (attention.why_not_act(NUMBER), attention.chosen(other)) == ("", other)


def test_another_vector_of_the_same_name_is_to_be_looked_at_first() -> None:
    attention = Attention()
    assert not attention.looked
    attention.choose(TWO)
    assert attention.looked
    assert attention.why_not_act(TWO_OTHER_WAY) == ""  # other values only
    assert "redefined: look again" in attention.why_not_act(THREE)
    attention.look(THREE)
    assert attention.why_not_act(THREE) == ""
    attention.look(None)
    assert not attention.looked
    assert attention.why_not_act(THREE) == ""


def test_enter_that_is_held_down_does_not_switch_over_and_back() -> None:
    attention = Attention()
    attention.choose(TWO)
    assert attention.why_not_switch_over(KEY, TWO, 1) == ""
    assert "held down" in attention.why_not_switch_over(KEY, TWO, 1)
    assert attention.why_not_switch_over(KEY, TWO, 2) == ""
    assert attention.why_not_switch_over(KEY._replace(device="E"), TWO, 2) == ""
    assert attention.why_not_switch_over(KEY, THREE, 3) == attention.why_not_switch_over(KEY, THREE, 3) == ""


def test_a_switch_that_changed_just_now_is_to_be_looked_at_first() -> None:
    attention = Attention()
    attention.choose(TWO)
    attention.update(TWO)
    assert attention.settled
    attention.update(TWO_OTHER_WAY)
    assert not attention.settled
    assert "changed just now" in attention.why_not_switch_over(KEY, TWO_OTHER_WAY, 1)
    assert attention.why_not_switch_over(KEY, NUMBER, 2) == ""
    attention.choose(TWO_OTHER_WAY)
    assert attention.settled
    assert attention.why_not_switch_over(KEY, TWO_OTHER_WAY, 3) == ""
