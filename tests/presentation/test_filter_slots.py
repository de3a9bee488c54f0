"""Filter slots by name."""

from __future__ import annotations

from indipyterm.presentation.filter_slots import slot_name, slot_number


def test_slots_by_name() -> None:
    names = ["Red", "Green", "Blue", "Bluish"]
    assert [slot_number(names, text) for text in ("blue", "gr", "Blu", "x", "")] == [3, 2, None, None, None]
    assert [slot_name(names, value) for value in (1, 4, 5, 0, 1.5)] == ["Red", "Bluish", "", "", ""]
