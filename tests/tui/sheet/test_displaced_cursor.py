"""Whatever a key acts on is what the screen showed when the user last moved, not what a server put there since."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal


def switches(name: str, members: str, label: str = "", device: str = "Focuser", width: int = 1) -> bytes:
    """A definition; members that are On are in capitals, labels so many letters long."""
    ones = "".join(
        f'<defSwitch name="{m}" label="{m * width}">{"On" if m.isupper() else "Off"}</defSwitch>' for m in members
    )
    return (
        f'<defSwitchVector device="{device}" name="{name}" label="{label or name}" state="Ok" perm="rw" rule="OneOfMany">'
        f"{ones}</defSwitchVector>"
    ).encode()


AAA, BBB, CCC = (
    switches("AAA", "aBc", "Focus speed"),
    switches("BBB", "Abc", "Guide laser"),
    switches("CCC", "xY", "Lamp"),
)
GONE = b'<delProperty device="Focuser" name="AAA"/>'
ACTING = ("enter", "e", "space", "right", "left", "l", "h")


@asynccontextmanager
async def on_row(name: str, *definitions: bytes) -> AsyncIterator[tuple[WireServer, Terminal]]:
    """The cursor is on a row, where the user put it."""
    said = b"".join(definitions or (AAA, BBB, CCC))
    async with WireServer(said) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.select("Focuser", name)
        yield server, screen


async def nothing_was_sent(server: WireServer, screen: Terminal) -> None:
    """Whatever the keys before it started is over, and nothing came of it."""
    await screen.press("up", "down")
    await screen.pilot.pause()
    assert b"newSwitchVector" not in server.received


async def test_a_picked_choice_goes_with_its_property() -> None:
    async with on_row("AAA") as (server, screen):
        await screen.press("right")
        await screen.shows("»c«")
        server.send(GONE)
        await screen.hides("Focus speed")
        await screen.shows("What was picked and not sent is gone")
        await screen.press("enter")
        await screen.shows("move the cursor first")
        await nothing_was_sent(server, screen)


@pytest.mark.parametrize("key", ACTING)
async def test_keys_that_act_do_nothing_on_a_row_that_came_by_itself(key: str) -> None:
    async with on_row("AAA", AAA, CCC) as (server, screen):
        server.send(GONE)
        await screen.hides("Focus speed")
        await screen.press(key, "enter", "enter")
        await nothing_was_sent(server, screen)
        await screen.press("enter")  # the user has moved now: of two choices it takes the other one
        await server.wait_received(b'<oneSwitch name="x">On</oneSwitch>')


@pytest.mark.parametrize(
    "said",
    [GONE + AAA, GONE + BBB.replace(b"BBB", b"AAA"), switches("AAA", "aB", "Focus speed")],
    ids=["again", "as another", "without it"],
)
async def test_a_new_definition_drops_what_was_picked_for_the_old_one(said: bytes) -> None:
    async with on_row("AAA") as (server, screen):
        await screen.press("right")
        await screen.shows("»c«")
        server.send(said + switches("DDD", "N"))
        await screen.shows("DDD")
        await screen.shows("What was picked and not sent is gone")
        assert "»" not in screen.text
        if b"Focus speed" in said and b'"c"' in said:
            await screen.press("enter")
        await nothing_was_sent(server, screen)


async def test_a_row_that_no_longer_matches_the_filter_is_not_replaced_by_the_next() -> None:
    async with on_row("AAA") as (server, screen):
        await screen.press("slash")
        await screen.type("focuser")
        await screen.press("enter", "down", "up")
        server.send(GONE)
        await screen.hides("Focus speed")
        await screen.press("enter", "space", "enter")
        await nothing_was_sent(server, screen)


async def test_another_device_that_is_shown_by_itself_is_not_acted_on() -> None:
    other = switches("LASER", "xY", device="Beam")
    async with on_row("CCC", CCC, other) as (server, screen):
        server.send(b'<delProperty device="Focuser"/>')
        await screen.shows("LASER")
        await screen.press("enter", "e", "space")
        await nothing_was_sent(server, screen)


async def test_rows_that_come_above_do_not_move_the_cursor_to_another_property() -> None:
    async with on_row("CCC") as (server, screen):
        server.send(switches("EEE", "pQ", "More") + b'<delProperty device="Focuser" name="BBB"/>')
        await screen.shows("More")
        await screen.press("enter")
        await server.wait_received(b'<newSwitchVector device="Focuser" name="CCC">')


async def test_an_option_that_is_gone_is_not_replaced_by_the_next() -> None:
    many = switches("AAA", "abcdefghijklmnopqrstuvwxyz", "Focus speed", width=9)
    async with on_row("AAA", many, CCC) as (server, screen):
        await screen.press("enter")
        await screen.type("a")
        await screen.shows("▸ aaaaaaaaa ")
        server.send(switches("AAA", "bcdefghijklmnopqrstuvwxyz", "Focus speed", width=9))
        await screen.until(lambda: "▸ aaaaaaaaa " not in screen.text)
        await screen.press("enter")
        await nothing_was_sent(server, screen)


async def test_a_palette_line_that_means_something_else_by_now_is_shown_again() -> None:
    park = switches("TELESCOPE_PARK", "pU").replace(b'"p"', b'"PARK"').replace(b'"U"', b'"UNPARK"')
    async with on_row("TELESCOPE_PARK", park, CCC) as (server, screen):
        await screen.press("colon")
        await screen.type("park")
        await screen.shows("→ Focuser TELESCOPE_PARK")
        server.send(b'<delProperty device="Focuser" name="TELESCOPE_PARK"/>')
        await screen.until(lambda: screen.app.workspace.servers.vector(screen.key("Focuser", "TELESCOPE_PARK")) is None)
        await screen.press("enter")
        await screen.shows("no device here can do this")
        assert b"newSwitchVector" not in server.received


async def test_a_question_is_asked_again_where_it_means_something_else_by_now() -> None:
    park = switches("TELESCOPE_PARK", "pU", "Parking").replace(b'name="p"', b'name="PARK"')
    park = park.replace(b'name="U"', b'name="UNPARK"')
    async with on_row("TELESCOPE_PARK", park, CCC) as (server, screen):
        await screen.press("enter")
        await screen.shows("p (TELESCOPE_PARK.PARK): Focuser?")
        server.send(park.replace(b'label="p"', b'label="Fire the laser"'))
        vector = screen.app.workspace.servers.vector
        await screen.until(lambda: "laser" in vector(screen.key("Focuser", "TELESCOPE_PARK")).members["PARK"].label)  # type: ignore[union-attr]
        await screen.press("y")
        await screen.shows("Fire the laser (TELESCOPE_PARK.PARK): Focuser?")
        await screen.press("n")
        await nothing_was_sent(server, screen)


async def test_an_editor_sends_nothing_to_what_came_instead() -> None:
    number = b'<defNumberVector device="Focuser" name="AAA" label="Speed" state="Ok" perm="rw"><defNumber name="v" format="%g" min="0" max="9">1</defNumber></defNumberVector>'
    async with on_row("AAA", number, BBB) as (server, screen):
        await screen.press("e")
        await screen.type("5")
        server.send(GONE + switches("AAA", "vW"))
        await screen.shows("is gone")
        await screen.press("enter", "enter")
        assert b"new" not in server.received
