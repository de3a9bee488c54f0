"""Styled text has exactly the cells that it is given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from indipyterm.presentation.text import printable
from indipyterm.tui.rows.styled import Styled, cropped, highlighted, line_width, padded, padded_line, wrapped


@given(st.text(max_size=40), st.integers(0, 30))
def test_text_is_cut_and_filled_to_its_cells(text: str, width: int) -> None:
    assert cell_len(cropped(printable(text), width)) <= max(width, 0)
    assert cell_len(padded(printable(text), width)) == width


@given(st.lists(st.text(max_size=12), max_size=6), st.integers(1, 40))
def test_a_row_is_cut_and_filled_to_its_cells(texts: list[str], width: int) -> None:
    assert line_width(padded_line([Styled(printable(text)) for text in texts], width)) == width


def test_what_was_cut_ends_in_an_ellipsis() -> None:
    assert "".join(part.text for part in padded_line([Styled("abcdef"), Styled("ghi")], 8)) == "abcdefg…"
    assert "".join(part.text for part in padded_line([Styled("abcdef"), Styled("ghi")], 6)) == "abcde…"
    assert "".join(part.text for part in padded_line([Styled("abcdef")], 6)) == "abcdef"


@given(st.text(max_size=60), st.integers(2, 20))
def test_lines_are_wrapped_to_their_cells_and_lose_nothing(text: str, width: int) -> None:
    lines = wrapped(printable(text), width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == printable(text).replace(" ", "")


def test_matches_are_marked_in_any_case() -> None:
    row = highlighted([Styled("Parking", "label"), Styled("UnPark(ed)", "on", "hit")], "park")
    assert row == [
        Styled("Park", "label match"),
        Styled("ing", "label"),
        Styled("Un", "on", "hit"),
        Styled("Park", "on match", "hit"),
        Styled("(ed)", "on", "hit"),
    ]
    parts = [Styled("Park", "label"), Styled("", "on", "hit")]
    assert highlighted(parts, "park") == [Styled("Park", "label match"), parts[1]]  # nothing is added, nothing lost
