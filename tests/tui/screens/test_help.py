"""Help: the keys of the place where it was asked for, and the signs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Input

from indipyterm.tui.app import IPyTerm
from indipyterm.tui.screens.help import LEGEND, HelpScreen, grouped
from indipyterm.tui.widgets.reader import Reader
from tests.tui.emulator import Terminal
from tests.tui.host import Host

SIZES = [(80, 24), (120, 40), (40, 12)]


class _Pane(Reader):
    BINDINGS = [Binding("e,f2", "app.did('edit')", "Edit the [b]row[/b]", id="pane.edit")]  # noqa: RUF012


class _Below(Screen[None]):
    BINDINGS = [  # noqa: RUF012
        Binding("1", "app.did('1')", "Device", key_display="1-9", id="device.1"),
        Binding("2", "app.did('2')", "Device 2", show=False, id="device.2"),
        Binding("n", "app.other", "Next hit", show=False, id="view.next"),
        Binding("m", "nowhere", "Off", id="view.off"),
    ]

    def compose(self) -> ComposeResult:
        yield _Pane(lambda width: [])
        yield Input()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if action == "nowhere" else True


class _App(App[None]):
    CSS_PATH = Host.CSS_PATH
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [  # noqa: RUF012
        Binding("question_mark,f1", "help", "Help", id="app.help"),
        Binding("q,ctrl+q", "quit", "Quit", id="app.quit"),
        Binding("X", "abort", "ABORT", priority=True, id="app.abort"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def get_default_screen(self) -> Screen[None]:
        return _Below()

    def action_help(self) -> None:
        self.push_screen(HelpScreen(self.screen.active_bindings))

    def action_did(self, what: str) -> None:
        self.done.append(what)

    def action_other(self) -> None:
        self.done.append("other")

    def action_abort(self) -> None:
        self.done.append("abort")


@asynccontextmanager
async def helped(size: tuple[int, int]) -> AsyncIterator[tuple[Terminal, _App]]:
    app = _App()
    async with app.run_test(size=size) as pilot:
        app.screen.query_one(_Pane).focus()
        await pilot.press("question_mark")
        yield Terminal(cast(IPyTerm, app), pilot), app


@pytest.mark.parametrize("size", SIZES)
async def test_keys_are_grouped_and_everything_can_be_scrolled_to(size: tuple[int, int]) -> None:
    async with helped(size) as (screen, _):
        await screen.shows("Keys and signs")
        assert screen.line("Edit the").split("│")[1].strip().startswith("e f2  ")
        assert "Edit the [b]row[/b]" in screen.text
        assert "Close" in screen.line("⎋")
        seen = screen.text
        for _ in range(12):
            await screen.press("pagedown")
            seen += screen.text
        for text in ("In this pane", "On this screen", "Everywhere", "Signs", "1-9", "Next hit", "? f1", "ABORT"):
            assert text in seen
        assert all(sign.text in seen for sign, _ in LEGEND)
        assert "Device 2" not in seen
        assert "Off" not in seen


async def test_a_click_presses_the_key_on_the_screen_below() -> None:
    async with helped((80, 24)) as (screen, app):
        await screen.click("Next hit")
        await screen.until(lambda: app.done)
        assert app.done == ["other"]
        assert isinstance(app.screen, _Below)


@pytest.mark.parametrize("press", ["escape", "question_mark", "f1", "q"])
async def test_it_is_closed_by_many_keys(press: str) -> None:
    async with helped((40, 12)) as (screen, app):
        await screen.press(press)
        assert isinstance(app.screen, _Below)
        assert app.is_running


async def test_abort_works_here_too() -> None:
    async with helped((80, 24)) as (screen, app):
        await screen.press("X")
        assert app.done == ["abort"]


async def test_keys_of_an_input_are_not_letters() -> None:
    app = _App()
    async with app.run_test() as pilot:
        app.screen.query_one(Input).focus()
        await pilot.press("question_mark")
        assert app.screen.query_one(Input).value == "?"
        keys = [entry.key for _, entries in grouped(app.screen.active_bindings) for entry in entries]
        assert sorted(keys) == ["ctrl+q", "f1"]


async def test_help_is_searched() -> None:
    async with helped((80, 24)) as (screen, _):
        await screen.press("slash", *"QUI")
        await screen.until(lambda: "Quit" in screen.text and "Device" not in screen.text, 10)
        await screen.press("backspace", "backspace", "backspace", *"e")
        await screen.until(lambda: "Edit the [b]row[/b]" in screen.text, 10)  # the key itself
        await screen.press(*"?!")
        await screen.shows("Nothing here has that in it", timeout=10)
        await screen.press("escape")
        await screen.until(lambda: "Device" in screen.text and "Signs" in screen.text, 10)
