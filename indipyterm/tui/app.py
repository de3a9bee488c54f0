"""The app: one screen over another, and what each key that works everywhere does.

Longer than other modules: all actions of the app stand here, each in a few lines over the workspace.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.notifications import SeverityLevel
from textual.widgets import Input

from indipyterm.model.standard import mentions_abort
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.text import printable
from indipyterm.presentation.vector import values_as_sent
from indipyterm.tui import screens
from indipyterm.tui.bindings import key_conflicts
from indipyterm.tui.hints import HINT_SECONDS, Hints
from indipyterm.tui.messages import (
    ConnectWanted,
    GoToWanted,
    ListWanted,
    Submitted,
    UploadWanted,
    WorkspaceChanged,
)
from indipyterm.tui.rows.ascii import ascii_text
from indipyterm.tui.rows.row import WIDE
from indipyterm.tui.rows.styled import Styled
from indipyterm.tui.screens.main import MainScreen
from indipyterm.tui.sending import ask, send, send_chosen_file, send_chosen_option
from indipyterm.tui.sheet.sheet import Sheet
from indipyterm.tui.terminal.app import TerminalApp
from indipyterm.tui.themes import OWN_THEMES, legible_variables, theme_for_terminal
from indipyterm.tui.widgets.plot_view import PlotView
from indipyterm.tui.widgets.preview_view import PreviewView
from indipyterm.workspace.abort import TWICE_SECONDS
from indipyterm.workspace.change import Change, Notice, NoticeKind
from indipyterm.workspace.clock import Clock
from indipyterm.workspace.launch import LaunchOptions, running_modes
from indipyterm.workspace.palette.history import History
from indipyterm.workspace.state import LastRun, save_state
from indipyterm.workspace.submission import Question, Request
from indipyterm.workspace.window_title import overall_progress, window_title
from indipyterm.workspace.workspace import Address, Workspace

__all__ = ["Address", "IPyTerm"]

TICK_SECONDS = 1.0
"""Between two repaints of what shows elapsed time."""

_SAVE_SECONDS = 2.0

_HINT_ROLES: dict[SeverityLevel, str] = {"information": "value", "warning": "busy", "error": "error"}
_WARNINGS = (
    NoticeKind.DRAFT_DROPPED,
    NoticeKind.VIDEO,
    NoticeKind.IN_MEMORY,
    NoticeKind.SERIES_PAUSED,
    NoticeKind.SERIES_STOPPED,
)
_MORE = {
    NoticeKind.VIDEO: ": b, then v, saves them",
    NoticeKind.IN_MEMORY: ". p shows it, W saves it; b, then f, chooses a folder",
}
"""Which keys help."""
_ON_THE_ROW = (
    "connect",
    "connect_all",
    "undo",
    "copy",
    "copy_command",
    "details",
    "plot",
    "preview",
    "reconnect",
    "repeat",
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
        Binding("p", "preview", "Last image", show=False, id="app.preview"),
        Binding("W", "save_image", "Save the last image", show=False, id="app.save_image"),
        Binding("t", "plot", "History of the number", show=False, id="app.plot"),
        Binding("P", "panel", "The panel of --panel FILE", show=False, id="app.panel"),
        Binding("r", "reconnect", "Reconnect now, or read the device again", show=False, id="app.reconnect"),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False, id="app.suspend"),
        Binding("q,ctrl+q", "quit", "Quit", id="app.quit"),
    ]

    def __init__(
        self, addresses: Sequence[Address], options: LaunchOptions | None = None, clock: Clock | None = None
    ) -> None:
        self.workspace = Workspace(addresses, options, clock)
        config = self.workspace.config
        super().__init__(ascii_only=config.ascii, notify_by=config.notify_by)
        self.history = History()
        self._ran = False  # whether anything was under way when the status was shown last
        self._aborted = -TWICE_SECONDS  # when, by a clock that only goes on
        self.hints = Hints(self)
        self.add_class("-hints")
        self.workspace.subscribe(lambda change: self.post_message(WorkspaceChanged(change)))
        self.main = MainScreen(self.workspace)
        self.panel: screens.PanelScreen | None = None
        if file := self.workspace.options.panel:
            self.panel = screens.PanelScreen(file, self.workspace)
            self.install_screen(self.panel, "panel")
        for theme in OWN_THEMES:
            self.register_theme(theme)
        self._wanted_theme = self._first_theme = self.theme

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
        told = list(options.warnings)
        if options.theme in self.available_themes:
            self.theme = options.theme
        elif options.theme:
            told.append(f"there is no theme called {options.theme!r}")
        self._wanted_theme = self.theme
        if not self.is_headless:
            self.theme = theme_for_terminal(self.theme, self.current_theme.dark, self.console.color_system)
        self._first_theme = self.theme
        if why := self.workspace.open_blob_folder():
            told.append(why)
        told += key_conflicts(config.keymap, (Sheet, MainScreen, IPyTerm))
        self.set_keymap(config.keymap)
        if told:
            self.notify("\n".join(told), title="Settings", severity="error", timeout=15)

    async def on_unmount(self) -> None:
        """Close the connections, and keep what is useful next time."""
        self.stop_handling_signals()
        await self.workspace.close()
        if path := self.workspace.options.state_path:
            with contextlib.suppress(TimeoutError):  # the disk hangs
                async with asyncio.timeout(_SAVE_SECONDS):
                    await asyncio.to_thread(save_state, path, self._last_run())

    def _last_run(self) -> LastRun:
        """What is useful next time."""
        cursor = self.main.pane.sheet.cursor
        return LastRun(
            hosts=tuple(server.name for server in self.workspace.servers),
            device=cursor.device if cursor else None,
            vector=cursor.vector if cursor else None,
            folded=tuple(sorted(self.main.shown.folded)),
            watch=tuple((key.server, key.device, key.vector) for key in self.main.shown.watched),
            blobfolder=self.workspace.transfers.folder,
            theme=self._wanted_theme if self.theme == self._first_theme else self.theme,
        )

    def _tick(self) -> None:
        for front in self.property_screens:
            front.tick()
        self.show_status()
        self.refresh_notices()

    # Down: what the workspace tells

    @on(WorkspaceChanged)
    def _workspace_changed(self, event: WorkspaceChanged) -> None:
        change = event.change
        for notice in change.notices:
            self._show_notice(notice)
        for one in change.announcements:
            if one.kind in self.workspace.config.notify:
                self.announcer.announce(printable(one.title), printable(one.text))
        for screen in {*self.property_screens, *self.screen_stack}:
            update: Callable[[Change], None] | None = getattr(screen, "update_from", None)
            if update:
                update(change)
        concerned = change.connection or change.devices or change.journal or change.transfers or change.series
        if concerned or self._ran or any(key in self.workspace.activities for key in change.vectors):
            self.show_status()

    def _show_notice(self, notice: Notice) -> None:
        if notice.good:
            self.notify(notice.text, title=notice.title)
        elif notice.kind in _WARNINGS:
            more = _MORE.get(notice.kind, "")
            if notice.kind is NoticeKind.SERIES_PAUSED and any(
                not one.goes_on for one in self.workspace.series.progress()
            ):
                more = "; S goes on, or stops it"
            self.notify(f"{notice.text}{more}", title=notice.title, severity="warning", timeout=2 * HINT_SECONDS)
        else:
            self.notify(notice.text, title=notice.title, severity="error")

    def notify(self, message: str, *, title: str = "", severity: SeverityLevel = "information", **options: Any) -> None:
        """Tell the user something, as plain text: what is in it may come from a server.

        An error has a box of its own, unless the screen is one that nothing may cover. All else is a hint in a line.
        """
        if severity != "information":
            self.workspace.reports.log_once(f"{title}: {message}" if title else message, message)
        message, title = "\n".join(map(printable, message.split("\n"))), printable(title)
        in_line = self.screen_stack and getattr(self.screen, "NOTHING_COVERS", False)
        if severity == "error" and not in_line:
            if self.ascii:
                message, title = ascii_text(message), ascii_text(title)
            super().notify(message, title=title, severity=severity, **{"markup": False} | options)
        else:
            seconds = options.get("timeout") or (2 * HINT_SECONDS if severity == "error" else HINT_SECONDS)
            self.hints.show(f"{title}: {message}" if title else message, _HINT_ROLES[severity], seconds)

    def refresh_notices(self) -> None:
        """Show notices and hints on the screen that is on top now."""
        super().refresh_notices()
        self.hints.place()

    def show_status(self) -> None:
        """Bring the status lines up to date."""
        workspace, now = self.workspace, self.workspace.now()
        running = workspace.activities.running()
        series = workspace.series.progress()
        self._ran = bool(running)
        modes = [Styled(*mode) for mode in running_modes(workspace.options)]
        for front in self.property_screens:
            front.status.update_status(workspace.transfers, running, now, modes, series)
        self.announcer.set_title(printable(window_title(workspace)))
        self.announcer.set_progress(overall_progress(workspace))

    # Up: what is sent

    def send(
        self, requests: Sequence[Request], *, independent: bool = False, typed: bool = False, sent_notice: str = ""
    ) -> None:
        """Send values, asked about first where that is risky; `typed`: they come from the editor here."""

        def on_sent() -> None:
            if sent_notice:
                self.notify(sent_notice, severity="warning")

        pane = self.here.pane if typed else None
        send(self, self.workspace, requests, independent=independent, pane=pane, on_sent=on_sent)

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
        devices = self._chosen_devices()
        if devices is None:
            return
        if requests := self.workspace.connect_requests(devices):
            self.send(requests)
        else:
            self.notify("This device is connected already, or has no such switch")

    def action_connect_all(self) -> None:
        """Connect all devices to their hardware."""
        servers = self.workspace.servers
        if requests := self.workspace.connect_requests(servers.devices()):
            self.send(requests, independent=True, sent_notice=f"Connecting {len(requests)} devices")
        else:
            live = any(server.connected for server in servers)
            self.notify("All devices are connected already" if live else "Not connected: nothing can be sent")

    def action_abort(self) -> None:
        """Stop what runs on the device of the row, else what runs anywhere; twice in a row, everything that can be."""
        twice = monotonic() - self._aborted < TWICE_SECONDS
        self._aborted = monotonic()
        self.run_worker(self._abort(everything=twice))

    def action_abort_while_typing(self) -> None:
        """The same, where letters are text."""
        self.action_abort()

    async def _abort(self, *, everything: bool) -> None:
        report = await self.workspace.abort(self._device_to_abort(), everything=everything)
        for text in report.failed:
            self.notify(text, title="Not stopped", severity="error")
        if report.text:
            self.notify(report.text, severity="warning")

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

    def _shown_devices(self) -> list[DeviceKey]:
        """The device shown, or that of the row in a list; none where nothing is shown."""
        cursor = self.here.pane.sheet.cursor
        device = cursor.owner if cursor else self.main.device
        return [device] if device else []

    def _chosen_devices(self) -> list[DeviceKey] | None:
        """The device of the row that the user put the cursor on; none where nothing is shown.

        Another one may have come under the cursor by itself: if that device is gone, this says so and returns None.
        """
        sheet = self.here.pane.sheet
        if not sheet.attention.displaced:
            return self._shown_devices()
        owner = sheet.chosen.owner if sheet.chosen else None
        if owner and self.workspace.servers.device(owner):
            return [owner]
        gone = owner.device if owner else "The device that was here"
        self.notify(f"{gone} is gone: nothing was sent; move the cursor first", severity="warning")
        return None

    def _device_to_abort(self) -> DeviceKey | None:
        """The device at hand: that of the row that the user put the cursor on; None where it is gone."""
        sheet = self.here.pane.sheet
        if not sheet.attention.displaced:
            return next(iter(self._shown_devices()), None)
        return sheet.chosen.owner if sheet.chosen and self.workspace.servers.device(sheet.chosen.owner) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What works on the row or the shown device does so only where that is in sight; an abort works anywhere.

        It has one key where letters are text, and another elsewhere.
        """
        if action in ("abort", "abort_while_typing"):
            return isinstance(self.focused, Input) is (action == "abort_while_typing")
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
        open_palette(self, self, next(iter(self._shown_devices()), None), text)

    def action_series(self) -> None:
        """Choose what becomes of a series of exposures that runs."""
        if self.workspace.series.progress():
            self.action_palette("series ")
        else:
            self.notify("No series runs; :expose 10x30 starts one")

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
        if target := self.workspace.jog.target_for(next(iter(self._shown_devices()), None)):
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
        if self.size.width >= WIDE and self.here is self.main:
            self.main.plot.toggle_class("-shown")
            self.main.plot.call_after_refresh(self.main.plot.draw)
        else:
            workspace = self.workspace
            view = PlotView(workspace.servers, workspace.history, workspace.clock)
            self.push_screen(screens.PlotScreen(view, lambda view: view.set_vector(self.here.pane.sheet.cursor)))

    def action_preview(self) -> None:
        """Show or hide the last image."""
        if self.size.width >= WIDE and self.here is self.main:
            self.main.preview.toggle_class("-shown")
            self.main.preview.call_after_refresh(self.main.preview.draw)
        else:
            self.push_screen(screens.PreviewScreen(PreviewView(), self.workspace))

    def action_save_image(self) -> None:
        """Choose a folder, and save the last image there if it is in memory only."""
        image = self.workspace.images.last
        if image is None:
            self.notify("There is no image yet")
        elif image.data is None:
            self.notify(printable(str(image.path)), title="This image is saved already")
        else:
            title = f"Save {image.path.name} in the folder"
            self.push_screen(
                screens.ChoosePath(title, Path.home(), files=False, text=str(Path.home())), self._save_image
            )

    def _save_image(self, path: str | None) -> None:
        async def save(folder: Path) -> None:
            try:
                saved = await self.workspace.images.save(folder)
            except OSError as error:
                self.notify(str(error), title="Not saved", severity="error")
            else:
                self.notify(str(saved), title="Image saved")

        if path:
            self.run_worker(save(Path(os.path.expanduser(path))))

    # Servers and files

    def action_change_host(self) -> None:
        """Connect to another server."""
        self.action_palette("host ")

    def action_reconnect(self) -> None:
        """Try now to connect what is not; ask for all of the shown device again."""
        retrying = self.workspace.connections.retry()
        for key in self._shown_devices():
            if self.workspace.request_properties(key):
                self.notify(f"Asked for all of {key.device} again")
                return
        if not retrying:
            self.notify("No device here to read again")

    def action_blob_folder(self) -> None:
        """Choose the folder that BLOBs are saved in; none turns saving off."""
        folder = self.workspace.transfers.folder
        title, start = "Save BLOBs in (empty: nowhere)", folder or Path.home()
        self.push_screen(screens.ChoosePath(title, start, files=False, text=str(folder or "")), self.set_blob_folder)

    def set_blob_folder(self, path: str | None) -> None:
        """Save BLOBs in a folder as it was typed, an empty text for none; None changes nothing."""
        if path is None:
            return
        try:
            self.workspace.set_blob_folder(Path(path).expanduser() if path else None)
        except (OSError, RuntimeError) as error:  # the latter where nobody is called ~name
            self.notify(str(error), title="Folder not changed", severity="error")

    # Copying, quitting

    def action_copy(self) -> None:
        """Copy the values of the row."""
        if found := self.here.vector():
            self._copy(values_as_sent(found[1]))
        else:
            self.notify("No property here to copy")

    def action_copy_command(self) -> None:
        """Copy a command that sets the row to its values, or to the choice on it, or that reads it."""
        if self.here.pane.sheet.refuses_to_act():
            return
        if found := self.here.vector():
            from indipyterm.workspace.shell_command import shell_command  # noqa: PLC0415 - the commands come along

            key, vector = found
            client = self.workspace.servers.client(key)
            if command := shell_command(client.host, client.port, vector, self.workspace.drafts.picked(key)):
                self._copy(command)
            else:
                self.notify("A name or value here has control characters: shells differ in them", title="Not copied")
        else:
            self.notify("No property here to copy")

    def _copy(self, text: str) -> None:
        self.copy_to_clipboard(text)
        self.notify(text, title="Copied")

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
            ask(self, Question("Quit all the same?", "\n".join(reasons)), self.exit)
        else:
            self.exit()
