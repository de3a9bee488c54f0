"""Where Textual's notices (toasts) are shown: never over what the user types in, a chart, or the first row."""

from __future__ import annotations

from typing import Any

from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

KEPT_CLEAR = "kept-clear"
"""The class of a widget that no notice may cover while a field in it has the focus."""

NOTICES_ABOVE = "notices-above"
"""The class of a widget that notices stand above: it and all that is below it is not covered."""

_TOP = 4  # rows that stay free above notices: the lines of tabs, and the first row below them
_BOTTOM = 1
_ROWS = 2  # of the smallest notice


def place_notices(screen: Screen[Any]) -> bool:
    """Place a screen's notices above or below what is typed in; return False where there is no room for any."""
    rack = next(iter(screen.query("ToastRack")), None)
    if rack is None:
        return True
    behind = min((each.region.y for each in screen.query(f".{NOTICES_ABOVE}") if _shown(each)), default=None)
    bottom = screen.size.height - behind if behind is not None else _BOTTOM
    typed_in = _typed_in(screen)
    room, at_top = screen.size.height - bottom - _TOP, False
    if typed_in:
        above, below = typed_in.y - _TOP, screen.size.height - bottom - typed_in.bottom
        room, at_top = max(above, below), above > below
    rack.styles.dock = "top" if at_top else "bottom"
    rack.styles.align = ("right", "top" if at_top else "bottom")
    rack.styles.margin = (_TOP, 1, 0, 0) if at_top else (0, 1, bottom, 0)
    rack.styles.max_height = max(_ROWS, room)
    return room >= _ROWS or typed_in is None


def _shown(widget: Widget) -> bool:
    return widget.display and widget.size.height > 0


def _typed_in(screen: Screen[Any]) -> Region | None:
    """The cells that the user types in."""
    field = screen.focused
    if not isinstance(field, Input):
        return None
    around = [each for each in field.ancestors if each.has_class(KEPT_CLEAR)]
    return around[-1].region if around else field.region  # type: ignore[attr-defined]
