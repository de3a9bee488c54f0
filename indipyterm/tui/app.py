"""The app: what each key that works everywhere does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from indipyterm.model.members import BlobMember
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.standard import abort_requests, connect_request
from indipyterm.presentation.text import printable
from indipyterm.protocol.messages import ON, Kind, State
from indipyterm.tui import screens
from indipyterm.tui.messages import ConnectWanted, EditWanted, GoToWanted, ListWanted
from indipyterm.tui.playing import Playing
from indipyterm.tui.rows.ascii import ascii_text
from indipyterm.tui.rows.row import WIDE
from indipyterm.tui.session import Address
from indipyterm.tui.terminal.driver import ResilientDriver
from indipyterm.tui.widgets.plot_view import PlotView
from indipyterm.tui.widgets.preview_view import PreviewView

if TYPE_CHECKING:
    from indipyterm.workspace.palette.actions import Action, Command

__all__ = ["Address", "IPyTerm"]

_ON_THE_ROW = ("connect", "connect_all", "undo", "copy", "copy_command", "details", "plot", "preview", "reconnect")


class IPyTerm(Playing):
    """A terminal client for INDI servers."""

    TITLE = "indipyterm"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("L", "log", "Log", id="app.log"),
        Binding("colon,ctrl+p", "palette", "Cmd", key_display=":", id="app.palette"),
        Binding("question_mark,f1", "help", "Help", key_display="?", id="app.help"),
        Binding("i", "details", "Details of the row", show=False, id="app.details"),
        Binding("b", "blobs", "BLOBs", id="app.blobs"),
        Binding("H", "change_host", "Change host", show=False, id="app.host"),
        Binding("c", "connect", "Connect this device", show=False, id="app.connect"),
        Binding("C", "connect_all", "Connect all devices", show=False, id="app.connect_all"),
        Binding("X", "abort", "ABORT", id="app.abort"),
        Binding("u", "undo", "Bring back the values before the last send", show=False, id="app.undo"),
        Binding("y", "copy", "Copy the value", show=False, id="app.copy"),
        Binding("Y", "copy_command", "Copy the command for a shell", show=False, id="app.copy_command"),
        Binding("p", "preview", "Last image", show=False, id="app.preview"),
        Binding("t", "plot", "History of the number", show=False, id="app.plot"),
        Binding("P", "panel", "The panel of --panel FILE", show=False, id="app.panel"),
        Binding("r", "reconnect", "Reconnect now, or ask for the device again", show=False, id="app.reconnect"),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False, id="app.suspend"),
        Binding("q,ctrl+q", "quit", "Quit", id="app.quit"),
    ]

    def get_driver_class(self) -> type[Driver]:
        """Textual asks what to write to the terminal with."""
        driver = super().get_driver_class()
        return ResilientDriver if driver is LinuxDriver else driver

    @on(GoToWanted)
    def _go_to_wanted(self, event: GoToWanted) -> None:
        self._go_to(event.key)

    def _go_to(self, key: VectorKey) -> None:
        self.show_main()
        self.main.go_to(key)

    def notify(self, message: str, *, title: str = "", **options: Any) -> None:
        """Tell something in a corner of the screen: as plain text, for a server may have named what is in it."""
        message, title = "\n".join(map(printable, message.split("\n"))), printable(title)
        if self.ascii:
            message, title = ascii_text(message), ascii_text(title)
        super().notify(message, title=title, **{"markup": False} | options)

    # The palette, and what explains

    def action_palette(self, text: str = "") -> None:
        """Do or find anything by a few letters."""
        self.clear_notifications()  # they would cover what is about to be sent
        themes, player = sorted(self.available_themes), self.setup.player
        palette = screens.Palette(self.servers, self._shown(), self._commands(), themes, self._risky, player)
        palette.input.value = text
        self.push_screen(palette, self._run)

    def _commands(self) -> list[Command]:
        """Every action that a key runs, but for the palette itself."""
        from indipyterm.tui.key_commands import commands_of  # noqa: PLC0415 - as the palette

        commands = commands_of({"app": self, **self._owners()}, self._keymap)
        return [command for command in commands if command.action.action != "app.palette"]

    def _owners(self) -> dict[str, DOMNode]:
        """Who else than the app has actions, by the names that the palette calls them by."""
        return {"screen": self.main, "sheet": self.here.pane.sheet}

    def _risky(self, action: Action) -> bool:
        """Whether an action would be asked about first."""
        from indipyterm.workspace.palette.actions import Send, SendMany  # noqa: PLC0415 - as the palette

        sends = action.requests if isinstance(action, SendMany) else (action,)
        return any(isinstance(one, Send) and self.risky(one.key, one.values) for one in sends)

    def _run(self, action: Action | None) -> None:
        """Do what was chosen in the palette."""
        from indipyterm.workspace.palette.actions import GoTo, RunAction, Send, SendMany  # noqa: PLC0415 - as the palette

        match action:
            case Send(key, values):
                self.send(key, values)
            case SendMany(requests, independent):
                self.send_many([(one.key, one.values) for one in requests], independent=independent)
            case GoTo(key):
                self._go_to(key)
            case RunAction(name):
                place, _, rest = name.partition(".")
                if place == "screen":
                    self.show_main()
                self.run_worker(self.run_action(rest, self._owners().get(place, self)))

    def action_help(self) -> None:
        """Show the keys that work here, and what the signs mean."""
        self.push_screen(screens.HelpScreen(self.screen.active_bindings))

    def action_panel(self) -> None:
        """Show the panel of the file that was given."""
        if self.panel is None:
            self.notify("There is no panel: --panel FILE gives one")
        self.show_panel()

    def action_details(self) -> None:
        """Show everything that is known of the row."""
        from indipyterm.presentation.descriptions import description  # noqa: PLC0415 - read from a file

        if found := self.here.vector():
            key = found[0]
            self.push_screen(screens.DetailsScreen(key, self.servers, description(key.vector), self._clock))
        else:
            self.notify("No property here")

    def action_theme(self, name: str) -> None:
        """Change the colours."""
        self.theme = name

    def action_change_host(self) -> None:
        """Connect to another server."""
        self.action_palette("host ")

    async def action_host(self, host: str, port: int) -> None:
        """Connect to a server; those that there is no connection to are taken off."""
        if self.setup.player:
            return  # never a real server in a replay
        for server in [server for server in self.servers if not server.connected]:
            self.servers.remove(server.name).client.shutdown()
        server = self.servers.add(host, port)
        if not server.connected:
            server.client.blob_folder = self.blobs.folder
            self.run_client(server)
        self.connection_changed()
        self.show_status()

    @on(ListWanted)
    def _list_wanted(self, event: ListWanted) -> None:
        choices = self.here.pane.sheet.choices

        def chosen(values: dict[str, str] | None) -> None:
            if values:
                choices.drop(event.key)
                self.send(event.key, values)

        self.push_screen(screens.ChooseOption(event.key, self.servers, choices.drafts(event.key)), chosen)

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What works on the row or the shown device does so only where that is in sight; an abort works anywhere."""
        return self.screen is self.here or action not in _ON_THE_ROW

    def action_help_quit(self) -> None:
        """Ctrl+C, which copies in an editor and quits nothing: tell which key does."""
        for key, active in self.active_bindings.items():
            if active.binding.action in ("quit", "app.quit"):
                self.notify(f"To quit, press {key}")
                return

    async def action_quit(self) -> None:
        """Quit; asks first while something was typed and not sent, or sent and not answered."""
        reasons = []
        for pane in (pane for front in self.fronts for pane in front.panes):
            if (editor := pane.editor) and editor.dirty:
                reasons.append(f"typed and not sent: {editor.key.device} {editor.key.vector}")
            unsent = pane.sheet.choices.unsent(pane.sheet.cursor, pane.sheet.vector)
            reasons += [f"picked and not sent: {key.device} {key.vector}" for key in unsent]
        reasons += [
            f"under way: {key.device} {vector.label}"
            for key, vector in self.servers.vectors()
            if vector.request and vector.state is State.BUSY and not vector.stale
        ]
        if reasons:
            self.push_screen(screens.Confirm("Quit all the same?", "\n".join(reasons)), self._quit_answered)
        else:
            self.exit()

    def _quit_answered(self, yes: bool | None) -> None:
        if yes:
            self.exit()

    def action_log(self) -> None:
        """Show everything heard and sent."""
        self.push_screen(screens.LogScreen(self.journal, self.servers))

    def action_reconnect(self) -> None:
        """Try now to connect what is not; ask for all of the shown device again."""
        away = [server for server in self.servers if not server.connected]
        for server in away:
            server.client.retry()
        key = self._shown()
        if key and self.servers.live(key.server):
            self.servers.client(key).request_properties(key.device)
            self.notify(f"Asked for all of {key.device} again", markup=False)
        elif not away:
            self.notify("No device here to ask for again")

    @on(ConnectWanted)
    def action_connect(self) -> None:
        """Connect the shown device to its hardware."""
        key = self._shown()
        device = self.servers.device(key)
        request = connect_request(device) if device else None
        if key and request:
            self.send(VectorKey(*key, request[0]), request[1])
        else:
            self.notify("This device is connected already, or has no such switch")

    def action_connect_all(self) -> None:
        """Connect all devices to their hardware."""
        if self.refuses():
            return
        count = 0
        for key in self.servers.devices():
            device = self.servers.device(key)
            if request := connect_request(device) if device else None:
                self.send(VectorKey(*key, request[0]), request[1])
                count += 1
        self.notify(f"Connecting {count} devices" if count else "All devices are connected already")

    def action_abort(self) -> None:
        """Stop everything on the shown device that can be stopped, at once and without asking."""
        if self.refuses():
            return
        key = self._shown()
        device = self.servers.device(key)
        requests = abort_requests(device) if device else []
        if key is None or not requests:
            self.notify("Nothing on this device can be aborted", severity="warning")
            return
        for vector, values in requests:
            self.send(VectorKey(*key, vector), values)
        self.notify(f"ABORT sent to {key.device}", severity="warning", markup=False)

    def _shown(self) -> DeviceKey | None:
        """The device shown, or that of the row in a list."""
        cursor = self.here.pane.sheet.cursor
        return cursor.owner if cursor else self.main.device

    def action_undo(self) -> None:
        """Bring back, unsent, the values that the row had before the last send."""
        found = self.here.vector()
        before = self._before.get(found[0]) if found else None
        if not found or before is None:
            self.notify("Nothing was sent to this row before")
            return
        key, vector = found
        if vector.kind is Kind.SWITCH:
            self.here.pane.sheet.choices.choice = next((name for name, value in before.items() if value == ON), None)
            self.here.pane.sheet.repaint_cursor()
        else:
            self.here.pane.sheet.post_message(EditWanted(key, None, before))

    def action_plot(self) -> None:
        """Show or hide the history of the row's numbers: beside the rest where there is room, else alone."""
        if self.size.width >= WIDE and self.here is self.main:
            self.main.plot.toggle_class("-shown")
            self.main.plot.call_after_refresh(self.main.plot.draw)
        else:
            view = PlotView(self.servers, self.record, self._clock)
            self.push_screen(screens.PlotScreen(view, lambda view: view.show(self.here.pane.sheet.cursor)))

    def action_preview(self) -> None:
        """Show or hide the last image."""
        if self.size.width >= WIDE and self.here is self.main:
            self.main.preview.toggle_class("-shown")
            self.main.preview.call_after_refresh(self.main.preview.draw)
        else:
            self.push_screen(
                screens.PreviewScreen(PreviewView(), lambda view: view.show(*self._image) if self._image else None)
            )

    def action_copy(self) -> None:
        """Copy the values of the row."""
        if found := self.here.vector():
            self._copy(_copied(found[1]))
        else:
            self.notify("No property here to copy")

    def action_copy_command(self) -> None:
        """Copy a command that sets the row to its values, or to the choice on it, or that reads it."""
        if found := self.here.vector():
            from indipyterm.workspace.shell_command import shell_command  # noqa: PLC0415 - the commands come along with it

            key, vector = found
            client, choice = self.servers.client(key), self.here.pane.sheet.choices.choice
            self._copy(shell_command(client.host, client.port, vector, choice))
        else:
            self.notify("No property here to copy")

    def _copy(self, text: str) -> None:
        self.copy_to_clipboard(text)
        self.notify(printable(text), title="Copied", markup=False)


def _copied(vector: Vector) -> str:
    """The values of a vector as plain text, of BLOBs the files: the bare value of an only member."""
    values = {
        printable(name): printable(member.filename if isinstance(member, BlobMember) else member.value)
        for name, member in vector.members.items()
    }
    if len(values) == 1:
        return next(iter(values.values()))
    return " ".join(f"{name}={value}" for name, value in values.items())
