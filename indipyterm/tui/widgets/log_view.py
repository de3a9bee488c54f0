"""The log on screen: thousands of lines, of which only those in view are painted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from indipyterm.tui.rows.painter import Painter
from indipyterm.tui.rows.styled import Styled
from indipyterm.tui.widgets.log_lines import LogFilter, LogLines
from indipyterm.tui.widgets.reader import FAR, room_of
from indipyterm.workspace.journal import Entry, Journal


class LogView(ScrollView, Painter, can_focus=True):
    """Follows the newest line until the user goes back to older ones, and again from when the end is in view."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g,home", f"step(-{FAR})", "Top/End", key_display="g/G", id="log.top"),
        Binding("G,end", f"step({FAR})", "End", show=False, id="log.end"),
        Binding("f", "follow", "Follow", id="log.follow"),
        Binding("up,k", "step(-1)", "Up", show=False, id="log.up"),
        Binding("down,j", "step(1)", "Down", show=False, id="log.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="log.page_up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="log.page_down"),
    ]

    @dataclass
    class Changed(Message):
        """The lines changed, or whether the view follows the newest one."""

    def __init__(self, journal: Journal, name: Callable[[Entry], str]) -> None:
        super().__init__()
        self.lines = LogLines(journal, name)
        self.following = True
        self.cursor: int | None = None
        self._scrolling = False  # by us, not by the user

    # What is shown

    @property
    def entry(self) -> Entry | None:
        """The line under the cursor."""
        return self.lines.entry(self.cursor)

    def set_filter(self, shown: LogFilter) -> None:
        """Show the lines that pass a filter; the cursor stays on its line or the nearest one, at the same height."""
        offset = self.lines.span(self.cursor)[0] - self.scroll_offset.y if self.entry and self.cursor is not None else 0
        self.lines.set_filter(shown, room_of(self))
        self._resize()
        self.cursor = self.lines.last() if self.following else self.lines.near(self.cursor)
        if self.cursor is not None:
            self._scroll(self.lines.height if self.following else self.lines.span(self.cursor)[0] - offset)
        self._keep_in_view()
        self.refresh()
        self.post_message(self.Changed())

    def refresh_entries(self) -> None:
        """Show what is new: at the end where the view follows; else all that is in view stays where it is."""
        if not room_of(self):
            return
        gone = self.lines.add_new()
        top = self.scroll_offset.y
        self._resize()
        if self.following:
            self.cursor = self.lines.last()
            self._scroll(self.lines.height)
        else:
            self.cursor = self.lines.near(self.cursor)
            if gone:
                self._scroll(top - gone)
        self._repaint()
        self.post_message(self.Changed())

    def on_resize(self) -> None:
        """Wrap for the new width."""
        self.set_filter(self.lines.filter)

    def _resize(self) -> None:
        size = Size(self.lines.width, self.lines.height)
        if self.virtual_size != size:
            self.virtual_size = size

    # Painting

    def render_line(self, y: int) -> Strip:
        """Textual's Line API."""
        return self.paint(y, self._strip(y))

    def _strip(self, line: int) -> Strip:
        row = line + self.scroll_offset.y
        parts = self.lines.row(row, self.cursor)
        if not len(self.lines):
            text = "Nothing matches." if self.lines.filter != LogFilter() else "Nothing was heard or sent yet."
            parts = [Styled(f"  {text}" if line == 1 else "", "dim")]
        selected = bool(len(self.lines)) and row < self.lines.height and self.lines.at(row) == self.cursor
        return self.strip_of(parts, room_of(self), selected)

    def _repaint(self) -> None:
        for line in range(self.size.height):
            self.refresh_line_if_changed(line, self._strip(line))

    # The cursor

    def _scroll(self, row: int) -> None:
        self._scrolling = True
        try:
            self.scroll_to(y=row, animate=False, force=True, immediate=True)
        finally:
            self._scrolling = False

    def _keep_in_view(self) -> None:
        if self.cursor is None:
            return
        top, height = self.lines.span(self.cursor)
        if top < self.scroll_offset.y:
            self._scroll(top)
        elif top + height > self.scroll_offset.y + self.size.height:
            self._scroll(min(top, top + height - self.size.height))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Where the user scrolls, the cursor stays in view, and the end in view is followed."""
        super().watch_scroll_y(old_value, new_value)
        if self._scrolling or not len(self.lines):
            return
        first = self.scroll_offset.y
        last = first + self.size.height - 1
        if self.cursor is not None:
            top, height = self.lines.span(self.cursor)
            if top + height <= first:
                self.cursor = self.lines.at(first)
            elif top > last:
                self.cursor = self.lines.at(last)
        self._set_following(last >= self.lines.height - 1)

    def _set_following(self, to_the_end: bool) -> None:
        """Follow the newest line once the user went to the end, and stop once the user went back."""
        if self.following is not to_the_end:
            self.following = to_the_end
        self._repaint()
        self.post_message(self.Changed())

    def move_to(self, number: int | None) -> None:
        """Put the cursor on a line and bring it into view."""
        if number is None:
            return
        self.cursor = number
        self._keep_in_view()
        self._set_following(number == self.lines.last())

    def action_step(self, count: int) -> None:
        """Move the cursor by lines; by rows within a line that is longer than the screen."""
        if self.cursor is not None and abs(count) == 1:
            top, height = self.lines.span(self.cursor)
            first = self.scroll_offset.y
            if (count < 0 and top < first) or (count > 0 and top + height > first + self.size.height):
                self.scroll_to(y=first + count, animate=False, force=True, immediate=True)
                return
        self.move_to(self.lines.step(self.cursor, count))

    def action_page(self, direction: int) -> None:
        """Go on by a screen; the cursor comes along."""
        before = self.scroll_offset.y
        self.scroll_to(y=before + direction * max(1, self.size.height - 1), animate=False, force=True, immediate=True)
        if self.scroll_offset.y == before:
            self.action_step(direction * FAR)

    def action_follow(self) -> None:
        """Follow the newest line, or do so no more."""
        self.following = not self.following
        if self.following:
            self.cursor = self.lines.last()
            self._scroll(self.lines.height)
        self._repaint()
        self.post_message(self.Changed())

    def on_click(self, event: events.Click) -> None:
        """Select the line that was clicked."""
        row = self.scroll_offset.y + event.y
        if row < self.lines.height:
            self.move_to(self.lines.at(row))
