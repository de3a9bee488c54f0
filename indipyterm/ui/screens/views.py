"""The history and the last image on the whole screen, where it is too narrow for a pane of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from indipyterm.ui.history.series import to_csv
from indipyterm.ui.widgets.lines import KeyLine
from indipyterm.ui.widgets.plot_view import PlotView
from indipyterm.ui.widgets.preview_view import PreviewView


class PlotScreen(Screen[None]):
    """The history of a vector's numbers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", "zoom(1)", "Longer", key_display="+", id="plot.longer"),
        Binding("minus", "zoom(-1)", "Shorter", key_display="-", id="plot.shorter"),
        Binding("a", "add", "Add member", id="plot.add"),
        Binding("space", "freeze", "Freeze", id="plot.freeze"),
        Binding("w", "write", "Copy as CSV", id="plot.csv"),
        Binding("escape,t", "app.pop_screen", "Back", id="plot.back"),
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
        self._show(self._view)
        self.set_interval(1.0, self._view.draw)

    def action_zoom(self, direction: int) -> None:
        """Show a longer or a shorter time."""
        self._view.zoom(direction)

    def action_add(self) -> None:
        """Show one member more."""
        self._view.add()

    def action_freeze(self) -> None:
        """Stand still, or go on."""
        self._view.freeze()

    def action_write(self) -> None:
        """Copy the readings of the first member as CSV."""
        if series := self._view.series():
            self.app.copy_to_clipboard(to_csv(series[0]))
            self.app.notify(f"{len(series[0])} readings copied as CSV")


class PreviewScreen(Screen[None]):
    """The last image."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,p", "app.pop_screen", "Back", id="preview.back")]

    def __init__(self, view: PreviewView, show: Callable[[PreviewView], None]) -> None:
        super().__init__()
        self._view, self._show = view, show
        self._keys = KeyLine()

    def compose(self) -> ComposeResult:
        yield self._view
        yield self._keys

    def on_mount(self) -> None:
        """Draw."""
        self._show(self._view)
