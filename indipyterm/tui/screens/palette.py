"""The palette: type what is wanted, see what would be done, do it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label

from indipyterm.model.standard import mentions_abort
from indipyterm.presentation.keys import DeviceKey
from indipyterm.tui.terminal.overlay import Overlay
from indipyterm.tui.terminal.text_field import TextField
from indipyterm.tui.widgets.candidate_lines import CandidateLines
from indipyterm.tui.widgets.outcome_lines import OutcomeLines
from indipyterm.workspace.palette.actions import Action, Candidate, Command, StartSeries, StepSeries, Submit
from indipyterm.workspace.palette.search import PaletteSearch
from indipyterm.workspace.workspace import Workspace

AGAIN = "."
"""Typed alone, it means what was run last."""

_OF_A_DEVICE = (Submit, StartSeries, StepSeries)
"""Actions of which it matters which device is meant."""
_KEYS, _KEYS_ASCII = "⏎ run  Tab complete  ↑↓ choose  ⎋ close", "Enter run  Tab complete  Esc close"


def _aborts(action: Submit) -> bool:
    return any(mentions_abort(request.key.vector) for request in action.requests)


class Palette(Overlay[Action | None]):
    """Gives the action that was chosen, or None."""

    HORIZONTAL_BREAKPOINTS = [(0, "-tight"), (76, "-roomy")]  # noqa: RUF012 - Textual's own declaration
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "Up", show=False, id="palette.up"),
        Binding("down", "step(1)", "Down", show=False, id="palette.down"),
        Binding("pageup", "step(-1, True)", "Page up", show=False, id="palette.page_up"),
        Binding("pagedown", "step(1, True)", "Page down", show=False, id="palette.page_down"),
        Binding("tab", "complete", "Complete", id="palette.complete"),
        Binding("escape", "close", "Close", id="palette.close"),
    ]

    def __init__(
        self,
        workspace: Workspace,
        shown: DeviceKey | None = None,
        commands: Sequence[Command] = (),
        themes: Sequence[str] = (),
        history: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._shown, self._history = shown, history
        self._back = 0  # how far back in the history the text is; 0: it is not from there
        self._picked = False  # whether the user chose a line, and did not take the first for granted
        self.ran: Candidate | None = None
        """The line that was run."""
        self._engine = PaletteSearch(workspace.servers, shown, commands, themes, workspace.replay, workspace.series)
        self._text: str | None = None  # the text that the lines are for
        self.input = TextField(placeholder="a verb, or letters of a property", select_on_focus=False)
        self.lines = CandidateLines(workspace)
        self.outcome = OutcomeLines()

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = ":"
            box.border_subtitle = _KEYS_ASCII if getattr(self.app, "ascii", False) else _KEYS
            with Horizontal():
                yield Label("> ", markup=False)
                yield self.input
            yield self.lines
            yield self.outcome

    def on_mount(self) -> None:
        """Whoever waits for the screen can type at once: no key is lost."""
        self.set_focus(self.input)
        self._search()

    @on(Input.Changed)
    def _typed(self) -> None:
        """Search, unless more text waits to be typed: only the newest text counts."""
        if not getattr(self.app, "text_waits", False):
            self._search()

    def _search(self) -> None:
        """Find what the text in the input means, unless that is shown already."""
        text = self.input.value
        if text != self._text:
            self._text, self._picked = text, False
            if self._back and text != self._history[-self._back]:
                self._back = 0
            self.lines.set_candidates(self._engine.candidates(self.meant_text), text)
            self._show_outcome()

    @property
    def meant_text(self) -> str:
        """The text in the input; a dot alone means the last one."""
        text = self.input.value
        return self._history[-1] if text.strip() == AGAIN and self._history else text

    @on(CandidateLines.Moved)
    def _show_outcome(self) -> None:
        one = self.lines.candidate
        self.outcome.set_candidate(one, self.lines.why_not(one))

    @on(CandidateLines.Clicked)
    def _clicked(self, event: CandidateLines.Clicked) -> None:
        self.lines.choose(event.place)
        self._picked = True
        self._run()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self._search()
        self._run()

    def _run(self) -> None:
        """Do what is chosen; where something is missing to it, let that be typed."""
        one = self.lines.candidate
        if one.action and not self._still_means(one):
            self.app.bell()
            self.lines.set_candidates(self._engine.candidates(self.meant_text), self.input.value)
            self.outcome.set_error("This changed meanwhile: look again before you send it")
        elif why := self.lines.why_not(one):
            self.app.bell()
            self.outcome.set_error(why)
        elif others := self._others_that_could(one):
            self._ask_which(others)
        elif one.action:
            self.ran = one
            self._close_with(one.action)
        elif not one.invalid:
            self.action_complete()

    def _others_that_could(self, one: Candidate) -> list[Candidate]:
        """Lines that do the same with other devices, where the user has not said which one is meant.

        The device that is shown is meant where it can do it. An abort is never held up, and what is asked about anyway
        names its device then.
        """
        if self._picked or not isinstance(one.action, _OF_A_DEVICE) or one.device in (None, self._shown):
            return []
        if isinstance(one.action, Submit) and (_aborts(one.action) or self.lines.is_asked(one.action)):
            return []
        found, kind = self._engine.candidates(self.meant_text), type(one.action)
        same = [each for each in found if isinstance(each.action, kind) and each.title == one.title and each.device]
        return same if len({each.device for each in same}) > 1 else []

    def _ask_which(self, found: Sequence[Candidate]) -> None:
        """Let the user choose one of several devices; Enter takes the first from now on."""
        self._picked = True
        self.app.bell()
        self.lines.set_candidates(found, self.input.value)
        devices = len({each.device for each in found})
        self.outcome.set_question(f"{devices} devices can do this: ↑↓ choose one, Enter runs it")

    def _still_means(self, one: Candidate) -> bool:
        """Whether what a line sends, which was made when the text was typed, would be sent as things are now."""
        if not isinstance(one.action, Submit):
            return True  # nothing is sent; and the time to seek to, say, moves on with the clock
        now = self._engine.candidates(self.meant_text)
        return any(each.action == one.action and each.effect == one.effect for each in now)

    def _close_with(self, action: Action | None) -> None:
        """Close, once: a second Enter in the same burst would close the screen below."""
        if self.is_current:
            self.dismiss(action)

    def action_step(self, count: int, page: bool = False) -> None:
        """Choose another line, or one a page away; above the first one is what was typed before."""
        self._search()
        if not page and self._steps_in_history(count):
            return
        self._picked = True
        self.lines.step(count * max(1, self.lines.size.height - 1) if page else count)

    def _steps_in_history(self, count: int) -> bool:
        """Go back to an older text, or forth to a newer one; False where the key means the lines."""
        back = self._back - count
        if (count < 0 and self.lines.at_first and back <= len(self._history)) or (count > 0 and self._back):
            self._back = back
            self.input.value = self._history[-back] if back else ""
            self.input.action_end()
            self._search()
            return True
        return False

    def action_complete(self) -> None:
        """Type what is chosen."""
        self._search()
        if completion := self.lines.candidate.completion:
            self.input.value = completion
            self.input.action_end()

    def on_click(self, event: events.Click) -> None:
        """A click beside the palette closes it."""
        clicked, _ = self.get_widget_at(*event.screen_offset)
        if clicked is self:
            self._close_with(None)

    def action_close(self) -> None:
        """Do nothing."""
        self._close_with(None)
