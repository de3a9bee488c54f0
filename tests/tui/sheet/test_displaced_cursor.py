"""Whatever a key acts on is what the screen showed when the user last moved, not what a server put there since."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Input

from indipyterm.tui.sheet import reaction
from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal

pytestmark = pytest.mark.unmeasured


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
ACTING = ("enter", "e", "space", "right", "left", "l", "h", "u")


@asynccontextmanager
async def on_row(name: str, *definitions: bytes) -> AsyncIterator[tuple[WireServer, Terminal]]:
    """The cursor is on a row, where the user put it."""
    said = b"".join(definitions or (AAA, BBB, CCC))
    async with WireServer(said) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.select("Focuser", name)
        yield server, screen


async def begin_again(server: WireServer, screen: Terminal, name: str, *definitions: bytes) -> None:
    """As `on_row`, in the app that is there: all is defined anew, and nothing of before is on screen or received."""
    device, ready = screen.key("Focuser", "").owner, f"ready {len(server.received)}"
    server.send(b'<delProperty device="Focuser"/>')
    await screen.until(lambda: device not in screen.app.workspace.servers.devices())
    server.send(b"".join(definitions) + f'<message device="Focuser" message="{ready}"/>'.encode())
    await screen.shows(ready)
    screen.app.clear_notifications()
    await screen.select("Focuser", name)
    server.received.clear()


async def nothing_was_sent(server: WireServer, screen: Terminal) -> None:
    """Whatever the keys before it started is over, and nothing came of it."""
    await screen.press("up", "down")
    await screen.pilot.pause()
    assert b"<new" not in server.received


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


async def test_keys_that_act_do_nothing_on_a_row_that_came_by_itself() -> None:
    async with on_row("AAA", AAA, CCC) as (server, screen):
        for key in ACTING:
            server.send(GONE)
            await screen.hides("Focus speed")
            await screen.press(key, "enter", "enter")
            await nothing_was_sent(server, screen)
            await screen.press("enter")  # the user has moved now: of two choices it takes the other one
            await server.wait_received(b'<oneSwitch name="x">On</oneSwitch>')
            await begin_again(server, screen, "AAA", AAA, CCC)


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


async def test_no_command_is_copied_for_a_row_that_came_by_itself() -> None:
    async with on_row("AAA") as (server, screen):
        server.send(GONE)
        await screen.hides("Focus speed")
        await screen.press("Y")
        await screen.shows("move the cursor first")
        assert screen.app.clipboard == ""
        await screen.press("down", "Y")
        assert "CCC" in screen.app.clipboard


async def test_another_device_that_is_shown_by_itself_is_not_acted_on() -> None:
    other = switches("LASER", "xY", device="Beam")
    async with on_row("CCC", CCC, other) as (server, screen):
        server.send(b'<delProperty device="Focuser"/>')
        await screen.shows("LASER")
        await screen.press("enter", "e", "space")
        await nothing_was_sent(server, screen)


ALERT = b'<setSwitchVector device="Focuser" name="AAA" state="Alert" message="stuck"/>'


@pytest.mark.parametrize(
    ("said", "aimed_at", "came"), [(GONE, "Guide laser", "Lamp"), (ALERT, "Lamp", "Guide laser")], ids=["gone", "grown"]
)
async def test_a_click_does_not_hit_the_row_that_came_under_the_mouse(
    monkeypatch: pytest.MonkeyPatch, said: bytes, aimed_at: str, came: str
) -> None:
    async with on_row("BBB") as (server, screen):
        await screen.until(lambda: screen.sheet.attention.settled)
        monkeypatch.setattr(reaction, "REACTION_SECONDS", 60.0)  # however slow this machine is
        monkeypatch.setattr(screen.sheet.attention, "lines", reaction.MovedLines())
        y = screen.lines.index(screen.line(aimed_at))
        server.send(said)
        await screen.until(lambda: came in screen.lines[y])
        screen.app.clear_notifications()
        await screen.pilot.click(offset=(screen.lines[y].index(" x " if came == "Lamp" else " b ") + 1, y))
        await screen.shows("have moved just now")
        await nothing_was_sent(server, screen)


async def test_enter_does_not_undo_what_another_client_has_just_done(monkeypatch: pytest.MonkeyPatch) -> None:
    async with on_row("CCC") as (server, screen):
        await screen.until(lambda: screen.sheet.attention.settled)
        monkeypatch.setattr(reaction, "REACTION_SECONDS", 60.0)
        server.send(
            b'<setSwitchVector device="Focuser" name="CCC"><oneSwitch name="x">On</oneSwitch><oneSwitch name="Y">Off</oneSwitch></setSwitchVector>'
        )
        await screen.shows("‹x›")
        await screen.press("enter")
        await screen.shows("This has changed just now")
        assert b"<new" not in server.received
        await screen.press("right", "enter")  # chosen, it is sent
        await server.wait_received(b'<newSwitchVector device="Focuser" name="CCC">')


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


async def test_a_question_is_asked_again_where_it_means_something_else_by_now(monkeypatch: pytest.MonkeyPatch) -> None:
    park = switches("TELESCOPE_PARK", "pU", "Parking").replace(b'name="p"', b'name="PARK"')
    park = park.replace(b'name="U"', b'name="UNPARK"')
    async with on_row("TELESCOPE_PARK", park, CCC) as (server, screen):
        await screen.press("enter")
        await screen.shows("p (TELESCOPE_PARK.PARK): Focuser?")
        server.send(park.replace(b'label="p"', b'label="Fire the laser"'))
        vector = screen.app.workspace.servers.vector
        await screen.until(lambda: "laser" in vector(screen.key("Focuser", "TELESCOPE_PARK")).members["PARK"].label)  # type: ignore[union-attr]
        monkeypatch.setattr(reaction, "REACTION_SECONDS", 60.0)
        await screen.press("y", "y")  # the second is no answer to what came just now
        await screen.shows("Fire the laser (TELESCOPE_PARK.PARK): Focuser?")
        await screen.shows("✗ this would now do something else: look again")
        await screen.press("y", "n")
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


SPEED = b'<defNumberVector device="Focuser" name="AAA" label="Speed" state="Ok" perm="rw"><defNumber name="v" label="steps" format="%g" min="0" max="9">1</defNumber></defNumberVector>'
LASER = SPEED.replace(b"Speed", b"Laser power").replace(b"steps", b"watts")


@pytest.mark.parametrize("key", ACTING)
async def test_keys_that_act_do_nothing_on_a_row_that_became_another_property(key: str) -> None:
    async with on_row("CCC") as (server, screen):
        server.send(switches("CCC", "xY", "Fire laser"))
        await screen.shows("Fire laser")
        await screen.press(key, "enter")
        await screen.shows("This property was redefined")
        await nothing_was_sent(server, screen)
        await screen.press("enter")  # the user has moved, and so has seen it
        await server.wait_received(b'<oneSwitch name="x">On</oneSwitch>')


async def test_a_row_that_was_defined_again_as_it_was_is_the_same() -> None:
    async with on_row("CCC") as (server, screen):
        server.send(b'<delProperty device="Focuser" name="CCC"/>' + CCC + switches("DDD", "N"))
        await screen.shows("DDD")
        await screen.press("enter")
        await server.wait_received(b'<oneSwitch name="x">On</oneSwitch>')


@pytest.mark.parametrize("gone", [b"", GONE], ids=["in place", "deleted before"])
async def test_what_was_typed_for_one_property_is_not_sent_to_another_of_its_name(gone: bytes) -> None:
    async with on_row("AAA", SPEED, BBB) as (server, screen):
        await screen.press("e")
        await screen.type("5")
        if gone:
            server.send(gone)
            await screen.shows("this property is gone; Escape closes")
            await screen.press("enter")
        server.send(LASER)
        await screen.shows("watts")
        await screen.press("enter")
        await screen.shows("redefined meanwhile: look again, then Enter sends")
        assert b"<new" not in server.received
        await screen.press("enter")  # seen
        await server.wait_received(b'<oneNumber name="v">5</oneNumber>')


async def test_a_list_whose_property_is_gone_says_so_and_sends_nothing() -> None:
    many = switches("AAA", "abcdefghijklmnopqrstuvwxyz", "Focus speed", width=9)
    async with on_row("AAA", many, CCC) as (server, screen):
        await screen.press("enter")
        await screen.shows("› Focus speed")
        await screen.press("down", "down")
        server.send(GONE)
        await screen.shows("✗ this property is gone; Escape closes")
        await screen.press("enter", "enter")
        await screen.shows("✗ this property is gone; Escape closes")
        server.send(many)
        await screen.shows("✗ redefined meanwhile")
        await screen.press("enter")
        await screen.shows("move the cursor first")
        assert b"<new" not in server.received
        await screen.press("up", "enter")
        await server.wait_received(b'<oneSwitch name="b">On</oneSwitch>')


async def test_a_list_of_what_is_a_text_by_now_sends_nothing() -> None:
    many = switches("AAA", "abcdefghijklmnopqrstuvwxyz", "Focus speed", width=9)
    async with on_row("AAA", many, CCC) as (server, screen):
        await screen.press("enter")
        await screen.shows("› Focus speed")
        server.send(SPEED.replace(b"Number", b"Text").replace(b'"v"', b'"a"'))
        await screen.shows("✗ this property is gone; Escape closes")
        await screen.press("enter", "escape")
        await nothing_was_sent(server, screen)


async def test_ticks_in_a_list_go_with_their_property() -> None:
    ticks = switches("AAA", "abcdefghijklmnopqrstuvwxyz", "Filters", width=9).replace(b"OneOfMany", b"AnyOfMany")
    async with on_row("AAA", ticks, CCC) as (server, screen):
        screen.app.workspace.drafts.discard(screen.key("Focuser", "AAA"))
        await screen.click("▾")
        await screen.shows("› Filters")
        await screen.press("space")
        await screen.shows("[x]aaaaaaaaa")
        server.send(GONE)
        await screen.shows("this property is gone")
        server.send(ticks)
        await screen.hides("[x]aaaaaaaaa")
        await screen.press("down", "enter")
        await nothing_was_sent(server, screen)


async def test_ticks_in_a_list_go_where_their_labels_mean_others() -> None:
    ticks = switches("AAA", "abcdefghijklmnopqrstuvwxyz", "Filters", width=9).replace(b"OneOfMany", b"AnyOfMany")
    swapped = ticks.replace(b'label="aaaaaaaaa"', b'label="Laser"')
    async with on_row("AAA", ticks, CCC) as (server, screen):
        await screen.click("▾")
        await screen.shows("› Filters")
        await screen.press("space", "down", "space")
        await screen.shows("[x]bbbbbbbbb")
        server.send(swapped)
        await screen.shows("[ ]Laser")
        await screen.shows("redefined meanwhile")
        assert "[x]bbbbbbbbb" in screen.text
        await screen.press("down", "enter")
        assert b'<oneSwitch name="a"' not in await server.wait_received(b"</newSwitchVector>")


async def test_a_choice_that_was_picked_goes_where_its_label_means_another() -> None:
    async with on_row("AAA") as (server, screen):
        await screen.press("right")
        await screen.shows("»c«")
        server.send(AAA.replace(b'label="c"', b'label="Laser"'))
        await screen.shows("What was picked and not sent is gone")
        await screen.press("down", "up", "enter")
        await nothing_was_sent(server, screen)


async def test_the_question_says_that_its_property_is_gone() -> None:
    park = switches("TELESCOPE_PARK", "pU", "Parking").replace(b'name="p"', b'name="PARK"')
    async with on_row("TELESCOPE_PARK", park, CCC) as (server, screen):
        await screen.press("enter")
        await screen.shows("p (TELESCOPE_PARK.PARK): Focuser?")
        server.send(b'<delProperty device="Focuser" name="TELESCOPE_PARK"/>')
        await screen.shows("✗ TELESCOPE_PARK is not there")
        await screen.press("y")
        await screen.shows("✗ TELESCOPE_PARK is not there: n closes this")
        await screen.press("n")
        await screen.hides("n closes this")
        await nothing_was_sent(server, screen)


STOP = switches("FOCUS_ABORT_MOTION", "a", "Abort").replace(b"OneOfMany", b"AtMostOne")
CONNECT = switches("CONNECTION", "cD", "Link").replace(b'name="c"', b'name="CONNECT"').replace(b'"D"', b'"DISCONNECT"')


async def test_keys_for_the_device_do_nothing_on_one_that_came_by_itself() -> None:
    other = (STOP + CONNECT).replace(b"Focuser", b"Beam")
    async with on_row("CCC", CCC, STOP, CONNECT, other) as (server, screen):
        server.send(b'<delProperty device="Focuser"/>')
        await screen.until(lambda: screen.app.main.device == screen.key("Beam", "").owner)
        await screen.press("u", "c")
        await screen.shows("Focuser is gone: nothing was sent")
        await screen.press("X")
        await screen.shows("nothing runs")
        assert b"<new" not in server.received
        await screen.press("down", "X")
        await server.wait_received(b'<newSwitchVector device="Beam" name="FOCUS_ABORT_MOTION">')


async def test_an_abort_is_for_the_device_of_the_row_that_the_user_chose() -> None:
    """In a list of several devices, where the cursor went to a row of another one by itself."""
    other = (CCC + STOP).replace(b"Focuser", b"Beam")
    async with on_row("CCC", CCC, STOP, other) as (server, screen):
        await screen.press("slash")
        await screen.type("lamp")
        await screen.press("enter", "end")
        assert screen.sheet.cursor == screen.key("Focuser", "CCC")
        server.send(b'<delProperty device="Focuser" name="CCC"/>')
        await screen.until(lambda: screen.sheet.cursor == screen.key("Beam", "CCC"))
        await screen.press("X")
        await server.wait_received(b'<newSwitchVector device="Focuser" name="FOCUS_ABORT_MOTION">')
        assert b'<newSwitchVector device="Beam"' not in server.received


async def test_going_to_a_property_that_is_gone_leaves_the_cursor_where_it_is() -> None:
    async with on_row("CCC") as (server, screen):
        await screen.press("colon")
        await screen.type("focus speed")
        await screen.shows("go to")
        server.send(GONE)
        await screen.until(lambda: screen.app.workspace.servers.vector(screen.key("Focuser", "AAA")) is None)
        await screen.press("enter")
        await screen.shows("AAA is not there any more")
        assert screen.sheet.cursor == screen.key("Focuser", "CCC")


async def test_a_file_that_was_chosen_for_one_property_is_not_sent_to_another_of_its_name(tmp_path: Path) -> None:
    upload = b'<defBLOBVector device="Focuser" name="AAA" label="Model" state="Ok" perm="wo"><defBLOB name="F" label="File"/></defBLOBVector>'
    (tmp_path / "file").write_bytes(b"abc")
    async with on_row("AAA", upload, CCC) as (server, screen):
        await screen.press("enter")
        await screen.shows("Send a file to Focuser")
        server.send(GONE + upload.replace(b"Model", b"Firmware"))
        vector = screen.app.workspace.servers.vector
        await screen.until(lambda: vector(screen.key("Focuser", "AAA")).label == "Firmware")  # type: ignore[union-attr]
        field = screen.app.screen.query_one(Input)
        field.value = str(tmp_path / "file")
        await screen.press("enter")
        await screen.shows("AAA was redefined meanwhile")
        await nothing_was_sent(server, screen)


async def test_a_list_of_blobs_whose_cursor_moved_by_itself_says_so() -> None:
    images = b"".join(
        b'<defBLOBVector device="Camera" name="%b" label="Chip %b" state="Ok" perm="ro"><defBLOB name="F"/></defBLOBVector>'
        % (name, name)
        for name in (b"A", b"B")
    )
    async with on_row("CCC", CCC, images) as (server, screen):
        await screen.press("b")
        await screen.shows("Chip B")
        server.received.clear()
        server.send(b'<delProperty device="Camera" name="A"/>')
        await screen.hides("Chip A")
        await screen.press("space", "enter")
        await screen.shows("What was here is gone: move the cursor first")
        assert b"enableBLOB" not in server.received
