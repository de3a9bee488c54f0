"""Rows of styled text that can be scrolled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from indipyterm.tui.rows.painter import Painter, target_at
from indipyterm.tui.rows.styled import StyledLine

FAR = 1_000_000
"""More rows than any view has: a step of so many goes to the end."""


def room_of(view: ScrollView) -> int:
    """Return the width of the rows in cells: without the scrollbar, whether there is one now or not."""
    return max(0, view.content_size.width - view.styles.scrollbar_size_vertical)


class Reader(ScrollView, Painter, can_focus=True):
    """Shows the rows that `make_rows` returns for a width in cells; call `rebuild` when they may have changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", "Up", show=False, id="reader.up"),
        Binding("down,j", "step(1)", "Down", show=False, id="reader.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="reader.page_up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="reader.page_down"),
        Binding("g,home", f"step(-{FAR})", "Top", show=False, id="reader.top"),
        Binding("G,end", f"step({FAR})", "End", show=False, id="reader.end"),
    ]

    @dataclass
    class Clicked(Message):
        """The user clicked on a part that has a target."""

        target: str

    def __init__(self, make_rows: Callable[[int], Sequence[StyledLine]], classes: str = "") -> None:
        super().__init__(classes=classes)
        self._make_rows = make_rows
        self.rows: Sequence[StyledLine] = ()
        self._tallest = 0

    def rebuild(self) -> None:
        """Make the rows again, and repaint those that changed."""
        room = room_of(self)
        if not room:
            return
        self.rows = self._make_rows(room)
        self.rows_rebuilt()
        size = Size(room, len(self.rows))
        if self.virtual_size != size:
            self.virtual_size = size
        for line in range(self.size.height):
            self.refresh_line_if_changed(line, self._strip(line))

    def rows_rebuilt(self) -> None:
        """Called when the rows have been made again, before they are painted."""

    def on_resize(self) -> None:
        """Make the rows for the new width."""
        self.rebuild()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height where it is ``auto``: at most half the screen; it never shrinks while a list narrows.

        A ``max-height`` in the style sheet would not count in the height of what the reader is in.
        """
        self._tallest = max(self._tallest, len(self._make_rows(max(1, width - self.styles.scrollbar_size_vertical))))
        return min(self._tallest, max(1, viewport.height // 2))

    def render_line(self, y: int) -> Strip:
        """Textual's Line API."""
        return self.paint(y, self._strip(y))

    def _strip(self, line: int) -> Strip:
        number = self.scroll_offset.y + line
        return self.strip_of(self.row(number), room_of(self), self.is_selected(number))

    def row(self, number: int) -> StyledLine:
        """What to paint on a row."""
        return self.rows[number] if number < len(self.rows) else []

    def is_selected(self, number: int) -> bool:
        """Whether a row is painted as the selected one."""
        return False

    def scroll_rows(self, row: int) -> None:
        """Scroll a row to the top, at once."""
        self.scroll_to(y=row, animate=False, force=True, immediate=True)

    def action_step(self, count: int) -> None:
        """Scroll by rows."""
        self.scroll_rows(self.scroll_offset.y + count)

    def action_page(self, direction: int) -> None:
        """Scroll by a screen."""
        self.scroll_rows(self.scroll_offset.y + direction * max(1, self.size.height - 1))

    def on_click(self, event: events.Click) -> None:
        """Post the target of the part that was clicked."""
        if target := target_at(self.row(self.scroll_offset.y + event.y), event.x):
            self.post_message(self.Clicked(target))
