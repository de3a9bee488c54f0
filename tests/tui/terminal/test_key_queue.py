"""Keys that come in one burst go where they would have gone one by one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

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
async def mount(server: WireServer) -> AsyncIterator[Terminal]:
    async with terminal(server.port, clock=StillClock()) as screen:
        await screen.shows("Guide")
        await screen.select("Mount", "COORD")
        server.received.clear()
        yield screen


def strike(screen: Terminal, *keys: str) -> None:
    """All keys at once, as a slow line delivers them."""
    for key in keys:
        name = {"⇥": "tab", "⏎": "enter", "/": "slash", ".": "full_stop", "-": "minus"}.get(key, key)
        screen.app.post_message(events.Key(name, key if len(key) == 1 and key not in "⇥⏎" else None))


async def test_a_whole_slew_in_one_burst(mount: Terminal, server: WireServer) -> None:
    strike(mount, *"e5.5⇥-5.39⏎")
    received = bytes(await server.wait_received(b"</newNumberVector>"))
    assert b'"RA">5.5<' in received
    assert b'"DEC">-5.39<' in received
    assert received.count(b"<newNumberVector") == 1


async def test_digits_behind_edit_are_text_and_open_no_device(mount: Terminal) -> None:
    strike(mount, *"e12⇥10")
    await mount.until(lambda: mount.app.main.pane.editor and mount.app.main.pane.editor.fields[1].value == "10")
    assert mount.app.main.pane.editor is not None
    assert mount.app.main.pane.editor.fields[0].value == "12"
    assert mount.app.main.device is not None


async def test_a_filter_typed_in_one_burst(mount: Terminal) -> None:
    strike(mount, *"/track")
    await mount.until(lambda: mount.app.main.shown.filter == "track")


async def test_keys_after_an_editor_was_closed_are_keys_again(mount: Terminal) -> None:
    strike(mount, *"e1", "escape", "down", "down", "right", "enter")
    await mount.until(lambda: "◐ Track Mode" in mount.text)
    assert mount.app.main.pane.editor is None


async def test_a_hundred_keys_lose_none(mount: Terminal) -> None:
    await mount.select("Mount", "SITE")
    text = "abcdefghij" * 10
    strike(mount, "e", *text)
    await mount.until(lambda: mount.app.main.pane.editor and mount.app.main.pane.editor.current.value == text)


async def test_keys_that_come_while_others_wait_do_not_overtake_them(mount: Terminal) -> None:
    text = "abcdefghij" * 4
    strike(mount, "/")
    for place, letter in enumerate(text):
        strike(mount, letter)
        await asyncio.sleep(place % 3 / 1000)
    await mount.until(lambda: len(mount.app.main.filter.input.value) == len(text))
    assert mount.app.main.filter.input.value == text


async def test_keys_typed_while_the_program_ends_are_dropped(server: WireServer) -> None:
    async with terminal(server.port) as screen:
        await screen.shows("Guide")
    assert not screen.app.screen_stack
    for event in (events.Key("s", "s"), events.Paste("text")):
        await screen.app.on_event(event)
