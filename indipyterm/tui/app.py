"""The app: one screen over another, and what each key that works everywhere does.

Longer than other modules: all actions of the app stand here, each in a few lines over the workspace.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.notifications import SeverityLevel
from textual.widgets import Input

from indipyterm.model.standard import mentions_abort
from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.text import printable
from indipyterm.tui import screens
from indipyterm.tui.abort_key import AbortKey
from indipyterm.tui.bindings import key_conflicts
from indipyterm.tui.connect_keys import ConnectKeys
from indipyterm.tui.copying import copy_command, copy_values
from indipyterm.tui.device_at_hand import DeviceAtHand
from indipyterm.tui.folders import choose_blob_folder, choose_image_folder
from indipyterm.tui.hints import Hints
from indipyterm.tui.images.preview import PreviewView
from indipyterm.tui.last_run import save_last_run
from indipyterm.tui.messages import (
    ConnectWanted,
    GoToWanted,
    ListWanted,
    StatusLineAdded,
    Submitted,
    UploadWanted,
    WorkspaceChanged,
)
from indipyterm.tui.notifier import Notifier
from indipyterm.tui.rows.row import WIDE
from indipyterm.tui.screens.main import MainScreen
from indipyterm.tui.sending import send, send_chosen_file, send_chosen_option
from indipyterm.tui.series import choose_step
from indipyterm.tui.sheet.sheet import Sheet
from indipyterm.tui.status import SessionStatus
from indipyterm.tui.terminal.app import TerminalApp
from indipyterm.tui.themes import OWN_THEMES, ThemeChoice, legible_variables
from indipyterm.tui.widgets.plot_view import PlotView
from indipyterm.workspace.change import Change
from indipyterm.workspace.clock import Clock
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.palette.history import History
from indipyterm.workspace.submission import Question, Request
from indipyterm.workspace.workspace import Address, Workspace

__all__ = ["Address", "IPyTerm"]

TICK_SECONDS = 1.0
"""Between two repaints of what shows elapsed time."""

_ON_THE_ROW = (
    *("connect", "connect_all", "reconnect", "repeat", "undo"),
    *("copy", "copy_command", "details", "plot", "image", "preview"),
)

if TYPE_CHECKING:
    PropertyScreen = MainScreen | screens.PanelScreen
    """A screen of properties, under whatever lies over it."""


class IPyTerm(TerminalApp):
    """A terminal client for INDI servers: a workspace, seen through Textual."""

    TITLE = "indipyterm"
    CSS_PATH = Path(__file__).with_name("app.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("L", "log", "Log", id="app.log"),
        Binding("colon,ctrl+p", "palette", "Cmd", key_display=":", id="app.palette"),
        Binding("question_mark,f1", "help", "Help", key_display="?", id="app.help"),
        Binding("i", "details", "Details of the row", show=False, id="app.details"),
        Binding("b", "blobs", "BLOBs", id="app.blobs"),
        Binding("H", "change_host", "Change host", show=False, id="app.host"),
        Binding("c", "connect", "Connect this device", show=False, id="app.connect"),
        Binding("C", "connect_all", "Connect all devices", show=False, id="app.connect_all"),
        Binding("X", "abort", "ABORT", priority=True, id="app.abort"),
        Binding("ctrl+x", "abort_while_typing", "ABORT", priority=True, id="app.abort_while_typing"),
        Binding("S", "series", "Pause or stop a series", show=False, id="app.series"),
        Binding("full_stop", "repeat", "Send the last command again", key_display=".", show=False, id="app.repeat"),
        Binding("u", "undo", "Bring back the values before the last send", show=False, id="app.undo"),
        Binding("y", "copy", "Copy the value", show=False, id="app.copy"),
        Binding("Y", "copy_command", "Copy the command for a shell", show=False, id="app.copy_command"),
        Binding("m", "jog", "Jog pad: move by hand", show=False, id="app.jog"),
        Binding("p", "image", "Last image", show=False, id="app.image"),
        Binding("I", "preview", "Last image beside the sheet", show=False, id="app.preview"),
        Binding("W", "save_image", "Save the last image", show=False, id="app.save_image"),
        Binding("t", "plot", "History of the number", show=False, id="app.plot"),
        Binding("P", "panel", "The panel of --panel FILE", show=False, id="app.panel"),
        Binding("r", "reconnect", "Reconnect now, or read the device again", show=False, id="app.reconnect"),
        Binding("ctrl+l", "repaint", "Write the screen anew", show=False, id="app.repaint"),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False, id="app.suspend"),
        Binding("q,ctrl+q", "quit", "Quit", id="app.quit"),
    ]

    def __init__(
        self, addresses: Sequence[Address], options: LaunchOptions | None = None, clock: Clock | None = None
    ) -> None:
        self.workspace = Workspace(addresses, options, clock)
        config = self.workspace.config
        super().__init__(ascii_only=config.ascii, notify_by=config.notify_by)
        self.workspace.images.hidden = True
        self.history = History()
        self.hints = Hints(self)
        self._notifier = Notifier(self, self.workspace, self.hints, super().notify)
        self._status = SessionStatus(self.workspace, self.announcer)
        self.add_class("-hints")
        self.workspace.subscribe(lambda change: self.post_message(WorkspaceChanged(change)))
        self.main = MainScreen(self.workspace)
        self.panel: screens.PanelScreen | None = None
        servers = self.workspace.servers
        self._at_hand = DeviceAtHand(self, servers, lambda: self.here.pane.sheet, lambda: self.main.device)
        self._connect_keys = ConnectKeys(self, self.workspace, self._at_hand, self.send)
        self.abort_key = AbortKey(self, self.workspace, self._at_hand.to_abort)
        if file := self.workspace.options.panel:
            self.panel = screens.PanelScreen(file, self.workspace)
            self.install_screen(self.panel, "panel")
        for theme in OWN_THEMES:
            self.register_theme(theme)
        self._theme_choice = ThemeChoice(self)

    def get_css_variables(self) -> dict[str, str]:
        """Textual's colours, with text that can be read on all that it stands on."""
        variables = super().get_css_variables()
        return variables | legible_variables(variables)

    # Life

    def get_default_screen(self) -> MainScreen:
        """Textual asks for the first screen."""
        return self.main

    async def on_load(self) -> None:
        """Textual is about to set up the terminal: from now on a signal has to put it back."""
        self.exit_on_signals()

    def on_mount(self) -> None:
        """Connect."""
        self._apply_options()
        self.workspace.start_recording()
        self.run_worker(self.workspace.run(), exit_on_error=True)
        self.set_interval(TICK_SECONDS, self._tick)
        if self.panel:
            self.push_screen(self.panel)
        self.show_status()

    def _apply_options(self) -> None:
        """Apply the settings; what is wrong with them is shown, and never fatal."""
        options, config = self.workspace.options, self.workspace.config
        faults = (*options.warnings, self._theme_choice.apply(options.theme or ""), self.workspace.open_blob_folder())
        told = list(filter(None, faults))
        told += key_conflicts(config.keymap, (Sheet, MainScreen, IPyTerm))
        self.set_keymap(config.keymap)
        if told:
            self.notify("\n".join(told), title="Settings", severity="error", timeout=15)

    async def on_unmount(self) -> None:
        """Close the connections, and keep what is useful next time."""
        self.stop_handling_signals()
        await self.workspace.close()
        await save_last_run(self.workspace, self.main, self._theme_choice.to_keep)

    def _tick(self) -> None:
        for front in self.property_screens:
            front.tick()
        self.show_status()
        self.refresh_notices()

    # Down: what the workspace tells

    @on(WorkspaceChanged)
    def _workspace_changed(self, event: WorkspaceChanged) -> None:
        change = event.change
        self._notifier.show(change)
        for screen in {*self.property_screens, *self.screen_stack}:
            update: Callable[[Change], None] | None = getattr(screen, "update_from", None)
            if update:
                update(change)
        if self._status.is_concerned(change):
            self.show_status()

    def notify(self, message: str, *, title: str = "", severity: SeverityLevel = "information", **options: Any) -> None:
        """Tell the user something, as plain text: what is in it may come from a server.

        See `Notifier.notify` for what is shown where.
        """
        self._notifier.notify(message, title, severity, options)

    def refresh_notices(self) -> None:
        """Show notices and hints on the screen that is on top now."""
        super().refresh_notices()
        self.hints.place()

    def show_status(self) -> None:
        """Bring the status lines up to date, of all screens that have one."""
        lines = [getattr(screen, "status", None) for screen in {*self.property_screens, *self.screen_stack}]
        self._status.show(line for line in lines if line)

    # Up: what is sent

    def send(
        self,
        requests: Sequence[Request],
        *,
        independent: bool = False,
        typed: bool = False,
        on_sent: Callable[[], object] = lambda: None,
    ) -> None:
        """Send values, asked about first where that is risky; `typed`: they come from the editor here."""
        pane = self.here.pane if typed else None
        send(self, self.workspace, requests, independent=independent, pane=pane, on_sent=on_sent)

    @on(StatusLineAdded)
    def _status_line_added(self) -> None:
        self.show_status()

    @on(Submitted)
    def _submitted(self, event: Submitted) -> None:
        request = Request(event.key, event.values)
        if not mentions_abort(event.key.vector):
            self.history.last = (request,)
        self.send([request], typed=event.typed)

    @on(ListWanted)
    def _list_wanted(self, event: ListWanted) -> None:
        send_chosen_option(self, self.workspace, event.key)

    @on(UploadWanted)
    def _upload_wanted(self, event: UploadWanted) -> None:
        send_chosen_file(self, self.workspace, event.key, event.member)

    @on(ConnectWanted)
    def action_connect(self) -> None:
        """Connect the device of the row to its hardware."""
        self._connect_keys.connect()

    def action_connect_all(self) -> None:
        """Connect all devices to their hardware."""
        self._connect_keys.connect_all()

    def action_abort(self) -> None:
        """Stop what runs on the device of the row, else what runs anywhere; twice in a row, everything that can be."""
        self.abort_key.press()

    def action_abort_while_typing(self) -> None:
        """The same, where letters are text, too."""
        self.action_abort()

    def action_repeat(self) -> None:
        """Send again what was sent last by the palette, an editor or a pick; what is risky is asked about again."""
        from indipyterm.tui.palette_actions import repeat  # noqa: PLC0415 - as the palette, when first used

        repeat(self, self)

    def action_undo(self) -> None:
        """Bring back, unsent, the values that the row had before the last send."""
        self.here.pane.edit_previous_values()

    # Screens

    @property
    def property_screens(self) -> list[PropertyScreen]:
        """The screens of properties."""
        return [self.main, self.panel] if self.panel else [self.main]

    @property
    def here(self) -> PropertyScreen:
        """The screen of properties that is shown."""
        return self.panel if self.panel and self.panel in self.screen_stack else self.main

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What works on the row or the shown device does so only where that is in sight; an abort works anywhere.

        One key of it works everywhere, and another one where letters are no text.
        """
        if action == "abort_while_typing":
            return True
        if action == "abort":
            return not isinstance(self.focused, Input)
        return self.screen is self.here or action not in _ON_THE_ROW

    def show_main(self) -> None:
        """Show all devices."""
        if self.here is not self.main:
            self.pop_screen()

    def action_panel(self) -> None:
        """Show the panel of the file that was given."""
        if self.panel is None:
            self.notify("There is no panel: --panel FILE gives one")
        elif self.here is self.main:
            self.push_screen(self.panel)

    @on(GoToWanted)
    def _go_to_wanted(self, event: GoToWanted) -> None:
        self.go_to(event.key)

    def go_to(self, key: VectorKey) -> None:
        """Show a vector in its device."""
        self.show_main()
        self.main.go_to(key)

    def action_palette(self, text: str = "") -> None:
        """Do or find anything by a few letters."""
        from indipyterm.tui.palette_actions import open_palette  # noqa: PLC0415 - as the palette, when first used

        self.clear_notifications()  # they would cover what is about to be sent
        open_palette(self, self, self._at_hand.shown(), text)

    def action_series(self) -> None:
        """Choose what becomes of a series of exposures that runs."""
        choose_step(self, self.workspace)

    def action_help(self) -> None:
        """Show the keys that work here, and what the signs mean."""
        self.push_screen(screens.HelpScreen(self.screen.active_bindings))

    def action_details(self) -> None:
        """Show everything that is known of the row."""
        if found := self.here.vector():
            self.push_screen(screens.DetailsScreen(found[0], self.workspace))
        else:
            self.notify("No property here")

    def action_jog(self) -> None:
        """Move by hand what is shown, if it can be; else a mount."""
        if target := self.workspace.jog.target_for(self._at_hand.shown()):
            self.push_screen(screens.JogScreen(self.workspace, target))
        else:
            self.notify("No mount, focuser or rotator here that can be moved", severity="warning")

    def before_suspension(self) -> None:
        """The process is about to stop: nothing goes on moving meanwhile."""
        self.workspace.jog.stop_now()

    def action_log(self) -> None:
        """Show everything heard and sent."""
        self.push_screen(screens.LogScreen(self.workspace))

    def action_blobs(self) -> None:
        """Show where BLOBs go, which are wanted, and the last files."""
        self.push_screen(screens.BlobsScreen(self.workspace))

    def action_plot(self) -> None:
        """Show or hide the history of the row's numbers: beside the rest where there is room, else alone."""
        if not self._toggle_beside(self.main.plot):
            self.push_screen(screens.PlotScreen(self.workspace, self.here.pane.sheet.cursor))

    def action_image(self) -> None:
        """Show the last image on the whole screen."""
        self.push_screen(screens.ImageScreen(self.workspace))

    def action_preview(self) -> None:
        """Show or hide the last image beside the sheet; on the whole screen where there is no room for that."""
        if not self._toggle_beside(self.main.preview):
            self.action_image()

    def _toggle_beside(self, view: PlotView | PreviewView) -> bool:
        """Show or hide a view beside the rest, if there is room; return whether there is."""
        if self.size.width < WIDE or self.here is not self.main:
            return False
        view.toggle_class("-shown")
        view.call_after_refresh(view.draw)
        images = self.workspace.images
        if view is self.main.preview:
            (images.watch if view.has_class("-shown") else images.unwatch)(view)
        return True

    def action_save_image(self) -> None:
        """Choose a folder, and save the last image there if it is in memory only."""
        choose_image_folder(self, self.workspace)

    # Servers and files

    def action_change_host(self) -> None:
        """Connect to another server."""
        self.action_palette("host ")

    def action_reconnect(self) -> None:
        """Try now to connect what is not; ask for all of the shown device again."""
        self._connect_keys.reconnect()

    def action_blob_folder(self) -> None:
        """Choose the folder that BLOBs are saved in; none turns saving off."""
        choose_blob_folder(self, self.workspace)

    # Copying, quitting

    def action_copy(self) -> None:
        """Copy the values of the row."""
        copy_values(self, self.here.vector())

    def action_copy_command(self) -> None:
        """Copy a command that sets the row to its values, or to the choice on it, or that reads it."""
        if not self.here.pane.sheet.refuses_to_act():
            copy_command(self, self.workspace, self.here.vector())

    def action_help_quit(self) -> None:
        """Ctrl+C, which copies in an editor and does not quit: say which key does."""
        for key, active in self.active_bindings.items():
            if active.binding.action in ("quit", "app.quit"):
                self.notify(f"To quit, press {key}")
                return

    async def action_quit(self) -> None:
        """Quit; asks first while something was typed and not sent, or sent and not answered."""
        editors = [pane.editor for front in self.property_screens for pane in front.panes if pane.editor]
        typed = [printable(f"typed and not sent: {one.key.device} {one.key.vector}") for one in editors if one.dirty]
        if reasons := [*typed, *self.workspace.unfinished()]:
            screens.ask(self, Question("Quit all the same?", "\n".join(reasons)), self.exit)
        else:
            self.exit()
