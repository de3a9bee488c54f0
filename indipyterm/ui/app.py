"""The app: what each key that works everywhere does."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from indipyterm.client.blobs import NotSaved
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import ON, Kind, State
from indipyterm.ui.descriptions import description
from indipyterm.ui.keys import DeviceKey, Key
from indipyterm.ui.messages import EditWanted, GoToWanted, ListWanted, UploadWanted
from indipyterm.ui.panels.panel import WIDE
from indipyterm.ui.panels.parts import plain
from indipyterm.ui.screens.blobs import BlobsScreen
from indipyterm.ui.screens.choose_option import ChooseOption
from indipyterm.ui.screens.choose_path import ChoosePath
from indipyterm.ui.screens.confirm import Confirm
from indipyterm.ui.screens.details import DetailsScreen
from indipyterm.ui.screens.help import HelpScreen
from indipyterm.ui.screens.log import LogScreen
from indipyterm.ui.screens.palette import Palette
from indipyterm.ui.screens.views import PlotScreen, PreviewScreen
from indipyterm.ui.session import Address, Session
from indipyterm.ui.standard import abort_requests, connect_request
from indipyterm.ui.verbs.actions import Action, Command, GoTo, RunAction, Send, SendMany
from indipyterm.ui.widgets.plot_view import PlotView
from indipyterm.ui.widgets.preview_view import PreviewView

__all__ = ["Address", "IPyTerm"]

_ON_THE_ROW = ("connect", "connect_all", "undo", "copy", "copy_command", "details", "plot", "preview", "reconnect")


class IPyTerm(Session):
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
        Binding("p", "preview", "Last image", show=False, id="app.preview"),
        Binding("t", "plot", "History of the number", show=False, id="app.plot"),
        Binding("r", "reconnect", "Reconnect now, or ask for everything again", show=False, id="app.reconnect"),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False, id="app.suspend"),
        Binding("q,ctrl+q", "quit", "Quit", id="app.quit"),
    ]

    @on(GoToWanted)
    def _go_to_wanted(self, event: GoToWanted) -> None:
        self.main.go_to(event.key)

    @on(UploadWanted)
    def _upload_wanted(self, event: UploadWanted) -> None:
        title = f"Send a file to {event.key.device} › {event.key.vector} › {event.member}"

        def chosen(path: str | None) -> None:
            if path:
                self.send(event.key, {event.member: (path, 0, "")})

        self.push_screen(ChoosePath(title, Path.home(), files=True), chosen)

    # BLOBs

    def action_blobs(self) -> None:
        """Show where BLOBs go, which are wanted, and the last files."""
        self.push_screen(BlobsScreen(self.blobs, self.servers, self.action_blob_folder, self._clock))

    def action_blob_folder(self, path: str | None = None) -> None:
        """Save BLOBs in a folder, asked for unless given; none turns saving off."""
        if path is not None:
            self._folder_chosen(path)
            return
        title, start = "Save BLOBs in (empty: nowhere)", self.blobs.folder or Path.home()
        self.push_screen(ChoosePath(title, start, files=False, text=str(self.blobs.folder or "")), self._folder_chosen)

    def _folder_chosen(self, path: str | None) -> None:
        if path is None:
            return
        try:
            self.blobs.set_folder(Path(path).expanduser() if path else None)
        except NotSaved as error:
            self.complain(str(error), "Folder not changed")
        self.show_status()

    # The palette, and what explains

    def action_palette(self, text: str = "") -> None:
        """Do or find anything by a few letters."""
        self.clear_notifications()  # they would cover what is about to be sent
        palette = Palette(self.servers, self._shown(), self._commands(), sorted(self.available_themes), self._risky)
        palette.input.value = text
        self.push_screen(palette, self._run)

    def _commands(self) -> list[Command]:
        """Every action that a key runs, for the palette."""
        places = (("app", self), ("screen", self.main), ("sheet", self.main.pane.sheet))
        found: dict[str, Command] = {}
        for place, owner in places:
            for binding in owner.BINDINGS:
                if isinstance(binding, Binding) and not binding.action.startswith("palette"):
                    action = f"{place}.{binding.action}"
                    key = binding.key_display or binding.key.split(",")[0]
                    found.setdefault(action, Command(binding.description, RunAction(action), key))
        return list(found.values())

    def _risky(self, action: Action) -> bool:
        """Whether an action would be asked about first."""
        sends = action.requests if isinstance(action, SendMany) else (action,)
        return any(isinstance(one, Send) and self.risky(one.key, one.values) for one in sends)

    def _run(self, action: Action | None) -> None:
        """Do what was chosen in the palette."""
        match action:
            case Send(key, values):
                self.send(key, values)
            case SendMany(requests, independent):
                self.send_many([(one.key, one.values) for one in requests], independent=independent)
            case GoTo(key):
                self.main.go_to(key)
            case RunAction(name):
                place, _, rest = name.partition(".")
                owners: dict[str, DOMNode] = {"screen": self.main, "sheet": self.main.pane.sheet}
                self.run_worker(self.run_action(rest, owners.get(place, self)))

    def action_help(self) -> None:
        """Show the keys that work here, and what the signs mean."""
        self.push_screen(HelpScreen(self.screen.active_bindings))

    def action_details(self) -> None:
        """Show everything that is known of the row."""
        if found := self.main.vector():
            key = found[0]
            self.push_screen(DetailsScreen(key, self.servers, description(key.vector), self._clock))
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
        for server in [server for server in self.servers if not server.connected]:
            self.servers.remove(server.name).client.shutdown()
        server = self.servers.add(host, port)
        if not server.connected:
            server.client.BLOBfolder = self.blobs.folder
            self.run_client(server)
        self.main.connection_changed()
        self.show_status()

    @on(ListWanted)
    def _list_wanted(self, event: ListWanted) -> None:
        choices = self.main.pane.sheet.choices

        def chosen(values: dict[str, str] | None) -> None:
            if values:
                choices.drop(event.key)
                self.send(event.key, values)

        self.push_screen(ChooseOption(event.key, self.servers, choices.drafts(event.key)), chosen)

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What works on the row or the shown device does so only where that is in sight; an abort works anywhere."""
        return self.screen is self.main or action not in _ON_THE_ROW

    async def action_quit(self) -> None:
        """Quit; asks first while something was typed and not sent, or sent and not answered."""
        reasons = []
        if (editor := self.main.pane.editor) and editor.dirty:
            reasons.append(f"typed and not sent: {editor.key.device} {editor.key.vector}")
        reasons += [f"picked and not sent: {key.device} {key.vector}" for key in self.main.pane.sheet.choices.unsent()]
        reasons += [
            f"under way: {key.device} {vector.label}"
            for key, vector in self.servers.vectors()
            if vector.request and vector.state is State.BUSY and not vector.stale
        ]
        if reasons:
            self.push_screen(Confirm("Quit all the same?", "\n".join(reasons)), self._quit_answered)
        else:
            self.exit()

    def _quit_answered(self, yes: bool | None) -> None:
        if yes:
            self.exit()

    def action_log(self) -> None:
        """Show everything heard and sent."""
        self.push_screen(LogScreen(self.journal, self.servers))

    def action_reconnect(self) -> None:
        """Try to connect now; where connected, ask for everything again."""
        for server in self.servers:
            if server.connected:
                self.run_worker(server.client.send_getProperties())
                self.notify(f"Asked {server.name} for all definitions again", markup=False)
            else:
                server.client.link.retry()

    def action_connect(self) -> None:
        """Connect the shown device to its hardware."""
        key = self._shown()
        device = self.servers.device(key)
        request = connect_request(device) if device else None
        if key and request:
            self.send(Key(*key, request[0]), request[1])
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
                self.send(Key(*key, request[0]), request[1])
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
            self.send(Key(*key, vector), values)
        self.notify(f"ABORT sent to {key.device}", severity="warning", markup=False)

    def _shown(self) -> DeviceKey | None:
        """The device shown, or that of the row in a list."""
        cursor = self.main.pane.sheet.cursor
        return cursor.owner if cursor else self.main.device

    def action_undo(self) -> None:
        """Bring back, unsent, the values that the row had before the last send."""
        found = self.main.vector()
        before = self._before.get(found[0]) if found else None
        if not found or before is None:
            self.notify("Nothing was sent to this row before")
            return
        key, vector = found
        if vector.kind is Kind.SWITCH:
            self.main.pane.sheet.choices.choice = next((name for name, value in before.items() if value == ON), None)
            self.main.pane.sheet.repaint_cursor()
        else:
            self.main.post_message(EditWanted(key, None, before))

    def action_plot(self) -> None:
        """Show or hide the history of the row's numbers: beside the rest where there is room, else alone."""
        if self.size.width >= WIDE:
            self.main.plot.toggle_class("-shown")
            self.main.plot.call_after_refresh(self.main.plot.draw)
        else:
            view = PlotView(self.servers, self.record, self._clock)
            self.push_screen(PlotScreen(view, lambda view: view.show(self.main.pane.sheet.cursor)))

    def action_preview(self) -> None:
        """Show or hide the last image."""
        if self.size.width >= WIDE:
            self.main.preview.toggle_class("-shown")
            self.main.preview.call_after_refresh(self.main.preview.draw)
        else:
            self.push_screen(
                PreviewScreen(PreviewView(), lambda view: view.show(*self._image) if self._image else None)
            )

    def action_copy(self) -> None:
        """Copy the values of the row."""
        found = self.main.vector()
        if not found:
            return
        text = _copied(found[1])
        self.copy_to_clipboard(text)
        self.notify(plain(text), title="Copied", markup=False)


def _copied(vector: Vector) -> str:
    """The values of a vector as text: the bare value of an only member."""
    members = vector.members.values()
    if len(vector.members) == 1:
        return next(iter(members)).value
    return " ".join(f"{member.name}={member.value}" for member in members)
