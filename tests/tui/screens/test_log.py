"""The log on screen: filtered, followed, copied."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from indipyterm.model import events
from indipyterm.protocol.messages import Message
from indipyterm.tui.rows.painter import Painter
from indipyterm.tui.screens.log import LogScreen
from indipyterm.workspace.change import Change
from indipyterm.workspace.journal import MAX_ENTRIES, Journal
from tests.tui.emulator import NOON, Terminal
from tests.tui.host import SERVER, Host, hosted, workspace
from tests.tui.log_samples import many, said, usual

SIZES = [(80, 24), (120, 40), (40, 12)]


@pytest.fixture
async def log() -> AsyncIterator[tuple[Terminal, Host]]:
    async with hosted(LogScreen(workspace(journal=usual()))) as stage:
        yield stage


def cells(screen: Terminal) -> list[str]:
    """What is shown of the log, without the scrollbar."""
    return [line[:-1] for line in screen.lines[1:-1]]


def add(screen: Terminal, journal: Journal, *texts: str) -> None:
    """Add lines, and tell the screen of them."""
    for text in texts:
        journal.add(said(text))
    view(screen).update_from(Change(journal=True))


def view(screen: Terminal) -> LogScreen:
    found = screen.app.screen
    assert isinstance(found, LogScreen)
    return found


@pytest.mark.parametrize("size", SIZES)
async def test_everything_is_shown_at_any_size(size: tuple[int, int]) -> None:
    async with hosted(LogScreen(workspace(journal=usual())), size) as (screen, _):
        await screen.shows("▸12:00:05 CCD")
        assert "(you)" in screen.text
        assert "≥" in screen.lines[0]
        assert screen.lines[0].rstrip().endswith("6")
        assert "Back" in screen.text or size[0] < 60
        assert all(len(line) <= size[0] for line in screen.lines)


async def test_levels_and_devices_are_cycled(log: tuple[Terminal, Host]) -> None:
    screen, _ = log
    await screen.press("v")
    await screen.shows("level ≥ INFO ▾")
    assert "0x1b" not in screen.text
    assert "5 of 6" in screen.lines[0]
    await screen.press("v")
    await screen.hides("Slewing")
    await screen.press("v", "v")
    await screen.shows("0x1b")
    for name in ("CCD", "Mount", "Weather", "connection pi4:7624", "all devices"):
        await screen.press("d")
        await screen.shows(f" {name} ▾")
    assert "6 " in screen.lines[0]


async def test_a_device_is_chosen_from_a_list_and_by_mouse(log: tuple[Terminal, Host]) -> None:
    screen, _ = log
    await screen.click("all devices", row="Log")
    await screen.shows("Messages of")
    await screen.type("weat")
    await screen.press("enter")
    await screen.shows(" Weather ▾")
    assert "Slewing" not in screen.text
    await screen.press("D", "escape")
    await screen.shows(" Weather ▾")
    await screen.press("D", "g", "g", "ctrl+u", "up", "up", "up", "up", "enter")
    await screen.shows("all devices ▾")


async def test_a_text_filters_as_it_is_typed_and_escape_drops_it(log: tuple[Terminal, Host]) -> None:
    screen, host = log
    await screen.press("slash")
    await screen.type("q")
    await screen.shows("Nothing matches.")
    await screen.press("ctrl+u")
    await screen.type("wind")
    await screen.press("enter")
    await screen.shows("/filter: wind")
    assert "Slewing" not in screen.text
    assert view(screen).view.has_focus
    await screen.press("slash")
    await screen.type("y")
    await screen.shows("Nothing matches.")
    await screen.press("escape")
    await screen.shows("Slewing")
    await screen.press("slash", "x", "enter", "escape")
    await screen.shows("Slewing")
    assert host.results == []
    await screen.press("escape")
    assert host.results == [None]


async def test_every_key_can_be_clicked_in_a_narrow_terminal() -> None:
    async with hosted(LogScreen(workspace(journal=usual())), (40, 12)) as (screen, host):
        assert screen.lines[-1].rstrip() == " g/G Top/End  f Follow  v d / y w ⎋ Back"
        await screen.click("v", row="g/G")
        await screen.shows("≥INFO ▾")
        await screen.click("≥INFO ▾")
        await screen.shows("≥WARNING ▾")
        await screen.click("●")
        await screen.shows("○")
        await screen.click("⎋")
        await screen.until(lambda: host.results)


async def test_the_same_key_closes_it(log: tuple[Terminal, Host]) -> None:
    screen, host = log
    await screen.press("slash", "x", "enter", "L")
    assert host.results == [None]


async def test_new_lines_are_followed_until_one_goes_back() -> None:
    journal = many(100)
    async with hosted(LogScreen(workspace(journal=journal))) as (screen, _):
        await screen.shows("▸12:00:39 CCD        [INFO] line 99")
        add(screen, journal, "[INFO] new one")
        await screen.shows("▸12:00:00 CCD        [INFO] new one")
        assert "● following" in screen.lines[0]
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
        await screen.until(lambda: view(screen).view.lines.last() == MAX_ENTRIES + 499)
        assert cells(screen) == before
        add(screen, journal, *(f"[INFO] newest {number}" for number in range(MAX_ENTRIES - 100)))
        await screen.shows("newer 400")
        assert "newer 399" not in screen.text
        assert "○ stays" in screen.lines[0]


async def test_the_wheel_scrolls_and_the_end_in_view_is_followed() -> None:
    journal = many(100)
    async with hosted(LogScreen(workspace(journal=journal))) as (screen, _):
        log = view(screen).view
        await screen.shows("line 99")
        log.scroll_up(animate=False)
        await screen.shows("○ stays")
        log.scroll_to(y=0, animate=False)
        await screen.shows("▸12:00:21 CCD        [INFO] line 21")
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


async def test_a_click_selects_and_y_copies(log: tuple[Terminal, Host]) -> None:
    screen, host = log
    await screen.click("Slewing")
    await screen.shows("▸12:00:03")
    await screen.press("y")
    await screen.shows("Copied")
    assert host.copied == "2026-11-22T12:00:03.000Z\tpi4:7624\tMount\t[INFO] Slewing to [b]RA[/b]"


async def test_names_are_shortened_and_servers_told_apart() -> None:
    journal = Journal()
    journal.update("dome:7624", events.Disconnected("reset", 2.0, True, NOON))
    journal.update(SERVER, events.MessageReceived(Message("CCD", NOON, "hello"), NOON))
    async with hosted(LogScreen(workspace(b"", "dome", journal=journal))) as (screen, _):
        await screen.shows("dome:7624  connection lost: reset")
        await screen.shows("CCD        hello")


async def test_without_any_line_it_says_so() -> None:
    async with hosted(LogScreen(workspace(journal=Journal()))) as (screen, _):
        await screen.shows("Nothing was heard or sent yet.")
        await screen.press("y", "w", "g", "G", "j", "k", "pagedown", "pageup", "f", "f", "v", "d")
        await screen.shows("There is nothing to write")


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


async def test_clicks_work_whatever_the_keys_are() -> None:
    async with hosted(LogScreen(workspace(journal=usual()))) as (screen, host):
        host.set_keymap({"log.level": "f5", "log.follow": "f6", "log.devices": "f7"})
        await screen.click("level ≥")
        await screen.shows("level ≥ INFO")
        await screen.click("following")
        await screen.shows("stays")
        await screen.click("all devices")
        await screen.shows("Messages of")
