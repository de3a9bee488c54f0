"""The log on screen: followed, scrolled, wrapped anew, and painted only where it changed."""

from __future__ import annotations

import pytest

from indipyterm.tui.rows.painter import Painter
from indipyterm.tui.screens.log import LogScreen
from indipyterm.tui.widgets.log_view import LogView
from indipyterm.workspace.change import Change
from indipyterm.workspace.journal import MAX_ENTRIES, Journal
from tests.tui.emulator import Terminal
from tests.tui.host import hosted, workspace
from tests.tui.log_samples import many, said


def cells(screen: Terminal) -> list[str]:
    """What is shown of the log, without the scrollbar."""
    return [line[:-1] for line in screen.lines[2:-1]]


def add(screen: Terminal, journal: Journal, *texts: str) -> None:
    """Add lines, and tell the screen of them."""
    for text in texts:
        journal.add(said(text))
    shown = screen.app.screen
    assert isinstance(shown, LogScreen)
    shown.update_from(Change(journal=True))


async def test_new_lines_are_followed_until_one_goes_back() -> None:
    journal = many(100)
    async with hosted(LogScreen(workspace(journal=journal))) as (screen, _):
        await screen.shows("▸12:00:39 CCD        [INFO] line 99")
        add(screen, journal, "[INFO] new one")
        await screen.shows("▸12:00:00 CCD        [INFO] new one")
        assert "● following" in screen.lines[1]
        await screen.press("k")
        await screen.shows("○ stays")
        before = cells(screen)
        add(screen, journal, *(f"[INFO] newer {number}" for number in range(50)))
        await screen.shows("151 ")
        assert cells(screen) == before
        await screen.press("G")
        await screen.shows("● following")
        assert "▸12:00:00 CCD        [INFO] newer 49" in screen.text
        await screen.press("g")
        await screen.shows("▸12:00:00 CCD        [INFO] line 0")
        await screen.press("f")
        await screen.shows("newer 49")
        await screen.press("f")
        await screen.shows("○ stays")
        add(screen, journal, "[INFO] last")
        await screen.shows("152 ")
        assert "[INFO] last" not in screen.text


async def test_what_is_in_view_stays_there_while_old_lines_go() -> None:
    journal = many(MAX_ENTRIES)
    async with hosted(LogScreen(workspace(journal=journal))) as (screen, _):
        await screen.press("pageup", "pageup", "pageup")
        await screen.shows("○ stays")
        before = cells(screen)
        add(screen, journal, *(f"[INFO] newer {number}" for number in range(500)))
        await screen.until(lambda: screen.app.screen.query_one(LogView).lines.last() == MAX_ENTRIES + 499)
        assert cells(screen) == before
        add(screen, journal, *(f"[INFO] newest {number}" for number in range(MAX_ENTRIES - 100)))
        await screen.shows("newer 400")
        assert "newer 399" not in screen.text
        assert "○ stays" in screen.lines[1]


async def test_the_wheel_scrolls_and_the_end_in_view_is_followed() -> None:
    journal = many(100)
    async with hosted(LogScreen(workspace(journal=journal))) as (screen, _):
        log = screen.app.screen.query_one(LogView)
        await screen.shows("line 99")
        log.scroll_up(animate=False)
        await screen.shows("○ stays")
        log.scroll_to(y=0, animate=False)
        await screen.shows("▸12:00:20 CCD        [INFO] line 20")
        log.scroll_end(animate=False)
        await screen.shows("● following")


async def test_a_line_longer_than_the_screen_can_be_read_to_its_end() -> None:
    journal = many(3)
    journal.add(said("[INFO] " + " ".join(f"word{number}" for number in range(80))))
    journal.add(said("[INFO] behind it"))
    async with hosted(LogScreen(workspace(journal=journal)), (40, 12)) as (screen, _):
        await screen.shows("behind it")
        await screen.press("g", "j", "j", "j")
        await screen.shows("word5")
        for _ in range(100):
            if "word79" in screen.text:
                break
            await screen.press("j")
        assert "word79" in screen.text
        await screen.press("pageup", "pageup")
        await screen.hides("word79")
        await screen.press("pagedown", "pagedown", "pagedown")
        await screen.shows("behind it")


async def test_only_what_changed_is_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    journal = many(5)
    async with hosted(LogScreen(workspace(journal=journal))) as (screen, _):
        await screen.press("g")
        painted: list[int] = []
        paint = Painter.refresh_line_if_changed

        def counted(self: Painter, line: int, strip: object) -> None:
            painted.append(line)
            paint(self, line, strip)  # type: ignore[arg-type]

        monkeypatch.setattr(Painter, "refresh_line_if_changed", counted)
        add(screen, journal, *(f"more {number}" for number in range(100)))
        await screen.shows("105")
        assert len(painted) < 100  # one look for all of them, at the lines in view


async def test_resizing_keeps_the_place() -> None:
    async with hosted(LogScreen(workspace(journal=many(300)))) as (screen, _):
        await screen.press("pageup", "pageup")
        line = next(text for text in screen.lines if text.startswith("▸"))[:40]
        await screen.pilot.resize_terminal(40, 12)
        await screen.shows(line.split("[INFO]")[1].strip())
        await screen.pilot.resize_terminal(120, 40)
        await screen.shows(line.split("[INFO]")[1].strip())
        await screen.shows("▸12:0")
