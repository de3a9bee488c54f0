"""Where Textual's notices (toasts) are shown: never over what the user types in."""

from __future__ import annotations

from typing import Any

from textual.geometry import Region
from textual.screen import Screen
from textual.widgets import Input

KEPT_CLEAR = "kept-clear"
"""The class of a widget that no notice may cover while a field in it has the focus."""

_TOP = 3  # rows that stay free above notices, as in app.tcss
_BOTTOM = 1
_ROWS = 2  # of the smallest notice
_RULES = ("dock", "align_horizontal", "align_vertical", "margin", "max_height")


def place_notices(screen: Screen[Any]) -> bool:
    """Place a screen's notices above or below what is typed in; return False where there is no room for any."""
    rack = next(iter(screen.query("ToastRack")), None)
    if rack is None:
        return True
    typed_in = _typed_in(screen)
    if typed_in is None:
        for rule in _RULES:
            rack.styles.clear_rule(rule)
        return True
    above, below = typed_in.y - _TOP, screen.size.height - typed_in.bottom - _BOTTOM
    at_top = above >= below
    rack.styles.dock = "top" if at_top else "bottom"
    rack.styles.align = ("right", "top" if at_top else "bottom")
    rack.styles.margin = (_TOP, 1, 0, 0) if at_top else (0, 1, _BOTTOM, 0)
    room = max(above, below)
    rack.styles.max_height = max(0, room)
    return room >= _ROWS


def _typed_in(screen: Screen[Any]) -> Region | None:
    """The cells that the user types in."""
    field = screen.focused
    if not isinstance(field, Input):
        return None
    around = [each for each in field.ancestors if each.has_class(KEPT_CLEAR)]
    return around[-1].region if around else field.region  # type: ignore[attr-defined]
