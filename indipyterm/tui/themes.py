"""Our own themes.

`NIGHT` is for the telescope side: red on black and nothing else, since the eye stays adapted to the dark in red light.
All of Textual's colours are set one by one: what it derives by itself (lighter shades, contrasting text) turns
white. The levels are far enough apart to differ on a terminal of 256 colours too. States cannot differ by colour here:
they differ by their shapes.
"""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

_BRIGHT = 0xFF  # what needs attention
_NORMAL = 0xDC
_MUTED = 0xB8
_DISABLED = 0x80
_SELECTED = 0x38  # behind the selected row
_RAISED = 0x24  # behind the lines at the edges
_SURFACE = 0x18  # behind lists and editors
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
    "text-disabled": _DISABLED,
    "text-primary": _NORMAL,
    "text-secondary": _MUTED,
    "text-success": _NORMAL,
    "text-warning": _BRIGHT,
    "text-error": _BRIGHT,
    "text-accent": _BRIGHT,
    "foreground-muted": _MUTED,
    "foreground-disabled": _DISABLED,
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
    "input-selection-background": _DISABLED,
    "input-selection-foreground": _BRIGHT,
    "link-color": _NORMAL,
    "link-color-hover": _BLACK,
    "screen-selection-background": _DISABLED,
    "screen-selection-foreground": _BRIGHT,
    "scrollbar": _DISABLED,
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
