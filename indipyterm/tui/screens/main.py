"""The main screen: what each of its keys does."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.search import next_hit
from indipyterm.tui.messages import (
    CursorMoved,
    DeviceChosen,
    EditWanted,
    FilterChanged,
    FilterEnded,
    FoldWanted,
    GroupChosen,
)
from indipyterm.tui.screens.showing import Showing
from indipyterm.tui.sheet.layout import Place


class MainScreen(Showing):
    """Moves between devices, groups and rows, finds, watches."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "device(0)", "Device", key_display="1-9", id="device.1"),
        *(Binding(str(n), f"device({n - 1})", f"Device {n}", show=False, id=f"device.{n}") for n in range(2, 10)),
        Binding("0", "watch_list", "Watch list", show=False, id="view.watch"),
        Binding("slash", "filter", "Find", key_display="/", id="view.filter"),
        Binding("n", "hit(1)", "Next hit", show=False, id="view.next_hit"),
        Binding("N", "hit(-1)", "Previous hit", show=False, id="view.previous_hit"),
        Binding("asterisk", "watch", "Watch this", key_display="*", show=False, id="view.watch_row"),
        Binding("escape", "back", "Back", show=False, id="view.back"),
        Binding("tab", "pane(1)", "Next pane", show=False, id="view.next_pane"),
        Binding("shift+tab", "pane(-1)", "Previous pane", show=False, id="view.previous_pane"),
    ]

    _pattern = ""  # the last filter, for n and N

    # What the user does

    def action_device(self, place: int) -> None:
        """Show the device with that number."""
        present = self._servers.devices()
        if place < len(present):
            self.choose(present[place])
        else:
            self.app.notify(f"There is no device {place + 1}: {len(present)} are here")

    def action_pane(self, direction: int) -> None:
        """Give the keys to another pane."""
        if len(self.focus_chain) < 2:
            self.app.notify("There is only this pane: a wider terminal has one with devices and the watch list, too")
        elif direction > 0:
            self.focus_next()
        else:
            self.focus_previous()

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
        """Whether something typed would be lost, which is said then; and its editor gets the keys that this names."""
        if self.pane.editor is None or not self.pane.editor.dirty:
            return False
        self.set_focus(self.pane.editor.current)
        self.app.notify("Unsent edit: Enter sends it, Escape drops it", severity="warning")
        return True

    def go_to(self, key: VectorKey) -> None:
        """Show a vector in its device, unless something typed would be lost from sight."""
        if self._typing():
            return
        if self.pane.editor:
            self.run_worker(self.pane.close())
        super().go_to(key)

    @on(GroupChosen)
    def _group_chosen(self, event: GroupChosen) -> None:
        self.pane.sheet.go_to_section(event.section)

    @on(FoldWanted)
    def _fold(self, event: FoldWanted) -> None:
        sections = self.pane.sheet.layout_now.sections
        if self.device is None or self.filtering:
            self.app.notify("Groups are folded where their device is shown")
            return
        if event.section >= len(sections):
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
        if vector is None or self._typing():
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
        """Close an editor that has not the keys, or else drop the choice on this row, or else clear the filter."""
        if self.pane.editor:
            if not self._typing():
                self.run_worker(self.pane.close())
        elif not self.pane.sheet.drop_choice() and self.filtering:
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
