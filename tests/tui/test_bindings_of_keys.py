"""The actions of keys as the palette offers them."""

from __future__ import annotations

from textual.binding import Binding
from textual.widget import Widget

from indipyterm.tui.bindings import key_commands
from indipyterm.workspace.palette.actions import Command, RunFaceAction


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
