"""The history on the whole screen, where it is too narrow for a pane of it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from indipyterm.presentation.keys import VectorKey
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.tui.widgets.plot_view import PlotView
from indipyterm.tui.widgets.status_line import StatusLine
from indipyterm.workspace.workspace import Workspace


class PlotScreen(Screen[None]):
    """The history of a vector's numbers."""

    NOTHING_COVERS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,t", "app.pop_screen", "Back", key_display="⎋", id="plot.back"),
    ]

    def __init__(self, workspace: Workspace, key: VectorKey | None) -> None:
        super().__init__()
        self._key = key
        self.status = StatusLine(workspace.servers)
        self._view = PlotView(workspace.servers, workspace.history, workspace.clock)
        self._keys = KeyLine()

    def compose(self) -> ComposeResult:
        yield self.status
        yield self._view
        yield self._keys

    def on_mount(self) -> None:
        """Draw, and go on drawing each second."""
        self._view.focus()
        self._view.set_vector(self._key)
        self.set_interval(1.0, self._view.draw)
