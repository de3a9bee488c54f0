"""The palette: type what is wanted, see what would be done, do it.

A little longer than other modules: the lines that it shows are painted here, too, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input, Label

from indipyterm.model.standard import mentions_abort
from indipyterm.presentation import states
from indipyterm.presentation.keys import DeviceKey
from indipyterm.presentation.names import cut_name, device_names
from indipyterm.presentation.text import printable
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import (
    Styled,
    StyledLine,
    cropped,
    cut_in_the_middle,
    highlighted,
    padded,
    right_aligned,
    wrapped,
)
from indipyterm.tui.terminal.overlay import Overlay
from indipyterm.tui.terminal.text_field import TextField
from indipyterm.workspace.palette.actions import (
    Action,
    Candidate,
    Command,
    ShowVector,
    StartSeries,
    StepSeries,
    Submit,
)
from indipyterm.workspace.palette.search import PaletteSearch
from indipyterm.workspace.workspace import Workspace

_MISSING, _WRONG, _WARNS = "…", "✗", "▲"  # a line's sign; that of a property is its state
_ROOMY = 60  # cells from which there is room for what Enter would do
_TAG = 8
_AROUND = 8  # rows of the screen beside the candidates: the palette's own, and some of what is below
AGAIN = "."
"""Typed alone, it means what was run last."""

_OF_A_DEVICE = (Submit, StartSeries, StepSeries)
"""Actions of which it matters which device is meant."""
_NOTHING = Candidate("Nothing matches")
_KEYS, _KEYS_ASCII = "⏎ run  Tab complete  ↑↓ choose  ⎋ close", "Enter run  Tab complete  Esc close"


class CandidateLines(PaintedLines):
    """The candidates, one a line; one of them is chosen."""

    @dataclass
    class Clicked(Message):
        """The user clicked on a candidate, by its place."""

        place: int

    class Moved(Message):
        """Another one is chosen."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._servers, self._permission = workspace.servers, workspace.permission
        self._found: Sequence[Candidate] = ()
        self._names: dict[DeviceKey, str] = {}
        self._words: list[str] = []
        self._longest = (0, 0, 0)  # cells of a title, a device, a detail
        self._chosen = self._first = 0

    @property
    def candidate(self) -> Candidate:
        """The one that is chosen."""
        return self._found[self._chosen] if self._found else _NOTHING

    @property
    def at_first(self) -> bool:
        """Whether the first one is chosen."""
        return self._chosen == 0

    def why_not(self, one: Candidate) -> str:
        """Why nothing of what a candidate would send may be sent now; empty if something may."""
        match one.action:
            case Submit(requests):
                return self._permission.why_none(requests)
            case StartSeries():
                return self._permission.closed
        return ""

    def set_candidates(self, found: Sequence[Candidate], text: str) -> None:
        """Show what was found for a text, the first chosen."""
        self._found, self._words = found, [word for word in text.split() if len(word) > 1]
        self._names = device_names(self._servers.devices())
        self._longest = self._measured()
        self._chosen = self._first = 0
        if self.lines != self.size.height:
            self.refresh(layout=True)
        self.update()

    @property
    def lines(self) -> int:
        """How many lines there are to show."""
        return max(1, len(self._found))

    def _measured(self) -> tuple[int, int, int]:
        titles, devices, details = (
            max(map(cell_len, texts), default=0)
            for texts in (
                (printable(one.title) for one in self._found),
                map(self._device, self._found),
                (printable(one.detail) for one in self._found),
            )
        )
        return titles, devices, details

    def choose(self, place: int) -> None:
        """Choose the candidate at a place, or the last one before the ends, and show it."""
        self._chosen = max(0, min(len(self._found) - 1, place))
        height = max(1, self.size.height)
        self._first = max(self._chosen - height + 1, min(self._first, self._chosen))
        self.update()
        self.post_message(self.Moved())

    def step(self, count: int) -> None:
        """Choose one further down, or up; `count` 0 only shows the one that is chosen."""
        self.choose(self._chosen + count)

    def scroll(self, lines: int) -> None:
        """Show what is further down, or up; the choice stays among what is shown."""
        height = max(1, self.size.height)
        self._first = max(0, min(len(self._found) - height, self._first + lines))
        self.choose(max(self._first, min(self._first + height - 1, self._chosen)))

    # Painting

    def row(self, line: int) -> StyledLine:
        place = self._first + line
        if place >= len(self._found):
            return [Styled(f" {_NOTHING.title}", "dim")] if not self._found and not line else []
        one, width = self._found[place], self.size.width
        tag = _TAG if width >= _ROOMY else 0
        title, device, detail = self._widths(width - 3 - 1 - 1 - tag)
        row: StyledLine = [
            Styled(states.CURSOR if place == self._chosen else " ", "cursor"),
            *self._sign(one),
            Styled(" "),
            *(
                [Styled(padded(cut_name(self._device(one), device, self._names.values()), device), "device")]
                if device
                else []
            ),
            *([Styled(" ")] if device else []),
            *self._marked(padded(cut_in_the_middle(printable(one.title), title), title)),
            Styled(" "),
            Styled(padded(printable(one.detail), detail), "error" if one.invalid else "dim"),
        ]
        return [*row, Styled(right_aligned(self._tag(one), tag), "mark")] if tag else row

    def _widths(self, room: int) -> tuple[int, int, int]:
        """The cells of the columns: what one does not need goes to the others, the first of them first."""
        titles, devices, details = self._longest
        title, device = min(titles, max(14, room * 29 // 100)), min(max(9, room // 6), devices)
        spare = max(0, room - title - device - details)
        more = min(spare, max(0, titles - title))
        title, spare = title + more, spare - more
        device += min(spare, devices - device)
        return title, device, room - title - device

    def _marked(self, title: str) -> StyledLine:
        row: StyledLine = [Styled(title, "label")]
        for word in self._words:
            row = [part for whole in row for part in ([whole] if "match" in whole.role else highlighted([whole], word))]
        return row

    def _device(self, one: Candidate) -> str:
        return self._names.get(one.device, printable(one.device.device)) if one.device else ""

    def _cut_device(self, one: Candidate, width: int) -> str:
        return cut_name(self._device(one), width, self._names.values())

    def _sign(self, one: Candidate) -> StyledLine:
        match one.action:
            case None:
                return [Styled(_WRONG, "error") if one.invalid else Styled(_MISSING, "dim")]
            case ShowVector(key):
                vector = self._servers.vector(key)
                return [Styled(*(states.vector_sign(vector) if vector else states.STALE_SIGN))]
            case Submit() | StartSeries():
                return [Styled(_WRONG, "error") if self.why_not(one) else Styled(states.ARROW, "pending")]
            case _:
                return [Styled(states.COMMAND, "key")]

    def _tag(self, one: Candidate) -> str:
        """What Enter does that is not plain sending."""
        if isinstance(one.action, ShowVector):
            return "go to"
        if self.why_not(one):
            return ""
        return "confirm" if isinstance(one.action, Submit) and self.is_asked(one.action) else ""

    def is_asked(self, action: Submit) -> bool:
        """Whether the user is asked before it is sent."""
        return self._permission.question(action.requests) is not None

    def update(self) -> None:
        for line in range(self.size.height):
            self.refresh_line_if_changed(line, self._strip(line))

    def _strip(self, line: int) -> Strip:
        chosen = bool(self._found) and self._first + line == self._chosen
        return self.strip_of(self.row(line), self.size.width, chosen)

    # The mouse, and a window of another size

    def on_click(self, event: events.Click) -> None:
        """Take the candidate there."""
        if self._first + event.y < len(self._found):
            self.post_message(self.Clicked(self._first + event.y))

    def on_mouse_scroll_down(self) -> None:
        """The wheel."""
        self.scroll(1)

    def on_mouse_scroll_up(self) -> None:
        """The wheel."""
        self.scroll(-1)

    def on_resize(self) -> None:
        """Keep the choice in view."""
        self.step(0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Textual asks: as many lines as there are, if they fit."""
        return min(self.lines, max(1, viewport.height - _AROUND))


def _aborts(action: Submit) -> bool:
    return any(mentions_abort(request.key.vector) for request in action.requests)


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
