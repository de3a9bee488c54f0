"""How well a colour is read on another, and the nearest colour that is read well enough. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.color import ColorType
from rich.style import Style
from textual.color import Color

TEXT_RATIO = 4.5
"""The least contrast of text with its ground, as WCAG 2 has it."""
DIM_RATIO = 3.0
"""The least contrast of what may stand back: times, marks, what is stale."""

_STEPS = 16
_WHITE, _BLACK = Color(255, 255, 255), Color(0, 0, 0)


def luminance(color: Color) -> float:
    """The relative luminance of a colour, 0 to 1."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: Color, second: Color) -> float:
    """The contrast of two colours, 1 to 21."""
    dark, bright = sorted((luminance(first), luminance(second)))
    return (bright + 0.05) / (dark + 0.05)


def legible_color(color: Color, grounds: Sequence[Color], least: float) -> Color:
    """The nearest colour that has at least this contrast with each of the grounds; the best there is, if none has."""

    def worst(candidate: Color) -> float:
        return min(contrast(candidate, ground) for ground in grounds)

    if worst(color) >= least:
        return color
    ways = [_lighter(color), [color, _BLACK]]
    ways.sort(key=lambda way: worst(way[-1]), reverse=True)
    for start, end in zip(ways[0], ways[0][1:], strict=False):
        for step in range(1, _STEPS + 1):
            candidate = start.blend(end, step / _STEPS)
            if worst(candidate) >= least:
                return candidate
    return ways[0][-1]


def _lighter(color: Color) -> list[Color]:
    """The way to white: as bright as the hue can be at first, so that red on black stays red."""
    most = max(color.rgb) or 255
    red, green, blue = (part * 255 // most for part in color.rgb)
    brightest = Color(red, green, blue)
    return [color, brightest, _WHITE]


@lru_cache(maxsize=1024)
def legible(style: Style, least: float) -> Style:
    """A style whose text can be read on its ground; one with colours of the terminal's own is left as it is."""
    text, ground = style.color, style.bgcolor
    if text is None or ground is None or {text.type, ground.type} != {ColorType.TRUECOLOR}:
        return style
    color = legible_color(Color.from_rich_color(text), [Color.from_rich_color(ground)], least)
    return style + Style(color=color.rich_color)


def on_selected(style: Style, ground: Style) -> Style:
    """A style on the ground of a selected row; in colours of the terminal's own with both exchanged."""
    if ground.bgcolor is None or ground.bgcolor.type != ColorType.TRUECOLOR:
        return style + Style(reverse=not style.reverse)
    return style + Style(bgcolor=ground.bgcolor)
