"""The history: beside the sheet where there is room, on the whole screen where there is not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from indipyterm.tui.screens.views import PlotScreen
from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal
from tests.tui.host import DEFINITIONS

NARROW, WIDE = (80, 24), (120, 40)
SET = b'<setNumberVector device="Mount" name="COORD" state="Ok"><oneNumber name="RA">%d</oneNumber></setNumberVector>'


@asynccontextmanager
async def moving(size: tuple[int, int]) -> AsyncIterator[Terminal]:
    """A mount that was in several places, the cursor on its coordinates."""
    clock = StillClock()
    async with WireServer(DEFINITIONS) as server, terminal(server.port, size, clock) as screen:
        await screen.select("Mount", "COORD")
        for hours in (3, 9, 15):
            server.send(SET % hours)
            await screen.shows(f" {hours}:00:00")
            screen.app.workspace.history.sample(clock.now().timestamp())
            clock.advance(60)
        yield screen


async def test_the_history_is_shown_beside_the_sheet_on_a_wide_screen() -> None:
    async with moving(WIDE) as screen:
        assert "30 min" not in screen.text
        await screen.press("t")
        await screen.shows("Coordinates › RA (hh:mm:ss)  30 min  n=")
        assert screen.app.screen is screen.app.main
        assert sum("┤" in line for line in screen.lines) > 2
        assert "Coordinates" in screen.line("▸●")  # the sheet is there still
        await screen.press("j")
        await screen.shows("History: move the cursor to a number")
        await screen.press("k")
        await screen.shows("Coordinates › RA (hh:mm:ss)  30 min  n=")
        await screen.press("t")
        await screen.hides("30 min")


async def test_the_history_takes_the_whole_of_a_narrow_screen() -> None:
    async with moving(NARROW) as screen:
        await screen.press("t")
        await screen.until(lambda: isinstance(screen.app.screen, PlotScreen))
        await screen.shows("RA (hh:mm:ss)  30 min")
        await screen.press("minus", "w")
        await screen.shows("15 min")
        await screen.shows("readings copied")
        await screen.press("t")
        assert screen.app.screen is screen.app.main


async def test_the_watch_list_shows_how_a_number_went() -> None:
    async with moving(WIDE) as screen:
        await screen.press("asterisk")
        await screen.until(lambda: any("15:00:00" in line[:28] for line in screen.lines))
        line = next(line[:28] for line in screen.lines if "15:00:00" in line[:28])
        assert line.startswith(" ● Coor…ates ")
        assert "▁" in line
        assert "█" in line
