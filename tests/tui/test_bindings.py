"""The keys of the app and its parts: as the palette offers them, and checked where the user chose others."""

from __future__ import annotations

import pytest
from textual.binding import Binding
from textual.widget import Widget

from indipyterm.tui.app import Address, IPyTerm
from indipyterm.tui.bindings import key_commands, key_conflicts
from indipyterm.tui.screens.main import MainScreen
from indipyterm.tui.sheet.sheet import Sheet
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.palette.actions import Command, RunFaceAction
from tests.tui.emulator import Terminal


class _Pane(Widget):
    BINDINGS = [  # noqa: RUF012
        Binding("up,k", "step(-1)", "Up", id="pane.up"),
        Binding("slash", "filter", "Find", key_display="/", id="pane.filter"),
        Binding("f", "fold", "Fold", id="pane.fold"),
        Binding("ctrl+space", "fold", "Fold", id="pane.fold_too"),
        Binding("x", "nameless", ""),
    ]


def test_each_action_comes_once_with_its_key() -> None:
    assert key_commands({"sheet": _Pane()}, {}) == [
        Command("Up", RunFaceAction("sheet.step(-1)"), "↑"),
        Command("Find", RunFaceAction("sheet.filter"), "/"),
        Command("Fold", RunFaceAction("sheet.fold"), "f"),
    ]


def test_keys_are_those_that_the_user_chose() -> None:
    keys = {one.title: one.key for one in key_commands({"sheet": _Pane()}, {"pane.up": "f5", "pane.filter": "f"})}
    assert keys == {"Up": "f5", "Find": "f", "Fold": "ctrl+space"}


@pytest.mark.parametrize(
    ("keymap", "told"),
    [
        ({}, []),
        ({"app.quit": "ctrl+q", "sheet.down": "f6"}, []),
        ({"sheet.down": "k", "sheet.up": "j"}, []),
        ({"app.quit": "X"}, ["keymap: 'X' is on app.quit (Quit) and on app.abort (ABORT)"]),
        ({"app.quit": "f5", "app.log": "f5"}, ["keymap: 'f5' is on app.log (Log) and on app.quit (Quit)"]),
    ],
)
def test_a_key_that_is_on_two_actions_is_told_of_once(keymap: dict[str, str], told: list[str]) -> None:
    assert list(key_conflicts(keymap, (Sheet, MainScreen, IPyTerm))) == told


async def test_it_is_told_at_the_start_and_not_with_each_key() -> None:
    setup = LaunchOptions(Config(keymap={"app.quit": "X", "sheet.down": "f6"}))
    app = IPyTerm([Address("127.0.0.1", 1)], setup)
    async with app.run_test(notifications=True) as pilot:
        screen = Terminal(app, pilot)
        await screen.shows("'X' is on app.quit")
        await screen.press("f6", "f6", "k")
        await pilot.pause()
        assert len([note for note in app._notifications if note.title == "Settings"]) == 1
