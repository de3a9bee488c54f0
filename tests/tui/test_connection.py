"""What the screen says of its connections, and what it keeps while they are gone."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from indipyterm.demo import DemoServer, ManualClock
from tests.servers import WireServer, free_port
from tests.tui.emulator import StillClock, Terminal, terminal

THING = b"""
<defNumberVector device="Thing" name="A" label="Alpha" group="One" state="Ok" perm="rw" timeout="5">
  <defNumber name="X" label="X" format="%.2f" min="0" max="100" step="0">1.5</defNumber>
</defNumberVector>
<defNumberVector device="Thing" name="B" label="Beta" group="Two" state="Ok" perm="rw" timeout="0">
  <defNumber name="X" label="X" format="%.2f" min="0" max="100" step="0">2.5</defNumber>
</defNumberVector>
"""


@pytest.fixture
async def server() -> AsyncIterator[WireServer]:
    async with WireServer(THING) as server:
        yield server


@pytest.fixture
async def screen(server: WireServer) -> AsyncIterator[Terminal]:
    async with terminal(server.port, clock=StillClock()) as screen:
        await screen.shows("Beta")
        yield screen


async def test_a_server_that_is_not_there_is_told_with_the_next_try() -> None:
    async with terminal(free_port()) as screen:
        await screen.shows("✗ connection refused")
        await screen.shows("retry ")
        await screen.shows("Not connected.")


async def test_a_live_connection_says_so(screen: Terminal) -> None:
    assert "● live" in screen.lines[0]
    assert "1 dev" in screen.lines[0]


@pytest.mark.parametrize("how", ["drop_clients", "reset_clients"])
async def test_a_loss_is_on_screen_at_once_and_values_stay(screen: Terminal, server: WireServer, how: str) -> None:
    await server.refuse()
    await getattr(server, how)()
    await screen.shows("✗ LOST")
    await screen.shows("STALE since 12:00:00")
    assert screen.line("Alpha").startswith("▸? Alpha")
    assert "1.50" in screen.line("Alpha")
    assert " 1?Thing" in screen.text


async def test_it_is_back_in_place_by_itself_with_what_was_typed(screen: Terminal, server: WireServer) -> None:
    await screen.select("Thing", "B")
    await screen.press("e")
    await screen.type("7.25")
    await server.refuse()
    await server.drop_clients()
    await screen.shows("✗ LOST")
    await screen.shows("not connected: kept")
    await server.listen()
    await server.wait_accepted(2)
    await screen.shows("● live")
    await screen.until(lambda: "? Alpha" not in screen.text)
    editor = screen.app.main.pane.editor
    assert editor is not None
    assert editor.current.value == "7.25"
    assert screen.sheet.cursor == screen.key("Thing", "B")
    server.received.clear()
    await screen.press("enter")
    await server.wait_received(b'<oneNumber name="X">7.25</oneNumber>')


async def test_nothing_is_sent_while_it_is_gone_and_the_edit_stays(screen: Terminal, server: WireServer) -> None:
    await screen.select("Thing", "B")
    await screen.press("e")
    await screen.type("7.25")
    await server.refuse()
    await server.drop_clients()
    await screen.shows("✗ LOST")
    await screen.press("enter")
    await screen.shows("✗ Not connected: nothing can be sent")
    assert screen.app.main.pane.editor is not None
    assert screen.app.main.pane.editor.current.value == "7.25"
    await screen.press("escape", "e")
    await screen.shows("Not connected: nothing can be sent")


async def test_an_edit_survives_a_redefinition(screen: Terminal, server: WireServer) -> None:
    await screen.select("Thing", "B")
    await screen.press("e")
    await screen.type("50")
    server.send(THING.replace(b'max="100"', b'max="10"'))
    await screen.shows("outside 0.00 … 10.00")
    assert screen.app.main.pane.editor is not None
    assert screen.app.main.pane.editor.current.value == "50"


async def test_a_deletion_of_what_is_edited_loses_nothing_typed(screen: Terminal, server: WireServer) -> None:
    await screen.select("Thing", "B")
    await screen.press("e")
    await screen.type("50")
    server.send(b'<delProperty device="Thing" name="B"/>')
    await screen.shows("this property is gone")
    assert screen.app.main.pane.editor is not None
    assert screen.app.main.pane.editor.current.value == "50"
    server.send(THING)
    await screen.shows("✓ 0 … 100")
    server.received.clear()
    await screen.press("enter")
    await server.wait_received(b">50<")


async def test_a_device_that_does_not_come_back_leaves_the_tabs_and_an_edit_of_it_stays(server: WireServer) -> None:
    """A server that was started again with other drivers."""
    clock = StillClock()
    async with terminal(server.port, clock=clock) as screen:
        await screen.shows("Beta")
        await screen.select("Thing", "B")
        await screen.press("e")
        await screen.type("50")
        server.greeting = THING.replace(b'"Thing"', b'"Other"')
        await server.drop_clients()
        await server.wait_clients(1)
        await screen.shows("Other")
        clock.advance(59)
        screen.app.workspace.sample()
        await screen.shows("2?Thing")
        clock.advance(2)
        screen.app.workspace.sample()
        await screen.hides("2?Thing")
        await screen.shows("this property is gone; Escape closes")
        assert screen.app.main.pane.editor is not None
        assert screen.app.main.pane.editor.current.value == "50"
        (line,) = [entry.text for entry in screen.app.workspace.journal.entries if " is gone" in entry.text]
        assert line == "Thing is gone: it was not defined again within 60 s of the new connection"
        await screen.press("escape")
        await screen.hides("this property is gone")


async def test_busy_shows_its_time_against_the_timeout_then_our_own_word(server: WireServer) -> None:
    clock = StillClock()
    async with terminal(server.port, clock=clock) as screen:
        await screen.select("Thing", "A")
        await screen.press("e")
        await screen.type("9")
        await screen.press("enter")
        await screen.shows("→ 9.00 0s")
        clock.advance(3)
        await screen.shows("→ 9.00 3s, at most 5s")
        clock.advance(4)
        await screen.shows("no answer for 7 s")
        assert screen.line("▸").startswith("▸◐ Alpha")
        server.send(b'<setNumberVector device="Thing" name="A" state="Alert" message="No [b]power[/b]"/>')
        await screen.shows("No [b]power[/b]")
        await screen.until(lambda: screen.line("▸").startswith("▸▲ Alpha"))


async def test_what_another_client_asks_for_is_marked(screen: Terminal, server: WireServer) -> None:
    server.send(b'<newNumberVector device="Thing" name="A"><oneNumber name="X">3</oneNumber></newNumberVector>')
    await screen.until(lambda: "⇄" in screen.line("Alpha"))
    await screen.shows("A X=3 (another client)")


async def test_a_silent_server_shows_no_devices_and_quits() -> None:
    clock = StillClock()
    async with WireServer() as server, terminal(server.port, clock=clock) as screen:
        await screen.shows("● live")
        await screen.shows("No devices yet.")
        clock.advance(4)
        await screen.shows("◐ silent for 4 s")  # it may be frozen: its system accepts connections all the same
        server.send(THING)
        await screen.shows("● live")
        await screen.press("ctrl+c")
        await screen.shows("To quit, press ctrl+q")
        await screen.press("q")


async def test_devices_of_two_servers_are_told_apart() -> None:
    async with (
        WireServer(THING) as one,
        WireServer(THING) as two,
        terminal(one.port, more=[("localhost", two.port)]) as screen,
    ):
        await screen.shows("Thing@localhost")
        assert "Thing@127.0.0.1" in screen.text
        await screen.press("2", "e")
        await screen.type("42")
        await screen.press("enter")
        await two.wait_received(b">42<")
        assert b">42<" not in bytes(one.received)
        await two.refuse()
        await two.drop_clients()
        await screen.shows("✗ LOST")
        assert "● live" in screen.lines[0]


async def test_a_device_that_comes_and_goes_leaves_the_screen_whole() -> None:
    clock = ManualClock()
    async with DemoServer(clock=clock) as server, terminal(server.port, clock=clock) as screen:
        await screen.shows("Weather")
        await clock.advance(30)
        await screen.shows("Visitor")
        await screen.until(lambda: any(key.device == "Visitor" for key in screen.app.workspace.servers.devices()))
        screen.app.main.choose(next(key for key in screen.app.workspace.servers.devices() if key.device == "Visitor"))
        await screen.until(lambda: screen.sheet.cursor and screen.sheet.cursor.device == "Visitor")
        await clock.advance(40)
        await screen.hides("8○Visitor")
        await screen.until(lambda: screen.sheet.cursor and screen.sheet.cursor.device == "CCD")
