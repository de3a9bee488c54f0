"""One-line tabs: devices, and the groups of one."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events

from indipyterm.model.standard import connected
from indipyterm.presentation import states
from indipyterm.presentation.keys import DeviceKey
from indipyterm.presentation.names import cut_name, device_names
from indipyterm.presentation.states import MORE, STAR
from indipyterm.presentation.text import printable
from indipyterm.tui.messages import ConnectWanted, DeviceChosen, GroupChosen
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine, cropped, cut_in_the_middle, line_width
from indipyterm.workspace.servers import Servers

WATCH = "watch"
CONNECT = "connect"
_NOT_CONNECTED: StyledLine = [
    Styled(" not connected: ", "busy", CONNECT),
    Styled("c", "key", CONNECT),
    Styled(" connects ", "busy", CONNECT),
]


class TabLine(PaintedLines):
    """Tabs side by side; where they do not all fit, those around the active one, and how many there are beyond."""

    SHORTEST = 1000
    """Cells that a tab may be cut down to, so that all of them fit; tabs that have fewer are whole."""

    def __init__(self) -> None:
        super().__init__()
        self._tabs: list[StyledLine] = []
        self._active = 0
        self._lasts: tuple[StyledLine, StyledLine] = ([], [])

    def set_tabs(
        self, tabs: Sequence[StyledLine], active: int, last: StyledLine | None = None, short: StyledLine | None = None
    ) -> None:
        """Set the tabs. `last` is shown at the right end, or `short` in its place where the tabs need the room."""
        shown = list(tabs), active, (last or [], short or last or [])
        if shown != (self._tabs, self._active, self._lasts):
            self._tabs, self._active, self._lasts = shown
            self.update()

    def row(self, line: int) -> StyledLine:
        width = self.size.width
        last_tab, short = self._lasts
        if sum(map(line_width, [*self._tabs, last_tab])) > width:
            last_tab = short
        room = width - line_width(last_tab)
        tabs = self._shortened(room)
        first, last = self._window(list(map(line_width, tabs)), room)
        row: StyledLine = [Styled(f" {first}{MORE}", "dim", "-1")] if first else []
        for tab in tabs[first:last]:
            row.extend(tab)
        if last < len(self._tabs):
            row.append(Styled(f" {MORE}{len(self._tabs) - last}", "dim", "+1"))
        space = width - line_width(row) - line_width(last_tab)
        return [*row, Styled(" " * space), *last_tab] if space >= 0 else row

    def _shortened(self, room: int) -> list[StyledLine]:
        """The tabs with the longest names cut, if all fit into the room then; else as they are."""
        widths = list(map(line_width, self._tabs))
        if sum(min(width, self.SHORTEST) for width in widths) > room:
            return self._tabs
        for longest in range(max(widths, default=0), self.SHORTEST - 1, -1):
            names = [tab[-1].text.strip() for tab in self._tabs]
            tabs = [_cut(tab, longest, names) for tab in self._tabs]
            if sum(map(line_width, tabs)) <= room:
                return tabs
        return self._tabs

    def _window(self, widths: list[int], room: int) -> tuple[int, int]:
        """The first tab shown, and the one behind the last."""
        if sum(widths) <= room:
            return 0, len(widths)
        room -= 8
        first = last = max(0, min(self._active, len(widths) - 1))
        used = widths[last]
        last += 1
        while True:
            if last < len(widths) and used + widths[last] <= room:
                used += widths[last]
                last += 1
            elif first and used + widths[first - 1] <= room:
                first -= 1
                used += widths[first]
            else:
                return first, last

    def on_click(self, event: events.Click) -> None:
        """Choose the tab that was clicked, or the next one out of view."""
        target = self.target_at(event.x, event.y)
        if target in ("-1", "+1"):
            self.tab_clicked(max(0, min(len(self._tabs) - 1, self._active + int(target))))
        elif target is not None and target.isdigit():
            self.tab_clicked(int(target))
        elif target is not None:
            self.other_clicked(target)

    def tab_clicked(self, place: int) -> None:
        """Called when the user clicked on a tab, by its place."""
        raise NotImplementedError

    def other_clicked(self, target: str) -> None:
        """Called when the user clicked on anything else that has a target."""


class DeviceTabs(TabLine):
    """A tab for each device: its number key, its worst state, its name."""

    SHORTEST = 10

    def __init__(self, servers: Servers) -> None:
        super().__init__()
        self._servers = servers
        self._keys: list[DeviceKey] = []
        self._device: DeviceKey | None = None

    def update_devices(self, active: DeviceKey | None) -> None:
        """Update the tabs for the devices that there are now; `active` None is the watch list."""
        self._device = active
        if not self.display or not self.size.width:
            return
        self._keys = self._servers.devices()
        names = device_names(self._keys)
        tabs: list[StyledLine] = []
        for number, key in enumerate(self._keys):
            role = "active" if key == active else "value"
            digit = str(number + 1) if number < 9 else " "
            sign = device_sign(self._servers, key, str(number))
            tabs.append([Styled(f" {digit}", "key", str(number)), sign, Styled(f"{names[key]} ", role, str(number))])
        role = "active" if active is None else "value"
        watch, short = (
            [Styled(" 0", "key", WATCH), Styled(text, role, WATCH)] for text in (f"{STAR}Watch ", f"{STAR} ")
        )
        place = self._keys.index(active) if active in self._keys else 0
        self.set_tabs(tabs or [[Styled(" no devices yet", "dim")]], place, watch, short)

    def on_resize(self) -> None:
        """Make the tabs, which were not made while the line was hidden."""
        self.update_devices(self._device)

    def tab_clicked(self, place: int) -> None:
        if place < len(self._keys):
            self.post_message(DeviceChosen(self._keys[place]))

    def other_clicked(self, target: str) -> None:
        if target == WATCH:
            self.post_message(DeviceChosen(None))


class GroupTabs(TabLine):
    """A tab for each group of the device; the one that the cursor is in stands in brackets."""

    def set_groups(self, titles: Sequence[str], active: int, *, connected: bool = True) -> None:
        """Set the groups; if the device is not `connected` to its hardware, also show how to connect it."""
        tabs: list[StyledLine] = []
        for number, title in enumerate(titles):
            name = cut_in_the_middle(printable(title), 24)
            text, role = (f"[{name}]", "active") if number == active else (f" {name} ", "value")
            tabs.append([Styled(text, role, str(number))])
        self.set_class(not connected, "-tells")
        self.set_tabs(tabs, active, [] if connected else _NOT_CONNECTED)

    def show_filter(self, text: str, hits: int) -> None:
        """Show that the sheet is filtered."""
        self.add_class("-tells")
        found = f"{hits} hit{'' if hits == 1 else 's'}"
        self.set_tabs([[Styled(f" /{printable(text)} ", "match"), Styled(f" {found}, Esc shows everything", "dim")]], 0)

    def tab_clicked(self, place: int) -> None:
        self.post_message(GroupChosen(place))

    def other_clicked(self, target: str) -> None:
        self.post_message(ConnectWanted())


def _cut(tab: StyledLine, width: int, names: Sequence[str]) -> StyledLine:
    """A tab with its name, which is its last part and one of `names`, cut to so many cells in all."""
    *before, name = tab
    room = width - line_width(before)
    if cell_len(name.text) <= room:
        return tab
    shorter = cropped(cut_name(name.text.strip(), room - 1, names), room - 1)
    return [*before, name._replace(text=f"{shorter} ")]


def device_sign(servers: Servers, key: DeviceKey, target: str | None = None) -> Styled:
    """The sign of a device; that of what is stale while its server is away."""
    groups, device = servers.groups(key), servers.device(key)
    state = groups.state if groups and servers.live(key.server) else None
    return Styled(*states.device_sign(state, connected(device) if device else None), target)
