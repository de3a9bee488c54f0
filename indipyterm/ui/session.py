"""The app without its actions: owns the clients, routes what changed down to the screen, and what is sent up."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from textual import on
from textual.binding import Binding
from textual.dom import DOMNode

from indipyterm.client.blobs import NotSaved
from indipyterm.client.link import NotSent
from indipyterm.model.events import Connected, Disconnected, Event, Saved, Sent, Told, Updated
from indipyterm.model.requests import Refused
from indipyterm.protocol.messages import ON, Kind, State
from indipyterm.ui.bridge import Clock, SystemClock
from indipyterm.ui.history.record import Record
from indipyterm.ui.imaging.fits import read_fits
from indipyterm.ui.imaging.image import Image, NotAnImage
from indipyterm.ui.journal import Entry, Journal, LogFile
from indipyterm.ui.keys import Key
from indipyterm.ui.messages import ModelChanged, Submitted
from indipyterm.ui.ordered_keys import OrderedKeys
from indipyterm.ui.panels.panel import pending
from indipyterm.ui.panels.parts import Part, Row, plain
from indipyterm.ui.screens.blobs import Blobs
from indipyterm.ui.screens.confirm import Confirm
from indipyterm.ui.screens.main import MainScreen
from indipyterm.ui.servers import Server, Servers
from indipyterm.ui.setup import Setup
from indipyterm.ui.state import LastRun, save_state
from indipyterm.ui.themes import OWN_THEMES

_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)  # SIGHUP: the SSH line drops

TICK = 1.0
"""Seconds between repaints of what shows elapsed time."""

_CLIENTS = "clients"


class Address(NamedTuple):
    """Where a server is, and what it is called on screen: host and port unless given."""

    host: str
    port: int
    name: str = ""


class Session(OrderedKeys):
    """Runs a client for each server while the screen is up."""

    CSS_PATH = Path(__file__).with_name("app.tcss")
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, addresses: Sequence[Address], setup: Setup | None = None, clock: Clock | None = None) -> None:
        super().__init__()
        self.setup = setup or Setup()
        self.config = self.setup.config
        self._clock = clock or SystemClock()
        self._terminal: int | None = None  # the descriptor of a real terminal
        self._sent: Key | None = None  # the vector that was last sent to
        self._before: dict[Key, dict[str, str]] = {}  # values before the last send
        log = LogFile(self.config.log) if self.config.log else None
        self.journal = Journal(log, lambda text: self.complain(text, "Log"))
        self.servers = Servers(self.post_message, self._clock)
        for address in addresses:
            self.servers.add(*address)
        self.blobs = Blobs(self.servers)
        self.record = Record(self.servers.vector)
        self._image: tuple[Path, Image | None, str] | None = None  # the last one saved, or why it can't be shown
        self.main = MainScreen(self.servers, self.journal, self.record, self._clock)
        self.main.restore(self.setup.state)
        self.main.pane.sheet.readonly = self.config.readonly
        if os.environ.get("SSH_CONNECTION"):
            self.animation_level = "none"  # each frame of an animation goes over the line
        for theme in OWN_THEMES:
            self.register_theme(theme)
        self.set_class(self.config.ascii, "-ascii")

    def get_default_screen(self) -> MainScreen:
        """Textual asks for the first screen."""
        return self.main

    def on_mount(self) -> None:
        """Connect."""
        for number in _SIGNALS:
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # not in the main thread
                asyncio.get_running_loop().add_signal_handler(number, self.exit, None, 128 + number)
        if not self.is_headless and sys.__stdin__ is not None and sys.__stdin__.isatty():
            self._terminal = sys.__stdin__.fileno()
            self._repaint_on_resume()
        self._begin()
        for server in self.servers:
            self.run_client(server)
        self.set_interval(TICK, self._tick)
        self.show_status()

    def _repaint_on_resume(self) -> None:
        """Paint everything anew after SIGCONT: whatever ran meanwhile had the terminal."""
        resume = signal.getsignal(signal.SIGCONT)

        def resumed(number: int, frame: FrameType | None) -> None:
            if callable(resume):
                resume(number, frame)
            self.call_later(self.screen.refresh, layout=True)

        signal.signal(signal.SIGCONT, resumed)

    def _begin(self) -> None:
        """Apply the settings; what is wrong with them is told, and never fatal."""
        told = list(self.setup.told)
        if self.setup.theme in self.available_themes:
            self.theme = self.setup.theme
        elif self.setup.theme:
            told.append(f"there is no theme called {self.setup.theme!r}")
        try:
            self.blobs.set_folder(self.setup.folder)
        except NotSaved as error:
            told.append(f"BLOBs are not saved: {error}")
        self.set_keymap(self.config.keymap)
        for text in told:
            self.notify(plain(text), title="Settings", severity="warning", timeout=15, markup=False)

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:
        """Tell of keys that the keymap took from another action."""
        for binding in clashed_bindings:
            text = f"The keymap took {binding.key!r} from {binding.description!r}"
            self.notify(text, title="Settings", severity="warning", markup=False)

    @property
    def ascii(self) -> bool:
        """Whether only ASCII characters are painted."""
        return self.config.ascii

    def run_client(self, server: Server) -> None:
        """Connect to a server, until the app ends."""
        self.run_worker(server.client.asyncrun(), name=server.name, group=_CLIENTS, exit_on_error=True)

    async def on_unmount(self) -> None:
        """Close the connections, and keep what is useful next time."""
        for number in _SIGNALS:
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().remove_signal_handler(number)
        running = {worker.name for worker in self.workers if worker.group == _CLIENTS and worker.is_running}
        for server in self.servers:
            server.client.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                for server in self.servers:
                    if server.name in running:
                        await server.client.stopped.wait()
        self.journal.close()
        if self.setup.state_path:
            await asyncio.to_thread(save_state, self.setup.state_path, self._last_run())

    def _last_run(self) -> LastRun:
        """What is useful next time."""
        place = self.main.shown()
        return LastRun(
            hosts=tuple(server.name for server in self.servers),
            device=place.device if place else None,
            vector=place.vector if place else None,
            folded=tuple(sorted(self.main.folded)),
            watch=tuple((key.server, key.device, key.vector) for key in self.main.watched),
            blobfolder=self.blobs.folder,
            theme=self.theme,
        )

    # Down

    @on(ModelChanged)
    def _model_changed(self, message: ModelChanged) -> None:
        if message.server not in self.servers:
            return  # it was taken off while this was on its way
        server = self.servers[message.server]
        connected = server.connected
        for event in message.events:
            self.journal.take(server.name, event)
            self.blobs.take(server.name, event)
            self._follow(server, event)
        if server.connected is not connected:
            self.main.connection_changed()
        self.record.mark(message.vectors)
        self.record.mark_devices(message.devices)
        self.main.changed(message)
        self.show_status()

    def _follow(self, server: Server, event: Event) -> None:
        match event:
            case Connected():
                server.follow(event)
            case Disconnected():
                server.follow(event)
                self.record.lost(server.name, event.when.timestamp())
            case Sent(device, vector, _, _):
                self._sent = Key(server.name, device, vector)
            case Saved(_, _, _, path, _, _):
                self.blobs.fault = ""
                file = Path(path)
                self.notify(plain(f"in {file.parent}"), title=plain(file.name), timeout=4, markup=False)
                self.run_worker(self._preview(Path(path)), group="preview", exclusive=True)
            case Updated(message, _) if message.state is State.ALERT and message.message:
                self.complain(message.message, message.device)
            case Told(message, _, True):
                self._told(message.message or "")

    def _told(self, text: str) -> None:
        """What the client itself has to say, where that matters at once."""
        if "BLOB not saved" in text or "BLOB lost" in text:
            self.blobs.fault = text
            self.complain(text, "BLOB")
        elif text.startswith("not sent"):
            self.complain(text, "Not sent")

    async def _preview(self, path: Path) -> None:
        """Read an image that was saved, for the preview."""
        try:
            self._image = path, await asyncio.to_thread(read_fits, path), ""
        except (NotAnImage, OSError) as error:
            self._image = path, None, f"{path.name}: {error}"
        self.main.preview.show(*self._image)

    def complain(self, text: str, title: str) -> None:
        """Say in red what went wrong."""
        self.notify(plain(text), title=plain(title), severity="error", markup=False)

    def _tick(self) -> None:
        if self._terminal is not None and not os.isatty(self._terminal):
            self.exit(return_code=128 + signal.SIGHUP)  # the terminal is gone, and nobody sent SIGHUP
            return
        self.record.sample(self._clock.now().timestamp())
        self.main.tick()
        self.show_status()

    def show_status(self) -> None:
        """Bring the status line up to date."""
        now = self._clock.now()
        vector = self.servers.vector(self._sent)
        elapsed = pending(vector, now) if vector else []
        busy: Row = [Part(f"◐ {plain(vector.label)} ", "busy"), *elapsed] if vector and elapsed else []
        self.main.status.show(self.blobs.folder, self.blobs.fault, busy, now, readonly=self.config.readonly)

    # Up

    @on(Submitted)
    def _submitted(self, event: Submitted) -> None:
        self.send(event.key, event.values, typed=event.typed)

    def send(self, key: Key, values: Mapping[str, Any], *, typed: bool = False) -> None:
        """Send values to a vector, in a worker: asked for first where that is risky; what goes wrong is told."""
        if self.refuses():
            return
        if not self.risky(key, values):
            self.run_worker(self._send(key, values, typed))
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.run_worker(self._send(key, values, typed))

        self.push_screen(Confirm(*self._question(key, values)), answered)

    def send_many(self, requests: Sequence[tuple[Key, Mapping[str, Any]]], *, independent: bool = False) -> None:
        """Send to several vectors in order, asked for once where one is risky.

        The first refusal ends it, unless they are `independent` of each other.
        """
        if self.refuses():
            return

        async def send() -> None:
            for key, values in requests:
                if not await self._send(key, values, typed=False) and not independent:
                    return

        def answered(yes: bool | None) -> None:
            if yes:
                self.run_worker(send())

        risky = [one for one in requests if self.risky(*one)]
        if risky:
            self.push_screen(Confirm(*self._question(*risky[0])), answered)
        else:
            answered(True)

    def refuses(self) -> bool:
        """Whether nothing may be sent at all, which is said then."""
        if self.config.readonly:
            self.notify("Read-only mode: nothing is sent", severity="warning")
        return self.config.readonly

    def risky(self, key: Key, values: Mapping[str, Any]) -> bool:
        """Whether the user wants to be asked before this is sent."""
        return self.config.confirms(key.vector, self._acting(key, values))

    def _acting(self, key: Key, values: Mapping[str, Any]) -> list[str]:
        """The members that do something: of switches, those that are switched on."""
        vector = self.servers.vector(key)
        switches = vector is not None and vector.kind is Kind.SWITCH
        return [name for name, value in values.items() if value == ON or not switches]

    def _question(self, key: Key, values: Mapping[str, Any]) -> tuple[str, str]:
        """What to ask, and what would be sent."""
        vector = self.servers.vector(key)
        labels = {name: vector.members[name].label for name in values if name in vector.members} if vector else {}
        acting = self._acting(key, values)
        sent = ", ".join(f"{labels.get(name, name)} = {values[name]}" for name in acting)
        what = ", ".join(labels.get(name, name) for name in acting)
        return f"{what}: {key.device}?", f"{vector.label if vector else key.vector}: {sent}"

    async def _send(self, key: Key, values: Mapping[str, Any], typed: bool) -> bool:
        """Send, and tell what went wrong; False if anything did."""
        editor = self.main.pane.editor if typed and self.main.pane.editing == key else None
        vector = self.servers.vector(key)
        before = {name: member.value for name, member in vector.members.items()} if vector else {}
        try:
            await self.servers.client(key).submit(key.device, key.vector, values)
        except (Refused, NotSent) as error:
            if editor:
                editor.refuse(str(error))
            text = f"not sent: {key.vector}: {error}"
            self.journal.add(Entry(self._clock.now(), key.server, key.device, text, ours=True, weight="ERROR"))
            self.main.messages.show(self.journal.entries)
            self.complain(str(error), f"Not sent: {key.device}")
            return False
        if vector and vector.kind is not Kind.BLOB:
            self._before[key] = before
        if editor and self.main.pane.editor is editor:
            await self.main.pane.close()
        return True
