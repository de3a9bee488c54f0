"""Our own themes.

`NIGHT` is for the telescope side: red on black and nothing else, since the eye stays adapted to the dark in red light.
All of Textual's colours are set one by one: what it derives by itself (lighter shades, contrasting text) turns
white. Red on black has little contrast: text takes nearly all that there is, and states differ by their shapes.

In every theme what text is painted in is legible on all that it may stand on (`legible_variables`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.app import App
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from indipyterm.tui.rows.contrast import DIM_RATIO, TEXT_RATIO, legible_color

_BRIGHT = 0xFF  # what needs attention
_NORMAL = 0xF2
_MUTED = 0xC0
_FAINT = 0x80  # of what is no text
_SELECTED = 0x30  # behind the selected row
_RAISED = 0x14  # behind the lines at the edges
_SURFACE = 0x0C  # behind lists and editors
_BLACK = 0x00

_LEVELS = {
    "primary": _NORMAL,
    "secondary": _MUTED,
    "accent": _BRIGHT,
    "success": _NORMAL,
    "warning": _BRIGHT,
    "error": _BRIGHT,
    "foreground": _NORMAL,
    "background": _BLACK,
    "surface": _SURFACE,
    "panel": _RAISED,
    "boost": _RAISED,
    "primary-background": _SELECTED,
    "secondary-background": _RAISED,
}
"""How bright each of Textual's base colours is; each has three darker and three lighter shades."""

_STEP = 0x0C
"""From one shade to the next."""

_FIXED = {
    "text": _NORMAL,
    "text-muted": _MUTED,
    "text-disabled": _MUTED,
    "text-primary": _NORMAL,
    "text-secondary": _MUTED,
    "text-success": _NORMAL,
    "text-warning": _BRIGHT,
    "text-error": _BRIGHT,
    "text-accent": _BRIGHT,
    "foreground-muted": _MUTED,
    "foreground-disabled": _MUTED,
    "border": _MUTED,
    "border-blurred": _SELECTED,
    "surface-active": _RAISED,
    "block-cursor-foreground": _BLACK,
    "block-cursor-background": _NORMAL,
    "block-cursor-blurred-foreground": _NORMAL,
    "block-cursor-blurred-background": _SELECTED,
    "block-hover-background": _RAISED,
    "button-foreground": _NORMAL,
    "button-color-foreground": _BLACK,
    "footer-key-foreground": _BRIGHT,
    "input-cursor-background": _BRIGHT,
    "input-cursor-foreground": _BLACK,
    "input-selection-background": _SELECTED,
    "input-selection-foreground": _BRIGHT,
    "link-color": _NORMAL,
    "link-color-hover": _BLACK,
    "screen-selection-background": _SELECTED,
    "screen-selection-foreground": _BRIGHT,
    "scrollbar": _FAINT,
    "scrollbar-hover": _MUTED,
    "scrollbar-active": _NORMAL,
    "scrollbar-background": _SURFACE,
}
"""The other colours that Textual would work out from those."""


def _red(level: int) -> str:
    return f"#{min(0xFF, max(0, level)):02x}0000"


def _variables() -> dict[str, str]:
    found = {name: _red(level) for name, level in _FIXED.items()}
    for name, level in _LEVELS.items():
        found[name] = _red(level)
        for shade in (1, 2, 3):
            found[f"{name}-darken-{shade}"] = _red(level - shade * _STEP)
            found[f"{name}-lighten-{shade}"] = _red(level + shade * _STEP)
        found[f"{name}-muted"] = found.get(f"{name}-muted", _red(level // 4))
    return found


NIGHT = Theme(
    name="night",
    primary=_red(_LEVELS["primary"]),
    secondary=_red(_LEVELS["secondary"]),
    warning=_red(_LEVELS["warning"]),
    error=_red(_LEVELS["error"]),
    success=_red(_LEVELS["success"]),
    accent=_red(_LEVELS["accent"]),
    foreground=_red(_LEVELS["foreground"]),
    background=_red(_LEVELS["background"]),
    surface=_red(_LEVELS["surface"]),
    panel=_red(_LEVELS["panel"]),
    boost=_red(_LEVELS["boost"]),
    dark=True,
    variables=_variables(),
)

OWN_THEMES = (NIGHT,)
"""To be registered with the app."""


def theme_names() -> list[str]:
    """The names of all themes that there are, Textual's and ours."""
    return sorted([*BUILTIN_THEMES, *(theme.name for theme in OWN_THEMES)])


_TINTS = (0.2, 0.3)  # of the primary colour, behind a selected row (as in app.tcss) and in Textual's lists
_TEXTS = {
    **dict.fromkeys(("foreground", "text-primary", "text-secondary", "text-accent"), TEXT_RATIO),
    **dict.fromkeys(("text-success", "text-warning", "text-error"), TEXT_RATIO),
    **dict.fromkeys(("text-muted", "text-disabled"), DIM_RATIO),
}
"""Variables that text is painted in, and the contrast that they need."""


def legible_variables(variables: Mapping[str, str]) -> dict[str, str]:
    """The colours of a theme's text as far as they have to be others, to be read on all that text may stand on.

    Nothing where the colours are the terminal's own.
    """
    if any(variables[name].startswith("ansi") for name in ("background", "foreground", "primary")):
        return {}
    plain = [Color.parse(variables[name]) for name in ("background", "surface", "panel")]
    boost, primary = Color.parse(variables["boost"]), Color.parse(variables["primary"])
    grounds = [
        *plain,
        *(each + boost for each in plain),
        *(each.blend(primary, tint) for each in plain for tint in _TINTS),
    ]
    foreground = Color.parse(variables["foreground"])
    found = {}
    for name, least in _TEXTS.items():
        color = foreground.blend(plain[0], 0.4) if variables[name].startswith("auto") else Color.parse(variables[name])
        if (other := legible_color(color, grounds, least)) != color or variables[name].startswith("auto"):
            found[name] = other.hex
    return found


def theme_for_terminal(name: str, dark: bool, colors: str | None) -> str:
    """The theme for a terminal with a number of colours, as Rich calls it: with 16 one that uses just these."""
    if colors not in ("standard", "windows") or name == NIGHT.name or name.startswith("ansi-"):
        return name
    return "ansi-dark" if dark else "ansi-light"


class ThemeChoice:
    """The theme of an app: that of the settings, or what the terminal can show of it, or what the user took since."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._wanted = self._first = app.theme

    def apply(self, name: str) -> str:
        """Take the theme of the settings, if they name one; return what is wrong with it, or an empty text."""
        app, known = self._app, name in self._app.available_themes
        if known:
            app.theme = name
        self._wanted = app.theme
        if not app.is_headless:
            app.theme = theme_for_terminal(app.theme, app.current_theme.dark, app.console.color_system)
        self._first = app.theme
        return "" if known or not name else f"there is no theme called {name!r}"

    @property
    def to_keep(self) -> str:
        """The theme for the next time."""
        return self._wanted if self._app.theme == self._first else self._app.theme
