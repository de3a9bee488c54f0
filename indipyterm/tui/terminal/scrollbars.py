"""Scrollbars for terminals that show only ASCII."""

from __future__ import annotations

from typing import ClassVar

from textual.scrollbar import ScrollBar, ScrollBarRender


class WholeCellRender(ScrollBarRender):
    """Draws scrollbars in colour alone, without the characters at their ends that fill a part of a cell."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


def set_scrollbar_renderer(ascii_only: bool) -> None:
    """Set how all scrollbars of this process are drawn."""
    ScrollBar.renderer = WholeCellRender if ascii_only else ScrollBarRender
