"""The night theme: red and black, whatever is painted."""

from __future__ import annotations

import asyncio
from importlib import resources
from pathlib import Path

import pytest
from rich.color import ColorSystem
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color, ColorParseError
from textual.containers import Vertical
from textual.widgets import Button, Checkbox, DirectoryTree, Footer, Input, Label, OptionList, RichLog, Static, Tree

from indipyterm.tui.rows.contrast import DIM_RATIO, TEXT_RATIO, contrast, legible, legible_color
from indipyterm.tui.rows.painter import DIM_ROLES, ROLES, PaintedLines, Painter
from indipyterm.tui.rows.styled import Styled, StyledLine
from indipyterm.tui.themes import NIGHT, OWN_THEMES, theme_for_terminal, theme_names
from indipyterm.tui.widgets.prompt_line import PromptLine
from tests.servers import WireServer
from tests.tui.emulator import Terminal, terminal
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


RED, GREEN, YELLOW, BRIGHT_RED = 1, 2, 3, 9
NO_TEXT = {"space", "selected", "dark", "bright"}


def style_contrast(style: Style) -> float:
    """The contrast of a style's text with its ground."""
    assert style.color
    assert style.bgcolor
    return contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))


def unread(screen: Terminal) -> set[str]:
    """Each role of each part of the screen, and each text on it, that has too little contrast."""
    found, dim = set(), set()
    for painter in screen.app.screen.query(Painter):
        for role in sorted(set(ROLES) - NO_TEXT):
            for selected in (False, True):
                style = painter.style_of(role, selected)
                if role in DIM_ROLES:
                    dim.add(style.color)
                if (ratio := style_contrast(style)) < (DIM_RATIO if role in DIM_ROLES else TEXT_RATIO):
                    found.add(f"{role}{' selected' if selected else ''} of {painter}: {ratio:.2f}")
    for empty in screen.app.screen.query(Input):
        dim.add(empty.get_component_rich_style("input--placeholder").color)
    for strip in screen.app.screen._compositor.render_strips():
        for text, shown, _ in strip:
            if text.strip(" ▌") and shown and shown.color and shown.bgcolor:
                least = DIM_RATIO if shown.color in dim or not any(map(str.isalnum, text)) else TEXT_RATIO
                if (ratio := style_contrast(shown)) < least:
                    found.add(f"{text.strip()!r}: {ratio:.2f}")
    return found


async def test_all_text_can_be_read_in_every_theme() -> None:
    async with WireServer(DEFINITIONS) as server, terminal(server.port, (120, 40)) as screen:
        app = screen.app
        await screen.select("Mount", "COORD")
        await screen.press("e", "x")
        await screen.shows("✗ not a number")
        prompt, tree = PromptLine("Name:", "nothing yet"), DirectoryTree(Path(__file__).parent)
        tree.styles.height, tree.show_guides = 4, False
        await app.screen.mount(prompt, tree, before=0)
        prompt.display = True
        app.notify("a fault", title="Fault", severity="error", timeout=100)
        app.notify("in passing", severity="warning", timeout=100)
        await screen.until(
            lambda: all(each in screen.text for each in ("a fault", "in passing", "charts", "nothing")), 15
        )
        found = {}
        for theme in theme_names():
            if not app.available_themes[theme].ansi:
                app.theme = theme
                await screen.pilot.pause()
                if wrong := unread(screen):
                    found[theme] = wrong
        assert not found
        assert len(theme_names()) > 20


async def test_a_terminal_of_16_colours_has_its_own_colours_for_states() -> None:
    assert theme_for_terminal("nord", True, "standard") == "ansi-dark"
    assert theme_for_terminal("textual-light", False, "standard") == "ansi-light"
    assert theme_for_terminal("night", True, "standard") == "night"
    assert theme_for_terminal("nord", True, "256") == "nord"
    app = Night()
    async with app.run_test() as pilot:
        for theme, busy in (("ansi-dark", YELLOW), ("ansi-light", BRIGHT_RED)):
            app.theme = theme
            await pilot.pause()
            painter = app.query_one(Roles)
            colors = {role: painter.style_of(role).color for role in ("idle", "ok", "busy", "alert", "value")}
            numbers = {role: color.number for role, color in colors.items() if color}
            assert numbers == {"idle": None, "ok": GREEN, "busy": busy, "alert": RED, "value": None}
            assert painter.style_of("value", selected=True).reverse
            assert not painter.style_of("picked", selected=True).reverse


def test_a_colour_is_changed_no_more_than_it_has_to() -> None:
    black, white, red = Color(0, 0, 0), Color(255, 255, 255), Color(200, 0, 0)
    assert legible_color(white, [black], TEXT_RATIO) == white
    lit = legible_color(red, [black], TEXT_RATIO)
    assert (lit.g, lit.b) == (0, 0), "red in the dark stays red"
    assert TEXT_RATIO <= contrast(lit, black) < TEXT_RATIO + 0.5
    assert legible_color(Color(120, 0, 0), [red], TEXT_RATIO) != red
    assert legible_color(red, [Color(128, 128, 128)], 9) in (white, black), "the best that there is"
    assert legible(Style(color="red", bgcolor="default"), TEXT_RATIO) == Style(color="red", bgcolor="default")


def test_muted_and_normal_text_differ_also_in_256_colours() -> None:
    names = ("background", "primary-background", "scrollbar", "text-muted", "text")
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
