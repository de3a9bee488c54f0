"""The screen of ``--panel``: properties named in a file, in rows and columns with titles."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import VectorKey
from indipyterm.tui.messages import CursorMoved
from indipyterm.tui.sheet.pane import SheetPane
from indipyterm.tui.terminal.overlay import Underlay
from indipyterm.tui.widgets.detail_line import DetailLine
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.tui.widgets.message_lines import MessageLines
from indipyterm.tui.widgets.property_panel import PropertyPanel
from indipyterm.tui.widgets.status_line import StatusLine
from indipyterm.workspace.change import Change
from indipyterm.workspace.panel_file import PanelFile
from indipyterm.workspace.workspace import Workspace


class PanelScreen(Underlay[None]):
    """Shows the panels of a file; Tab goes from one to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "All devices", id="panel.back"),
        Binding("tab", "app.focus_next", "Next panel", id="panel.next"),
        Binding("shift+tab", "app.focus_previous", "Previous panel", show=False, id="panel.previous"),
    ]

    def __init__(self, file: PanelFile, workspace: Workspace) -> None:
        super().__init__()
        self.title = file.title
        self._journal = workspace.journal
        self.rows = [[PropertyPanel(workspace, column.title, column.properties) for column in row] for row in file.rows]
        self.panels = [panel for row in self.rows for panel in row]
        self._last = self.panels[0]
        self.status = StatusLine(workspace.servers)
        self.detail = DetailLine()
        self.messages = MessageLines(workspace.servers)
        self.keys = KeyLine()

    def compose(self) -> ComposeResult:
        yield self.status
        with Vertical(id="panels"):
            for row in self.rows:
                with Horizontal() as line:
                    line.styles.height = f"{max(panel.weight for panel in row)}fr"
                    yield from row
        yield self.detail
        yield self.messages
        yield self.keys

    def on_mount(self) -> None:
        """The first panel has the keys."""
        self.panels[0].pane.sheet.focus()
        self.messages.set_entries(self._journal.entries)

    # What the workspace tells

    def update_from(self, change: Change) -> None:
        """Show what changed."""
        for panel in self.panels:
            panel.update_from(change)
        self._show_detail()
        if change.journal:
            self.messages.set_entries(self._journal.entries)

    def tick(self) -> None:
        """Repaint what shows the time."""
        for panel in self.panels:
            panel.pane.sheet.tick()

    # What the app asks

    @property
    def panel(self) -> PropertyPanel:
        """The panel that has the keys, or had them last."""
        focused = self.focused
        if focused:
            self._last = next((panel for panel in self.panels if panel in focused.ancestors), self._last)
        return self._last

    @property
    def panes(self) -> list[SheetPane]:
        """The sheets of all panels."""
        return [panel.pane for panel in self.panels]

    @property
    def pane(self) -> SheetPane:
        """The sheet of the panel that has the keys, and the editor over it."""
        return self.panel.pane

    def vector(self) -> tuple[VectorKey, Vector] | None:
        """The vector under its cursor."""
        return self.panel.vector

    # What the user does

    @on(CursorMoved)
    def _show_detail(self) -> None:
        found = self.panel.vector
        self.detail.set_vector(found[1] if found else None)

    def on_descendant_focus(self) -> None:
        """Tell of the row of the panel that has the keys now."""
        self._show_detail()

    def action_back(self) -> None:
        """Drop the choice on the row, or else show all devices."""
        if not self.pane.sheet.drop_choice():
            self.app.pop_screen()
