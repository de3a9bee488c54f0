"""The history and the last image on the whole screen, where it is too narrow for a pane of them."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.text import printable
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.tui.widgets.plot_view import PlotView
from indipyterm.tui.widgets.preview_view import PreviewView
from indipyterm.tui.widgets.status_line import StatusLine
from indipyterm.workspace.change import Change
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


class PreviewScreen(Screen[None]):
    """The last image."""

    NOTHING_COVERS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy the path", id="preview.copy"),
        Binding("escape,p", "app.pop_screen", "Back", key_display="⎋", id="preview.back"),
    ]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.status = StatusLine(workspace.servers)
        self._view, self._workspace = PreviewView(), workspace
        self._keys = KeyLine()

    def compose(self) -> ComposeResult:
        yield self.status
        yield self._view
        yield self._keys

    def on_mount(self) -> None:
        """Draw."""
        self._draw()

    def update_from(self, change: Change) -> None:
        """Show the newest image."""
        if change.image:
            self._draw()

    def _draw(self) -> None:
        if image := self._workspace.images.last:
            self._view.set_image(image.path, image.picture, image.reason)

    def action_copy(self) -> None:
        """Copy the path of the image."""
        if path := self._view.path:
            self.app.copy_to_clipboard(str(path))
            self.app.notify(printable(str(path)), title="Copied", markup=False)
        else:
            self.app.notify("There is no image yet")
