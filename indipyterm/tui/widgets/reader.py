"""Rows of parts that may be more than fit: to read, or to choose from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from indipyterm.presentation import states
from indipyterm.tui.rows.painter import Painter, hit_in
from indipyterm.tui.rows.styled import Styled, StyledLine

FAR = 1_000_000
"""More rows than there are anywhere: to the end."""


def room_of(view: ScrollView) -> int:
    """The cells of a line beside the scrollbar's place, whether a scrollbar stands there now or not."""
    return max(0, view.content_size.width - view.styles.scrollbar_size_vertical)


class Reader(ScrollView, Painter, can_focus=True):
    """Shows what `make` gives for its width; call `follow` when that may have changed."""

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
        """The user clicked on a part that means something."""

        hit: str

    def __init__(self, make: Callable[[int], Sequence[StyledLine]], classes: str = "") -> None:
        super().__init__(classes=classes)
        self._make = make
        self.rows: Sequence[StyledLine] = ()
        self._tallest = 0

    def follow(self) -> None:
        """Make the rows anew, and repaint what changed."""
        room = room_of(self)
        if not room:
            return
        self.rows = self._make(room)
        self.made()
        size = Size(room, len(self.rows))
        if self.virtual_size != size:
            self.virtual_size = size
        for line in range(self.size.height):
            self.refresh_line_if_changed(line, self._strip(line))

    def made(self) -> None:
        """Called when there are new rows, before they are painted."""

    def on_resize(self) -> None:
        """Make the rows for the new width."""
        self.follow()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Textual asks, where the height is ``auto``: it never shrinks, so that nothing jumps while a list narrows."""
        self._tallest = max(self._tallest, len(self._make(max(1, width - self.styles.scrollbar_size_vertical))))
        return self._tallest

    def render_line(self, y: int) -> Strip:
        """Textual's Line API."""
        return self.remember(y, self._strip(y))

    def _strip(self, line: int) -> Strip:
        number = self.scroll_offset.y + line
        return self.strip_of(self.row(number), room_of(self), self.is_selected(number))

    def row(self, number: int) -> StyledLine:
        """What to paint on a row."""
        return self.rows[number] if number < len(self.rows) else []

    def is_selected(self, number: int) -> bool:
        """Whether a row is painted as the one chosen."""
        return False

    def scroll_rows(self, row: int) -> None:
        """Put a row on top, without ado."""
        self.scroll_to(y=row, animate=False, force=True, immediate=True)

    def action_step(self, count: int) -> None:
        """Scroll by rows."""
        self.scroll_rows(self.scroll_offset.y + count)

    def action_page(self, direction: int) -> None:
        """Scroll by a screen."""
        self.scroll_rows(self.scroll_offset.y + direction * max(1, self.size.height - 1))

    def on_click(self, event: events.Click) -> None:
        """Tell what was clicked."""
        if hit := hit_in(self.row(self.scroll_offset.y + event.y), event.x):
            self.post_message(self.Clicked(hit))


class Item(NamedTuple):
    """A row, and what choosing it means; None for what cannot be chosen, such as a heading."""

    row: StyledLine
    key: Hashable = None


class PickList(Reader):
    """A reader with a cursor on one of its items, which stays with it when others come or go."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", "Pick", id="list.pick"),
    ]

    @dataclass
    class Moved(Message):
        """The cursor is on another item."""

        key: Hashable

    @dataclass
    class Picked(Message):
        """The user chose an item, with a key or the mouse."""

        key: Hashable

    def __init__(self, items: Callable[[int], Sequence[Item]], cursor: Hashable = None, classes: str = "") -> None:
        super().__init__(self._rows_of, classes)
        self._items_of = items
        self._items: Sequence[Item] = ()
        self._was = 0  # the row that the cursor was on
        self.cursor = cursor
        self.displaced = False
        """Whether the cursor went to another item by itself; Enter does nothing then, until the user moves it."""

    def _rows_of(self, width: int) -> Sequence[StyledLine]:
        self._items = self._items_of(width - 1)
        return [item.row for item in self._items]

    def follow(self) -> None:
        """Make the items anew; the cursor goes to the nearest one where its own is gone."""
        self._was, before = self._place or 0, self.cursor
        super().follow()
        self.displaced |= before is not None and self.cursor != before
        self._keep_in_view()

    def narrow(self) -> None:
        """Show other items; the cursor goes to the first one where its own is not among them."""
        self._was, self.displaced = 0, False
        super().follow()
        self._keep_in_view()

    def made(self) -> None:
        if self._place is None:
            self.cursor = self._near(self._was)

    @property
    def _place(self) -> int | None:
        """The row that the cursor is on."""
        if self.cursor is None:
            return None
        return next((place for place, item in enumerate(self._items) if item.key == self.cursor), None)

    def _near(self, place: int) -> Hashable:
        """The item at a row, or the next one, or the last."""
        keys = [(number, item.key) for number, item in enumerate(self._items) if item.key is not None]
        return next((key for number, key in keys if number >= place), keys[-1][1] if keys else None)

    def row(self, number: int) -> StyledLine:
        mark = states.CURSOR if self.is_selected(number) else " "
        return [Styled(mark, "cursor"), *super().row(number)] if number < len(self.rows) else []

    def is_selected(self, number: int) -> bool:
        if number >= len(self._items) or self.cursor is None:
            return False
        return self._items[number].key == self.cursor

    def move_to(self, key: Hashable) -> None:
        """Put the cursor on an item, as the user wants, and bring it into view."""
        self.displaced = False
        if key is None or key == self.cursor:
            return
        self.cursor = key
        for line in range(self.size.height):
            self.refresh_line_if_changed(line, self._strip(line))
        self._keep_in_view()
        self.post_message(self.Moved(key))

    def _keep_in_view(self) -> None:
        place = self._place
        if place is None or not self.size.height:
            return
        first = next((number for number, item in enumerate(self._items) if item.key is not None), 0)
        top = 0 if place == first else place  # what stands above the first item comes into view with it
        if top < self.scroll_offset.y:
            self.scroll_rows(top)
        elif place >= self.scroll_offset.y + self.size.height:
            self.scroll_rows(place - self.size.height + 1)

    def action_step(self, count: int) -> None:
        """Move the cursor by items."""
        keys = [item.key for item in self._items if item.key is not None]
        if not keys:
            super().action_step(count)
            return
        place = keys.index(self.cursor) if self.cursor in keys else 0
        self.move_to(keys[max(0, min(len(keys) - 1, place + count))])

    def action_page(self, direction: int) -> None:
        """Move the cursor by a screen."""
        self.action_step(direction * max(1, self.size.height - 1))

    def action_pick(self) -> None:
        """Choose the item under the cursor, unless it is not where the user put it."""
        if self.displaced:
            self.app.bell()
        elif self.cursor is not None:
            self.post_message(self.Picked(self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Choose the item that was clicked; tell of a part of it that means something else."""
        event.prevent_default()
        number = self.scroll_offset.y + event.y
        if number >= len(self._items):
            return
        if hit := hit_in(self.row(number), event.x):
            self.post_message(self.Clicked(hit))
        elif (key := self._items[number].key) is not None:
            self.move_to(key)
            self.post_message(self.Picked(key))
