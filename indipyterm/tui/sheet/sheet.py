"""The property sheet: many vectors in one widget that paints only the rows on screen.

It is longer than other modules since scrolling, measuring, painting and the cursor share their state: where rows are
is known only for those that came near the screen, and no change may move what the user looks at. Where rows are is
worked out in `layout`, what is painted there in `painted_rows`, what a row does in `row_actions`; what the user can
have seen is kept in `attention`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from indipyterm.model.vectors import Vector
from indipyterm.presentation.groups import Section
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import OFF, Kind, State
from indipyterm.tui.messages import CursorMoved, FoldWanted, SheetMoved, Submitted
from indipyterm.tui.rows.painter import Painter, target_at
from indipyterm.tui.rows.row import TIMED, WIDE, has_aged
from indipyterm.tui.rows.switch import SwitchRow
from indipyterm.tui.sheet.attention import Attention
from indipyterm.tui.sheet.held_keys import Repeats
from indipyterm.tui.sheet.layout import GAP, Layout, Place, RowCache, columns_in
from indipyterm.tui.sheet.painted_rows import PaintedRows, Stretch
from indipyterm.tui.sheet.row_actions import RowAction, click_action, enter_action
from indipyterm.workspace.workspace import Workspace


class Sheet(ScrollView, Painter, can_focus=True):
    """Shows sections of vectors; the cursor is on one vector, and within a switch vector on one choice."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "activate()", "Edit", id="sheet.edit"),
        Binding("enter", "activate", "Pick", key_display="←→⏎", id="sheet.activate"),
        Binding("left,h", "choose(-1)", "Previous choice", show=False, id="sheet.left"),
        Binding("right,l", "choose(1)", "Next choice", show=False, id="sheet.right"),
        Binding("shift+left", "column(-1)", "Left column", show=False, id="sheet.left_column"),
        Binding("shift+right", "column(1)", "Right column", show=False, id="sheet.right_column"),
        Binding("space", "tick", "Tick", show=False, id="sheet.tick"),
        Binding("z", "fold", "Fold the group", show=False, id="sheet.fold"),
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
        self.most_columns = 2
        self._rows = PaintedRows(workspace)
        self.drafts = workspace.drafts
        self.cursor: VectorKey | None = None
        self._away: Place | None = None  # where the user was when that vector went; until the user goes elsewhere
        self.attention = Attention()
        self._hints = Repeats()
        self._ticked = workspace.now()
        self._room: tuple[VectorKey, int] | None = None  # a vector, and the rows kept free for its editor

    # What is shown

    @property
    def place(self) -> Place:
        """Where the user is."""
        item = self._layout.find(self.cursor)
        return Place(self.cursor, item.top - self.scroll_offset.y if item else 0)

    @property
    def hint(self) -> str:
        """What stands in an empty sheet."""
        return self._rows.hint

    @hint.setter
    def hint(self, text: str) -> None:
        self._rows.hint = text

    @property
    def current_layout(self) -> Layout:
        """Where everything stands."""
        return self._layout

    def open_sections(
        self, sections: Sequence[Section], place: Place, *, headless: bool = True, match: str = ""
    ) -> None:
        """Show other sections, with the cursor at `place`; text that equals `match` is highlighted."""
        self._headless, self._rows.match = headless, match
        self._cache = RowCache()
        self._layout = self._new_layout(sections)
        self.drafts.unpick(self.cursor)
        self._away = None if place.key in self._layout else place
        self.cursor = self._layout.step(None, 0) if self._away else place.key
        self._keep_anchor(self.cursor, place.line)
        self._keep_in_view()
        self.attention.choose(self.vector)

    def update_sections(self, sections: Sequence[Section]) -> None:
        """Update the sections after vectors came or went: what the user looks at stays where it is on screen."""
        before = self.cursor
        self.attention.lines.moving(self._lines())
        anchor, line = self._anchor()
        self._layout = self._new_layout(sections)
        if self._away and self._away.key in self._layout:
            anchor, line, self._away = self._away.key, self._away.line, None
            chosen, self.attention.displaced, self.cursor = self.chosen, False, anchor
            if before not in (None, anchor):
                self.attention.displace(chosen)
        self._keep_anchor(anchor, line)
        if self.cursor not in self._layout:
            if self.cursor and self.cursor.server:  # a name without a server was not there before
                self.attention.displace(before)
            self._away = self._away or Place(self.cursor, line)
            self.cursor = self._layout.near(self.scroll_offset.y + max(0, line))
        if self.cursor != before or not self.attention.looked:
            self.attention.look(self.vector)

    @property
    def chosen(self) -> VectorKey | None:
        """The row that the user put the cursor on, wherever that went by itself."""
        return self.attention.chosen(self.cursor)

    def _new_layout(self, sections: Sequence[Section]) -> Layout:
        width = self.size.width or self.app.size.width  # before the first layout there is no size
        headless = self._headless and self.app.size.width < WIDE  # which have no line of groups
        columns = min(self.most_columns, columns_in(width, self.app.size.width))
        return Layout(sections, max(20, width), self._cache, headless, self._room, columns)

    def _anchor(self) -> tuple[VectorKey | None, int]:
        """What must not move on screen, and its line: the row of the cursor if it is on screen, else the first one."""
        top, bottom = self._on_screen
        item = self._layout.find(self.cursor)
        if item is None or not top - item.height < item.top < bottom:
            item = self._layout.find(self._layout.near(top))
        return (item.key, item.top - top) if item else (None, 0)

    def _keep_anchor(self, key: VectorKey | None, line: int) -> None:
        """Repaint everything, with a vector on the same line of the screen as before."""
        if item := self._layout.find(key):
            self._layout.measure_rows(item.top - self._screen, item.top + self._screen)
        item = self._layout.find(key)
        self._rows.clear()
        self.virtual_size = Size(self._layout.width, self._layout.height)
        self.refresh()
        if item:
            self._scroll(max(0, item.top - line))
        self._post_moved()

    def _measure_around(self, row: int) -> None:
        """Measure the rows around one that comes into view; what is on screen now stays where it is."""
        anchor, line = self._anchor()
        if self._layout.measure_rows(row - self._screen, row + self._screen):
            self._keep_anchor(anchor, line)

    @property
    def _screen(self) -> int:
        """The rows on screen; before the first layout, at the most."""
        return self.size.height or self.app.size.height

    def make_room(self, key: VectorKey | None, rows: int = 0) -> None:
        """Keep at least so many rows for a vector, on which an editor lies; None gives them back."""
        room = (key, rows) if key else None
        if room != self._room:
            if self._room and self._room[0] == self.cursor:
                self.attention.choose(self.vector)  # the user was at work on it: the cursor is where it is looked for
            self._room = room
            self.update_sections(self._layout.sections)
            self._keep_in_view()

    def _lines(self) -> dict[tuple[int, int], VectorKey]:
        """The vectors on screen, by each of their lines and their column."""
        top, bottom = self._on_screen
        items = ((item.top - top, item) for item in self._layout.between(top, bottom))
        return {
            (first + line, item.column): item.key for first, item in items if item.key for line in range(item.height)
        }

    def _scroll(self, row: int) -> None:
        self.scroll_to(y=row, animate=False, immediate=True)

    def repaint(self, keys: Collection[VectorKey]) -> None:
        """Repaint the cells that differ of vectors whose values changed, where they are on screen."""
        self._rows.forget(keys)
        if self.cursor in keys:
            self.attention.update(self.vector)
        shown = self._layout.mark_changed(keys, *self._on_screen)
        anchor, line = self._anchor()
        lines = self._lines() if shown else {}
        if self._layout.measure_again(shown):
            self.attention.lines.moving(lines)
            self._keep_anchor(anchor, line)
        else:
            for key in shown:
                self._repaint_vector(key)

    @property
    def _on_screen(self) -> tuple[int, int]:
        """The first row on screen, and the one behind the last."""
        return self.scroll_offset.y, self.scroll_offset.y + self.size.height

    def tick(self) -> None:
        """Repaint what shows elapsed time."""
        before, now = self._ticked, self._workspace.now()
        self._ticked = now
        rows = ((item.key, item.vector_row) for item in self._layout.between(*self._on_screen))
        changing = [(key, row.vector) for key, row in rows if key and row]
        timed = self._layout.row_width >= TIMED
        aged = [key for key, one in changing if timed and has_aged(one.timestamp, before, now)]
        self.repaint([*(key for key, one in changing if one.state is State.BUSY), *aged])

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
            self._rows.forget([self.cursor])
            self._repaint_vector(self.cursor)

    def on_resize(self) -> None:
        """Lay out for the new width."""
        self.update_sections(self._layout.sections)
        self._keep_in_view()

    # Painting

    def render_line(self, y: int) -> Strip:
        """Textual's Line API."""
        return self.paint(y, self._strip(y))

    def _strip(self, line: int) -> Strip:
        strips = [
            self.strip_of(cells, width, item is not None and item.key is not None and item.key == self.cursor)
            for _, width, cells, item in self._stretches(line)
        ]
        return Strip.join(strips) if len(strips) > 1 else strips[0]

    def _stretches(self, line: int) -> list[Stretch]:
        return self._rows.line(self._layout, self.scroll_offset.y + line, line, self.cursor)

    # The cursor

    @property
    def vector(self) -> Vector | None:
        """The vector under the cursor."""
        item = self._layout.find(self.cursor)
        return item.vector_row.vector if item and item.vector_row else None

    def region_of(self, key: VectorKey) -> Region | None:
        """The cells of a vector; outside the widget where it is scrolled away."""
        item, width = self._layout.find(key), self._layout.row_width
        return (
            Region(item.column * (width + GAP), item.top - self.scroll_offset.y, width, item.height) if item else None
        )

    def move_to(self, key: VectorKey | None) -> None:
        """Put the cursor on a vector, as the user wants, and bring it into view."""
        self.attention.used, self._away = True, None
        if key is None or key == self.cursor or key not in self._layout:
            self.attention.choose(self.vector)
            return
        self.drafts.unpick(self.cursor)
        old, self.cursor = self.cursor, key
        self.attention.choose(self.vector)
        if old:
            self._rows.forget([old])
            self._repaint_vector(old)
        self.repaint_cursor()
        self._keep_in_view()
        self._post_moved()

    def _keep_in_view(self) -> None:
        if item := self._layout.find(self.cursor):
            self._measure_around(item.top)
        item = self._layout.find(self.cursor)
        if item is None:
            return
        above = self._layout.at(item.top - 1)
        top = item.top - (1 if above and above.key is None else 0)  # its heading, too
        if top < self.scroll_offset.y:
            self._scroll(top)
        elif item.top + item.height > self.scroll_offset.y + self.size.height:
            self._scroll(min(top, item.top + item.height - self.size.height))

    def _post_moved(self) -> None:
        self.post_message(CursorMoved(self.cursor))
        self.post_message(SheetMoved())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell what lies over the sheet to follow."""
        super().watch_scroll_y(old_value, new_value)
        self._measure_around(self.scroll_offset.y)
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
            self.move_to(self._layout.near(max(0, min(self._layout.height - 1, target)), item.column))

    def action_column(self, direction: int) -> None:
        """Move the cursor to the column beside, on the same row."""
        item = self._layout.find(self.cursor)
        if item and 0 <= item.column + direction < self._layout.columns:
            self.move_to(self._layout.near(item.top, item.column + direction))

    def action_group(self, direction: int) -> None:
        """Move the cursor to another group."""
        self.go_to_section(max(0, min(len(self._layout.sections) - 1, self.section + direction)))

    def action_choose(self, direction: int) -> None:
        """Move the choice within a switch vector."""
        vector = self.vector
        if vector is not None and vector.kind is Kind.SWITCH and vector.members:
            if self.cursor and not self.refuses_to_act():
                self.drafts.step(self.cursor, vector, direction)
                self.repaint_cursor()
        elif self._layout.columns > 1:
            self.action_column(direction)
        elif vector is not None:
            self.app.notify("← → move the choice in a row of switches")

    def drop_choice(self) -> bool:
        """Forget the choice and the ticks of this row that were not sent; False when there was nothing."""
        if self.cursor is None or not self.drafts.discard(self.cursor):
            return False
        self.repaint_cursor()
        return True

    def action_tick(self) -> None:
        """Tick the member of an AnyOfMany under the cursor, to be sent with Enter."""
        vector = self.vector
        if vector is None or self.cursor is None or vector.kind is not Kind.SWITCH:
            self._hint("Space ticks a switch of which any number may be on; z folds the group")
        elif self.refuses_to_act():
            return
        elif self.drafts.tick(self.cursor, vector):
            self.repaint_cursor()
        else:
            self._hint("← → move the choice, Enter sends it; Space ticks where any number may be on")

    def action_fold(self) -> None:
        """Fold the group that the cursor is in, or unfold it."""
        self.post_message(FoldWanted(self.section))

    def action_activate(self) -> None:
        """Do what Enter means on this kind of row."""
        vector, key = self.vector, self.cursor
        if key is None or self.refuses_to_act():
            return
        if vector is None:
            self.post_message(FoldWanted(self.section))
            return
        why_not = self.attention.why_not_switch_over(key, vector, getattr(self.app, "key_changes", 0))
        wanted = self.drafts.wanted(key, vector)
        lets_go = bool(wanted) and all(value == OFF for value in wanted.values())
        if why_not and not self.drafts.has(key) and not lets_go:  # what moves is let go whenever the user wants it
            self._hint(why_not)
        else:
            self._run(key, enter_action(key, vector, wanted, self._is_folded(key)))

    def refuses_to_act(self) -> bool:
        """Whether the cursor is not on what the user put it on; if so, say so: nothing is done by accident."""
        if why := self.attention.why_not_act(self.vector):
            self._hint(why)
        return bool(why)

    def on_click(self, event: events.Click) -> None:
        """Pick a switch, edit a value, fold a group, or select a row."""
        stretches = self._stretches(event.y)
        left, _, cells, item = next((one for one in reversed(stretches) if one.left <= event.x), stretches[0])
        if item is None:
            return
        if item.vector_row is None or item.key is None:
            self.post_message(FoldWanted(item.section))
            return
        replaced = self.attention.lines.replaced((event.y, item.column), item.key)
        self.move_to(item.key)
        if replaced:
            self._hint("The rows have moved just now: look again, and click again")
            return
        self._run(item.key, click_action(item.key, item.vector_row.vector, target_at(cells, event.x - left)))

    def _run(self, key: VectorKey, action: RowAction | str | None) -> None:
        """Post what the user wants of a row, if it may be sent to now; else say why not."""
        if isinstance(action, str):
            self._hint(action)
        elif action is None:
            return
        elif why := self._workspace.permission.why_not(key):
            self._hint(why)
        else:
            if isinstance(action, Submitted):
                self.drafts.discard(key)
                self.repaint_cursor()
            self.post_message(action)

    def _hint(self, text: str) -> None:
        """Say why nothing was done; once, while a key is held down."""
        if not self._hints.repeated(text):
            self.app.notify(text, severity="warning", markup=False)

    def _is_folded(self, key: VectorKey) -> bool:
        item = self._layout.find(key)
        return bool(item and isinstance(item.vector_row, SwitchRow) and item.vector_row.folded(self._layout.row_width))
