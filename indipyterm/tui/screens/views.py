"""The history and the last image on the whole screen, where it is too narrow for a pane of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from indipyterm.presentation.text import printable
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.tui.widgets.plot_view import PlotView
from indipyterm.tui.widgets.preview_view import PreviewView
from indipyterm.workspace.change import Change
from indipyterm.workspace.workspace import Workspace


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


class PreviewScreen(Screen[None]):
    """The last image."""

    NOTHING_COVERS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy the path", id="preview.copy"),
        Binding("escape,p", "app.pop_screen", "Back", key_display="⎋", id="preview.back"),
    ]

    def __init__(self, view: PreviewView, workspace: Workspace) -> None:
        super().__init__()
        self._view, self._workspace = view, workspace
        self._keys = KeyLine()

    def compose(self) -> ComposeResult:
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
