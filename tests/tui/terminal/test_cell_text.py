"""Text cut into the cells that it takes."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from indipyterm.tui.terminal.cell_text import cells, is_agreed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ab", ["a", "b"]),
        ("●─", ["●", "─"]),
        ("a漢b", ["a", "漢", "", "b"]),
        ("e\u0301漢\u0301", ["e\u0301", "漢\u0301", ""]),
        ("\u0301a", ["a"]),
        ("a\x1b[31m\x07\x9bb", ["a", "[", "3", "1", "m", "b"]),
    ],
)
def test_each_cell_has_its_text(text: str, expected: list[str]) -> None:
    assert cells(text) == expected
    assert len(expected) == cell_len(text)


@pytest.mark.parametrize("text", ["RA 6:23:43.9 °", "‹On› ○●◐▲▸ │─╭ █▁ ⣿ ⏎ ⎋ ★ ✓ ✗ → ⇄ ≥", "Größe Фокус σ"])
def test_what_the_screen_is_drawn_with_has_one_cell_everywhere(text: str) -> None:
    assert is_agreed(text)


@pytest.mark.parametrize("text", ["漢", "e\u0301", "🔭", "☀", "▶", "\u200b", "\x1b", "👍🏽", "\u00ad"])
def test_of_others_terminals_do_not_agree(text: str) -> None:
    assert not is_agreed(text)
