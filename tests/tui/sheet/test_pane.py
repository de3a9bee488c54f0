"""The editor over a row of the sheet: where it lies, who has the keys, and what is left when it is closed."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator

import pytest
from textual.events import MouseScrollDown, MouseScrollUp

from indipyterm.presentation.groups import sections_of
from indipyterm.tui.messages import EditWanted, Submitted
from indipyterm.tui.sheet.editor import Editor
from indipyterm.tui.sheet.layout import Place
from indipyterm.tui.sheet.pane import SheetPane
from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal
from tests.tui.host import DEFINITIONS, SERVER, alone, key, workspace


@pytest.fixture(params=[(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def screen(request: pytest.FixtureRequest) -> AsyncIterator[Terminal]:
    """Right ascension and declination, open to be typed in."""
    async with WireServer(DEFINITIONS) as server, terminal(server.port, request.param, StillClock()) as screen:
        await screen.select("Mount", "COORD")
        await screen.press("e")
        yield screen


async def test_the_editor_lies_on_rows_of_its_own(kinds: Terminal) -> None:
    await kinds.select("Mount", "COORD")
    before = kinds.lines
    await kinds.press("e")
    await kinds.shows("✓ 0 … 24")
    place = next(number for number, line in enumerate(kinds.lines) if "RA (hh:mm:ss)" in line)
    assert kinds.lines[place + 1].startswith("    ")
    assert "DEC (dd:mm:ss)" in kinds.lines[place + 1]
    assert kinds.lines[place + 3] == before[place + 1]
    await kinds.press("escape")
    await kinds.until(lambda: kinds.lines[place + 1] == before[place + 1])


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


async def test_an_editor_that_is_closed_is_forgotten() -> None:
    async with WireServer(DEFINITIONS) as server, terminal(server.port) as screen:
        await screen.select("Mount", "COORD")
        for _ in range(5):
            await screen.press("e")
            await screen.until(lambda: screen.app.main.pane.editor)
            await screen.type("5")
            await screen.press("escape")
            await screen.until(lambda: not screen.app.main.pane.editor)
        gc.collect()
        left = [each for each in gc.get_objects() if isinstance(each, Editor)]
        assert len(left) <= 1, "Textual remembers what had the focus last, but no more than that"


# Values of before


async def test_the_values_before_the_last_send_are_brought_back_and_not_sent() -> None:
    model = workspace()
    before = {key("COORD"): {"RA": "5", "DEC": "-5.5"}, key("MODE"): {"SIDEREAL": "Off", "SOLAR": "On", "LUNAR": "Off"}}
    model.values_before = lambda key: before.get(key)  # type: ignore[method-assign]
    pane = SheetPane(model)
    async with alone(pane) as (screen, app):
        sections = sections_of(model.servers[SERVER].client.catalog.devices["Mount"], key("COORD").owner)
        pane.sheet.open_sections(sections, Place(key("COORD")))
        pane.edit_previous_values()
        await screen.until(lambda: app.posted(EditWanted))
        assert app.posted(EditWanted) == [EditWanted(key("COORD"), None, before[key("COORD")])]
        pane.sheet.move_to(key("MODE"))
        pane.edit_previous_values()
        await screen.shows("»Solar«")
        pane.sheet.move_to(key("REVERSE"))
        pane.edit_previous_values()
        await screen.until(lambda: app.told == ["Nothing has been sent to this property yet"])
        assert not app.posted(Submitted)
        assert len(app.posted(EditWanted)) == 1
