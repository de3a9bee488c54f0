"""A widget that paints rows of parts itself, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.css.model import RuleSet
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from indipyterm.tui.rows.ascii import ascii_text
from indipyterm.tui.rows.contrast import DIM_RATIO, TEXT_RATIO, legible, on_selected
from indipyterm.tui.rows.styled import Styled, StyledLine, padded_line
from indipyterm.tui.terminal.role_styles import RoleStyles

ROLES = (
    *("idle", "ok", "busy", "alert", "stale"),  # states
    *("device", "label", "member", "value", "dim", "mark", "space"),
    *("on", "off", "picked", "pending"),  # switches
    *("cursor", "selected", "active", "heading", "key", "match", "error"),
    *("dark", "bright"),  # the ends of the scale that images are painted in
)

DIM_ROLES = frozenset({"dim", "mark", "stale"})
"""What may stand back: it has less contrast with its ground."""

_OF_IMAGES = ("dark", "bright")

_ROLE_STYLES = RoleStyles()


class Painter(Widget):
    """Base of widgets that paint themselves: styles by role, and repainting of the lines that changed."""

    def __init__(self, *children: Widget, **words: Any) -> None:
        self._painted: dict[int, Strip] = {}  # by line
        super().__init__(*children, **words)
        self._styles: dict[tuple[str, bool], Style] = {}
        self._ground: tuple[list[RuleSet], Style] | None = None  # what they were made for: style sheet and own style

    def style_of(self, role: str, selected: bool = False) -> Style:
        """The style of a role (or of several, a space between them), on the ground of a selected row if it is one."""
        style = self._styles.get((role, selected))
        if style is None:
            assert all(name in ROLES for name in role.split()), role
            style = _ROLE_STYLES.find(role, self)
            if selected:
                style = on_selected(style, _ROLE_STYLES.find("selected", self))
            if role not in _OF_IMAGES:
                style = legible(style, DIM_RATIO if role in DIM_ROLES else TEXT_RATIO)
            self._styles[role, selected] = style
        return style

    def strip_of(self, row: StyledLine, width: int, selected: bool = False) -> Strip:
        """Paint a row, cut or filled to `width` cells."""
        parts = [part for part in padded_line(row, width) if part.text]
        if getattr(self.app, "ascii", False):
            parts = [part._replace(text=ascii_text(part.text)) for part in parts]
        return Strip([Segment(part.text, self.style_of(part.role, selected)) for part in parts], width)

    def paint(self, line: int, strip: Strip) -> Strip:
        """What ``render_line`` returns: a line as it is now."""
        self._painted[line] = strip
        return strip

    def refresh_line_if_changed(self, line: int, strip: Strip) -> None:
        """Have a line painted again if it differs from what was painted."""
        if self._painted.get(line) != strip:
            self.refresh(Region(0, line, self.size.width, 1))

    def notify_style_update(self) -> None:
        """Forget what was painted if the styles are new."""
        super().notify_style_update()
        ground = self.app.stylesheet.rules, self.rich_style
        if self._ground is None or ground[0] is not self._ground[0] or ground[1] != self._ground[1]:
            self._ground = ground
            self._styles.clear()
            self.refresh()


class PaintedLines(Painter):
    """One line (or a few) of parts; subclasses say which in `row`, and call `update` when that may have changed."""

    def __init__(self, *children: Widget, **words: Any) -> None:
        self._made: dict[int, StyledLine] = {}  # what was painted
        self._laid_over: list[StyledLine] = []
        super().__init__(*children, **words)

    def row(self, line: int) -> StyledLine:
        """What to paint on a line."""
        raise NotImplementedError

    def lay_over(self, rows: Sequence[StyledLine]) -> None:
        """Show these rows in place of the first ones, until others (or none) are laid over."""
        self._laid_over = [*rows]
        self.update()

    def shown_row(self, line: int) -> StyledLine:
        """What to paint on a line, with what is laid over it."""
        return self._laid_over[line] if line < len(self._laid_over) else self.row(line)

    def render_line(self, y: int) -> Strip:
        """Textual's Line API."""
        self._made[y] = self.shown_row(y)
        return self.paint(y, self._strip(y))

    def _strip(self, line: int) -> Strip:
        return self.strip_of(self.shown_row(line), self.size.width)

    def update(self) -> None:
        """Repaint what changed."""
        for line in range(self.size.height):
            if self.shown_row(line) != self._made.get(line):
                self.refresh(Region(0, line, self.size.width, 1))

    def target_at(self, x: int, y: int) -> str | None:
        """Return the target of the part at a cell, for clicks."""
        return target_at(self.shown_row(y), x)


class PaintedLine(PaintedLines):
    """One painted line, set from outside."""

    def __init__(self, classes: str) -> None:
        super().__init__(classes=classes)
        self.line: StyledLine = []

    def row(self, line: int) -> StyledLine:
        return self.line if line == 0 else []

    def set_line(self, line: StyledLine) -> None:
        """Show another line."""
        self.line = line
        self.update()


def target_at(row: StyledLine, x: int) -> str | None:
    """Return the target of the part at a cell of a row, for clicks."""
    part = part_at(row, x)
    return part.target if part else None


def part_at(row: StyledLine, x: int) -> Styled | None:
    """The part at a cell of a row."""
    at = 0
    for part in row:
        at += cell_len(part.text)
        if x < at:
            return part
    return None
