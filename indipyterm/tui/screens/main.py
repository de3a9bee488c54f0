"""The main screen: devices, groups, the sheet, and what is worth knowing around it.

A little longer than other modules: it has the keys and messages of all that it holds, each in a few lines.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from indipyterm.model.standard import CONNECTION, connected
from indipyterm.model.vectors import Vector
from indipyterm.presentation.groups import Section
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.search import next_hit
from indipyterm.tui import screens
from indipyterm.tui.images.preview import PreviewView
from indipyterm.tui.messages import (
    CursorMoved,
    DeviceChosen,
    EditWanted,
    FilterChanged,
    FilterEnded,
    FoldWanted,
    GroupChosen,
)
from indipyterm.tui.screens.shown_device import ShownDevice
from indipyterm.tui.sheet.layout import Place
from indipyterm.tui.sheet.pane import SheetPane
from indipyterm.tui.terminal.notice_placement import NOTICES_ABOVE
from indipyterm.tui.terminal.overlay import Underlay
from indipyterm.tui.widgets.detail_line import DetailLine
from indipyterm.tui.widgets.filter_line import FilterLine
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.tui.widgets.message_lines import MessageLines
from indipyterm.tui.widgets.plot_view import PlotView
from indipyterm.tui.widgets.sidebar import Sidebar
from indipyterm.tui.widgets.status_line import StatusLine
from indipyterm.tui.widgets.tabs import DeviceTabs, GroupTabs
from indipyterm.workspace.change import Change
from indipyterm.workspace.workspace import Workspace

_MOST_JUMPS = 50
_WHEN_LOST = {"app.reconnect": "Retry now", "app.host": "Change host"}
_FOR_DEVICES = ("sheet.edit", "sheet.activate", "device.1", "view.filter", "app.blobs", "app.abort")
"""Keys that nothing can be done with while there is no device."""


class MainScreen(Underlay[None]):
    """Shows a device, the watch list, or what a filter found; moves between devices, groups and rows."""

    AUTO_FOCUS = ""  # the sheet gets it, in `on_mount`
    HORIZONTAL_BREAKPOINTS = [(0, "-tight"), (110, "-wide")]  # noqa: RUF012 - Textual's own declaration
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "device(0)", "Device", key_display="1-9", id="device.1"),
        *(Binding(str(n), f"device({n - 1})", f"Device {n}", show=False, id=f"device.{n}") for n in range(2, 10)),
        Binding("D", "choose_device", "Go to a device by name", show=False, id="device.choose"),
        Binding("ctrl+o", "jump_back", "Back to where you were", show=False, id="view.jump_back"),
        Binding("0", "watch_list", "Watch list", show=False, id="view.watch"),
        Binding("slash", "filter", "Find", key_display="/", id="view.filter"),
        Binding("n", "hit(1)", "Next hit", show=False, id="view.next_hit"),
        Binding("N", "hit(-1)", "Previous hit", show=False, id="view.previous_hit"),
        Binding("asterisk", "watch", "Watch this", key_display="*", show=False, id="view.watch_row"),
        Binding("escape", "back", "Back", show=False, id="view.back"),
        Binding("tab", "pane(1)", "Next pane", show=False, id="view.next_pane"),
        Binding("shift+tab", "pane(-1)", "Previous pane", show=False, id="view.previous_pane"),
    ]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace, self._servers = workspace, workspace.servers
        self.shown = ShownDevice(workspace.servers, workspace.options.state)
        self._pattern = ""  # the last filter, for n and N
        self._jumps: list[VectorKey] = []  # where the user was before each "go to", the newest last
        self.status = StatusLine(self._servers)
        self.devices = DeviceTabs(self._servers)
        self.groups = GroupTabs()
        self.pane = SheetPane(workspace)
        self.preview = PreviewView(workspace.config.graphics)
        self.plot = PlotView(self._servers, workspace.history, workspace.clock)
        self.filter = FilterLine()
        self.sidebar = Sidebar(self._servers, workspace.history)
        self.detail = DetailLine()
        self.messages = MessageLines(self._servers)
        self.keys = KeyLine()

    @property
    def panes(self) -> list[SheetPane]:
        """The sheets, of which this screen has one."""
        return [self.pane]

    @property
    def device(self) -> DeviceKey | None:
        """The device that is shown."""
        return self.shown.device

    def compose(self) -> ComposeResult:
        self._add_size_classes()
        yield self.status
        yield self.devices
        yield self.groups
        with Horizontal(id="middle"):
            yield self.sidebar
            with Vertical():
                yield self.pane
                with Horizontal(id="charts", classes=NOTICES_ABOVE):
                    yield self.preview
                    yield self.plot
                yield self.filter
        yield self.detail
        yield self.messages
        yield self.keys

    def _add_size_classes(self) -> None:
        """Begin with the classes for the size: Textual sets them after the first layout, and styles all again then."""
        for size, classes in zip(self.app.size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True):
            self.add_class(max(each for each in classes if each[0] <= size)[1], update=False)

    def on_mount(self) -> None:
        """The sheet has the keys."""
        self.pane.sheet.hint = self.shown.hint()
        self.pane.sheet.focus()

    # What the workspace tells

    def update_from(self, change: Change) -> None:
        """Show what changed."""
        if change.connection:
            self._show_connections()
        if change.devices:
            self._show_keys()
            self._show_definitions(change.devices)
        self.pane.update_from(change)
        if any(key.vector == CONNECTION for key in change.vectors):
            self._show_groups()
        if change.vectors or change.devices:
            self._show_devices()
            self._show_detail()
        if change.journal:
            self.messages.set_entries(self._workspace.journal.entries)
        if change.drafts:
            self.pane.sheet.update_sections(self.sections())
        if change.image and (image := self._workspace.images.last):
            self.preview.set_image(image)

    def _show_keys(self) -> None:
        lost = any(not server.connected for server in self._servers)
        self.keys.set_urgent(_WHEN_LOST if lost else {}, () if self._servers.devices() else _FOR_DEVICES)

    def _show_connections(self) -> None:
        self.pane.sheet.hint = self.shown.hint()
        self._show_keys()
        self.pane.sheet.update_sections(self.sections())
        self._show_devices()

    def _show_definitions(self, changed: frozenset[DeviceKey]) -> None:
        """Show other vectors of devices; another device where the one shown is gone, or that of the last run came."""
        self.shown.chosen |= self.pane.sheet.attention.used and self.device is not None  # the user is at work here
        opened = None if self.pane.editing else self.shown.device_to_open()
        if opened:
            device, key, chosen = opened
            self.open(device, key, chosen=chosen, by_itself=True)
        elif self.shown.filter or self.device is None or self.device in changed:
            self.pane.sheet.update_sections(self.sections())
            self._show_groups()

    def tick(self) -> None:
        """Repaint what shows the time."""
        self.pane.sheet.tick()
        self.plot.draw()

    # What is shown

    def sections(self) -> list[Section]:
        """What the sheet shows."""
        return self.shown.sections()

    def open(
        self, device: DeviceKey | None, key: VectorKey | None = None, *, chosen: bool = True, by_itself: bool = False
    ) -> None:
        """Show a device (None: the watch list), at the place where the user left it, or at a vector.

        `by_itself`: the user did not ask for it.
        """
        sheet, displaced = self.pane.sheet, by_itself and self.shown.chosen
        self.shown.remember_place(sheet.place)
        self.filter.close()
        self.shown.open(device, key, chosen=chosen)
        sheet.hint = self.shown.hint()
        used, before = sheet.attention.used and not by_itself, sheet.chosen
        sheet.open_sections(self.sections(), self.shown.place(), headless=device is not None)
        if key:
            sheet.move_to(key)
        if displaced:
            sheet.attention.displace(before)
        sheet.attention.used = used
        self._show_devices()
        self._show_groups()

    def go_to(self, key: VectorKey) -> None:
        """Show a vector in its device, if it is there, unless something typed would be lost from sight."""
        if self._keeps_typed():
            return
        if self._servers.vector(key) is None:
            self.app.notify(f"{key.vector} is not there any more", severity="warning", markup=False)
            return
        if self.pane.sheet.cursor != key:
            self._remember_jump()
        self._show_vector(key)

    def _remember_jump(self) -> None:
        before = self.pane.sheet.cursor
        if before and self._jumps[-1:] != [before]:
            self._jumps = [*self._jumps[-_MOST_JUMPS:], before]

    def _show_vector(self, key: VectorKey) -> None:
        if self.pane.editor:
            self.run_worker(self.pane.close())
        if self.device == key.owner and not self.shown.filter and key in self.pane.sheet.current_layout:
            self.pane.sheet.move_to(key)
        else:
            self.open(key.owner, key)
        self.pane.sheet.focus()

    def vector(self) -> tuple[VectorKey, Vector] | None:
        """The vector under the cursor."""
        key, vector = self.pane.sheet.cursor, self.pane.sheet.vector
        return (key, vector) if key and vector else None

    def _show_devices(self) -> None:
        self.devices.update_devices(self.device if self.shown.chosen or self.device else DeviceKey("", ""))
        self.sidebar.update_devices(self.device, self.shown.watched)

    def _show_groups(self) -> None:
        sections = self.pane.sheet.current_layout.sections
        if self.shown.filter:
            self.groups.show_filter(self.shown.filter, sum(len(section.vectors) for section in sections))
        else:
            titles, section = [section.title for section in sections], self.pane.sheet.section
            self.groups.set_groups(titles, section, connected=not self._lacks_hardware())

    def _lacks_hardware(self) -> bool:
        """Whether the device shown says that it is not connected to its hardware."""
        key, device = self.device, self._servers.device(self.device)
        return bool(key and device and self._servers.live(key.server) and connected(device) is False)

    def _show_detail(self) -> None:
        self.detail.set_vector(self.pane.sheet.vector)

    @on(CursorMoved)
    def _cursor_moved(self) -> None:
        self.plot.set_vector(self.pane.sheet.cursor)
        self._show_detail()
        self._show_groups()

    # Devices and groups

    def choose(self, device: DeviceKey | None) -> None:
        """Show a device, unless something typed would be lost from sight."""
        if self._keeps_typed():
            return
        self.run_worker(self.pane.close())
        if device != self.device or self.shown.filter or not self.shown.chosen:
            self.open(device)

    def _keeps_typed(self) -> bool:
        """Whether something typed would be lost, which is said then; its editor gets the keys that this names."""
        if self.pane.editor is None or not self.pane.editor.dirty:
            return False
        self.set_focus(self.pane.editor.current)
        self.app.notify("Unsent edit: Enter sends it, Escape drops it", severity="warning")
        return True

    def action_device(self, place: int) -> None:
        """Show the device with that number."""
        present = self._servers.devices()
        if place < len(present):
            self.choose(present[place])
        else:
            self.app.notify(f"There is no device {place + 1}: {len(present)} are here")

    def action_choose_device(self) -> None:
        """Show a device, found by some letters of its name."""

        def chosen(key: DeviceKey | None) -> None:
            if key:
                self._remember_jump()
                self.choose(key)

        if self._servers.devices():
            self.app.push_screen(screens.ChooseDevice(self._servers, self.device), chosen)
        else:
            self.app.notify("There are no devices yet")

    def action_jump_back(self) -> None:
        """Show the row that was left by the last "go to"."""
        if self._keeps_typed():
            return
        while self._jumps:
            key = self._jumps.pop()
            if key != self.pane.sheet.cursor and self._servers.vector(key):
                self._show_vector(key)
                return
        self.app.notify("There is nowhere to go back to")

    def action_watch_list(self) -> None:
        """Show the watch list."""
        self.choose(None)

    @on(DeviceChosen)
    def _device_chosen(self, event: DeviceChosen) -> None:
        self.choose(event.key)

    @on(GroupChosen)
    def _group_chosen(self, event: GroupChosen) -> None:
        self.pane.sheet.go_to_section(event.section)

    @on(FoldWanted)
    def _fold(self, event: FoldWanted) -> None:
        sections = self.pane.sheet.current_layout.sections
        if self.device is None or self.shown.filter:
            self.app.notify("Groups can be folded only where their device is shown")
        elif event.section < len(sections):
            self.shown.toggle_fold(sections[event.section].title)
            self.pane.sheet.update_sections(self.sections())
            self.pane.sheet.go_to_section(event.section)

    def action_pane(self, direction: int) -> None:
        """Give the keys to another pane."""
        if len(self.focus_chain) < 2:
            self.app.notify("This is the only pane: a wider terminal also has one with devices and the watch list")
        elif direction > 0:
            self.focus_next()
        else:
            self.focus_previous()

    @on(EditWanted)
    async def _edit_wanted(self, event: EditWanted) -> None:
        vector = self._servers.vector(event.key)
        if vector is not None and not self._keeps_typed():
            await self.pane.edit(event.key, vector, event.member, event.values)

    # Filter and watch list

    def action_filter(self) -> None:
        """Type a filter."""
        if not self._keeps_typed():
            self.shown.remember_place(self.pane.sheet.place)
            self.filter.open()

    @on(FilterChanged)
    def _filter_changed(self, event: FilterChanged) -> None:
        self.shown.filter = self._pattern = event.text
        self.pane.sheet.hint = self.shown.hint()
        place = Place() if event.text else self.shown.place()
        self.pane.sheet.open_sections(self.sections(), place, headless=self.shown.headless, match=event.text)
        self._show_groups()

    @on(FilterEnded)
    def _filter_ended(self, event: FilterEnded) -> None:
        if not event.keep or not self.shown.filter:
            self._clear_filter()
        self.filter.display = False
        self.pane.sheet.focus()

    def _clear_filter(self) -> None:
        """Show everything again, with the cursor where it was before, or on the row that was found."""
        key = self.pane.sheet.cursor if self.shown.filter else None
        if key and self.device is not None and self._servers.vector(key):
            self.open(key.owner, key)
        else:
            self.open(self.device)

    def action_back(self) -> None:
        """Close an editor that has not the keys, or else drop the choice on this row, or else clear the filter."""
        if self.pane.editor:
            if not self._keeps_typed():
                self.run_worker(self.pane.close())
        elif not self.pane.sheet.drop_choice() and self.shown.filter:
            self._clear_filter()

    def action_hit(self, direction: int) -> None:
        """Go to the next vector, of any device, that the last filter matches."""
        if not self._pattern:
            self.app.notify("Type what to find with / first")
        elif self.shown.filter:
            self.pane.sheet.action_step(direction)
        elif key := next_hit(self._servers.vectors(), self._pattern, self.pane.sheet.cursor, direction):
            self.go_to(key)
        else:
            self.app.notify(f"Nothing matches {self._pattern!r}", markup=False)

    def action_watch(self) -> None:
        """Add the row to the watch list, or take it off."""
        found = self.vector()
        if found is None:
            self.app.notify("No property here to watch")
            return
        key, vector = found
        done = "On" if self.shown.toggle_watch(key) else "Off"
        self.app.notify(f"{done} the watch list: {vector.label}", markup=False)
        if self.device is None:
            self.pane.sheet.update_sections(self.sections())
        self._show_devices()
