"""Keys that come in one burst go where they would have gone one by one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import cast

import pytest
from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from indipyterm.tui.terminal import key_queue
from indipyterm.tui.terminal.app import TerminalApp
from indipyterm.workspace.palette.actions import Candidate
from indipyterm.workspace.palette.search import PaletteSearch
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
        name = {"⇥": "tab", "⏎": "enter", "/": "slash", ".": "full_stop", "-": "minus", " ": "space"}.get(key, key)
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


async def test_text_typed_in_the_palette_in_one_burst_is_searched_for_once(
    mount: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []
    search = PaletteSearch.candidates

    def counted(engine: PaletteSearch, text: str) -> list[Candidate]:
        texts.append(text)
        return search(engine, text)

    monkeypatch.setattr(PaletteSearch, "candidates", counted)
    await mount.press("colon")
    strike(mount, *"track mode")
    await mount.until(lambda: "track mode" in texts)
    assert len(texts) <= 4  # with that for no text, of eleven
    assert "Track Mode" in mount.text


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


class Pane(Static, can_focus=True):
    """Notes its keys, and does something with each."""

    def __init__(self, name: str, react: Callable[[Pane], Awaitable[object]]) -> None:
        super().__init__()
        self.called, self._react = name, react

    async def on_key(self, event: events.Key) -> None:
        """Note a key."""
        assert isinstance(self.app, Panes)
        self.app.heard.put_nowait(f"{self.called} {event.key}")
        await self._react(self)


async def nothing(pane: Pane) -> None:
    """Be done with the key at once."""


class Panes(TerminalApp):
    """Two panes that note their keys; the first one has the focus."""

    def __init__(self, react: Callable[[Pane], Awaitable[object]] = nothing) -> None:
        super().__init__()
        self.heard: asyncio.Queue[str] = asyncio.Queue()
        self.first, self.second = Pane("first", react), Pane("second", nothing)

    def compose(self) -> ComposeResult:
        yield self.first
        yield self.second

    def on_mount(self) -> None:
        """Give the first pane the keys."""
        self.first.focus()


async def heard(app: Panes, *expected: str) -> None:
    """Wait until these keys were noted, and nothing else."""
    async with asyncio.timeout(5):
        assert [await app.heard.get() for _ in expected] == [*expected]
    assert app.heard.empty()


async def test_the_next_key_goes_where_the_last_one_moved_the_focus_to() -> None:
    async def move(pane: Pane) -> None:
        pane.app.set_focus(cast(Panes, pane.app).second)

    app = Panes(move)
    async with app.run_test() as pilot:
        await pilot.pause()
        for key in "ab":
            app.post_message(events.Key(key, key))
        await heard(app, "first a", "second b")


async def test_a_pane_that_goes_away_with_a_key_holds_up_no_other() -> None:
    async def leave(pane: Pane) -> None:
        app = cast(Panes, pane.app)
        app.set_focus(app.second)
        pane.remove()

    app = Panes(leave)
    async with app.run_test() as pilot:
        await pilot.pause()
        for key in "abc":
            app.post_message(events.Key(key, key))
        await heard(app, "first a", "second b", "second c")


async def test_a_pane_that_is_stuck_holds_up_the_next_key_only_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_queue, "_PATIENCE_SECONDS", 0.2)
    go_on = asyncio.Event()

    async def hang(pane: Pane) -> None:
        pane.app.set_focus(cast(Panes, pane.app).second)
        await go_on.wait()

    app = Panes(hang)
    async with app.run_test() as pilot:
        await pilot.pause()
        for key in "ab":
            app.post_message(events.Key(key, key))
        await heard(app, "first a")
        await asyncio.sleep(0.1)
        assert app.heard.empty()
        await heard(app, "second b")
        go_on.set()
        await pilot.pause()


async def test_a_key_that_is_held_down_on_a_slow_line_does_not_delay_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_queue, "_MOST_REPEATS", 10)
    app = Panes()
    async with app.run_test() as pilot:
        await pilot.pause()
        for key in "j" * 3000 + "q":
            app.post_message(events.Key(key, key))
        first, *others = [await app.heard.get() for _ in range(12)]
        assert (first, others) == ("first j", ["first j"] * 10 + ["first q"])
        assert app.heard.empty()


async def test_too_many_keys_are_dropped_with_what_follows_without_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_queue, "_MOST_WAITING", 20)
    app = Panes()
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause()
        for key in "abcdefghijklmnopqrstuvwxyz":
            app.post_message(events.Key(key, key))
        await heard(app, "first a")
        await pilot.pause()
        assert [notice.message for notice in app._notifications] == [
            "Too many keys at once: those that waited were dropped"
        ]
        monkeypatch.setattr(key_queue, "_PAUSE_SECONDS", 0.0)
        app.post_message(events.Key("x", "x"))  # ends what is dropped, and is a part of it
        app.post_message(events.Key("y", "y"))
        await heard(app, "first y")
