"""Lines on cells, in braille and in ASCII."""

from __future__ import annotations

from indipyterm.tui.charts.canvas import Canvas
from indipyterm.tui.rows.styled import Styled

RED, BLUE = ("alert", "*"), ("cursor", "o")


def test_a_cell_has_two_dots_across_and_four_down() -> None:
    canvas = Canvas(2, 1)
    assert (canvas.width, canvas.height) == (4, 4)
    canvas.draw_line(0, 0, 3, RED)
    canvas.draw_line(3, 1, 1, RED)
    assert canvas.row(0) == [Styled("⡇⠐", "alert")]


def test_a_line_goes_through_all_cells_between_its_ends() -> None:
    canvas = Canvas(1, 3)
    canvas.draw_line(1, 2, 9, RED)
    assert [part.text for row in range(3) for part in canvas.row(row)] == ["⢠", "⢸", "⠘"]


def test_in_ascii_a_cell_is_one_dot_with_the_character_of_its_line() -> None:
    canvas = Canvas(3, 2, ascii_only=True)
    assert (canvas.width, canvas.height) == (3, 2)
    canvas.draw_line(1, 0, 1, RED)
    canvas.draw_line(2, 1, 1, BLUE)
    assert canvas.row(0) == [Styled(" ", "space"), Styled("*", "alert"), Styled(" ", "space")]
    assert canvas.row(1) == [Styled(" ", "space"), Styled("*", "alert"), Styled("o", "cursor")]


def test_a_cell_has_the_colour_of_what_was_drawn_last() -> None:
    canvas = Canvas(1, 1)
    canvas.draw_line(0, 0, 0, RED)
    canvas.draw_line(1, 0, 0, BLUE)
    assert canvas.row(0) == [Styled("⠉", "cursor")]


def test_cells_without_a_line_are_empty() -> None:
    assert Canvas(3, 1).row(0) == [Styled("   ", "space")]
