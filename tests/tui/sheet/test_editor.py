"""The editor: what is typed stays explained when the next field is typed in."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from textual.events import MouseScrollDown, MouseScrollUp

from indipyterm.tui.sheet.editor import Field
from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal
from tests.tui.host import DEFINITIONS


@pytest.fixture(params=[(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def screen(request: pytest.FixtureRequest) -> AsyncIterator[Terminal]:
    """Right ascension and declination, open to be typed in."""
    async with WireServer(DEFINITIONS) as server, terminal(server.port, request.param, StillClock()) as screen:
        await screen.select("Mount", "COORD")
        await screen.press("e")
        yield screen


async def test_a_field_that_was_left_tells_what_it_means(screen: Terminal) -> None:
    await screen.type("5h35m17s")
    await screen.shows("= 5:35:17 ✓ 0 … 24")
    await screen.press("tab")
    await screen.until(lambda: screen.line("RA (").rstrip().endswith("= 5:35:17"))
    await screen.type("-5.5")
    await screen.shows("= -5:30:00 ✓ -90 … 90")
    assert screen.line("RA (").rstrip().endswith("= 5:35:17")
    await screen.press("shift+tab")
    await screen.until(lambda: screen.line("DEC (").rstrip().endswith("= -5:30:00"))
    assert "= 5:35:17" not in screen.line("RA (")


async def test_a_field_that_was_left_with_a_fault_says_so(screen: Terminal) -> None:
    await screen.type("25")
    await screen.press("tab")
    await screen.until(lambda: screen.line("RA (").rstrip().endswith("✗ cannot be sent"))


async def test_nothing_is_said_of_a_field_that_was_not_typed_in(screen: Terminal) -> None:
    await screen.press("tab", "tab")
    assert screen.line("DEC (").rstrip().endswith("6:38:00")


async def test_the_keys_stay_with_what_was_typed_whatever_is_clicked_on(screen: Terminal) -> None:
    await screen.type("5h35m17s")
    await screen.click("Track Mode")
    await screen.type("5")
    await screen.shows("5h35m17s5")
    await screen.press("backspace", "escape")
    await screen.hides("RA (")


async def test_a_click_elsewhere_leaves_an_editor_in_which_nothing_was_typed(screen: Terminal) -> None:
    await screen.click("Track Mode")
    await screen.hides("RA (")
    await screen.until(lambda: screen.sheet.has_focus)


async def test_an_editor_whose_row_is_scrolled_away_tells_which_one_it_is() -> None:
    async with WireServer(DEFINITIONS) as server, terminal(server.port, (80, 10), StillClock()) as screen:
        await screen.select("Mount", "COORD")
        await screen.press("e")
        await screen.type("5:35")
        await screen.shows("= 5.583333 ✓")
        assert "Coordinates:" not in screen.text
        await screen.pilot._post_mouse_events([MouseScrollDown], "Sheet", (2, 0))
        await screen.shows(" Coordinates: = 5.583333 ✓ 0 … 24")
        await screen.type("x")
        await screen.shows(" Coordinates: ✗ not a number")
        await screen.pilot._post_mouse_events([MouseScrollUp], "Sheet", (2, 5))
        await screen.hides("Coordinates:")


async def test_no_other_row_is_gone_to_while_something_is_typed(screen: Terminal) -> None:
    cursor = screen.sheet.cursor
    await screen.type("5:35")
    screen.app.main.go_to(screen.key("Mount", "MODE"))
    await screen.shows("Unsent edit")
    assert screen.sheet.cursor == cursor
    await screen.type("5")
    await screen.shows("5:355")


async def test_what_was_typed_is_not_replaced_when_the_cursor_comes_back(screen: Terminal) -> None:
    await screen.type("5:3")
    await screen.press("tab", "shift+tab")
    await screen.type("5")
    await screen.shows("5:35 ")


def field(screen: Terminal) -> Field:
    editor = screen.app.main.pane.editor
    assert editor is not None
    return editor.current


SET = b'<setNumberVector device="Mount" name="COORD" state="Ok"><oneNumber name="%b">%b</oneNumber></setNumberVector>'


async def test_what_was_not_typed_in_shows_what_the_device_has_and_so_what_is_sent() -> None:
    async with WireServer(DEFINITIONS) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.select("Mount", "COORD")
        await screen.press("e", "tab")
        await screen.type("45")
        server.send(SET % (b"RA", b"8.5"))
        await screen.until(lambda: "8:30:00" in screen.line("RA ("))
        assert "45" in screen.line("DEC (")
        await screen.press("enter")
        sent = await server.wait_received(b"</newNumberVector>")
        assert b'"RA">\n      8.5\n' in sent or b'"RA">8.5<' in sent
        assert b'"DEC">\n      45\n' in sent or b'"DEC">45<' in sent


async def test_what_was_typed_counts_though_it_was_the_old_value() -> None:
    async with WireServer(DEFINITIONS) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.select("Mount", "COORD")
        await screen.press("e")
        old = field(screen).value
        server.send(SET % (b"RA", b"8.5"))
        await screen.until(lambda: "8:30:00" in screen.line("RA ("))
        await screen.type(old)
        await screen.press("enter")
        await server.wait_received(b"</newNumberVector>")


async def test_the_field_that_the_cursor_was_moved_in_is_not_changed_under_it() -> None:
    async with WireServer(DEFINITIONS) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.select("Mount", "COORD")
        await screen.press("e", "home")
        old = field(screen).value
        server.send(SET % (b"RA", b"8.5"))
        await screen.shows("now 8:30:00")
        assert field(screen).value == old
        await screen.type("1")
        await screen.press("backspace", "enter")  # what stands there is what is wanted now
        await server.wait_received(b"</newNumberVector>")
