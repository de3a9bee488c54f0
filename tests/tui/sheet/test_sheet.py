"""The sheet: what is painted, what keys and clicks send, and more vectors than are measured at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual import events

from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal
from tests.tui.sheet.test_displaced_cursor import nothing_was_sent, on_row


def rows(screen: Terminal) -> list[str]:
    """The sheet's lines, without the scroll bar."""
    region = screen.sheet.region
    return [line[:-1] for line in screen.lines[region.y : region.bottom]]


# What is painted


async def test_the_cells_of_each_kind(kinds: Terminal) -> None:
    assert kinds.line("Coordinates").startswith("▸○ Coordinates          RA  6:23:44  DEC   6:38:00 ")
    assert kinds.line("Site").startswith(" ● Site                 Name La Palma  Note dome & pier ")
    assert kinds.line("Track Mode").startswith(" ● Track Mode           ‹Sidereal›  Solar   Lunar ")
    assert kinds.line("Abort Motion").startswith(" ○ Abort Motion         ⟨Abort⟩ ")
    assert kinds.line("Reverse").startswith(" ○ Reverse              [x]North/South [ ]West/East ")
    assert kinds.line("Status").startswith(" ▲ Status               ▲ Wind  ● Rain ")
    assert kinds.line("Image").startswith(" ○ Image ro             Main chip — none yet ")
    assert kinds.line("Model").startswith(" ○ Model wo             Pointing model ⟨send a file⟩ ")
    assert kinds.line("Temperature").startswith(" ● Temperature ro       -9.98 C ")
    assert kinds.line("Guide").startswith(" ○ Guide wo             North (ms)     - ")


async def test_marks_tell_what_may_be_written(kinds: Terminal) -> None:
    assert kinds.line("Coordinates").startswith("▸○ Coordinates          RA")
    assert kinds.line("Temperature").startswith(" ● Temperature ro ")
    assert kinds.line("Guide").startswith(" ○ Guide wo ")


async def test_all_rows_are_stale_while_the_connection_is_lost_and_take_the_room_that_they_need_then(
    kinds: Terminal, kinds_server: WireServer
) -> None:
    kinds_server.send(
        b'<setNumberVector device="Mount" name="COORD" state="Alert" message="below the horizon"/>'
        b'<setTextVector device="Mount" name="SITE" state="Alert" message="unknown"/>'
    )
    await kinds.shows("✗ unknown")
    kinds.app.clear_notifications()
    await kinds.until(
        lambda: [row.strip() for row in rows(kinds) if "✗" in row] == ["✗ below the horizon", "✗ unknown"]
    )
    await kinds_server.refuse()
    await kinds_server.drop_clients()
    await kinds.shows("✗ LOST")
    kinds.app.clear_notifications()
    await kinds.until(lambda: [row[1] for row in rows(kinds)[:10]] == ["?"] * 10)  # without a gap
    assert "below the horizon" not in "".join(rows(kinds))
    assert "6:23:44" in kinds.line("Coordinates")
    await kinds_server.listen()
    await kinds.press("r")
    await kinds.until(lambda: [row[1] for row in rows(kinds)[:10]] == [*"○●●○○▲○○●○"])


# Keys and clicks


async def test_a_read_only_number_says_why_it_cannot_be_edited(kinds: Terminal) -> None:
    await kinds.select("Mount", "TEMP")
    await kinds.press("e")
    await kinds.shows("read-only")
    assert kinds.app.main.pane.editor is None


async def test_a_choice_of_one_of_many_is_sent_off_before_on(kinds: Terminal, kinds_server: WireServer) -> None:
    await kinds.select("Mount", "MODE")
    await kinds.press("right")
    await kinds.shows("‹Sidereal› »Solar«  Lunar ")
    await kinds.press("right")
    await kinds.shows("‹Sidereal›  Solar  »Lunar«")
    assert b"<new" not in kinds_server.received
    await kinds.press("enter")
    assert await kinds_server.wait_requests(b"</newSwitchVector>") == (
        b'<newSwitchVector device="Mount" name="MODE">\n'
        b'  <oneSwitch name="SIDEREAL">Off</oneSwitch>\n'
        b'  <oneSwitch name="SOLAR">Off</oneSwitch>\n'
        b'  <oneSwitch name="LUNAR">On</oneSwitch>\n'
        b"</newSwitchVector>\n"
    )
    await kinds.shows("◐ Track Mode")


async def test_escape_drops_a_choice(kinds: Terminal) -> None:
    await kinds.select("Mount", "MODE")
    await kinds.press("right", "escape")
    await kinds.shows("‹Sidereal›  Solar   Lunar ")


async def test_a_momentary_button_acts_on_enter(kinds: Terminal, kinds_server: WireServer) -> None:
    await kinds.select("Mount", "ABORT")
    await kinds.press("enter")
    assert await kinds_server.wait_requests(b"</newSwitchVector>") == (
        b'<newSwitchVector device="Mount" name="ABORT">\n  <oneSwitch name="ABORT">On</oneSwitch>\n</newSwitchVector>\n'
    )


async def test_any_of_many_is_ticked_with_space_and_sent_with_enter(kinds: Terminal, kinds_server: WireServer) -> None:
    await kinds.select("Mount", "REVERSE")
    await kinds.press("right", "right", "space")
    await kinds.shows("[x]North/South [x]West/East")
    assert b"<new" not in kinds_server.received
    await kinds.press("enter")
    assert await kinds_server.wait_requests(b"</newSwitchVector>") == (
        b'<newSwitchVector device="Mount" name="REVERSE">\n  <oneSwitch name="WE">On</oneSwitch>\n</newSwitchVector>\n'
    )


async def test_lights_cannot_be_set(kinds: Terminal, kinds_server: WireServer) -> None:
    await kinds.select("Mount", "STATUS")
    await kinds.press("enter")
    await kinds.shows("read-only")
    assert b"<new" not in kinds_server.received


async def test_a_click_picks_a_switch(kinds: Terminal, kinds_server: WireServer) -> None:
    await kinds.click("Lunar")
    assert b'<oneSwitch name="LUNAR">On<' in await kinds_server.wait_requests(b"</newSwitchVector>")


async def test_a_click_on_a_value_edits_it(kinds: Terminal) -> None:
    await kinds.click("6:38:00")
    await kinds.until(lambda: kinds.app.main.pane.editor)
    assert kinds.app.main.pane.editor is not None
    assert kinds.app.main.pane.editor.current.member.name == "DEC"


# More vectors than are measured at once

COUNT = 400


def definition(number: int) -> bytes:
    """A text vector of one row, or of three."""
    label = b"M" if number % 3 else b"A label that needs a row of its own"
    ones = b"".join(
        b'<defText name="T%d" label="%b %d">text</defText>' % (member, label, member) for member in range(3)
    )
    return (
        b'<defTextVector device="Long" name="V%d" label="Vector %d" group="G%d" state="Ok" perm="rw" timeout="0">'
        b"%b</defTextVector>" % (number, number, number // 100, ones)
    )


@asynccontextmanager
async def shown() -> AsyncIterator[tuple[WireServer, Terminal]]:
    async with (
        WireServer(b"".join(map(definition, range(COUNT)))) as server,
        terminal(server.port, clock=StillClock()) as screen,
    ):
        await screen.until(lambda: screen.key("Long", f"V{COUNT - 1}") in screen.sheet.current_layout)
        await screen.shows("Vector 0 ")
        yield server, screen


def under_cursor(screen: Terminal) -> int:
    """The vector that the cursor is painted on; there must be one."""
    (line,) = (line for line in rows(screen) if line.startswith("▸"))
    return int(line.split("Vector ")[1].split()[0])


def check(screen: Terminal) -> None:
    """All rows of each vector are there, one vector after the other."""
    place = -1
    for line in rows(screen):
        if "Vector " in line:
            number = int(line.split("Vector ")[1].split()[0])
            assert place in (-1, number - 1)
            place = number
    assert place >= 0


@pytest.mark.unmeasured
async def test_the_end_the_way_back_and_pages() -> None:
    async with shown() as (_, screen):
        await screen.press("G")
        await screen.until(lambda: under_cursor(screen) == COUNT - 1)
        check(screen)
        assert rows(screen)[-1].strip()
        for number in range(COUNT - 1, COUNT - 110, -9):
            await screen.until(lambda number=number: under_cursor(screen) == number)  # type: ignore[misc]
            check(screen)
            await screen.press(*"k" * 9)
        before = under_cursor(screen)
        await screen.press("pageup")
        assert before - 25 < under_cursor(screen) < before
        check(screen)
        await screen.press("g")
        assert under_cursor(screen) == 0
        assert screen.sheet.scroll_offset.y == 0


async def test_a_group_far_away_stands_at_the_top() -> None:
    async with shown() as (_, screen):
        await screen.press("]", "]", "]")
        await screen.until(lambda: under_cursor(screen) == 300)
        check(screen)
        assert "G3" in rows(screen)[0]


async def test_rows_above_the_screen_that_grow_move_nothing() -> None:
    async with shown() as (server, screen):
        await screen.press("]", "]")
        await screen.until(lambda: under_cursor(screen) == 200)
        before = rows(screen)
        server.send(
            b"".join(
                b'<setTextVector device="Long" name="V%d" state="Alert" message="%b"/>' % (number, b"why " * 60)
                for number in range(150, 190)
            )
        )
        last = screen.key("Long", "V189")
        await screen.until(lambda: getattr(screen.app.workspace.servers.vector(last), "message", ""))
        await screen.until(lambda: "▲" in screen.lines[1])
        screen.app.clear_notifications()
        await screen.until(lambda: rows(screen) == before)
        await screen.press(*"kkkkkkkkkkkkkkk")
        assert under_cursor(screen) == 185
        check(screen)


async def test_new_definitions_do_not_move_what_was_scrolled_to() -> None:
    async with shown() as (server, screen):
        screen.sheet.scroll_to(y=300, animate=False, immediate=True)
        await screen.until(lambda: not any(line.startswith("▸") for line in rows(screen)))
        check(screen)
        before = rows(screen)
        server.send(definition(COUNT))
        await screen.until(lambda: screen.app.workspace.servers.vector(screen.key("Long", f"V{COUNT}")))
        await screen.until(lambda: screen.key("Long", f"V{COUNT}") in screen.sheet.current_layout)
        assert rows(screen) == before


@pytest.mark.parametrize("state", [b"Busy", b"Ok"])
async def test_a_held_enter_sends_a_switch_with_two_choices_once(state: bytes) -> None:
    async with on_row("CCC") as (server, screen):
        for _ in range(20):
            screen.app.post_message(events.Key("enter", None))
        await screen.shows("Enter is held down: ← → move the choice")
        assert screen.text.count("is held down") == 1
        await server.wait_received(b'<oneSwitch name="x">On</oneSwitch>')
        server.send(
            b'<setSwitchVector device="Focuser" name="CCC" state="%b"><oneSwitch name="x">On</oneSwitch><oneSwitch name="Y">Off</oneSwitch></setSwitchVector>'
            % state
        )
        await screen.shows("‹x›")
        await screen.press("enter")
        await screen.press("up", "down")
        assert server.received.count(b"<newSwitchVector") == 1
        await screen.press("enter")  # after another key it is not held down
        await server.wait_received(lambda received: received.count(b"<newSwitchVector") == 2)
        server.received.clear()
        await nothing_was_sent(server, screen)
