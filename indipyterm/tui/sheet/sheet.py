"""The property sheet: many vectors in one widget that paints only the rows on screen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from indipyterm.model.vectors import Vector
from indipyterm.presentation.groups import Section
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import Kind, State
from indipyterm.tui.messages import CursorMoved, EditWanted, FoldWanted, ListWanted, SheetMoved, Submitted, UploadWanted
from indipyterm.tui.rows.painter import Painter, hit_in
from indipyterm.tui.rows.row import PaintContext
from indipyterm.tui.rows.styled import Styled, StyledLine, highlighted
from indipyterm.tui.rows.switch import LIST, SwitchRow
from indipyterm.tui.sheet.layout import Item, Layout, Place, RowCache, heading
from indipyterm.workspace.drafts import toggled
from indipyterm.workspace.workspace import Workspace


class Sheet(ScrollView, Painter, can_focus=True):
    """Shows sections of vectors; the cursor is on one vector, and within a switch vector on one choice."""

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

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace, self._servers = workspace, workspace.servers
        self._layout = Layout()
        self._cache = RowCache()
        self._headless = True
        self._rows: dict[VectorKey, list[StyledLine]] = {}  # painted parts of panels, until they change
        self.drafts = workspace.drafts
        self.cursor: VectorKey | None = None
        self.match = ""  # text to mark wherever it stands
        self.hint = ""  # what stands in an empty sheet
        self._away: Place | None = None  # where the user was when that vector went; until the user goes elsewhere
        self.displaced = False
        """Whether the cursor went elsewhere by itself; keys that act do nothing then, until the user moves it."""
        self.used = False
        """Whether the user ever moved the cursor here."""
        self._room: tuple[VectorKey, int] | None = None  # a vector that has rows to spare for an editor

    # What is shown

    @property
    def place(self) -> Place:
        """Where the user is."""
        item = self._layout.find(self.cursor)
        return Place(self.cursor, item.top - self.scroll_offset.y if item else 0)

    @property
    def layout_now(self) -> Layout:
        """Where everything stands."""
        return self._layout

    def show(self, sections: Sequence[Section], place: Place, *, headless: bool = True, match: str = "") -> None:
        """Show other sections, at the place where the user was in them."""
        self._headless, self.match = headless, match
        self._cache = RowCache()
        self._layout = self._made(sections)
        self.drafts.unpick(self.cursor)
        self._away = None if place.key in self._layout else place
        self.cursor = self._layout.step(None, 0) if self._away else place.key
        self.displaced = False
        self._hold(self.cursor, place.line)
        self._keep_in_view()

    def define(self, sections: Sequence[Section]) -> None:
        """Show the same sections after vectors came or went: what the user looks at stays where it is on screen."""
        held, line = self._held()
        self._layout = self._made(sections)
        if self._away and self._away.key in self._layout:
            held, line, self._away = self._away.key, self._away.line, None
            self.displaced = held != self.cursor and self.cursor is not None
            self.cursor = held
        self._hold(held, line)
        if self.cursor not in self._layout:
            self.displaced |= bool(self.cursor and self.cursor.server)  # a name without a server was not there before
            self._away = self._away or Place(self.cursor, line)
            self.cursor = self._layout.near(self.scroll_offset.y + max(0, line))

    def _made(self, sections: Sequence[Section]) -> Layout:
        width = self.size.width or self.app.size.width  # before the first layout there is no size
        return Layout(sections, max(20, width), self._cache, self._headless, self._room)

    def _held(self) -> tuple[VectorKey | None, int]:
        """What must not move on screen, and its line there: the cursor's row, or the first one where that is away."""
        top, bottom = self._on_screen
        item = self._layout.find(self.cursor)
        if item is None or not top - item.height < item.top < bottom:
            item = self._layout.find(self._layout.near(top))
        return (item.key, item.top - top) if item else (None, 0)

    def _hold(self, key: VectorKey | None, line: int) -> None:
        """Paint everything anew, with a vector on the same line of the screen as before."""
        if item := self._layout.find(key):
            self._layout.settle(item.top - self._screen, item.top + self._screen)
        item = self._layout.find(key)
        self._rows.clear()
        self.virtual_size = Size(self._layout.width, self._layout.height)
        self.refresh()
        if item:
            self._scroll(max(0, item.top - line))
        self._moved()

    def _settle(self, row: int) -> None:
        """Have measured what is painted when a row is on screen, while what is there now stays."""
        held, line = self._held()
        if self._layout.settle(row - self._screen, row + self._screen):
            self._hold(held, line)

    @property
    def _screen(self) -> int:
        """The rows on screen; before the first layout, at the most."""
        return self.size.height or self.app.size.height

    def make_room(self, key: VectorKey | None, rows: int = 0) -> None:
        """Give a vector so many rows, for an editor to lie on; None takes them back."""
        room = (key, rows) if key else None
        if room != self._room:
            if self._room and self._room[0] == self.cursor:
                self.displaced = False  # the user was at work on it: the cursor is where it is looked for
            self._room = room
            self.define(self._layout.sections)
            self._keep_in_view()

    def _scroll(self, row: int) -> None:
        self.scroll_to(y=row, animate=False, immediate=True)

    def repaint(self, keys: Collection[VectorKey]) -> None:
        """Repaint vectors whose values changed: of those on screen, the cells that differ."""
        for key in keys:
            self._rows.pop(key, None)
        shown = self._layout.touched(keys, *self._on_screen)
        held, line = self._held()
        if self._layout.measure(shown):
            self._hold(held, line)
        else:
            for key in shown:
                self._repaint_vector(key)

    @property
    def _on_screen(self) -> tuple[int, int]:
        """The first row on screen, and the one behind the last."""
        return self.scroll_offset.y, self.scroll_offset.y + self.size.height

    def tick(self) -> None:
        """Repaint what shows elapsed time."""
        rows = ((item.key, item.vector_row) for item in self._layout.between(*self._on_screen))
        self.repaint([key for key, row in rows if key and row and row.vector.state is State.BUSY])

    def _repaint_vector(self, key: VectorKey | None) -> None:
        item = self._layout.find(key)
        if item is None:
            return
        first = item.top - self.scroll_offset.y
        for line in range(max(0, first), min(self.size.height, first + item.height)):
            self.refresh_line_if_changed(line, self._strip(line))

    def repaint_cursor(self) -> None:
        """Repaint the row under the cursor."""
        if self.cursor:
            self._rows.pop(self.cursor, None)
            self._repaint_vector(self.cursor)

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

    def _row(self, line: int) -> tuple[StyledLine, Item | None]:
        number = self.scroll_offset.y + line
        item = self._layout.at(number)
        if item is None:
            return [Styled(f"  {self.hint}" if line == 1 and not self._layout.height else "", "dim")], None
        if item.vector_row is None or item.key is None:
            return heading(self._layout.sections[item.section], self._layout.width), item
        rows = self._rows.get(item.key)
        if rows is None:
            rows = item.vector_row.painted(self._layout.width, self._look(item.key))
            self._rows[item.key] = rows = [highlighted(row, self.match) for row in rows] if self.match else rows
        index = number - item.top
        return (rows[index] if index < len(rows) else []), item

    def _look(self, key: VectorKey) -> PaintContext:
        selected = key == self.cursor
        return PaintContext(
            now=self._workspace.now(),
            selected=selected,
            choice=self.drafts.picked(key),
            drafts=self.drafts.ticks(key),
            device=self._servers.device(key.owner),
        )

    # The cursor

    @property
    def vector(self) -> Vector | None:
        """The vector under the cursor."""
        item = self._layout.find(self.cursor)
        return item.vector_row.vector if item and item.vector_row else None

    def region_of(self, key: VectorKey) -> tuple[int, int] | None:
        """The first line on screen, and the height, of a vector; outside the widget where it is scrolled away."""
        item = self._layout.find(key)
        return (item.top - self.scroll_offset.y, item.height) if item else None

    def move_to(self, key: VectorKey | None) -> None:
        """Put the cursor on a vector, as the user wants, and bring it into view."""
        self.displaced, self.used = False, True
        if key is None or key == self.cursor or key not in self._layout:
            return
        self.drafts.unpick(self.cursor)
        self._away = None
        old, self.cursor = self.cursor, key
        if old:
            self._rows.pop(old, None)
            self._repaint_vector(old)
        self.repaint_cursor()
        self._keep_in_view()
        self._moved()

    def _keep_in_view(self) -> None:
        if item := self._layout.find(self.cursor):
            self._settle(item.top)
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
        self._settle(self.scroll_offset.y)
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
            if self.cursor and not self._is_displaced():
                self.drafts.step(self.cursor, vector, direction)
                self.repaint_cursor()
        elif vector is not None:
            self.app.notify("← → move the choice in a row of switches")

    def drop_choice(self) -> bool:
        """Forget the choice and the ticks of this row that were not sent; False when there was nothing."""
        if self.cursor is None or not self.drafts.discard(self.cursor):
            return False
        self.repaint_cursor()
        return True

    def action_tick(self) -> None:
        """Tick the member of an AnyOfMany under the cursor, to be sent with Enter; elsewhere fold the group."""
        vector = self.vector
        if vector is None or self.cursor is None or vector.kind is not Kind.SWITCH:
            self.post_message(FoldWanted(self.section))
        elif self._is_displaced():
            return
        elif self.drafts.tick(self.cursor, vector):
            self.repaint_cursor()
        else:
            self.action_activate()

    def action_activate(self) -> None:
        """Do what Enter means on this kind of row."""
        vector, key = self.vector, self.cursor
        if key is None or self._is_displaced():
            return
        if vector is None:
            self.post_message(FoldWanted(self.section))
        elif vector.kind is not Kind.SWITCH:
            self._open(key, vector, None)
        elif values := self.drafts.wanted(key, vector):
            self._post(key, Submitted(key, values))
        elif self._is_list(key):
            self._post(key, ListWanted(key))
        else:
            self._hint("← → move the choice, Enter sends it")

    def _is_displaced(self) -> bool:
        """Whether the cursor is not where the user put it, which is said then: nothing is done by accident."""
        if self.displaced:
            self._hint("The row that was here is gone: move the cursor first")
        return self.displaced

    def on_click(self, event: events.Click) -> None:
        """Pick a switch, edit a value, fold a group, or select a row."""
        row, item = self._row(event.y)
        if item is None:
            return
        hit = hit_in(row, event.x)
        if item.vector_row is None or item.key is None:
            self.post_message(FoldWanted(item.section))
            return
        self.move_to(item.key)
        vector = item.vector_row.vector
        if hit is None or not (vector.writable or vector.kind is Kind.SWITCH):
            return
        if vector.kind is not Kind.SWITCH:
            self._open(item.key, vector, hit)
        else:
            self._post(item.key, ListWanted(item.key) if hit == LIST else Submitted(item.key, toggled(vector, hit)))

    def _open(self, key: VectorKey, vector: Vector, member: str | None) -> None:
        """Ask for an editor, or for a file to send to a BLOB."""
        if vector.kind is not Kind.BLOB:
            self._post(key, EditWanted(key, member))
        elif name := member or next(iter(vector.members), None):
            self._post(key, UploadWanted(key, name))
        else:
            self._hint("This BLOB has no members")

    def _post(self, key: VectorKey, wanted: Message) -> None:
        """Pass on what the user wants of a row, if anything may be sent to it now; else say why not."""
        if why := self._workspace.permission.why_not(key):
            self._hint(why)
        else:
            if isinstance(wanted, Submitted):
                self.drafts.discard(key)
                self.repaint_cursor()
            self.post_message(wanted)

    def _hint(self, text: str) -> None:
        self.app.notify(text, severity="warning", markup=False)

    def _is_list(self, key: VectorKey) -> bool:
        item = self._layout.find(key)
        return bool(item and isinstance(item.vector_row, SwitchRow) and item.vector_row.folded(self._layout.width))
