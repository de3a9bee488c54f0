"""What is held down is known by how soon it comes again."""

from __future__ import annotations

from indipyterm.tui.sheet.held_keys import Repeats


def test_the_same_within_a_second_is_a_repeat_however_long_it_goes_on() -> None:
    now = [100.0]
    repeats = Repeats(lambda: now[0])
    found = []
    for what, wait in [("a", 0.0), ("a", 0.7), ("a", 0.03), ("a", 0.97), ("b", 0.03), ("a", 0.03), ("a", 1.5)]:
        now[0] += wait
        found.append(repeats.repeated(what))
    assert found == [False, True, True, True, False, False, False]
