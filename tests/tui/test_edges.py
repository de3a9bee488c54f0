"""The lines and panes around the sheet: what they say, and that they say all of it where there is room."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from indipyterm.tui.screens.palette import Palette
from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal
from tests.tui.host import DEFINITIONS


@pytest.fixture
async def server() -> AsyncIterator[WireServer]:
    async with WireServer(DEFINITIONS) as server:
        yield server


@pytest.fixture
async def narrow(server: WireServer) -> AsyncIterator[Terminal]:
    async with terminal(server.port, clock=StillClock()) as screen:
        await screen.select("Mount", "COORD")
        yield screen


@pytest.fixture
async def wide(server: WireServer) -> AsyncIterator[Terminal]:
    async with terminal(server.port, (120, 40), StillClock()) as screen:
        await screen.select("Mount", "COORD")
        yield screen


async def test_at_80_columns_each_key_is_told(narrow: Terminal) -> None:
    words = "e Edit ←→⏎ Pick 1-9 Device / Find q Quit L Log : Cmd ? Help b BLOBs X ABORT"
    assert narrow.lines[-1].strip() == words


async def test_where_there_is_room_the_keys_stand_apart(wide: Terminal) -> None:
    assert "e Edit  ←→⏎ Pick  1-9 Device  / Find" in wide.lines[-1]


async def test_when_the_connection_is_lost_the_key_to_retry_comes_first(narrow: Terminal, server: WireServer) -> None:
    await server.refuse()
    await server.drop_clients()
    await narrow.shows("LOST")
    assert narrow.lines[-1].startswith(" r Retry now H Change host")
    assert narrow.lines[-1].rstrip().endswith("X ABORT")


async def test_when_the_connection_is_lost_groups_are_stale_too(wide: Terminal, server: WireServer) -> None:
    assert "▲ Main Control" in wide.text
    await server.refuse()
    await server.drop_clients()
    await wide.shows("LOST")
    await wide.shows("? Main Control")
    assert "▲ Main Control" not in wide.text


async def test_tab_leads_to_the_next_pane_and_back(wide: Terminal) -> None:
    panes = [wide.sheet, wide.app.main.sidebar]
    await wide.press("tab")
    assert [pane.has_focus for pane in panes] == [False, True]
    await wide.press("shift+tab")
    assert [pane.has_focus for pane in panes] == [True, False]


async def test_where_there_is_one_pane_tab_says_so(narrow: Terminal) -> None:
    await narrow.press("tab")
    await narrow.shows("only this pane")
    assert narrow.app.focused is narrow.sheet


async def test_the_palette_is_as_high_as_what_it_found(narrow: Terminal) -> None:
    await narrow.press("colon")
    palette = narrow.app.screen
    assert isinstance(palette, Palette)
    all_of_it = palette.lines.size.height
    await narrow.type("set sid")
    await narrow.until(lambda: palette.lines.size.height < all_of_it)
    assert palette.lines.size.height == palette.lines.lines


@pytest.mark.parametrize(("key", "words"), [("L", "w Write ⎋ Back ? X ABORT"), ("t", "w Copy as CSV ⎋ Back ? X ABORT")])
async def test_at_80_columns_each_key_of_another_screen_is_told(narrow: Terminal, key: str, words: str) -> None:
    await narrow.press(key)
    await narrow.shows("⎋ Back")
    assert narrow.lines[-1].rstrip().endswith(words)


async def test_where_there_is_room_the_keys_that_work_everywhere_are_told_on_another_screen_too(wide: Terminal) -> None:
    await wide.press("L")
    await wide.shows("q Quit  : Cmd  ? Help  b BLOBs  X ABORT")
