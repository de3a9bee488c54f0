"""The lines of the palette: what was found for the text, one of them chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from indipyterm.presentation import states
from indipyterm.presentation.keys import DeviceKey
from indipyterm.presentation.names import cut_name, device_names
from indipyterm.presentation.text import printable
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine, cut_in_the_middle, highlighted, padded, right_aligned
from indipyterm.workspace.palette.actions import Candidate, ShowVector, StartSeries, Submit
from indipyterm.workspace.workspace import Workspace

_MISSING, _WRONG = "…", "✗"  # a line's sign; that of a property is its state
_ROOMY = 60  # cells from which there is room for what Enter would do
_TAG = 8
_AROUND = 8  # rows of the screen beside the candidates: the palette's own, and some of what is below
_NOTHING = Candidate("Nothing matches")


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
