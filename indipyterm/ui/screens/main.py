"""The main screen: devices, groups, the sheet, and what is worth knowing around it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from indipyterm.model.vectors import Vector
from indipyterm.ui.bridge import Clock
from indipyterm.ui.history.record import Record
from indipyterm.ui.journal import Journal
from indipyterm.ui.keys import DeviceKey, Key, Place
from indipyterm.ui.layout import Section, sections_of
from indipyterm.ui.messages import (
    CursorMoved,
    DeviceChosen,
    EditWanted,
    FilterChanged,
    FilterEnded,
    FoldWanted,
    GroupChosen,
    ModelChanged,
)
from indipyterm.ui.panels.slots import NAMES, SLOT
from indipyterm.ui.search import found, listed, next_hit
from indipyterm.ui.servers import Servers
from indipyterm.ui.state import LastRun
from indipyterm.ui.widgets.filter_line import FilterLine
from indipyterm.ui.widgets.lines import DetailLine, KeyLine, MessageLines, StatusLine
from indipyterm.ui.widgets.plot_view import PlotView
from indipyterm.ui.widgets.preview_view import PreviewView
from indipyterm.ui.widgets.sheet_pane import SheetPane
from indipyterm.ui.widgets.sidebar import Sidebar
from indipyterm.ui.widgets.tabs import DeviceTabs, GroupTabs


class MainScreen(Screen[None]):
    """Shows a device, the watch list, or what a filter found; remembers the place in each."""

    HORIZONTAL_BREAKPOINTS = [(0, "-tight"), (110, "-wide")]  # noqa: RUF012 - Textual's own declaration
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "device(0)", "Device", key_display="1-9", id="device.1"),
        *(Binding(str(n), f"device({n - 1})", f"Device {n}", show=False, id=f"device.{n}") for n in range(2, 10)),
        Binding("0", "watch_list", "Watch list", show=False, id="view.watch"),
        Binding("slash", "filter", "Find", key_display="/", id="view.filter"),
        Binding("n", "hit(1)", "Next hit", show=False, id="view.next_hit"),
        Binding("N", "hit(-1)", "Previous hit", show=False, id="view.previous_hit"),
        Binding("asterisk", "watch", "Watch this", key_display="*", show=False, id="view.watch_row"),
        Binding("escape", "back", "Back", show=False, id="view.back"),
    ]

    def __init__(self, servers: Servers, journal: Journal, record: Record, clock: Clock) -> None:
        super().__init__()
        self._servers, self._journal = servers, journal
        self._places: dict[DeviceKey | None, Place] = {}
        self._pattern = ""  # the last filter, for n and N
        self.device: DeviceKey | None = None  # None is the watch list
        self.chosen = False  # whether the user, or a saved state, chose what is shown
        self.filtering = ""
        self.folded: set[tuple[str, str]] = set()  # device and group
        self.watched: list[Key] = []
        self._last: tuple[str | None, str | None] = (None, None)
        self.status = StatusLine(servers)
        self.devices = DeviceTabs(servers)
        self.groups = GroupTabs()
        self.pane = SheetPane(servers, clock)
        self.preview = PreviewView()
        self.plot = PlotView(servers, record, clock)
        self.filter = FilterLine()
        self.sidebar = Sidebar(servers)
        self.detail = DetailLine()
        self.messages = MessageLines(servers)
        self.keys = KeyLine()

    def compose(self) -> ComposeResult:
        yield self.status
        yield self.devices
        yield self.groups
        with Horizontal(id="middle"):
            yield self.sidebar
            with Vertical():
                yield self.pane
                with Horizontal(id="charts"):
                    yield self.preview
                    yield self.plot
                yield self.filter
        yield self.detail
        yield self.messages
        yield self.keys

    def on_mount(self) -> None:
        """The sheet has the keys."""
        self._hint()
        self.pane.sheet.focus()

    # What the app tells

    def changed(self, message: ModelChanged) -> None:
        """Follow a change of a server's model."""
        if message.devices:
            self._follow_devices(message.devices)
        vectors = message.vectors
        if any(key.vector == NAMES for key in vectors):  # the names of the slots stand beside the slot
            vectors = vectors | {key._replace(vector=SLOT) for key in vectors if key.vector == NAMES}
        self.pane.sheet.repaint(vectors)
        self.pane.changed(vectors, message.devices)
        if vectors or message.devices:
            self._show_devices()
            self._show_detail()
        if message.events:
            self.messages.show(self._journal.entries)

    def connection_changed(self) -> None:
        """Follow connections: what is stale shows so."""
        self._hint()
        self.pane.sheet.define(self.sections())
        self.pane.explain()
        self._show_devices()

    def _hint(self) -> None:
        connected = any(server.connected for server in self._servers)
        hint = "No devices yet." if connected else "Not connected."
        if self.filtering:
            hint = "Nothing matches."
        elif self.device is None and self.chosen:
            hint = "The watch list is empty: * on a row adds it."
        self.pane.sheet.hint = hint

    # What is shown

    def sections(self) -> list[Section]:
        """What the sheet shows."""
        if self.filtering:
            return found(self._servers.vectors(), self.filtering)
        if self.device is None:
            return listed(self.watched, self._servers.vectors()) if self.chosen else []
        device = self._servers.device(self.device)
        folded = {group for name, group in self.folded if name == self.device.device}
        return sections_of(device, self.device, folded) if device else []

    def _follow_devices(self, changed: frozenset[DeviceKey]) -> None:
        present = self._servers.devices()
        gone = self.device is not None and self.device not in present
        if present and not self.pane.editing and (gone or not self.chosen) and not self.filtering:
            self._open_first(present)
        elif self.filtering or self.device is None or self.device in changed:
            self.pane.sheet.define(self.sections())
            self._show_groups()

    def restore(self, state: LastRun) -> None:
        """Begin where the last run ended, as soon as that device is there."""
        self.folded = set(state.folded)
        self.watched = [Key(*names) for names in state.watch]
        self._last = (state.device, state.vector)

    def shown(self) -> Key | None:
        """The row under the cursor, for the next run to begin at."""
        return self.pane.sheet.cursor

    def _open_first(self, present: list[DeviceKey]) -> None:
        """Show the device of the last run, or the first one until that appears."""
        last, vector = self._last
        found = next((key for key in present if key.device == last), None)
        if found and self.device != found:
            key = Key(*found, vector) if vector else None
            self.open(found, key, chosen=self._servers.vector(key) is not None)
        elif self.device not in present:
            self.open(present[0], chosen=self.chosen)
        elif found and vector and self._servers.vector(Key(*found, vector)):
            self.open(found, Key(*found, vector))
        else:
            self.pane.sheet.define(self.sections())
            self._show_groups()

    def open(self, device: DeviceKey | None, key: Key | None = None, *, chosen: bool = True) -> None:
        """Show a device (None: the watch list), at the place where the user left it, or at a vector."""
        sheet = self.pane.sheet
        if not self.filtering:
            self._places[self.device] = sheet.place
        self.filtering = ""
        self.filter.close()
        self.device, self.chosen = device, chosen
        place = self._places.get(device, Place())
        if key and self.device and (group := self._group_of(key)):
            self.folded.discard((self.device.device, group))
        self._hint()
        sheet.show(self.sections(), place, headless=device is not None)
        if key:
            sheet.move_to(key)
        self._show_devices()
        self._show_groups()

    def go_to(self, key: Key) -> None:
        """Show a vector in its device, with the cursor on it."""
        if self.device == key.owner and not self.filtering and key in self.pane.sheet.layout_now:
            self.pane.sheet.move_to(key)
        else:
            self.open(key.owner, key)
        self.pane.sheet.focus()

    def _group_of(self, key: Key) -> str:
        vector = self._servers.vector(key)
        return vector.group if vector else ""

    def _show_devices(self) -> None:
        self.devices.show(self.device if self.chosen or self.device else DeviceKey("", ""))
        self.sidebar.show(self.device, self.watched)

    def _show_groups(self) -> None:
        sections = self.pane.sheet.layout_now.sections
        if self.filtering:
            self.groups.show_filter(self.filtering, sum(len(section.vectors) for section in sections))
        else:
            self.groups.show([section.title for section in sections], self.pane.sheet.section)

    def _show_detail(self) -> None:
        self.detail.show(self.pane.sheet.vector)

    def tick(self) -> None:
        """Repaint what shows the time."""
        self.pane.sheet.tick()
        self.plot.draw()

    # What the user does

    def action_device(self, place: int) -> None:
        """Show the device with that number."""
        present = self._servers.devices()
        if place < len(present):
            self.choose(present[place])
        else:
            self.app.notify(f"There is no device {place + 1}: {len(present)} are here")

    def action_watch_list(self) -> None:
        """Show the watch list."""
        self.choose(None)

    @on(DeviceChosen)
    def _device_chosen(self, event: DeviceChosen) -> None:
        self.choose(event.key)

    def choose(self, device: DeviceKey | None) -> None:
        """Show a device, unless something typed would be lost from sight."""
        if self._typing():
            return
        self.run_worker(self.pane.close())
        if device != self.device or self.filtering or not self.chosen:
            self.open(device)

    def _typing(self) -> bool:
        """Whether something typed would be lost from sight, which is said then."""
        if self.pane.editor is None or not self.pane.editor.dirty:
            return False
        self.app.notify("Unsent edit: Enter sends it, Escape drops it", severity="warning")
        return True

    @on(GroupChosen)
    def _group_chosen(self, event: GroupChosen) -> None:
        self.pane.sheet.go_to_section(event.section)

    @on(FoldWanted)
    def _fold(self, event: FoldWanted) -> None:
        sections = self.pane.sheet.layout_now.sections
        if self.device is None or self.filtering or event.section >= len(sections):
            return
        self.folded ^= {(self.device.device, sections[event.section].title)}
        self.pane.sheet.define(self.sections())
        self.pane.sheet.go_to_section(event.section)

    @on(CursorMoved)
    def _cursor_moved(self) -> None:
        self.plot.show(self.pane.sheet.cursor)
        self._show_detail()
        self._show_groups()

    @on(EditWanted)
    async def _edit_wanted(self, event: EditWanted) -> None:
        vector = self._servers.vector(event.key)
        if vector is None:
            return
        if self.pane.editing != event.key and self._typing():
            return
        await self.pane.edit(event.key, vector, event.member, event.values)

    # Filter and watch list

    def action_filter(self) -> None:
        """Type a filter."""
        if self._typing():
            return
        self._places[self.device] = (
            self.pane.sheet.place if not self.filtering else self._places.get(self.device, Place())
        )
        self.filter.open()

    @on(FilterChanged)
    def _filter_changed(self, event: FilterChanged) -> None:
        self.filtering = self._pattern = event.text
        self._hint()
        sections, place = self.sections(), Place() if event.text else self._places.get(self.device, Place())
        headless = not event.text and self.device is not None
        self.pane.sheet.show(sections, place, headless=headless, match=event.text)
        self._show_groups()

    @on(FilterEnded)
    def _filter_ended(self, event: FilterEnded) -> None:
        if not event.keep or not self.filtering:
            self._clear_filter()
        self.filter.display = False
        self.pane.sheet.focus()

    def _clear_filter(self) -> None:
        """Show everything again, with the cursor where it was before, or on the row that was found."""
        key = self.pane.sheet.cursor if self.filtering else None
        if key and self.device is not None and self._servers.vector(key):
            self.open(key.owner, key)
        else:
            self.open(self.device)

    def action_back(self) -> None:
        """Drop the choice on this row, or else clear the filter."""
        if not self.pane.sheet.drop_choice() and self.filtering:
            self._clear_filter()

    def action_hit(self, direction: int) -> None:
        """Go to the next vector, of any device, that the last filter matches."""
        if not self._pattern:
            self.app.notify("Type what to find with / first")
            return
        if self.filtering:
            self.pane.sheet.action_step(direction)
            return
        key = next_hit(self._servers.vectors(), self._pattern, self.pane.sheet.cursor, direction)
        if key:
            self.go_to(key)
        else:
            self.app.notify(f"Nothing matches {self._pattern!r}", markup=False)

    def action_watch(self) -> None:
        """Add the row to the watch list, or take it off."""
        key, vector = self.pane.sheet.cursor, self.pane.sheet.vector
        if key is None or vector is None:
            self.app.notify("No property here to watch")
            return
        if key in self.watched:
            self.watched.remove(key)
        else:
            self.watched.append(key)
        done = "On" if key in self.watched else "Off"
        self.app.notify(f"{done} the watch list: {vector.label}", markup=False)
        if self.device is None:
            self.pane.sheet.define(self.sections())
        self._show_devices()

    def vector(self) -> tuple[Key, Vector] | None:
        """The vector under the cursor."""
        key, vector = self.pane.sheet.cursor, self.pane.sheet.vector
        return (key, vector) if key and vector else None
