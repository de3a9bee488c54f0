"""Each kind of vector on screen: keys in, exact bytes out, and the cells that are painted."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from fractions import Fraction
from pathlib import Path

import pytest
from textual import events

from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal
from tests.tui.samples import EVERY_KIND


@pytest.fixture
async def server() -> AsyncIterator[WireServer]:
    async with WireServer(EVERY_KIND) as server:
        yield server


@pytest.fixture
async def mount(server: WireServer, tmp_path: Path) -> AsyncIterator[Terminal]:
    async with terminal(server.port, clock=StillClock(), folder=tmp_path) as screen:
        await screen.shows("Guide")
        await server.wait_received(b'<enableBLOB device="Mount" name="MODEL">Also</enableBLOB>')
        server.received.clear()
        yield screen


_PING = re.compile(rb"<pingRequest [^>]*/>\n")


async def sent(server: WireServer, end: bytes) -> bytes:
    """All that the server received, once it ends in `end`; the client also asks whether it is there."""
    received = await server.wait_received(lambda data: _PING.sub(b"", bytes(data)).rstrip().endswith(end))
    return _PING.sub(b"", bytes(received))


# What is painted


async def test_the_cells_of_each_kind(mount: Terminal) -> None:
    assert mount.line("Coordinates").startswith("▸○ Coordinates          RA  6:23:44  DEC   6:38:00 ")
    assert mount.line("Site").startswith(" ● Site                 Name La Palma  Note dome & pier ")
    assert mount.line("Track Mode").startswith(" ● Track Mode           ‹Sidereal›  Solar   Lunar ")
    assert mount.line("Abort Motion").startswith(" ○ Abort Motion         ⟨Abort⟩ ")
    assert mount.line("Reverse").startswith(" ○ Reverse              [x]North/South [ ]West/East ")
    assert mount.line("Status").startswith(" ▲ Status               ▲ Wind  ● Rain ")
    assert mount.line("Image").startswith(" ○ Image                Main chip — none yet ")
    assert mount.line("Model").startswith(" ○ Model                Pointing model ⟨send a file⟩ ")
    assert mount.line("Temperature").startswith(" ● Temperature          -9.98 C ")
    assert mount.line("Guide").startswith(" ○ Guide                North (ms)     - ")


async def test_marks_tell_what_may_be_written(mount: Terminal) -> None:
    assert mount.line("Coordinates").rstrip().endswith("✎")
    assert mount.line("Temperature").rstrip().endswith("ro")
    assert mount.line("Guide").rstrip().endswith("wo")


# Numbers


async def test_numbers_are_typed_and_sent_whole_at_full_precision(mount: Terminal, server: WireServer) -> None:
    await mount.select("Mount", "COORD")
    await mount.press("e")
    await mount.type("5:35:17.3")
    await mount.shows("= 5.588139 ✓ 0 … 24  now 6:23:44")
    await mount.press("enter")
    assert (
        await sent(server, b"</newNumberVector>")
        == (
            b'<newNumberVector device="Mount" name="COORD">\n'
            b'  <oneNumber name="RA">%s</oneNumber>\n'
            b'  <oneNumber name="DEC">6.6333333333333337</oneNumber>\n'
            b"</newNumberVector>\n"
        )
        % str(float(5 + Fraction(35, 60) + Fraction("17.3") / 3600)).encode()
    )
    await mount.shows("→ 5:35:17")
    assert "◐ Coordinates" in mount.text
    server.send(
        b'<setNumberVector device="Mount" name="COORD" state="Ok"><oneNumber name="RA">5.588138888888889</oneNumber>'
        b'<oneNumber name="DEC">6.6333333333333337</oneNumber></setNumberVector>'
    )
    await mount.shows("● Coordinates          RA  5:35:17  DEC   6:38:00")
    assert "→" not in mount.line("● Coordinates")


async def test_tab_goes_to_the_next_field(mount: Terminal, server: WireServer) -> None:
    await mount.select("Mount", "COORD")
    await mount.press("e")
    await mount.type("1")
    await mount.press("tab")
    await mount.type("-5.5")
    await mount.press("enter")
    received = await sent(server, b"</newNumberVector>")
    assert b'"RA">1<' in received
    assert b'"DEC">-5.5<' in received


@pytest.mark.parametrize(("typed", "reason"), [("25", "outside 0:00:00 … 24:00:00"), ("5:75", "minutes must be under 60"), ("abc", "not a number"), ("5,5", "decimal point")])  # fmt: skip
async def test_a_bad_number_stays_in_the_editor_and_is_not_sent(
    mount: Terminal, server: WireServer, typed: str, reason: str
) -> None:
    await mount.select("Mount", "COORD")
    await mount.press("e")
    await mount.type(typed)
    await mount.shows(reason)
    await mount.press("enter")
    await mount.shows(reason)
    assert mount.app.main.pane.editor is not None
    assert mount.app.main.pane.editor.current.value == typed
    await mount.press("escape")
    await mount.hides(reason)
    assert b"<new" not in server.received


async def test_enter_on_untouched_fields_sends_nothing(mount: Terminal, server: WireServer) -> None:
    await mount.select("Mount", "COORD")
    await mount.press("enter", "enter")
    await mount.shows("Nothing was changed")
    assert mount.app.main.pane.editor is None
    assert b"<new" not in server.received


async def test_the_editor_lies_on_rows_of_its_own(mount: Terminal) -> None:
    await mount.select("Mount", "COORD")
    before = mount.lines
    await mount.press("e")
    await mount.shows("✓ 0 … 24")
    place = next(number for number, line in enumerate(mount.lines) if "RA (hh:mm:ss)" in line)
    assert mount.lines[place + 1].startswith("    ")
    assert "DEC (dd:mm:ss)" in mount.lines[place + 1]
    assert mount.lines[place + 3] == before[place + 1]
    await mount.press("escape")
    await mount.until(lambda: mount.lines[place + 1] == before[place + 1])


async def test_keys_that_would_be_text_are_not_offered_in_an_editor(mount: Terminal) -> None:
    await mount.select("Mount", "COORD")
    await mount.press("e")
    await mount.until(lambda: "Send" in mount.lines[-1])
    assert not {"/", ":", "?", "X"} & set(mount.lines[-1].split())


async def test_a_paste_of_several_lines_is_told_of(mount: Terminal, server: WireServer) -> None:
    await mount.select("Mount", "SITE")
    await mount.press("e")
    mount.app.post_message(events.Paste("one\ntwo\nq"))
    await mount.until(lambda: mount.app.main.pane.editor and mount.app.main.pane.editor.current.value == "one")
    await mount.shows("A field has one line")


async def test_a_write_only_number_is_typed_into_an_empty_field(mount: Terminal, server: WireServer) -> None:
    await mount.select("Mount", "GUIDE")
    await mount.press("e")
    await mount.type("150")
    await mount.press("enter")
    assert await sent(server, b"</newNumberVector>") == (
        b'<newNumberVector device="Mount" name="GUIDE">\n  <oneNumber name="N">150</oneNumber>\n</newNumberVector>\n'
    )


async def test_a_read_only_number_says_why_it_cannot_be_edited(mount: Terminal, server: WireServer) -> None:
    await mount.select("Mount", "TEMP")
    await mount.press("e")
    await mount.shows("read-only")
    assert mount.app.main.pane.editor is None


async def test_updates_while_typing_touch_nothing_that_was_typed(mount: Terminal, server: WireServer) -> None:
    await mount.select("Mount", "COORD")
    await mount.press("e")
    await mount.type("5:3")
    for second in range(20):
        server.send(
            b'<setNumberVector device="Mount" name="COORD" state="Busy"><oneNumber name="RA">7.%d</oneNumber></setNumberVector>'
            % second
        )
    await mount.shows("now 7:11:24")
    editor = mount.app.main.pane.editor
    assert editor is not None
    assert editor.current.value == "5:3"
    assert editor.current.cursor_position == 3
    await mount.type("5")
    assert editor.current.value == "5:35"


# Texts


async def test_a_text_is_sent_with_the_other_members_as_they_are(mount: Terminal, server: WireServer) -> None:
    await mount.select("Mount", "SITE")
    await mount.press("e")
    await mount.type('Roque <"2">')
    await mount.press("enter")
    assert await sent(server, b"</newTextVector>") == (
        b'<newTextVector device="Mount" name="SITE">\n'
        b'  <oneText name="NAME">Roque &lt;&quot;2&quot;&gt;</oneText>\n'
        b'  <oneText name="NOTE">dome &amp; pier</oneText>\n'
        b"</newTextVector>\n"
    )


async def test_letters_are_text_in_an_editor_not_keys(mount: Terminal, server: WireServer) -> None:
    await mount.select("Mount", "SITE")
    await mount.press("e")
    await mount.type("qbrjk19[]")
    assert mount.app.main.pane.editor is not None
    assert mount.app.main.pane.editor.current.value == "qbrjk19[]"


# Switches


async def test_a_choice_of_one_of_many_is_sent_off_before_on(mount: Terminal, server: WireServer) -> None:
    await mount.select("Mount", "MODE")
    await mount.press("right")
    await mount.shows("‹Sidereal› »Solar«  Lunar ")
    await mount.press("right")
    await mount.shows("‹Sidereal›  Solar  »Lunar«")
    assert b"<new" not in server.received
    await mount.press("enter")
    assert await sent(server, b"</newSwitchVector>") == (
        b'<newSwitchVector device="Mount" name="MODE">\n'
        b'  <oneSwitch name="SIDEREAL">Off</oneSwitch>\n'
        b'  <oneSwitch name="SOLAR">Off</oneSwitch>\n'
        b'  <oneSwitch name="LUNAR">On</oneSwitch>\n'
        b"</newSwitchVector>\n"
    )
    await mount.shows("◐ Track Mode")


async def test_escape_drops_a_choice(mount: Terminal, server: WireServer) -> None:
    await mount.select("Mount", "MODE")
    await mount.press("right", "escape")
    await mount.shows("‹Sidereal›  Solar   Lunar ")


async def test_a_momentary_button_acts_on_enter(mount: Terminal, server: WireServer) -> None:
    await mount.select("Mount", "ABORT")
    await mount.press("enter")
    assert await sent(server, b"</newSwitchVector>") == (
        b'<newSwitchVector device="Mount" name="ABORT">\n  <oneSwitch name="ABORT">On</oneSwitch>\n</newSwitchVector>\n'
    )


async def test_any_of_many_is_ticked_with_space_and_sent_with_enter(mount: Terminal, server: WireServer) -> None:
    await mount.select("Mount", "REVERSE")
    await mount.press("right", "right", "space")
    await mount.shows("[x]North/South [x]West/East")
    assert b"<new" not in server.received
    await mount.press("enter")
    assert await sent(server, b"</newSwitchVector>") == (
        b'<newSwitchVector device="Mount" name="REVERSE">\n'
        b'  <oneSwitch name="NS">On</oneSwitch>\n  <oneSwitch name="WE">On</oneSwitch>\n'
        b"</newSwitchVector>\n"
    )


# Lights and BLOBs


async def test_lights_cannot_be_set(mount: Terminal, server: WireServer) -> None:
    await mount.select("Mount", "STATUS")
    await mount.press("enter")
    await mount.shows("read-only")
    assert b"<new" not in server.received


async def test_a_received_blob_is_saved_and_named_on_its_row(
    mount: Terminal, server: WireServer, tmp_path: Path
) -> None:
    server.send(
        b'<setBLOBVector device="Mount" name="IMAGE" state="Ok" timestamp="2026-11-22T11:59:30">'
        b'<oneBLOB name="CCD1" size="6" format=".fits" len="8">YWJjZGVm</oneBLOB></setBLOBVector>'
    )
    name = "Mount_CCD1_20261122T115930.000Z.fits"
    await mount.shows(f"{name}  6 bytes")
    assert (tmp_path / name).read_bytes() == b"abcdef"


async def test_a_file_is_sent_to_a_blob(mount: Terminal, server: WireServer, tmp_path: Path) -> None:
    file = tmp_path / "model.dat"
    file.write_bytes(b"abcdef")
    await mount.select("Mount", "MODEL")
    await mount.press("enter")
    await mount.shows("Send a file to Mount › MODEL › FILE")
    await mount.type(str(tmp_path / "nothing"))
    await mount.press("enter")
    await mount.shows("no such file")
    await mount.press("ctrl+u")
    await mount.type(str(file))
    await mount.press("enter")
    assert await sent(server, b"</newBLOBVector>") == (
        b'<newBLOBVector device="Mount" name="MODEL">\n'
        b'  <oneBLOB name="FILE" size="6" enclen="8" format=".dat">\nYWJjZGVm\n  </oneBLOB>\n'
        b"</newBLOBVector>\n"
    )


# The mouse


async def test_a_click_picks_a_switch(mount: Terminal, server: WireServer) -> None:
    await mount.click("Lunar")
    assert b'<oneSwitch name="LUNAR">On<' in await sent(server, b"</newSwitchVector>")


async def test_a_click_on_a_value_edits_it(mount: Terminal, server: WireServer) -> None:
    await mount.click("6:38:00")
    await mount.until(lambda: mount.app.main.pane.editor)
    assert mount.app.main.pane.editor is not None
    assert mount.app.main.pane.editor.current.member.name == "DEC"


async def test_a_click_on_a_key_presses_it(mount: Terminal, server: WireServer) -> None:
    await mount.click("Edit", row="Find")
    await mount.until(lambda: mount.app.main.pane.editor)
