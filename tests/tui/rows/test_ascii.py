"""What terminals that know only ASCII show."""

from __future__ import annotations

from indipyterm.tui.rows.ascii import spelled_figures, spelled_keys


def test_the_signs_of_figures_are_spelled() -> None:
    assert spelled_figures("3×1 i16 2×1 1.0 s") == "3x1 i16 2x1 1.0 s"
    assert spelled_figures("med 1012 σ 31 max ≥31000") == "med 1012 sd 31 max >=31000"


def test_the_signs_of_keys_are_spelled() -> None:
    assert [spelled_keys(text) for text in ("←→⏎", "⎋ Back", "e")] == ["Enter", "Esc Back", "e"]
