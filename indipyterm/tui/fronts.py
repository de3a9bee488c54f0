"""The app's screens of properties: all devices, and the panel of a file where one was given."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from indipyterm.tui import screens
from indipyterm.tui.messages import ModelChanged
from indipyterm.tui.rows.styled import StyledLine
from indipyterm.tui.screens.main import MainScreen
from indipyterm.tui.terminal.ordered_keys import OrderedKeys
from indipyterm.workspace.clock import Clock
from indipyterm.workspace.history import History
from indipyterm.workspace.journal import Journal
from indipyterm.workspace.launch import LaunchOptions, modes
from indipyterm.workspace.servers import Servers
from indipyterm.workspace.transfers import Transfers

if TYPE_CHECKING:
    from indipyterm.tui.screens.panel import PanelScreen

    Front = MainScreen | PanelScreen


class Fronts(OrderedKeys):
    """An app that shows one of them, under whatever lies over it."""

    setup: LaunchOptions
    main: MainScreen
    panel: PanelScreen | None = None

    def make_fronts(self, servers: Servers, journal: Journal, record: History, clock: Clock) -> None:
        """Make the screens; the first one shows what the last run did."""
        self.main = MainScreen(servers, journal, record, clock)
        self.main.restore(self.setup.state)
        self.main.pane.sheet.refusal = self.setup.refusal
        if self.setup.panel:
            self.panel = screens.PanelScreen(self.setup.panel, servers, journal, clock, self.setup.refusal)
            self.install_screen(self.panel, "panel")

    def get_default_screen(self) -> MainScreen:
        """Textual asks for the first screen."""
        return self.main

    @property
    def fronts(self) -> list[Front]:
        """All of them."""
        return [self.main, self.panel] if self.panel else [self.main]

    @property
    def here(self) -> Front:
        """The one that is shown."""
        return self.panel if self.panel and self.panel in self.screen_stack else self.main

    def show_panel(self) -> None:
        """Show the panel of the file, if there is one."""
        if self.panel and self.here is self.main:
            self.push_screen(self.panel)

    def show_main(self) -> None:
        """Show all devices."""
        if self.here is not self.main:
            self.pop_screen()

    def fronts_changed(self, message: ModelChanged) -> None:
        """Follow a change of a server's model."""
        for front in self.fronts:
            front.changed(message)

    def connection_changed(self) -> None:
        """Follow connections: what is stale shows so."""
        for front in self.fronts:
            front.connection_changed()

    def tick_fronts(self) -> None:
        """Repaint what shows the time."""
        for front in self.fronts:
            front.tick()

    def show_status_of(self, blobs: Transfers, busy: StyledLine, now: datetime) -> None:
        """Bring the status lines up to date."""
        for front in self.fronts:
            front.status.show(blobs, busy, now, modes(self.setup))
