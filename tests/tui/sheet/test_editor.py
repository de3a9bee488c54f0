"""The editor: what is typed is explained, kept and sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from fractions import Fraction

import pytest

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


async def test_a_field_that_is_left_says_what_is_wrong_and_keeps_what_was_typed(screen: Terminal) -> None:
    await screen.press("tab", "tab")
    assert screen.line("DEC (").rstrip().endswith("6:38:00"), "nothing is said of a field that was not typed in"
    await screen.type("25")
    await screen.press("tab")
    await screen.until(lambda: screen.line("RA (").rstrip().endswith("✗ cannot be sent"))
    await screen.press("shift+tab", "backspace", "backspace")
    await screen.type("5:3")
    await screen.press("tab", "shift+tab")
    await screen.type("5")  # it goes on where it was, and replaces nothing
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


# Keys in, exact bytes out


async def test_numbers_are_typed_and_sent_whole_at_full_precision(kinds: Terminal, kinds_server: WireServer) -> None:
    await kinds.select("Mount", "COORD")
    await kinds.press("e")
    await kinds.type("5:35:17.3")
    await kinds.shows("= 5.588139 ✓ 0 … 24  now 6:23:44")
    await kinds.press("enter")
    assert (
        await kinds_server.wait_requests(b"</newNumberVector>")
        == (
            b'<newNumberVector device="Mount" name="COORD">\n'
            b'  <oneNumber name="RA">%s</oneNumber>\n'
            b'  <oneNumber name="DEC">6.6333333333333337</oneNumber>\n'
            b"</newNumberVector>\n"
        )
        % str(float(5 + Fraction(35, 60) + Fraction("17.3") / 3600)).encode()
    )
    await kinds.shows("→ 5:35:17")
    assert "◐ Coordinates" in kinds.text
    kinds_server.send(
        b'<setNumberVector device="Mount" name="COORD" state="Ok"><oneNumber name="RA">5.588138888888889</oneNumber>'
        b'<oneNumber name="DEC">6.6333333333333337</oneNumber></setNumberVector>'
    )
    await kinds.shows("● Coordinates          RA  5:35:17  DEC   6:38:00")
    assert "→" not in kinds.line("● Coordinates")


async def test_tab_goes_to_the_next_field(kinds: Terminal, kinds_server: WireServer) -> None:
    await kinds.select("Mount", "COORD")
    await kinds.press("e")
    await kinds.type("1")
    await kinds.press("tab")
    await kinds.type("-5.5")
    await kinds.press("enter")
    received = await kinds_server.wait_requests(b"</newNumberVector>")
    assert b'"RA">1<' in received
    assert b'"DEC">-5.5<' in received


async def test_a_bad_number_stays_in_the_editor_and_is_not_sent(kinds: Terminal, kinds_server: WireServer) -> None:
    await kinds.select("Mount", "COORD")
    for typed, reason in (
        ("25", "outside 0:00:00 … 24:00:00"),
        ("5:75", "minutes must be under 60"),
        ("abc", "not a number"),
        ("5,5", "decimal point"),
    ):
        await kinds.press("e")
        await kinds.type(typed)
        await kinds.shows(reason)
        await kinds.press("enter")
        await kinds.shows(reason)
        assert kinds.app.main.pane.editor is not None
        assert kinds.app.main.pane.editor.current.value == typed
        await kinds.press("escape")
        await kinds.hides(reason)
    assert b"<new" not in kinds_server.received


async def test_enter_on_untouched_fields_sends_nothing(kinds: Terminal, kinds_server: WireServer) -> None:
    await kinds.select("Mount", "COORD")
    await kinds.press("enter", "enter")
    await kinds.shows("Nothing was changed")
    assert kinds.app.main.pane.editor is None
    assert b"<new" not in kinds_server.received


async def test_a_write_only_number_is_typed_into_an_empty_field(kinds: Terminal, kinds_server: WireServer) -> None:
    await kinds.select("Mount", "GUIDE")
    await kinds.press("e")
    await kinds.type("150")
    await kinds.press("enter")
    assert await kinds_server.wait_requests(b"</newNumberVector>") == (
        b'<newNumberVector device="Mount" name="GUIDE">\n  <oneNumber name="N">150</oneNumber>\n</newNumberVector>\n'
    )


async def test_updates_while_typing_touch_nothing_that_was_typed(kinds: Terminal, kinds_server: WireServer) -> None:
    await kinds.select("Mount", "COORD")
    await kinds.press("e")
    await kinds.type("5:3")
    for second in range(20):
        kinds_server.send(
            b'<setNumberVector device="Mount" name="COORD" state="Busy"><oneNumber name="RA">7.%d</oneNumber></setNumberVector>'
            % second
        )
    await kinds.shows("now 7:11:24")
    editor = kinds.app.main.pane.editor
    assert editor is not None
    assert editor.current.value == "5:3"
    assert editor.current.cursor_position == 3
    await kinds.type("5")
    assert editor.current.value == "5:35"


async def test_a_text_is_sent_with_the_other_members_as_they_are(kinds: Terminal, kinds_server: WireServer) -> None:
    await kinds.select("Mount", "SITE")
    await kinds.press("e")
    await kinds.type('Roque <"2">')
    await kinds.press("enter")
    assert await kinds_server.wait_requests(b"</newTextVector>") == (
        b'<newTextVector device="Mount" name="SITE">\n'
        b'  <oneText name="NAME">Roque &lt;&quot;2&quot;&gt;</oneText>\n'
        b'  <oneText name="NOTE">dome &amp; pier</oneText>\n'
        b"</newTextVector>\n"
    )


async def test_letters_are_text_in_an_editor_not_keys(kinds: Terminal) -> None:
    await kinds.select("Mount", "SITE")
    await kinds.press("e")
    await kinds.type("qbrjk19[]")
    assert kinds.app.main.pane.editor is not None
    assert kinds.app.main.pane.editor.current.value == "qbrjk19[]"
