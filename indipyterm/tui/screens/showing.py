"""The main screen without its keys: devices, groups, the sheet, and what is worth knowing around it."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from indipyterm.model.vectors import Vector
from indipyterm.presentation.filter_slots import NAMES, SLOT
from indipyterm.presentation.groups import Section
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.search import matching_sections, watch_list_sections
from indipyterm.presentation.standard import CONNECTION, connected
from indipyterm.tui.messages import ModelChanged
from indipyterm.tui.sheet.layout import Place
from indipyterm.tui.sheet.pane import SheetPane
from indipyterm.tui.widgets.detail_line import DetailLine
from indipyterm.tui.widgets.filter_line import FilterLine
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.tui.widgets.message_lines import MessageLines
from indipyterm.tui.widgets.plot_view import PlotView
from indipyterm.tui.widgets.preview_view import PreviewView
from indipyterm.tui.widgets.sidebar import Sidebar
from indipyterm.tui.widgets.status_line import StatusLine
from indipyterm.tui.widgets.tabs import DeviceTabs, GroupTabs
from indipyterm.workspace.clock import Clock
from indipyterm.workspace.history import History
from indipyterm.workspace.journal import Journal
from indipyterm.workspace.servers import Servers
from indipyterm.workspace.state import LastRun

_WHEN_LOST = {"app.reconnect": "Retry now", "app.host": "Change host"}


class Showing(Screen[None]):
    """Shows a device, the watch list, or what a filter found; remembers the place in each."""

    AUTO_FOCUS = ""  # the sheet gets it, in `on_mount`
    HORIZONTAL_BREAKPOINTS = [(0, "-tight"), (110, "-wide")]  # noqa: RUF012 - Textual's own declaration
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]  # noqa: RUF012

    def __init__(self, servers: Servers, journal: Journal, record: History, clock: Clock) -> None:
        super().__init__()
        self._servers, self._journal = servers, journal
        self._places: dict[DeviceKey | None, Place] = {}
        self.device: DeviceKey | None = None  # None is the watch list
        self.chosen = False  # whether the user, or a saved state, chose what is shown
        self.filtering = ""
        self.folded: set[tuple[str, str]] = set()  # device and group
        self.watched: list[VectorKey] = []
        self._last: tuple[str | None, str | None] = (None, None)
        self.status = StatusLine(servers)
        self.devices = DeviceTabs(servers)
        self.groups = GroupTabs()
        self.pane = SheetPane(servers, clock)
        self.preview = PreviewView()
        self.plot = PlotView(servers, record, clock)
        self.filter = FilterLine()
        self.sidebar = Sidebar(servers, record)
        self.detail = DetailLine()
        self.messages = MessageLines(servers)
        self.keys = KeyLine()

    @property
    def panes(self) -> list[SheetPane]:
        """The sheets, of which this screen has one."""
        return [self.pane]

    def compose(self) -> ComposeResult:
        self._expect_size()
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

    def _expect_size(self) -> None:
        """Begin with the classes for the size: Textual sets them after the first layout, and styles all again then."""
        for size, classes in zip(self.app.size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True):
            self.add_class(max(each for each in classes if each[0] <= size)[1], update=False)

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
        if any(key.vector == CONNECTION for key in vectors):
            self._show_groups()
        if vectors or message.devices:
            self._show_devices()
            self._show_detail()
        if message.events:
            self.messages.show(self._journal.entries)

    def connection_changed(self) -> None:
        """Follow connections: what is stale shows so."""
        self._hint()
        lost = any(not server.connected for server in self._servers)
        self.keys.offer(_WHEN_LOST if lost else {})
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
            return matching_sections(self._servers.vectors(), self.filtering)
        if self.device is None:
            return watch_list_sections(self.watched, self._servers.vectors()) if self.chosen else []
        outline = self._servers.outline(self.device)
        folded = {group for name, group in self.folded if name == self.device.device}
        return [replace(each, folded=each.title in folded) for each in outline.sections] if outline else []

    def _follow_devices(self, changed: frozenset[DeviceKey]) -> None:
        present = self._servers.devices()
        gone = self.device is not None and self.device not in present
        if present and not self.pane.editing and (gone or not self.chosen) and not self.filtering:
            self._open_first(present, changed)
        elif self.filtering or self.device is None or self.device in changed:
            self.pane.sheet.define(self.sections())
            self._show_groups()

    def restore(self, state: LastRun) -> None:
        """Begin where the last run ended, as soon as that device is there."""
        self.folded = set(state.folded)
        self.watched = [VectorKey(*names) for names in state.watch]
        self._last = (state.device, state.vector)

    def shown(self) -> VectorKey | None:
        """The row under the cursor, for the next run to begin at."""
        return self.pane.sheet.cursor

    def _open_first(self, present: list[DeviceKey], changed: frozenset[DeviceKey]) -> None:
        """Show the device of the last run, or the first one until that appears."""
        last, vector = self._last
        matching_sections = next((key for key in present if key.device == last), None)
        if matching_sections and self.device != matching_sections:
            key = VectorKey(*matching_sections, vector) if vector else None
            self.open(matching_sections, key, chosen=self._servers.vector(key) is not None)
        elif self.device not in present:
            self.open(present[0], chosen=self.chosen)
        elif matching_sections and vector and self._servers.vector(VectorKey(*matching_sections, vector)):
            self.open(matching_sections, VectorKey(*matching_sections, vector))
        elif self.device in changed:
            self.pane.sheet.define(self.sections())
            self._show_groups()

    def open(self, device: DeviceKey | None, key: VectorKey | None = None, *, chosen: bool = True) -> None:
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

    def go_to(self, key: VectorKey) -> None:
        """Show a vector in its device, with the cursor on it."""
        if self.device == key.owner and not self.filtering and key in self.pane.sheet.layout_now:
            self.pane.sheet.move_to(key)
        else:
            self.open(key.owner, key)
        self.pane.sheet.focus()

    def _group_of(self, key: VectorKey) -> str:
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
            titles, section = [section.title for section in sections], self.pane.sheet.section
            self.groups.show(titles, section, connected=not self._lacks_hardware())

    def _lacks_hardware(self) -> bool:
        """Whether the device shown says that it is not connected to its hardware."""
        key, device = self.device, self._servers.device(self.device)
        return bool(key and device and self._servers.live(key.server) and connected(device) is False)

    def _show_detail(self) -> None:
        self.detail.show(self.pane.sheet.vector)

    def tick(self) -> None:
        """Repaint what shows the time."""
        self.pane.sheet.tick()
        self.plot.draw()

    def vector(self) -> tuple[VectorKey, Vector] | None:
        """The vector under the cursor."""
        key, vector = self.pane.sheet.cursor, self.pane.sheet.vector
        return (key, vector) if key and vector else None
