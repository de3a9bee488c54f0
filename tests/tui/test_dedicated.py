"""Clients of one's own, made of our parts: the one in docs/scripting.md, and what it does not show."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest
from textual.app import App, ComposeResult

import indipyterm as ipc
from indipyterm.demo import DemoServer
from indipyterm.demo.instruments import Focuser, Mount
from indipyterm.tui.app import IPyTerm
from indipyterm.tui.dedicated import STYLES, InstrumentPanel, MemberField, PanelClient
from tests.documents import block
from tests.tui.emulator import Terminal

FOCUSER, MOUNT = Focuser.device, Mount.device


class Own(App[None]):
    """Two panels and a field."""

    CSS_PATH = STYLES
    AUTO_FOCUS = "Sheet"

    def __init__(self, client: PanelClient) -> None:
        super().__init__()
        self.client = client
        self.focus_panel = InstrumentPanel(client, "Focus", f"{FOCUSER}.ABS_FOCUS_POSITION", f"{FOCUSER}.NOTHING")
        self.mount_panel = InstrumentPanel(client, "Mount", f"{MOUNT}.ON_COORD_SET", f"{MOUNT}.TELESCOPE_TRACK_STATE")

    def compose(self) -> ComposeResult:
        yield MemberField(self.client, f"{MOUNT}.EQUATORIAL_EOD_COORD.DEC")
        yield MemberField(self.client, f"{MOUNT}.EQUATORIAL_EOD_COORD.NOTHING")
        yield self.focus_panel
        yield self.mount_panel

    def on_mount(self) -> None:
        self.run_worker(self.client.asyncrun())


@asynccontextmanager
async def running(app: App[None]) -> AsyncIterator[Terminal]:
    """The app in a pretended terminal; `Terminal` is used for its keys and cells only."""
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        yield Terminal(cast(IPyTerm, app), pilot)


@pytest.fixture
async def server() -> AsyncIterator[DemoServer]:
    async with DemoServer([Focuser(), Mount()]) as server:
        yield server


async def test_the_client_in_the_documents(server: DemoServer) -> None:
    names: dict[str, Any] = {"__name__": "document"}
    code = block("dedicated client")
    assert len(code.splitlines()) <= 42
    exec(code, names)
    make = cast(Callable[..., App[None]], names["Focus"])
    async with running(make(FOCUSER, server.host, server.port)) as screen:
        await screen.shows("Absolute Position 50000")
        await screen.pilot.click("#out")
        await screen.shows("Absolute Position 50100")
        await screen.press("tab", "j", "e")
        await screen.shows("0 … 100000")
        await screen.press(*"49900", "enter")
        await screen.shows("Absolute Position 49900")


def configured(server: DemoServer, name: str) -> Own:
    """The app with one of the clients that docs/scripting.md configures."""
    names: dict[str, Any] = {}
    exec(block("panel client configuration").replace('"pi4"', f"{server.host!r}, {server.port}"), names)
    return Own(names[name])


async def test_a_panel_asks_before_what_is_configured(server: DemoServer) -> None:
    app = configured(server, "careful")
    async with running(app) as screen:
        await screen.shows("50000")
        await screen.press("e")
        await screen.until(lambda: app.focus_panel.pane.editor)
        await screen.press(*"50200", "enter")
        await screen.shows("Focuser?")
        await screen.press("n")
        await screen.shows("now 50000")
        await screen.press("enter")
        await screen.shows("Focuser?")
        await screen.press("y")
        await screen.shows("Steps  50200")


async def test_a_read_only_panel_sends_nothing(server: DemoServer) -> None:
    app = configured(server, "watching")
    async with running(app) as screen:
        await screen.shows("50000")
        await screen.press("e")
        await screen.shows("Read-only mode: nothing is sent")
        assert not app.focus_panel.pane.editor
        position = {"FOCUS_ABSOLUTE_POSITION": "50100"}  # an app's own code may send
        assert await app.client.send_newVector(FOCUSER, "ABS_FOCUS_POSITION", members=position)
        await screen.shows("Steps  50100")


async def test_a_panel_brings_the_values_before_back(server: DemoServer) -> None:
    app = Own(PanelClient(server.host, server.port))
    async with running(app) as screen:
        await screen.shows("50000")
        await screen.press("e")
        await screen.until(lambda: app.focus_panel.pane.editor)
        await screen.press(*"50200", "enter")
        await screen.shows("Steps  50200")
        await screen.press("u")
        await screen.until(lambda: app.focus_panel.pane.editor)
        assert app.focus_panel.pane.editor
        assert app.focus_panel.pane.editor.fields[0].value == "50000"


async def test_panels_and_fields_follow_the_client(server: DemoServer) -> None:
    app = Own(PanelClient(server.host, server.port))
    async with running(app) as screen:
        await screen.shows("DEC (dd:mm:ss) 6:38:00")
        await screen.shows("· NOTHING: not there")
        assert f"not there: {FOCUSER}" in screen.line(" NOTHING   ")
        await screen.press("e")
        await screen.until(lambda: app.focus_panel.pane.editor)
        await screen.press(*"50200", "enter")
        await screen.shows("Steps  50200")
        await screen.press("tab", "right", "enter")
        vector = app.client[MOUNT]["ON_COORD_SET"]
        await screen.until(lambda: vector["SLEW"] == "On" or vector["SYNC"] == "On")


async def test_what_is_refused_is_told_and_stays_in_the_editor(server: DemoServer) -> None:
    app = Own(PanelClient(server.host, server.port))
    async with running(app) as screen:
        await screen.shows("50000")
        await screen.press("e")
        await screen.until(lambda: app.focus_panel.pane.editor)
        await screen.press(*"50300")
        await server.stop()
        await screen.shows("not connected")
        await screen.press("enter")
        await screen.shows("Not connected: nothing can be sent")
        assert app.focus_panel.pane.editor
        assert app.focus_panel.pane.editor.fields[0].value == "50300"
        await screen.until(lambda: screen.line("Absolute").lstrip("▸ ").startswith("?"))


async def test_the_client_is_a_client(server: DemoServer) -> None:
    heard: list[ipc.Event] = []

    class Mine(PanelClient):
        async def rxevent(self, event: ipc.Event) -> None:
            heard.append(event)

    app = Own(Mine(server.host, server.port))
    async with running(app) as screen:
        await screen.until(lambda: any(isinstance(event, ipc.defNumberVector) for event in heard))
        assert isinstance(app.client, ipc.IPyClient)


@pytest.mark.parametrize("name", ["", "X", ".X", "Device."])
def test_what_is_no_property(name: str) -> None:
    client = PanelClient()
    with pytest.raises(ValueError, match="is not a property"):
        InstrumentPanel(client, "", name)
    with pytest.raises(ValueError, match="is not a property"):
        MemberField(client, f"{name}.Y" if name == "X" else name)
