"""What the app says in passing: for a few seconds, in lines that show something less urgent otherwise."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.screen import Screen
from textual.timer import Timer

from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, wrapped
from indipyterm.tui.terminal.overlay import Overlay

HINT_SECONDS = 4.0
"""How long a hint stays, unless another one comes."""

_PLACES = "DetailLine, MessageLines, KeyLine, .dialog--hint"
"""The lines that hints are shown in, on whatever screen: the first of them that there is, then those below it."""

_BESIDE = "KeyLine"
"""The same on a screen below another one, of which little is seen."""


class Hints:
    """Shows one hint at a time, on the screen that is on top.

    One that came before a question was asked, or another dialog opened, does not go along into it, where it would be
    taken for a part of it. The palette needs all its lines to say what would be sent.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._timer: Timer | None = None
        self._text, self._role = "", "value"
        self._laid: list[PaintedLines] = []
        self._came_on: Screen[Any] | None = None

    @property
    def text(self) -> str:
        """The hint that is shown; empty for none."""
        return self._text

    def show(self, text: str, role: str = "value", seconds: float = HINT_SECONDS) -> None:
        """Show a hint in place of the one before."""
        self._text, self._role = text, role
        self._came_on = self._app.screen if self._app.screen_stack else None
        if self._timer:
            self._timer.stop()
        self._timer = self._app.set_timer(seconds, self.clear)
        self.place()

    def clear(self) -> None:
        """Show what stands there otherwise."""
        self._text = ""
        self.place()

    def place(self) -> None:
        """Show the hint, if there is one, on the screen that is on top now."""
        places: list[PaintedLines] = []
        if not self._text and not self._laid:
            return
        if self._text and self._app.screen_stack:
            places = self._places()
        for line in self._laid:
            if line not in places and line.is_attached:
                line.lay_over([])
        self._laid = places
        rows = self._rows(min((line.size.width for line in places), default=0))
        room = sum(line.size.height for line in places)
        if len(rows) > room:  # the last row has an ellipsis at its end then
            rows[room - 1 :] = [" ".join(rows[room - 1 :])]
        for line in places:
            height = line.size.height
            line.lay_over([[Styled(f" {row}", self._role)] for row in rows[:height]])
            rows = rows[height:]

    def _places(self) -> list[PaintedLines]:
        top = self._app.screen
        for screen in reversed(self._app.screen_stack):
            if isinstance(screen, Overlay) and screen is not self._came_on:
                continue
            lines = screen.query(_PLACES if screen is top else _BESIDE).results(PaintedLines)
            if found := [line for line in lines if line.size.height]:
                return found
        return []

    def _rows(self, width: int) -> list[str]:
        return [row for line in self._text.split("\n") for row in wrapped(line, max(1, width - 2))] if width else []
