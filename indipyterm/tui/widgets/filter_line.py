"""The line in which a filter is typed."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Label

from indipyterm.tui.messages import FilterChanged, FilterEnded
from indipyterm.tui.terminal.text_field import TextField


class FilterLine(Horizontal):
    """Live: each key narrows what the sheet shows. Enter goes to the first hit, Escape shows everything again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", "Keep", key_display="⏎", priority=True, id="filter.go"),
        Binding("down", "go", "Keep", show=False, priority=True, id="filter.down"),
        Binding("escape", "clear", "Clear", key_display="⎋", priority=True, id="filter.clear"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.input = TextField(placeholder="device, group, label, INDI name or value")
        self.display = False

    def open(self) -> None:
        """Begin to type."""
        if not self.children:  # a start without them is a good deal faster
            self.mount(Label(" / ", markup=False), self.input)
        self.display = True
        self.screen.set_focus(self.input)

    def close(self) -> None:
        """Forget what was typed."""
        self.display = False
        if self.input.is_attached:
            self.input.clear()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.display:
            self.post_message(FilterChanged(event.value))

    def action_go(self) -> None:
        """Use what was found."""
        self.post_message(FilterEnded(keep=True))

    def action_clear(self) -> None:
        """Show everything again."""
        self.post_message(FilterEnded(keep=False))
