"""The history on the whole screen, where it is too narrow for a pane of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.tui.widgets.plot_view import PlotView


class PlotScreen(Screen[None]):
    """The history of a vector's numbers."""

    NOTHING_COVERS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,t", "app.pop_screen", "Back", key_display="⎋", id="plot.back"),
    ]

    def __init__(self, view: PlotView, show: Callable[[PlotView], None]) -> None:
        super().__init__()
        self._view, self._show = view, show
        self._keys = KeyLine()

    def compose(self) -> ComposeResult:
        yield self._view
        yield self._keys

    def on_mount(self) -> None:
        """Draw, and go on drawing each second."""
        self._view.focus()
        self._show(self._view)
        self.set_interval(1.0, self._view.draw)
