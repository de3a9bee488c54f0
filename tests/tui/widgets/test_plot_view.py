"""The history of a number, drawn: its keys, and what it shows while it is frozen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from indipyterm.presentation.keys import VectorKey
from indipyterm.tui.widgets.plot_view import PlotView
from indipyterm.workspace.workspace import Workspace
from tests.tui.emulator import StillClock, Terminal
from tests.tui.host import SERVER, Alone, alone, feed, key, workspace

SET = b'<setNumberVector device="Mount" name="COORD" state="Ok"><oneNumber name="RA">%d</oneNumber></setNumberVector>'
CAPTION = "Coordinates › RA (hh:mm:ss)  30 min  n="


def read(model: Workspace, *values: int) -> None:
    """Right ascensions in hours, a minute apart."""
    assert isinstance(model.clock, StillClock)
    for value in values:
        feed(model.servers[SERVER], SET % value)
        model.history.mark(frozenset([key("COORD")]))
        model.history.sample(model.clock.now().timestamp())
        model.clock.advance(60)


@asynccontextmanager
async def plotted(of: VectorKey | None) -> AsyncIterator[tuple[Terminal, Alone, PlotView, Workspace]]:
    """The history of a mount that was in three places."""
    model = workspace()
    read(model, 3, 9, 15)
    view = PlotView(model.servers, model.history, model.clock)
    async with alone(view) as (screen, app):
        view.focus()
        view.set_vector(of)
        await screen.pilot.pause()
        yield screen, app, view, model


async def test_a_time_is_chosen_with_keys_up_to_a_minute_and_a_day() -> None:
    async with plotted(key("COORD")) as (screen, _, _, _):
        await screen.shows(CAPTION)
        assert sum("┤" in line for line in screen.lines) > 2
        await screen.press("minus")
        await screen.shows("  15 min  ")
        await screen.press("plus", "plus")
        await screen.shows("  1 h  ")
        await screen.press(*["minus"] * 6)
        await screen.shows("  1 min  ")
        await screen.press(*["plus"] * 9)
        await screen.shows("  24 h  ")


async def test_members_are_added_one_by_one_and_after_the_last_the_first_is_alone_again() -> None:
    async with plotted(key("COORD")) as (screen, _, view, _):
        await screen.press("a")
        await screen.shows("RA (hh:mm:ss) DEC (dd:mm:ss)")
        assert len(view.series()) == 2
        await screen.press("a")
        await screen.shows(CAPTION)


async def test_frozen_it_stays_whatever_comes_until_it_runs_again_or_shows_another_vector() -> None:
    async with plotted(key("COORD")) as (screen, _, view, model):
        count = len(view.series()[0])
        await screen.press("space")
        await screen.shows(" frozen  ")
        before = screen.lines
        read(model, 20, 21)
        view.draw()
        await screen.pilot.pause()
        assert screen.lines == before
        await screen.press("a")
        await screen.shows("RA (hh:mm:ss) DEC (dd:mm:ss)")  # members can be added to it, too
        await screen.press("space")
        await screen.hides("frozen")
        assert len(view.series()[0]) == count + 2
        await screen.press("space")
        await screen.shows("frozen")
        view.set_vector(key("MODE"))
        await screen.shows("History: move the cursor to a number")
        view.set_vector(key("COORD"))
        await screen.shows(CAPTION)
        assert "frozen" not in screen.text


async def test_the_readings_of_the_first_member_are_copied_as_csv() -> None:
    async with plotted(key("COORD")) as (screen, app, view, _):
        await screen.press("w")
        await screen.shows(f"{len(view.series()[0])} readings copied as CSV")
        assert app.copied.startswith("time,value")
        assert app.copied.rstrip().endswith(",15")
        view.set_vector(None)
        await screen.press("w")
        await screen.shows("There are no readings to copy")
