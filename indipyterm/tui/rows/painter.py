"""A widget that paints rows of parts itself, line by line, and sends only the cells that changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.css.model import RuleSet
from textual.geometry import Region, Size
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
_NEAR = 6  # so many equal cells cost less to write again than to jump over


_ROLE_STYLES = RoleStyles()


class Painter(Widget):
    """Base of widgets that paint themselves: styles by role, and repainting of the cells that changed."""

    def __init__(self, *children: Widget, **words: Any) -> None:
        # By line: what is on screen as soon as the cells are written that are to be, and what the last update made.
        self._painted: dict[int, Strip] = {}
        self._decided: dict[int, Strip] = {}
        self._decided_for = Size(0, 0)
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

    def paint(self, line: int, make: Callable[[int], Strip]) -> Strip:
        """What ``render_line`` returns: a line as the last update has it, or made now where there was none.

        Only the cells that an update found different are written. What changed since then would be written in part,
        and be taken for written whole.
        """
        self._forget_other_size()
        strip = self._decided.get(line)
        if strip is None:
            strip = self._decided[line] = make(line)
        self._painted[line] = strip
        return strip

    def refresh_line_if_changed(self, line: int, strip: Strip) -> None:
        """Repaint the cells of a line that differ from what is on screen; none if nothing does."""
        self._forget_other_size()
        old = self._painted.get(line)
        if old is None:
            self.refresh(Region(0, line, self.size.width, 1))
        elif spans := changed_spans(old, strip):
            self.refresh(*(Region(first, line, behind - first, 1) for first, behind in spans))
        self._decided[line] = strip

    def _forget_other_size(self) -> None:
        if self._decided_for != self.size:
            self._decided_for = self.size
            self._decided.clear()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Textual's; where all is repainted, all lines are made anew."""
        if not regions or any(region.size == self.size for region in regions):
            self._decided.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Forget what was painted if the styles are new."""
        super().notify_style_update()
        ground = self.app.stylesheet.rules, self.rich_style
        if self._ground is None or ground[0] is not self._ground[0] or ground[1] != self._ground[1]:
            self._ground = ground
            self._painted.clear()
            self._decided.clear()
            self._styles.clear()
            self.refresh()


class PaintedLines(Painter):
    """One line (or a few) of parts; subclasses say which in `row`, and call `update` when that may have changed."""

    def __init__(self, *children: Widget, **words: Any) -> None:
        self._made: dict[int, StyledLine] = {}  # of the last update, which are compared faster than strips
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
        return self.paint(y, self._strip)

    def _strip(self, line: int) -> Strip:
        self._made[line] = row = self.shown_row(line)
        return self.strip_of(row, self.size.width)

    def update(self) -> None:
        """Repaint what changed."""
        self._forget_other_size()  # even where it is none: the lines are made anew when they are shown again
        for line in range(self.size.height):
            row = self.shown_row(line)
            if line not in self._painted or row != self._made.get(line):
                self._made[line] = row
                self.refresh_line_if_changed(line, self.strip_of(row, self.size.width))

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


def changed_spans(old: Strip, new: Strip) -> list[tuple[int, int]]:
    """Where two strips differ: first cells, and the cells behind the last ones. What is close together is one span."""
    if old == new:
        return []
    before, after = _cells(old), _cells(new)
    if not before or not after or len(before) != len(after):
        return [(0, max(old.cell_length, new.cell_length))]
    spans: list[tuple[int, int]] = []
    for place, cell in enumerate(before):
        if cell == after[place]:
            continue
        if spans and place - spans[-1][1] <= _NEAR:
            spans[-1] = spans[-1][0], place + 1
        else:
            spans.append((place, place + 1))
    return spans


def _cells(strip: Strip) -> list[tuple[str, Style | None]]:
    """A strip cell by cell; a wide character takes two, with the same in both.

    Nothing where characters combine: Textual would part them from what is before them.
    """
    cells: list[tuple[str, Style | None]] = []
    for text, style, _ in strip:
        if text.isascii():
            cells.extend([(character, style) for character in text])
            continue
        for character in text:
            if (size := cell_len(character)) == 0:
                return []
            cells.extend([(character, style)] * size)
    return cells
