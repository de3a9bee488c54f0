"""The night theme: red and black, whatever is painted."""

from __future__ import annotations

import asyncio
from importlib import resources

import pytest
from rich.color import ColorSystem
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color, ColorParseError
from textual.containers import Vertical
from textual.widgets import Button, Checkbox, Footer, Input, Label, OptionList, RichLog, Static, Tree

from indipyterm.tui.rows.painter import ROLES, PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine
from indipyterm.tui.themes import NIGHT, OWN_THEMES, theme_names
from tests.servers import WireServer
from tests.tui.emulator import terminal
from tests.tui.host import DEFINITIONS

STYLES = {"bold", "none", "underline", "b reverse", "bold underline", "bold not underline", "initial"}
"""Values of theme variables that are no colours."""


class Roles(PaintedLines):
    """A word in each role, in a selected row below once more."""

    DEFAULT_CSS = "Roles { height: 1; width: 100%; }"

    def row(self, line: int) -> StyledLine:
        return [Styled(role[0], role) for role in ROLES]


class Night(App[None]):
    """Our style sheet in the night theme, with the widgets that screens are made of."""

    CSS_PATH = str(resources.files("indipyterm.tui").joinpath("app.tcss"))

    def __init__(self) -> None:
        super().__init__()
        for theme in OWN_THEMES:
            self.register_theme(theme)
        self.theme = NIGHT.name

    def compose(self) -> ComposeResult:
        yield Roles()
        with Vertical():
            yield Label("label")
            yield Input("typed", compact=True)
            yield Input(placeholder="placeholder")
            yield Static("static [dim]dim[/] [b]bold[/]")
            yield Button("button")
            yield Checkbox("checkbox", value=True)
            yield OptionList("one", "two", "three")
            yield Tree("tree")
            yield RichLog()
        yield Footer()


def is_red(color: Color) -> bool:
    return color.g <= 8 and color.b <= 8


def contrast(name: str, background: str) -> float:
    """How well a colour of the theme is read on another, as the WCAG has it."""
    bright, dark = (luminance(Color.parse(NIGHT.variables[color])) for color in (name, background))
    return (bright + 0.05) / (dark + 0.05)


def luminance(color: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


async def test_every_colour_of_the_theme_is_red_or_black() -> None:
    app = Night()
    async with app.run_test():
        variables = app.get_css_variables()
    assert len(variables) > 150
    for name, value in variables.items():
        if value in STYLES:
            continue
        try:
            color = Color.parse(value)
        except ColorParseError:
            pytest.fail(f"${name}: {value} is worked out by Textual")
        assert is_red(color), f"${name}: {value}"


async def test_every_cell_on_screen_is_red_or_black() -> None:
    app = Night()
    async with app.run_test(size=(80, 50), notifications=True) as pilot:
        app.notify("toast 1", title="title", severity="error")
        app.notify("toast 2", severity="warning")
        app.notify("toast 3")
        async with asyncio.timeout(10):
            while "toast 3" not in "".join(strip.text for strip in app.screen._compositor.render_strips()):
                await pilot.pause()
        for widget in (Input, OptionList, Checkbox, Tree, Button):
            app.query(widget).first().focus()
            await pilot.pause()
            assert isinstance(app.focused, widget)
            for strip in app.screen._compositor.render_strips():
                for text, style, _ in strip:
                    assert_red(style, text)


async def test_every_role_is_red_or_black_selected_too() -> None:
    app = Night()
    async with app.run_test():
        painter = app.query_one(Roles)
        for role in ROLES:
            for selected in (False, True):
                assert_red(painter.style_of(role, selected), role)


def assert_red(style: Style | None, text: str) -> None:
    """No other colour is painted, and none is left to the terminal."""
    assert style is not None, text
    for color in (style.color, style.bgcolor) if text.strip() else (style.bgcolor,):
        assert color is not None, text
        assert is_red(Color(*color.get_truecolor())), f"{text!r} is painted in {color.name}"


def test_text_can_be_read() -> None:
    for name in ("text", "foreground", "text-success", "text-warning", "text-error", "text-accent"):
        assert contrast(name, "background") >= 4, name
        assert contrast(name, "primary-background") >= 3, name
    assert contrast("text-muted", "background") >= 3
    assert contrast("text-muted", "primary-background") >= 2.5
    assert contrast("block-cursor-background", "block-cursor-foreground") >= 4


def test_muted_normal_and_bright_text_differ_also_in_256_colours() -> None:
    names = ("background", "primary-background", "text-disabled", "text-muted", "text", "text-accent")
    found = [Color.parse(NIGHT.variables[name]).rich_color.downgrade(ColorSystem.EIGHT_BIT) for name in names]
    assert len({color.number for color in found}) == len(names)
    for color in found:
        assert color.get_truecolor()[1:] == (0, 0)


def test_all_themes_are_known_by_name() -> None:
    assert "night" in theme_names()
    assert "textual-dark" in theme_names()
    assert set(theme_names()) == set(Night().available_themes)


async def test_no_color_paints_in_grey_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with WireServer(DEFINITIONS) as server, terminal(server.port) as screen:
        await screen.select("Mount", "COORD")
        strips = screen.app.screen._compositor.render_strips()
        styles = {style for strip in strips for _, style, _ in strip if style}
        colors = {color.triplet for style in styles for color in (style.color, style.bgcolor) if color}
        assert len(colors - {None}) > 3, "light on dark, and shades of it"
        assert all(triplet is None or len(set(triplet)) == 1 for triplet in colors)
