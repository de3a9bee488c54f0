"""A list from which one item is picked."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from indipyterm.presentation import states
from indipyterm.tui.rows.painter import target_at
from indipyterm.tui.rows.styled import Styled, StyledLine
from indipyterm.tui.sheet.reaction import MovedLines
from indipyterm.tui.widgets.reader import Reader


class Item(NamedTuple):
    """A row, and the key that stands for it; None where it cannot be picked, such as a heading."""

    row: StyledLine
    key: Hashable = None


class PickList(Reader):
    """A reader with a cursor, which stays on its item when others come or go."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", "Pick", id="list.pick"),
    ]

    @dataclass
    class Moved(Message):
        """The cursor is on another item."""

        key: Hashable

    @dataclass
    class Picked(Message):
        """The user picked an item, with a key or the mouse."""

        key: Hashable

    def __init__(self, items: Callable[[int], Sequence[Item]], cursor: Hashable = None, classes: str = "") -> None:
        super().__init__(self._rows_of, classes)
        self._items_of = items
        self._items: Sequence[Item] = ()
        self._last_row = 0  # that the cursor was on
        self.cursor = cursor
        self._moved = MovedLines()
        self.displaced = False
        """Whether the cursor went to another item by itself; Enter does nothing until the user moves it."""

    def _rows_of(self, width: int) -> Sequence[StyledLine]:
        self._items = self._items_of(width - 1)
        return [item.row for item in self._items]

    def rebuild(self) -> None:
        """Make the items again; where the cursor's own is gone, the cursor goes to the nearest one."""
        self._last_row, before = self._place or 0, self.cursor
        top = self.scroll_offset.y
        self._moved.moving({place - top: item.key for place, item in enumerate(self._items) if item.key is not None})
        super().rebuild()
        self.displaced |= before is not None and self.cursor != before
        self._keep_in_view()

    def replace_items(self) -> None:
        """Show other items, as the user asked; where the cursor's own is not among them, it goes to the first one."""
        self._last_row, self.displaced = 0, False
        super().rebuild()
        self._keep_in_view()

    def rows_rebuilt(self) -> None:
        if self._place is None:
            self.cursor = self._near(self._last_row)

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

    @property
    def settled(self) -> bool:
        """Whether all items have stood where they are for a moment, so that a click picks one."""
        return self._moved.settled

    def refuses_to_act(self) -> bool:
        """Whether the cursor is not where the user put it; if so, say so: nothing is done by accident."""
        if self.displaced:
            self.app.bell()
            self.app.notify("What was here is gone: move the cursor first", severity="warning")
        return self.displaced

    def action_pick(self) -> None:
        """Pick the item under the cursor, unless the cursor is not where the user put it."""
        if self.refuses_to_act():
            return
        if self.cursor is not None:
            self.post_message(self.Picked(self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Pick the item that was clicked; or post the target of the part that was clicked, where it has one."""
        event.prevent_default()
        number = self.scroll_offset.y + event.y
        if number >= len(self._items):
            return
        if target := target_at(self.row(number), event.x):
            self.post_message(self.Clicked(target))
        elif (key := self._items[number].key) is not None:
            replaced = self._moved.replaced(event.y, key)
            self.move_to(key)
            if replaced:
                self.app.bell()
            else:
                self.post_message(self.Picked(key))
