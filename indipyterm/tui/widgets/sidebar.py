"""The sidebar of wide screens: the devices, the groups of the one that is shown, and the watch list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.names import cut_name, device_names
from indipyterm.presentation.states import STAR, state_sign, vector_sign
from indipyterm.presentation.text import printable
from indipyterm.presentation.vector import UNREADABLE, values_in_short
from indipyterm.tui.charts.sparkline import sparkline
from indipyterm.tui.messages import DeviceChosen, GoToWanted, GroupChosen
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine, cropped, cut_in_the_middle, padded, right_aligned
from indipyterm.tui.widgets.tabs import device_sign
from indipyterm.workspace.history import History
from indipyterm.workspace.servers import Servers

_VALUE, _TREND = 9, 4  # cells
WATCH = "watch"
Target = DeviceKey | VectorKey | int | str | None
"""What a line leads to: a device, a watched vector, a group by its place, the watch list, or nothing."""


class Sidebar(PaintedLines, can_focus=True):
    """One line for each device, with the groups of the active one below it, then one for each watched vector."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False, id="sidebar.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="sidebar.down"),
        Binding("enter,right,l", "go", "Show", id="sidebar.go"),
    ]

    def __init__(self, servers: Servers, history: History) -> None:
        super().__init__()
        self._servers, self._history = servers, history
        self._lines: list[StyledLine] = []
        self._targets: list[Target] = []
        self._cursor = 0
        self._shown: tuple[DeviceKey | None, Sequence[VectorKey]] = (None, ())

    def update_devices(self, active: DeviceKey | None, watched: Sequence[VectorKey]) -> None:
        """Update the lines for the devices that there are now."""
        self._shown = active, watched
        if not self.display or not self.size.width:
            return
        self._lines, self._targets = [], []
        owners = self._servers.devices()
        names = device_names(owners)
        for number, owner in enumerate(owners):
            if len(self._lines) > self.size.height:  # of hundreds of devices, those that are seen
                break
            self._device(number, owner, names, owner == active)
        self._add([Styled("")], None)
        self._add([Styled(f" {STAR} Watch", "heading" if active else "active"), Styled(" 0", "key")], WATCH)
        for key in watched:
            if vector := self._servers.vector(key):
                self._watched(key, vector)
        self.update()

    def on_resize(self) -> None:
        """Make the lines for the new width."""
        self.update_devices(*self._shown)

    def _add(self, row: StyledLine, target: Target) -> None:
        self._lines.append(row)
        self._targets.append(target)

    def _device(self, number: int, key: DeviceKey, names: Mapping[DeviceKey, str], active: bool) -> None:
        groups = self._servers.groups(key)
        if groups is None:
            return
        digit = str(number + 1) if number < 9 else " "
        count = str(sum(len(section.vectors) for section in groups.sections))
        room = max(1, self.size.width - 5 - len(count))
        name = cut_name(names[key], room - 1, names.values())
        title = Styled(padded(f" {name}", room), "active" if active else "value")
        mark = Styled("▾" if active else "▸", "cursor")
        self._add(
            [mark, Styled(digit, "key"), device_sign(self._servers, key), title, Styled(f" {count} ", "dim")], key
        )
        if not active:
            return
        live = self._servers.live(key.server)
        for place, (section, worst) in enumerate(zip(groups.sections, groups.states, strict=True)):
            sign = Styled(*state_sign(worst if live else None))
            count = str(len(section.vectors))
            room = max(1, self.size.width - 5 - len(count))
            label = padded(f" {cut_in_the_middle(printable(section.title), room - 1)}", room)
            self._add([Styled("   "), sign, Styled(label, "label"), Styled(f"{count} ", "dim")], place)

    def _watched(self, key: VectorKey, vector: Vector) -> None:
        value = cropped(next(iter(values_in_short(vector, 1)), UNREADABLE), _VALUE)
        room = max(1, self.size.width - 5 - _VALUE - _TREND)
        label = padded(f" {cut_in_the_middle(printable(vector.label), room - 1)}", room)
        trend = Styled(f"{self._trend(key)} ", "mark")
        sign, shown = Styled(*vector_sign(vector)), Styled(f" {right_aligned(value, _VALUE)} ")
        self._add([Styled(" "), sign, Styled(label, "label"), shown, trend], key)

    def _trend(self, key: VectorKey) -> str:
        """The history of a vector's first number, in a few cells; blank without readings."""
        series = self._history.first_series(key)
        if series is None or len(series) < 2:
            return " " * _TREND
        return sparkline(series, _TREND, ascii_only=bool(getattr(self.app, "ascii", False)))

    def row(self, line: int) -> StyledLine:
        row = self._lines[line] if line < len(self._lines) else []
        if self.has_focus and line == self._cursor:
            return [part._replace(role=f"{part.role} selected") for part in row]
        return row

    def on_focus(self) -> None:
        """Show the cursor."""
        self.update()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.update()

    def action_move(self, direction: int) -> None:
        """Move the cursor to another line that leads somewhere."""
        places = [place for place, target in enumerate(self._targets) if target is not None]
        ahead = [place for place in places if (place - self._cursor) * direction > 0]
        if ahead:
            self._cursor = ahead[0] if direction > 0 else ahead[-1]
            self.update()

    def action_go(self) -> None:
        """Show what the cursor is on."""
        self._go(self._cursor)

    def on_click(self, event: events.Click) -> None:
        """Show what was clicked."""
        self._cursor = event.y
        self._go(event.y)

    def _go(self, line: int) -> None:
        target = self._targets[line] if line < len(self._targets) else None
        if isinstance(target, DeviceKey):
            self.post_message(DeviceChosen(target))
        elif isinstance(target, VectorKey):
            self.post_message(GoToWanted(target))
        elif isinstance(target, int):
            self.post_message(GroupChosen(target))
        elif target == WATCH:
            self.post_message(DeviceChosen(None))
