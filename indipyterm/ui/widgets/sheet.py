"""The property sheet: many vectors in one widget that paints only the rows on screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import Kind, State
from indipyterm.ui.bridge import Clock
from indipyterm.ui.choices import Choices
from indipyterm.ui.keys import Key, Place
from indipyterm.ui.layout import Item, Layout, Panels, Section, heading
from indipyterm.ui.messages import (
    CursorMoved,
    FoldWanted,
    SheetMoved,
)
from indipyterm.ui.panels.panel import Look
from indipyterm.ui.panels.parts import Part, Row, marked, plain
from indipyterm.ui.panels.switch import SwitchPanel
from indipyterm.ui.row_actions import activated, clicked
from indipyterm.ui.servers import Servers
from indipyterm.ui.widgets.painted import Painter, hit_in


class Sheet(ScrollView, Painter, can_focus=True):
    """Shows sections of vectors; the cursor is on one vector, and within a switch vector on one choice."""

    COMPONENT_CLASSES: ClassVar[set[str]] = Painter.COMPONENT_CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "activate()", "Edit", id="sheet.edit"),
        Binding("enter", "activate", "Pick", key_display="←→⏎", id="sheet.activate"),
        Binding("left,h", "choose(-1)", "Previous choice", show=False, id="sheet.left"),
        Binding("right,l", "choose(1)", "Next choice", show=False, id="sheet.right"),
        Binding("space", "tick", "Tick, or fold the group", show=False, id="sheet.tick"),
        Binding("up,k", "step(-1)", "Up", show=False, id="sheet.up"),
        Binding("down,j", "step(1)", "Down", show=False, id="sheet.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="sheet.page_up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="sheet.page_down"),
        Binding("g,home", "step(-1000000)", "Top", show=False, id="sheet.top"),
        Binding("G,end", "step(1000000)", "Bottom", show=False, id="sheet.bottom"),
        Binding("left_square_bracket", "group(-1)", "Previous group", key_display="[", show=False, id="sheet.group_up"),
        Binding("right_square_bracket", "group(1)", "Next group", key_display="]", show=False, id="sheet.group_down"),
    ]

    def __init__(self, servers: Servers, clock: Clock) -> None:
        super().__init__()
        self._servers, self._clock = servers, clock
        self._layout = Layout()
        self._panels = Panels()
        self._headless = True
        self._rows: dict[Key, list[Row]] = {}  # painted parts of panels, until they change
        self.choices = Choices()
        self.cursor: Key | None = None
        self.match = ""  # text to mark wherever it stands
        self.hint = ""  # what stands in an empty sheet
        self.readonly = False
        self._room: tuple[Key, int] | None = None  # a vector that has rows to spare for an editor

    # What is shown

    @property
    def place(self) -> Place:
        """Where the user is."""
        return Place(self.cursor, self.scroll_offset.y)

    @property
    def layout_now(self) -> Layout:
        """Where everything stands."""
        return self._layout

    def show(self, sections: Sequence[Section], place: Place, *, headless: bool = True, match: str = "") -> None:
        """Show other sections, at the place where the user was in them."""
        self._headless, self.match = headless, match
        self._panels = Panels()
        self._lay_out(sections)
        self.choices.move()
        self.cursor = place.key if place.key and place.key in self._layout else self._layout.step(None, 0)
        self._scroll(place.scroll)
        self._keep_in_view()
        self._moved()

    def define(self, sections: Sequence[Section]) -> None:
        """Show the same sections after vectors came or went: the cursor's row stays where it is on screen."""
        item = self._layout.find(self.cursor)
        offset = item.top - self.scroll_offset.y if item else 0
        self._lay_out(sections)
        item = self._layout.find(self.cursor)
        if item:
            self._scroll(max(0, item.top - offset))
        else:
            self.cursor = self._layout.near(self.scroll_offset.y + max(0, offset))
        self._moved()

    def _lay_out(self, sections: Sequence[Section]) -> None:
        width = self.size.width or self.app.size.width  # before the first layout there is no size
        self._layout = Layout(sections, max(20, width), self._panels, self._headless, self._room)
        self._rows.clear()
        self.virtual_size = Size(self._layout.width, self._layout.height)
        self.refresh()

    def make_room(self, key: Key | None, rows: int = 0) -> None:
        """Give a vector so many rows, for an editor to lie on; None takes them back."""
        room = (key, rows) if key else None
        if room != self._room:
            self._room = room
            self.define(self._layout.sections)
            self._keep_in_view()

    def _scroll(self, row: int) -> None:
        self.scroll_to(y=row, animate=False, immediate=True)

    def repaint(self, keys: Iterable[Key]) -> None:
        """Repaint vectors whose values changed: of those on screen, the cells that differ."""
        taller = False
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self.size.height
        for key in keys:
            item = self._layout.find(key)
            if item is None or item.panel is None:
                continue
            self._rows.pop(key, None)
            if self._layout.lines(item.panel, key) != item.height:
                taller = True
            elif item.top < bottom and item.top + item.height > top:
                self._repaint_item(item)
        if taller:
            self.define(self._layout.sections)

    def tick(self) -> None:
        """Repaint what shows elapsed time."""
        visible = self._layout.between(self.scroll_offset.y, self.scroll_offset.y + self.size.height)
        panels = ((item.key, item.panel) for item in visible)
        self.repaint([key for key, panel in panels if key and panel and panel.vector.state is State.BUSY])

    def _repaint_item(self, item: Item) -> None:
        first = item.top - self.scroll_offset.y
        for line in range(max(0, first), min(self.size.height, first + item.height)):
            self.refresh_line_if_changed(line, self._strip(line))

    def repaint_cursor(self) -> None:
        """Repaint the row under the cursor."""
        item = self._layout.find(self.cursor)
        if item and item.key:
            self._rows.pop(item.key, None)
            self._repaint_item(item)

    def on_resize(self) -> None:
        """Lay out for the new width."""
        self.define(self._layout.sections)
        self._keep_in_view()

    # Painting

    def render_line(self, y: int) -> Strip:
        """Textual's Line API."""
        return self.remember(y, self._strip(y))

    def _strip(self, line: int) -> Strip:
        row, item = self._row(line)
        selected = item is not None and item.key is not None and item.key == self.cursor
        return self.strip_of(row, self.size.width, selected)

    def _row(self, line: int) -> tuple[Row, Item | None]:
        number = self.scroll_offset.y + line
        item = self._layout.at(number)
        if item is None:
            return [Part(f"  {self.hint}" if line == 1 and not self._layout.items else "", "dim")], None
        if item.panel is None or item.key is None:
            return heading(self._layout.sections[item.section], self._layout.width), item
        rows = self._rows.get(item.key)
        if rows is None:
            rows = item.panel.rows(self._layout.width, self._look(item.key))
            self._rows[item.key] = rows = [marked(row, self.match) for row in rows] if self.match else rows
        index = number - item.top
        return (rows[index] if index < len(rows) else []), item

    def _look(self, key: Key) -> Look:
        selected = key == self.cursor
        return Look(
            now=self._clock.now(),
            selected=selected,
            choice=self.choices.choice if selected else None,
            drafts=self.choices.drafts(key),
            names=self._servers.device(key.owner),
        )

    # The cursor

    @property
    def vector(self) -> Vector | None:
        """The vector under the cursor."""
        item = self._layout.find(self.cursor)
        return item.panel.vector if item and item.panel else None

    def region_of(self, key: Key) -> tuple[int, int] | None:
        """The first line on screen, and the height, of a vector; outside the widget where it is scrolled away."""
        item = self._layout.find(key)
        return (item.top - self.scroll_offset.y, item.height) if item else None

    def move_to(self, key: Key | None) -> None:
        """Put the cursor on a vector and bring it into view."""
        if key is None or key == self.cursor or key not in self._layout:
            return
        self.choices.move()
        old, self.cursor = self._layout.find(self.cursor), key
        if old and old.key:
            self._rows.pop(old.key, None)
            self._repaint_item(old)
        self.repaint_cursor()
        self._keep_in_view()
        self._moved()

    def _keep_in_view(self) -> None:
        item = self._layout.find(self.cursor)
        if item is None:
            return
        above = self._layout.at(item.top - 1)
        top = item.top - (1 if above and above.key is None else 0)  # its heading, too
        if top < self.scroll_offset.y:
            self._scroll(top)
        elif item.top + item.height > self.scroll_offset.y + self.size.height:
            self._scroll(min(top, item.top + item.height - self.size.height))

    def _moved(self) -> None:
        self.post_message(CursorMoved(self.cursor))
        self.post_message(SheetMoved())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell what lies over the sheet to follow."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(SheetMoved())

    @property
    def section(self) -> int:
        """The place of the section that the cursor is in."""
        item = self._layout.find(self.cursor)
        return item.section if item else 0

    def go_to_section(self, section: int) -> None:
        """Put the cursor on the first vector of a section and its heading at the top."""
        key = self._layout.first_of(section)
        item = self._layout.find(key)
        if item is not None:
            self._scroll(max(0, item.top - (1 if section else 0)))
            self.move_to(key)

    # Actions

    def action_step(self, count: int) -> None:
        """Move the cursor by vectors."""
        self.move_to(self._layout.step(self.cursor, count))

    def action_page(self, direction: int) -> None:
        """Move the cursor by a screen."""
        item = self._layout.find(self.cursor)
        if item:
            target = item.top + direction * max(1, self.size.height - 1)
            self.move_to(self._layout.near(max(0, min(self._layout.height - 1, target))))

    def action_group(self, direction: int) -> None:
        """Move the cursor to another group."""
        self.go_to_section(max(0, min(len(self._layout.sections) - 1, self.section + direction)))

    def action_choose(self, direction: int) -> None:
        """Move the choice within a switch vector."""
        vector = self.vector
        if vector is not None and vector.kind is Kind.SWITCH and vector.members:
            self.choices.step(vector, direction)
            self.repaint_cursor()

    def drop_choice(self) -> bool:
        """Forget the choice and the ticks of this row that were not sent; False when there was nothing."""
        if self.cursor is None or not self.choices.drop(self.cursor):
            return False
        self.repaint_cursor()
        return True

    def action_tick(self) -> None:
        """Tick the member of an AnyOfMany under the cursor, to be sent with Enter; elsewhere fold the group."""
        vector = self.vector
        if vector is None or self.cursor is None or vector.kind is not Kind.SWITCH:
            self.post_message(FoldWanted(self.section))
        elif self.choices.tick(self.cursor, vector):
            self.repaint_cursor()
        else:
            self.action_activate()

    def action_activate(self) -> None:
        """Do what Enter means on this kind of row."""
        vector, key = self.vector, self.cursor
        if key is None:
            return
        if vector is None:
            self.post_message(FoldWanted(self.section))
        else:
            self.post_if_any(activated(key, vector, self.choices, self._is_list(key)), key, vector)

    def on_click(self, event: events.Click) -> None:
        """Pick a switch, edit a value, fold a group, or select a row."""
        row, item = self._row(event.y)
        if item is None:
            return
        hit = hit_in(row, event.x)
        if item.panel is None or item.key is None:
            self.post_message(FoldWanted(item.section))
            return
        self.move_to(item.key)
        vector = item.panel.vector
        if hit is not None and (vector.writable or vector.kind is Kind.SWITCH):
            self.post_if_any(clicked(item.key, vector, hit), item.key, vector)

    def post_if_any(self, wanted: Message | str, key: Key, vector: Vector) -> None:
        """Pass on what the user wants of a row, if it may be sent now; say why nothing is wanted, or may be."""
        refusal = self.readonly and "Read-only mode: nothing is sent"
        if not self._servers.live(key.server):
            refusal = "Not connected: nothing can be sent"
        elif not vector.writable:
            refusal = f"{plain(vector.label)} is read-only: only the device sets it"
        if refusal or isinstance(wanted, str):
            self.app.notify(refusal or str(wanted), severity="warning", markup=False)
        else:
            self.choices.sent(key)
            self.repaint_cursor()
            self.post_message(wanted)

    def _is_list(self, key: Key) -> bool:
        item = self._layout.find(key)
        return bool(item and isinstance(item.panel, SwitchPanel) and item.panel.folded(self._layout.width))
