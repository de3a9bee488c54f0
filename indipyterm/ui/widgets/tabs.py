"""One-line tabs: devices, and the groups of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import events

from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import State
from indipyterm.ui.keys import DeviceKey
from indipyterm.ui.messages import DeviceChosen, GroupChosen
from indipyterm.ui.names import device_names
from indipyterm.ui.panels import glyphs
from indipyterm.ui.panels.parts import Part, Row, cropped, plain, row_width
from indipyterm.ui.servers import Servers
from indipyterm.ui.widgets.painted import PaintedLine

WATCH = "watch"


class TabLine(PaintedLine):
    """Tabs side by side; where they do not all fit, those around the active one, and how many there are beyond."""

    def __init__(self) -> None:
        super().__init__()
        self._tabs: list[Row] = []
        self._active = 0
        self._last: Row = []

    def set_tabs(self, tabs: Sequence[Row], active: int, last: Row | None = None) -> None:
        """Show other tabs; `last` stands at the right end, where there is room for it."""
        self._tabs, self._active, self._last = list(tabs), active, last or []
        self.update()

    def row(self, line: int) -> Row:
        first, last = self._window()
        row: Row = [Part(f" «{first}", "dim", "-1")] if first else []
        for tab in self._tabs[first:last]:
            row.extend(tab)
        if last < len(self._tabs):
            row.append(Part(f" »{len(self._tabs) - last}", "dim", "+1"))
        space = self.size.width - row_width(row) - row_width(self._last)
        return [*row, Part(" " * space), *self._last] if space >= 0 else row

    def _window(self) -> tuple[int, int]:
        """The first tab shown, and the one behind the last."""
        widths = [row_width(tab) for tab in self._tabs]
        room = self.size.width
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
        hit = self.hit(event.x, event.y)
        if hit in ("-1", "+1"):
            self.chosen(max(0, min(len(self._tabs) - 1, self._active + int(hit))))
        elif hit is not None and hit.isdigit():
            self.chosen(int(hit))
        elif hit is not None:
            self.hit_other(hit)

    def chosen(self, place: int) -> None:
        """Called when the user chose a tab."""
        raise NotImplementedError

    def hit_other(self, hit: str) -> None:
        """Called when the user clicked on something that is no tab."""


class DeviceTabs(TabLine):
    """A tab for each device: its number key, its worst state, its name."""

    def __init__(self, servers: Servers) -> None:
        super().__init__()
        self._servers = servers
        self._keys: list[DeviceKey] = []

    def show(self, active: DeviceKey | None) -> None:
        """Show the devices that are there now."""
        self._keys = self._servers.devices()
        names = device_names(self._keys)
        tabs: list[Row] = []
        for number, key in enumerate(self._keys):
            role = "active" if key == active else "value"
            digit = str(number + 1) if number < 9 else " "
            sign = state_sign(self._servers, key, str(number))
            tabs.append([Part(f" {digit}", "key", str(number)), sign, Part(f"{names[key]} ", role, str(number))])
        watch = [Part(" 0", "key", WATCH), Part("★Watch ", "active" if active is None else "value", WATCH)]
        place = self._keys.index(active) if active in self._keys else 0
        self.set_tabs(tabs or [[Part(" no devices yet", "dim")]], place, watch)

    def chosen(self, place: int) -> None:
        if place < len(self._keys):
            self.post_message(DeviceChosen(self._keys[place]))

    def hit_other(self, hit: str) -> None:
        if hit == WATCH:
            self.post_message(DeviceChosen(None))


class GroupTabs(TabLine):
    """A tab for each group of the device; the one that the cursor is in stands in brackets."""

    def show(self, titles: Sequence[str], active: int) -> None:
        """Show these groups."""
        tabs: list[Row] = []
        for number, title in enumerate(titles):
            name = cropped(plain(title), 24)
            text, role = (f"[{name}]", "active") if number == active else (f" {name} ", "value")
            tabs.append([Part(text, role, str(number))])
        self.set_tabs(tabs, active)

    def show_filter(self, text: str, hits: int) -> None:
        """Show that the sheet is filtered."""
        found = f"{hits} hit{'' if hits == 1 else 's'}"
        self.set_tabs([[Part(f" /{plain(text)} ", "match"), Part(f" {found}, Esc shows everything", "dim")]], 0)

    def chosen(self, place: int) -> None:
        self.post_message(GroupChosen(place))


def state_sign(servers: Servers, key: DeviceKey, hit: str | None = None) -> Part:
    """The sign of a device's worst state; that of what is stale while its server is away."""
    device = servers.device(key)
    if device is None or not servers.live(key.server):
        return Part(glyphs.STALE, "stale", hit)
    if all(vector.stale for vector in device.present()):
        return Part(glyphs.STALE, "stale", hit)
    state = worst_of(device.present())
    return Part(glyphs.STATES[state], glyphs.state_role(state), hit)


def worst_of(vectors: Iterable[Vector]) -> State:
    """The state of some vectors that is most worth knowing; what is stale says nothing of now."""
    states = {vector.state for vector in vectors if not vector.stale}
    return next((state for state in glyphs.WORST_FIRST if state in states), State.IDLE)
