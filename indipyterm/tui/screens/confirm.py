"""Asking before something risky is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from indipyterm.presentation.text import printable
from indipyterm.tui.rows.painter import PaintedLine, PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine, cropped, wrapped
from indipyterm.tui.sheet.reaction import Watched
from indipyterm.tui.terminal.overlay import Overlay
from indipyterm.tui.widgets.reader import Reader
from indipyterm.workspace.change import Change
from indipyterm.workspace.submission import Question

_YES, _NO = "yes", "no"


class Confirm(Overlay[bool]):
    """Gives True for ``y`` or a click on Yes, False for anything that means no. Enter alone is no answer.

    `title` is the question, `text` what would be sent or lost, line by line.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", id="confirm.yes"),
        Binding("n,escape", "answer(False)", "No", id="confirm.no"),
        Binding("enter", "neither", "Neither", show=False, id="confirm.neither"),
    ]

    def __init__(self, title: str, text: str, why_not: Callable[[], str] = str, *, again: bool = False) -> None:
        """`why_not` says why a yes would do nothing by now; empty as long as it would do something.

        `again`: it was asked already, and means something else by now, so the user has to look at it first.
        """
        super().__init__()
        self._again, self._on = again, Watched()
        self._question, self._text, self._why_not = title, text, why_not
        self._head = PaintedLine("dialog--title")
        self._hint = PaintedLine("dialog--hint")

    def compose(self) -> ComposeResult:
        with Vertical():
            yield self._head
            yield Reader(self._rows)
            yield self._hint
            yield Answers()

    def on_mount(self) -> None:
        """The keys that scroll work at once."""
        self._head.line = [Styled(printable(self._question), "heading")]
        self.query_one(Reader).focus()
        if self._again:
            self._on.update(self._question)
            self._hint.set_line([Styled("✗ this would now do something else: look again", "error")])

    def _rows(self, width: int) -> list[StyledLine]:
        lines = self._text.split("\n")
        return [[Styled(line)] for text in lines for line in wrapped(printable(text), width)]

    def update_from(self, change: Change) -> None:
        """Say at once that a yes would do nothing any more."""
        if change.vectors or change.devices or change.connection:
            why = self._why_not()
            self._hint.set_line([Styled(f"✗ {printable(why)}", "error")] if why else [])

    def action_answer(self, yes: bool) -> None:
        """Give the answer; a yes that would do nothing is none."""
        if yes and not self._on.settled:
            self.app.bell()
        elif yes and (why := self._why_not()):
            self.app.bell()
            self._hint.set_line([Styled(f"✗ {printable(why)}: n closes this", "error")])
        else:
            self.dismiss(yes)

    def action_neither(self) -> None:
        """Enter may have been meant for the screen below: it says neither yes nor no."""
        self.app.bell()
        self._hint.set_line([Styled("y confirms; Enter alone does not", "error")])


class Answers(PaintedLines):
    """Yes and No, to be clicked."""

    def row(self, line: int) -> StyledLine:
        return [
            Styled("⟨y Yes⟩", "on", _YES),
            Styled("   "),
            Styled(cropped("⟨n Esc No⟩", self.size.width), "value", _NO),
        ]

    def on_click(self, event: events.Click) -> None:
        """Answer."""
        if target := self.target_at(event.x, event.y):
            assert isinstance(self.screen, Confirm)
            self.screen.action_answer(target == _YES)


def ask(
    app: App[Any],
    question: Question,
    agreed: Callable[[], object],
    why_not: Callable[[], str] = str,
    *,
    again: bool = False,
) -> None:
    """Ask the user, and go on only after a yes; see `Confirm`."""

    def answered(yes: bool | None) -> None:
        if yes:
            agreed()

    app.push_screen(Confirm(question.title, question.details, why_not, again=again), answered)
