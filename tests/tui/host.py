"""A tiny app around one screen or widget, and servers whose model is what a test says, without a connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from textual.app import App, ComposeResult
from textual.events import Event as TextualEvent
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

import indipyterm.tui
from indipyterm.model.events import Event
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.parser import Parser
from indipyterm.tui.app import IPyTerm
from indipyterm.workspace.journal import Journal
from indipyterm.workspace.servers import Server
from indipyterm.workspace.workspace import Address, Workspace
from tests.tui.emulator import NOON, StillClock, Terminal
from tests.tui.samples import SWITCHES

SERVER = "pi4:7624"

DEFINITIONS = (
    b"""
<defNumberVector device="Mount" name="COORD" label="Coordinates" group="Main Control" state="Busy" perm="rw" timeout="60" timestamp="2026-11-22T11:59:00" message="[INFO] Slewing">
  <defNumber name="RA" label="RA (hh:mm:ss)" format="%010.6m" min="0" max="24" step="0">6.3955555555555552</defNumber>
  <defNumber name="DEC" label="DEC (dd:mm:ss)" format="%010.6m" min="-90" max="90" step="0">6.6333333333333337</defNumber>
</defNumberVector>"""
    + SWITCHES
    + b"""<defTextVector device="Mount" name="SITE" label="[b]Site[/b]" group="Site" state="Alert" perm="ro" timeout="0">
  <defText name="NAME" label="Name">La [red]Palma[/red] \xf0\x9f\x94\xad</defText>
</defTextVector>
<defLightVector device="Mount" name="STATUS" label="Status" group="Main Control" state="Alert">
  <defLight name="WIND" label="Wind">Alert</defLight>
</defLightVector>
<defBLOBVector device="CCD" name="CCD1" label="Image Data" group="Main Control" state="Idle" perm="ro" timeout="0">
  <defBLOB name="CCD1" label="Main chip"/>
</defBLOBVector>
<defBLOBVector device="CCD" name="CCD2" label="Guider Image" group="Main Control" state="Idle" perm="ro" timeout="0">
  <defBLOB name="CCD2" label="Guide chip"/>
</defBLOBVector>
<defBLOBVector device="CCD" name="MODEL" label="Model" group="Main Control" state="Idle" perm="wo" timeout="0">
  <defBLOB name="FILE" label="Pointing model"/>
</defBLOBVector>
"""
)


def feed(server: Server, data: bytes, when: datetime = NOON) -> None:
    """Have a server say something."""
    listeners: list[Callable[[Event], object]] = []
    with suppress(RuntimeError):  # without an event loop nobody waits for changes
        asyncio.get_running_loop()
        listeners = server.client.listeners
    for message in Parser().feed(data):
        for event in server.client.catalog.apply(message, when):
            for listener in listeners:
                listener(event)


def workspace(data: bytes = DEFINITIONS, *more: str, journal: Journal | None = None) -> Workspace:
    """A workspace with servers that seem connected, the first of which said `data`; `more` are the hosts of others."""
    made = Workspace([Address(host, 7624) for host in ("pi4", *more)], clock=StillClock())
    for server in made.servers:
        server.connected = True
    made.journal = journal or made.journal
    for message in Parser().feed(data):
        made.servers[SERVER].client.catalog.apply(message, NOON)
    return made


def key(vector: str, device: str = "Mount") -> VectorKey:
    """What the screen calls a vector of the first server by."""
    return VectorKey(SERVER, device, vector)


class Host(App[None]):
    """Shows a screen over an empty one, and keeps what it gives."""

    CSS_PATH = Path(indipyterm.tui.__file__).with_name("app.tcss")
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, shown: Screen[Any], told: Workspace | None = None) -> None:
        super().__init__()
        self.shown = shown
        if told:
            told.subscribe(lambda change: self.call_later(shown.update_from, change))  # type: ignore[attr-defined]
        self.results: list[object] = []
        self.copied = ""

    def on_mount(self) -> None:
        """Show the screen."""
        self.push_screen(self.shown, self.results.append)

    def copy_to_clipboard(self, text: str) -> None:
        """Keep what is copied."""
        self.copied = text


@asynccontextmanager
async def hosted(
    shown: Screen[Any], size: tuple[int, int] = (80, 24), told: Workspace | None = None
) -> AsyncIterator[tuple[Terminal, Host]]:
    """Run a screen in a pretended terminal; it hears the changes of `told`. `Terminal` is used for keys and cells."""
    host = Host(shown, told)
    async with host.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield Terminal(cast(IPyTerm, host), pilot), host


_Posted = TypeVar("_Posted", bound=Message)


class Alone(App[None]):
    """Shows a widget and nothing else, and keeps what it posts."""

    CSS_PATH = Host.CSS_PATH
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, widget: Widget, ascii_only: bool = False) -> None:
        super().__init__()
        self.widget, self.ascii = widget, ascii_only
        self.copied = ""
        self._posted: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.widget

    def keep(self, message: Message) -> None:
        """Keep a message, once: it arrives at each widget on its way up."""
        if not isinstance(message, TextualEvent) and not any(message is kept for kept in self._posted):
            self._posted.append(message)

    def posted(self, kind: type[_Posted]) -> list[_Posted]:
        """The messages of a kind, in the order in which they were posted."""
        return [message for message in self._posted if isinstance(message, kind)]

    @property
    def told(self) -> list[str]:
        """What the user was told."""
        return [notification.message for notification in self._notifications]

    def copy_to_clipboard(self, text: str) -> None:
        """Keep what is copied."""
        self.copied = text


@asynccontextmanager
async def alone(
    widget: Widget, size: tuple[int, int] = (80, 24), *, ascii_only: bool = False
) -> AsyncIterator[tuple[Terminal, Alone]]:
    """Run a widget in a pretended terminal. `Terminal` is used for keys and cells."""
    app = Alone(widget, ascii_only)
    async with app.run_test(size=size, notifications=True, message_hook=app.keep) as pilot:
        await pilot.pause()
        yield Terminal(cast(IPyTerm, app), pilot), app
