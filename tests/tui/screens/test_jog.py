"""The jog pad: what it shows of a mount and of what moves by steps, and what it says where nothing can be moved."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from indipyterm.tui.app import IPyTerm
from indipyterm.tui.screens.confirm import Confirm
from indipyterm.tui.screens.jog import JogScreen
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.workspace import Address
from tests.servers import LOOPBACK, WireServer
from tests.tui.emulator import Terminal, terminal
from tests.tui.host import hosted, workspace
from tests.workspace.test_jog import MOUNT, STEPPERS, STOPPED_WE

COORDINATES = b"""<defNumberVector device="Mount" name="EQUATORIAL_EOD_COORD" label="Eq." state="Ok" perm="rw">
<defNumber name="RA" label="RA (hh:mm:ss)" format="%10.6m" min="0" max="24" step="0">5.5</defNumber>
<defNumber name="DEC" label="DEC" format="%10.6m" min="-90" max="90" step="0">-5.25</defNumber></defNumberVector>
"""


@pytest.fixture
async def pad() -> AsyncIterator[tuple[WireServer, Terminal]]:
    """The pad of a mount, in the app."""
    async with WireServer(MOUNT + COORDINATES + STEPPERS) as wire, terminal(wire.port) as shown:
        await shown.until(lambda: len(shown.app.workspace.jog.targets()) == 5)
        shown.app.main.choose(shown.app.workspace.jog.targets()[1].device)
        await shown.press("m")
        await shown.shows("Move by hand")
        yield wire, shown
        JogScreen.holds = True


async def test_a_mount(pad: tuple[WireServer, Terminal]) -> None:
    wire, shown = pad
    await shown.press("tab", "tab", "tab", "tab", "tab", "shift+tab")
    assert "focuser Focuser" in shown.text
    await shown.press("tab", "plus", "minus")
    while "mount Mount" not in shown.text:
        await shown.press("tab")
    assert "╭─╮" in shown.text  # large digits
    assert "‹1x›" in shown.line("Rate")
    assert "‹hold›" in shown.text
    await shown.press("t")
    await shown.click("h West")
    assert "‹toggle›" in shown.text
    await wire.wait_received(b'"MOTION_WEST">On')
    await shown.press("plus")
    await wire.wait_received(b'"2x">On')
    await shown.pilot.resize_terminal(60, 15)
    await shown.until(lambda: "5:30:00" in shown.line("RA ") and "╭─╮" not in shown.text, 10)  # no room for large ones
    await shown.pilot.resize_terminal(40, 12)
    await shown.until(lambda: "toggle" in shown.text and "h West j South k North l East" in shown.text, 10)
    assert "Rate" in shown.text
    assert "Mount" in shown.line("Move by hand")
    assert "live" in shown.lines[0]  # what runs is named there, not covered by the pad
    await shown.press("escape")
    await wire.wait_received(STOPPED_WE)


async def test_steps(pad: tuple[WireServer, Terminal]) -> None:
    wire, shown = pad
    while "focuser Focuser" not in shown.text:
        await shown.press("tab")
    assert "‹1›" in shown.line("Step")
    await shown.press("plus", "plus", "minus", "right")
    await wire.wait_received(b'"FOCUS_ABSOLUTE_POSITION">502<')
    assert "t Hold" not in shown.text
    while "rotator Rotator" not in shown.text:
        await shown.press("tab")
    assert "‹1°›" in shown.text
    while "focuser Odd" not in shown.text:
        await shown.press("tab")
    await shown.press("h")
    await shown.shows("is not a number")


async def test_a_lost_connection_is_said(pad: tuple[WireServer, Terminal]) -> None:
    wire, shown = pad
    while "mount Mount" not in shown.text:
        await shown.press("tab")
    await shown.press("t", "h")
    await wire.wait_received(b'"MOTION_WEST">On')
    await wire.refuse()
    await wire.drop_clients()
    await shown.shows("it may still move, and will be stopped", timeout=10)
    assert "Space stops" not in shown.text
    wire.received.clear()
    await wire.listen()
    shown.app.workspace.connections.retry()
    await wire.wait_received(STOPPED_WE, 10)
    await shown.hides("✗", 10)
    await wire.refuse()
    await wire.drop_clients()
    await shown.shows("connection lost: nothing can be moved", timeout=10)
    await wire.listen()
    shown.app.workspace.connections.retry()
    await shown.shows("Space stops", timeout=10)
    wire.send(
        b'<defSwitchVector device="Mount" name="CONNECTION" label="C" state="Idle" perm="rw" rule="OneOfMany">'
        b'<defSwitch name="CONNECT">Off</defSwitch><defSwitch name="DISCONNECT">On</defSwitch></defSwitchVector>'
    )
    await shown.shows("not connected to its hardware", timeout=10)
    assert "Space stops" not in shown.text


async def test_consent_is_asked_for_and_read_only_mode_said() -> None:
    async with WireServer(MOUNT) as wire:
        options = LaunchOptions(Config(confirm=("TELESCOPE_MOTION_*",)))
        app = IPyTerm([Address(LOOPBACK, wire.port)], options)
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            shown = Terminal(app, pilot)
            await shown.until(app.workspace.jog.targets)
            await shown.press("m", "h")
            await shown.until(lambda: isinstance(app.screen, Confirm))
            await shown.until(lambda: app.screen._on.settled)  # type: ignore[attr-defined]
            await shown.press("y", "h")
            await wire.wait_received(b'"MOTION_WEST">On')
    closed = workspace(MOUNT)
    closed.permission.closed = "Read-only mode: nothing is sent"
    target = closed.jog.target_for(None)
    assert target
    async with hosted(JogScreen(closed, target), told=closed) as (screen, _):
        assert "✗ Read-only mode" in screen.text
        await screen.press("h")
        assert "✗ Read-only mode" in screen.text
        assert "does not report its position" in screen.text


async def test_nothing_to_move() -> None:
    async with WireServer() as wire, terminal(wire.port) as shown:
        await shown.press("m")
        await shown.shows("No mount, focuser or rotator here that can be moved")
