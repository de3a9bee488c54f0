"""What is painted again when a line changes."""

from __future__ import annotations

import pytest
from textual._compositor import ChopsUpdate

from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine
from tests.tui.host import alone


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
async def test_a_line_is_painted_as_it_is_then_and_not_as_it_was_when_it_changed(
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
        assert "".join(shown.cells) == last

        line.text = then
        line.update()
        line.text = first
        line.update()
        await screen.pilot.pause()
        assert "".join(shown.cells) == first

        shown.cells = list(last)
        line.update()
        await screen.pilot.pause()
        assert "".join(shown.cells) == last, "what is the same is not painted"
