"""The log on screen: filtered, followed, copied."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from indipyterm.model import events
from indipyterm.protocol.messages import Message
from indipyterm.tui.screens.log import LogScreen
from indipyterm.tui.widgets.log_view import LogView
from indipyterm.workspace.journal import Journal
from tests.tui.emulator import NOON, Terminal
from tests.tui.host import SERVER, Host, hosted, workspace
from tests.tui.log_samples import usual

SIZES = [(80, 24), (120, 40), (40, 12)]


@pytest.fixture
async def log() -> AsyncIterator[tuple[Terminal, Host]]:
    async with hosted(LogScreen(workspace(journal=usual()))) as stage:
        yield stage


@pytest.mark.parametrize("size", SIZES)
async def test_everything_is_shown_at_any_size(size: tuple[int, int]) -> None:
    async with hosted(LogScreen(workspace(journal=usual())), size) as (screen, _):
        await screen.shows("▸12:00:05 CCD")
        assert "(you)" in screen.text
        assert "≥" in screen.lines[1]
        assert screen.lines[1].rstrip().endswith("6")
        assert "Back" in screen.text or size[0] < 60
        assert all(len(line) <= size[0] for line in screen.lines)


async def test_levels_and_devices_are_cycled(log: tuple[Terminal, Host]) -> None:
    screen, _ = log
    await screen.press("v")
    await screen.shows("level ≥ INFO ▾")
    assert "0x1b" not in screen.text
    assert "5 of 6" in screen.lines[1]
    await screen.press("v")
    await screen.hides("Slewing")
    await screen.press("v", "v")
    await screen.shows("0x1b")
    for name in ("CCD", "Mount", "Weather", "connection pi4:7624", "all devices"):
        await screen.press("d")
        await screen.shows(f" {name} ▾")
    assert "6 " in screen.lines[1]


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
    assert screen.app.screen.query_one(LogView).has_focus
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


async def test_clicks_work_whatever_the_keys_are() -> None:
    async with hosted(LogScreen(workspace(journal=usual()))) as (screen, host):
        host.set_keymap({"log.level": "f5", "log.follow": "f6", "log.devices": "f7"})
        await screen.click("level ≥")
        await screen.shows("level ≥ INFO")
        await screen.click("following")
        await screen.shows("stays")
        await screen.click("all devices")
        await screen.shows("Messages of")
