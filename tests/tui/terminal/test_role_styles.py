"""Styles of roles, from the style sheet."""

from __future__ import annotations

import pytest
from rich.color import Color
from textual.app import App, ComposeResult
from textual.css.stylesheet import Stylesheet
from textual.widgets import Static

from indipyterm.tui.terminal.role_styles import RoleStyles

RED, GREEN, BLUE, BLACK = (Color.parse(name).get_truecolor() for name in ("#ff0000", "#00ff00", "#0000ff", "#000000"))


class Painted(App[None]):
    """Two widgets on different grounds."""

    CSS = """
    #one { background: #000000; color: #ffffff; }
    #two { background: #0000ff; }
    .painted--alert { color: #ff0000; text-style: bold; }
    .painted--match { background: #00ff00; }
    .painted--themed { color: $primary; }
    """

    def compose(self) -> ComposeResult:
        yield Static(id="one")
        yield Static(id="two")


async def test_a_role_has_the_colour_of_the_style_sheet_on_the_ground_of_the_widget() -> None:
    app, styles = Painted(), RoleStyles()
    async with app.run_test():
        for name, ground in (("#one", BLACK), ("#two", BLUE)):
            style = styles.find("alert", app.query_one(name))
            assert style.color
            assert style.bgcolor
            assert (style.color.get_truecolor(), style.bgcolor.get_truecolor()) == (RED, ground)
            assert style.bold


async def test_several_roles_are_one_style() -> None:
    app, styles = Painted(), RoleStyles()
    async with app.run_test():
        style = styles.find("alert match", app.query_one("#one"))
        assert style.color
        assert style.bgcolor
        assert (style.color.get_truecolor(), style.bgcolor.get_truecolor(), style.bold) == (RED, GREEN, True)


async def test_a_style_is_looked_up_once_until_the_theme_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    app, styles = Painted(), RoleStyles()
    async with app.run_test() as pilot:
        widget = app.query_one("#one")
        first = styles.find("themed", widget)
        monkeypatch.setattr(Stylesheet, "apply", lambda *_: pytest.fail("looked up again"))
        assert styles.find("themed", widget) is first
        monkeypatch.undo()
        app.theme = "textual-light" if app.theme != "textual-light" else "textual-dark"
        await pilot.pause()
        assert styles.find("themed", widget).color != first.color
