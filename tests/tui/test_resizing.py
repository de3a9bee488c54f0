"""Terminals of all sizes, and one that changes its size: the place is kept, and what is typed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal
from tests.tui.samples import EVERY_KIND

SIZES = [(120, 40), (40, 12), (200, 60), (20, 5), (1, 1), (80, 24)]


@pytest.fixture
async def mount() -> AsyncIterator[Terminal]:
    async with WireServer(EVERY_KIND) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.shows("Guide")
        yield screen


async def _resized(screen: Terminal, size: tuple[int, int]) -> None:
    await screen.pilot.resize_terminal(*size)
    await screen.until(lambda: screen.app.screen.size == size)


async def test_the_row_under_the_cursor_stays_in_view(mount: Terminal) -> None:
    await mount.select("Mount", "SITE")
    for size in SIZES:
        await _resized(mount, size)
        assert mount.sheet.cursor == mount.key("Mount", "SITE")
        if size[1] >= 12:
            assert mount.line("▸")


async def test_what_is_typed_stays_and_can_be_sent_at_any_size(mount: Terminal) -> None:
    await mount.select("Mount", "COORD")
    await mount.press("e")
    await mount.type("5:35")
    for size in SIZES:
        await _resized(mount, size)
    editor = mount.app.main.pane.editor
    assert editor is not None
    assert editor.current.value == "5:35"
    assert editor.current.cursor_position == 4
    await mount.press("enter")
    await mount.until(lambda: "◐" in mount.line("Coordinates"))


@pytest.mark.parametrize("size", [(40, 12), (20, 5), (1, 1)])
async def test_each_screen_opens_and_closes_in_a_small_terminal(size: tuple[int, int]) -> None:
    async with WireServer(EVERY_KIND) as server, terminal(server.port, size, StillClock()) as screen:
        await screen.until(lambda: screen.app.workspace.servers.vector(screen.key("Mount", "COORD")))
        await screen.select("Mount", "COORD")
        for opening in ("L", "b", "i", "t", "p", "colon", "question_mark", "slash", "e", "H", "0"):
            await screen.press(opening)
            assert screen.text
            await screen.press("escape")
            await screen.until(lambda: screen.app.screen is screen.app.main)
        assert screen.app.is_running


async def test_no_dialog_is_wider_than_the_window(mount: Terminal) -> None:
    await mount.select("Mount", "COORD")
    for opening in ("i", "colon", "question_mark", "H"):
        await mount.press(opening)
        await mount.until(lambda: mount.app.screen is not mount.app.main)
        for width in (30, 60, 75, 76, 100):
            await _resized(mount, (width, 24))
            await mount.until(lambda: mount.app.screen.query("Vertical").first().region.width > 0)
            await mount.pilot.pause()
            box = mount.app.screen.query("Vertical").first().region
            assert mount.app.screen.region.contains_region(box), (opening, width, box)
        await mount.press("escape")
        await mount.until(lambda: mount.app.screen is mount.app.main)
