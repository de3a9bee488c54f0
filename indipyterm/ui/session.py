"""The app without its actions: owns the clients, routes what changed down to the screen, and what is sent up."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import RenderableType
from textual import on, work
from textual._compositor import ChopsUpdate
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender

from indipyterm.client.blobs import NotSaved
from indipyterm.client.link import NotSent
from indipyterm.model.events import Connected, Disconnected, Event, Saved, Sent, TimedOut, Told, Updated
from indipyterm.model.requests import Refused
from indipyterm.protocol.messages import Kind, State
from indipyterm.ui import screens
from indipyterm.ui.blobs import Blobs
from indipyterm.ui.bridge import Clock, SystemClock
from indipyterm.ui.fronts import Fronts
from indipyterm.ui.history.record import Record
from indipyterm.ui.journal import Entry, Journal, LogFile
from indipyterm.ui.keys import Key
from indipyterm.ui.messages import ModelChanged, Submitted
from indipyterm.ui.pace import Pace
from indipyterm.ui.panels.panel import pending
from indipyterm.ui.panels.parts import Part, Row, plain
from indipyterm.ui.questions import acting, question
from indipyterm.ui.servers import Server, Servers
from indipyterm.ui.setup import Setup
from indipyterm.ui.state import LastRun, save_state
from indipyterm.ui.taken_keys import taken_keys
from indipyterm.ui.themes import OWN_THEMES
from indipyterm.ui.unanswered import Unanswered
from indipyterm.ui.widgets.narrow_update import NarrowUpdate
from indipyterm.ui.widgets.scrollbars import WholeCells
from indipyterm.ui.widgets.sheet import Sheet

_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)  # SIGHUP: the SSH line drops

TICK = 1.0
"""Seconds between repaints of what shows elapsed time."""

_CLIENTS = "clients"
_MEGA = 1_000_000


class Address(NamedTuple):
    """Where a server is, and what it is called on screen: host and port unless given."""

    host: str
    port: int
    name: str = ""


class Session(Fronts):
    """Runs a client for each server while the screen is up."""

    CSS_PATH = Path(__file__).with_name("app.tcss")
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, addresses: Sequence[Address], setup: Setup | None = None, clock: Clock | None = None) -> None:
        super().__init__()
        self.setup = setup or Setup()
        self.config = self.setup.config
        self._clock = clock or self.setup.player or SystemClock()
        self._sent: Key | None = None  # the vector that was last sent to
        self._before: dict[Key, dict[str, str]] = {}  # values before the last send
        log = LogFile(self.config.log) if self.config.log else None
        self.journal = Journal(log, lambda text: self.complain(text, "Log"))
        self.servers = Servers(self.post_message, self._clock, self.setup.recorder, self.config.max_blob * _MEGA)
        for address in addresses:
            self.servers.add(*address)
        self.blobs = Blobs(self.servers)
        self._unanswered = Unanswered(self.servers, self.complain)
        self.record = Record(self.servers.vector)
        self._files, self._complaints = Pace(1, 60.0), Pace(4, 5.0)
        self._image: tuple[Path, Any, str] | None = None  # the last `Image` saved, or why it can't be shown
        self.make_fronts(self.servers, self.journal, self.record, self._clock)
        if os.environ.get("SSH_CONNECTION"):
            self.animation_level = "none"  # each frame of an animation goes over the line
        for theme in OWN_THEMES:
            self.register_theme(theme)
        self.set_class(self.config.ascii, "-ascii")
        ScrollBar.renderer = WholeCells if self.config.ascii else ScrollBarRender

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Textual writes to the terminal here."""
        super()._display(screen, NarrowUpdate.of(renderable) if isinstance(renderable, ChopsUpdate) else renderable)

    def on_mount(self) -> None:
        """Connect."""
        for number in _SIGNALS:
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # not in the main thread
                asyncio.get_running_loop().add_signal_handler(number, self.exit, None, 128 + number)
        self._begin()
        if self.setup.recorder:
            loop = asyncio.get_running_loop()
            self.setup.recorder.start(lambda text: loop.call_soon_threadsafe(self.complain, text, "Recording"))
        for server in self.servers:
            self.run_client(server)
        self.set_interval(TICK, self._tick)
        self.show_panel()
        self.show_status()

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
        told += taken_keys(self.config.keymap, (Sheet, type(self.main), type(self)))
        self.set_keymap(self.config.keymap)
        for text in told:
            self.notify(plain(text), title="Settings", severity="warning", timeout=15, markup=False)

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
        if self.setup.recorder:
            await asyncio.to_thread(self.setup.recorder.close)
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
        self.servers.changed(message)
        for event in message.events:
            self.journal.take(server.name, event)
            self.blobs.take(server.name, event)
            self._follow(server, event)
        self._unanswered.look(message)
        if server.connected is not connected:
            self.connection_changed()
        self.record.mark(message.vectors)
        self.record.mark_devices(message.devices)
        self.fronts_changed(message)
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
                self._unanswered.sent(self._sent)
            case TimedOut(device, vector, seconds, _):
                self.complain(f"{vector}: no answer for {seconds:g} s", device)
            case Saved(_, _, _, path, _, _):
                self.blobs.fault = ""
                file = Path(path)
                if not self.here.pane.editing and self._files.allows(path):
                    self.notify(plain(f"in {file.parent}"), title=plain(file.name), timeout=4, markup=False)
                self._preview(file)
            case Updated(message, _) if message.state is State.ALERT and message.message:
                asked = self._unanswered.awaits(Key(server.name, message.device, message.name))
                if asked or self._complaints.allows(f"{message.device}: {message.message}"):
                    self.complain(message.message, message.device)
            case Told(message, _, True):
                self._told(message.message or "")

    def _told(self, text: str) -> None:
        """What the client itself has to say, where that matters at once."""
        if "BLOB not saved" in text or "BLOB lost" in text:
            self.blobs.fault = text
            if self._complaints.allows(text):
                self.complain(text, "BLOB")
        elif text.startswith("not sent"):
            self.complain(text, "Not sent")
        elif text.startswith("not answered"):
            self.complain(text, "Not answered")

    @work(group="preview", exclusive=True)
    async def _preview(self, path: Path) -> None:
        """Read an image that was saved, for the preview."""
        from indipyterm.ui.imaging.fits import image_or_reason  # noqa: PLC0415 - many devices send none

        self._image = path, *await asyncio.to_thread(image_or_reason, path)
        self.main.preview.show(*self._image)

    def complain(self, text: str, title: str) -> None:
        """Say in red what went wrong."""
        self.notify(plain(text), title=plain(title), severity="error", markup=False)

    def _tick(self) -> None:
        self.record.sample(self._clock.now().timestamp())
        self.blobs.look(self._clock.now())
        self.tick_fronts()
        self.show_status()
        self._sweep()

    def _sweep(self) -> None:
        """Remove what Textual leaves behind of each notification that was taken away before its time."""
        for screen in self.screen_stack:
            for holder in screen.query("ToastHolder"):
                if holder.is_mounted and not holder.children:
                    holder.remove()

    def show_status(self) -> None:
        """Bring the status line up to date."""
        now = self._clock.now()
        vector = self.servers.vector(self._sent)
        elapsed = pending(vector, now) if vector else []
        busy: Row = [Part(f"◐ {plain(vector.label)} ", "busy"), *elapsed] if vector and elapsed else []
        self.show_status_of(self.blobs, busy, now)

    # Up

    @on(Submitted)
    def _submitted(self, event: Submitted) -> None:
        self.send(event.key, event.values, typed=event.typed)

    def send(self, key: Key, values: Mapping[str, Any], *, typed: bool = False) -> None:
        """Send values to a vector, in a worker: asked for first where that is risky; what goes wrong is told."""
        self.when_agreed([(key, values)], lambda: self.run_worker(self._send(key, values, typed)))

    def send_many(self, requests: Sequence[tuple[Key, Mapping[str, Any]]], *, independent: bool = False) -> None:
        """Send to several vectors in order, asked for once where one is risky.

        The first refusal ends it, unless they are `independent` of each other.
        """

        async def send() -> None:
            for key, values in requests:
                if not await self._send(key, values, typed=False) and not independent:
                    return

        self.when_agreed(requests, lambda: self.run_worker(send()))

    def when_agreed(self, requests: Sequence[tuple[Key, Mapping[str, Any]]], act: Callable[[], object]) -> None:
        """Do what sends these requests, once the user has agreed to what is risky among them; not in read-only mode."""
        if self.refuses():
            return

        def answered(yes: bool | None) -> None:
            if yes:
                act()

        if risky := [one for one in requests if self.risky(*one)]:
            self.push_screen(screens.Confirm(*question(risky, self.servers.vector)), answered)
        else:
            act()

    def refuses(self) -> bool:
        """Whether nothing may be sent at all, which is said then."""
        if self.setup.refusal:
            self.notify(self.setup.refusal, severity="warning")
        return bool(self.setup.refusal)

    def risky(self, key: Key, values: Mapping[str, Any]) -> bool:
        """Whether the user wants to be asked before this is sent."""
        return self.config.confirms(key.vector, acting(self.servers.vector(key), values))

    async def _send(self, key: Key, values: Mapping[str, Any], typed: bool) -> bool:
        """Send, and tell what went wrong; False if anything did."""
        pane = self.here.pane
        editor = pane.editor if typed and pane.editing == key else None
        vector = self.servers.vector(key)
        before = {name: member.value for name, member in vector.members.items()} if vector else {}
        try:
            await self.servers.client(key).submit(key.device, key.vector, values)
        except (Refused, NotSent) as error:
            if editor:
                editor.refuse(str(error))
            text = f"not sent: {key.vector}: {error}"
            self.journal.add(Entry(self._clock.now(), key.server, key.device, text, ours=True, weight="ERROR"))
            self.here.messages.show(self.journal.entries)
            self.complain(str(error), f"Not sent: {key.device}")
            return False
        if vector and vector.kind is not Kind.BLOB:
            self._before[key] = before
        if editor and pane.editor is editor:
            await pane.close()
        return True
