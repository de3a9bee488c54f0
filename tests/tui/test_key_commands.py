"""The actions of keys as the palette offers them."""

from __future__ import annotations

from textual.binding import Binding
from textual.widget import Widget

from indipyterm.tui.key_commands import commands_of
from indipyterm.workspace.palette.actions import Command, RunAction


class _Pane(Widget):
    BINDINGS = [  # noqa: RUF012
        Binding("up,k", "step(-1)", "Up", id="pane.up"),
        Binding("slash", "filter", "Find", key_display="/", id="pane.filter"),
        Binding("f", "fold", "Fold", id="pane.fold"),
        Binding("ctrl+space", "fold", "Fold", id="pane.fold_too"),
        Binding("x", "nameless", ""),
    ]


def test_each_action_comes_once_with_its_key() -> None:
    assert commands_of({"sheet": _Pane()}, {}) == [
        Command("Up", RunAction("sheet.step(-1)"), "↑"),
        Command("Find", RunAction("sheet.filter"), "/"),
        Command("Fold", RunAction("sheet.fold"), "f"),
    ]


def test_keys_are_those_that_the_user_chose() -> None:
    keys = {one.title: one.key for one in commands_of({"sheet": _Pane()}, {"pane.up": "f5", "pane.filter": "f"})}
    assert keys == {"Up": "f5", "Find": "f", "Fold": "ctrl+space"}
