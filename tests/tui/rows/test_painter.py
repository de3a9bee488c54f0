"""What is painted again when a line changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate
from textual.strip import Strip

from indipyterm.tui.rows.painter import PaintedLines, changed_spans
from indipyterm.tui.rows.styled import Styled, StyledLine
from tests.tui.host import alone

RED, BLUE = Style(color="red"), Style(color="blue")
WIDTH = 24


def strip(*parts: tuple[str, Style]) -> Strip:
    return Strip([Segment(text, style) for text, style in parts])


@pytest.mark.parametrize(
    ("old", "new", "spans"),
    [
        ("RA  6:23:44", "RA  6:23:44", []),
        ("RA  6:23:44", "RA  6:23:45", [(10, 11)]),
        ("RA  6:23:44", "RA  5:23:45", [(4, 11)]),
        ("RA  6:23:44  DEC  10:00", "RA  5:23:44  DEC  11:00", [(4, 5), (19, 20)]),
        ("a漢b", "a字b", [(1, 3)]),
        ("a漢b", "axyb", [(1, 3)]),
        ("abc", "abcd", [(0, 4)]),
    ],
)
def test_spans_are_the_cells_that_differ(old: str, new: str, spans: list[tuple[int, int]]) -> None:
    assert changed_spans(strip((old, RED)), strip((new, RED))) == spans


def test_a_colour_is_a_difference_too() -> None:
    assert changed_spans(strip(("ab", RED), ("cd", RED)), strip(("ab", RED), ("cd", BLUE))) == [(2, 4)]


def test_a_line_with_combining_characters_is_painted_whole() -> None:
    assert changed_spans(strip(("漢!?", RED)), strip(("漢\u0301!?", RED))) == [(0, 4)]


signs = st.sampled_from(["a", "b", " ", "漢", "字", "a\u0301"])
lines = st.lists(st.tuples(st.lists(signs, max_size=6).map("".join), st.sampled_from([RED, BLUE])), max_size=4)


@given(lines, lines)
def test_painting_the_spans_makes_the_new_line_of_the_old_one(
    old: list[tuple[str, Style]], new: list[tuple[str, Style]]
) -> None:
    before, after = (Strip([Segment(text, style) for text, style in each if text]).simplify() for each in (old, new))
    before, after = (each.adjust_cell_length(WIDTH) for each in (before, after))
    pieces: list[Strip] = []
    at = 0
    for first, behind in changed_spans(before, after):
        pieces += [before.crop(at, first), after.crop(first, behind)]
        at = behind
    painted = Strip.join([*pieces, before.crop(at)])
    assert painted.text == after.text


class Model(PaintedLines):
    """A line of text that changes without notice, beside what is told of it."""

    DEFAULT_CSS = "Model { width: 30; height: 1; }"
    text = ""

    def row(self, line: int) -> StyledLine:
        return [Styled(self.text, "value")]


class Shown:
    """The cells that a terminal has: those that were written, wherever a widget stands."""

    def __init__(self) -> None:
        self.cells = [" "] * 30

    def write(self, update: object) -> None:
        """Take an update of the screen."""
        if isinstance(update, ChopsUpdate):
            for line, first, behind in update.spans:
                text = "".join(strip.text for strip in update.chops[line].values() if strip is not None)
                if line == 0:
                    self.cells[first:behind] = text[first:behind]


@pytest.mark.parametrize("texts", [("AAAA", "AABA", "CCBA"), ("Busy sent 08:53:01", "Busy sent", "MOUNT rw Ok")])
async def test_an_update_between_refresh_and_paint_is_not_taken_for_written(
    texts: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, then, last = (text.ljust(30) for text in texts)
    line, shown = Model(), Shown()
    line.text = first
    async with alone(line, (30, 3)) as (screen, app):
        shown.cells = list(first)
        monkeypatch.setattr(app, "_display", lambda _, update: shown.write(update))
        line.text = then
        line.update()
        line.text = last  # nobody has told of it yet when the line is painted
        await screen.pilot.pause()
        assert "".join(shown.cells) == then
        line.update()
        await screen.pilot.pause()
        assert "".join(shown.cells) == last

        line.text = then
        line.update()
        line.text = first
        line.update()
        await screen.pilot.pause()
        assert "".join(shown.cells) == first
