"""Below the lines of the palette: what Enter would do, or why it would do nothing."""

from __future__ import annotations

from indipyterm.presentation import states
from indipyterm.presentation.text import printable
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine, cropped, wrapped
from indipyterm.workspace.palette.actions import Candidate

_WRONG, _WARNS = "✗", "▲"


class OutcomeLines(PaintedLines):
    """What Enter would do, or why it would do nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._text, self._role = "", "dim"
        self._warning = ""

    def set_candidate(self, one: Candidate, why_not: str) -> None:
        """Show what a candidate would do, or why it would do nothing."""
        if why_not:
            self.set_error(why_not)
            return
        self._set_warning(printable(one.warning))
        if one.action:
            lines = (printable(one.notice), f"{states.ARROW} {printable(one.effect)}")
            self._text, self._role = "\n".join(filter(None, lines)), "pending"
        elif one.invalid:
            self._text, self._role = f"{_WRONG} {printable(one.detail)}", "error"
        else:
            self._text, self._role = printable(one.detail), "dim"
        self.update()

    def set_error(self, text: str) -> None:
        """Say why nothing was done."""
        self._set_warning("")
        self._text, self._role = f"{_WRONG} {text}", "error"
        self.update()

    def set_question(self, text: str) -> None:
        """Ask for something before anything is done."""
        self._set_warning("")
        self._text, self._role = text, "busy"
        self.update()

    def _set_warning(self, text: str) -> None:
        """Show a warning on a line of its own, above what Enter would do."""
        self._warning = text
        self.set_class(bool(text), "-warns")

    def row(self, line: int) -> StyledLine:
        if self._warning:
            if line == 0:
                return [Styled(" "), Styled(cropped(f"{_WARNS} {self._warning}", max(1, self.size.width - 2)), "alert")]
            line -= 1
        width = max(1, self.size.width - 2)
        lines = [line for text in self._text.split("\n") for line in wrapped(text, width)]
        last = line == self.size.height - 1 - bool(self._warning)
        text = " ".join(lines[line:]) if last else "".join(lines[line : line + 1])
        return [Styled(" "), Styled(text, self._role)]
