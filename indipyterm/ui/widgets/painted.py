"""A widget that paints rows of parts itself, line by line, and sends only the cells that changed."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from indipyterm.ui.panels.glyphs import ascii_text
from indipyterm.ui.panels.parts import Part, Row, fitted

ROLES = (
    *("idle", "ok", "busy", "alert", "stale"),  # states
    *("label", "member", "value", "dim", "mark", "space"),
    *("on", "off", "picked", "pending"),  # switches
    *("cursor", "selected", "active", "heading", "key", "match", "error"),
    *("dark", "bright"),  # the ends of the scale that images are painted in
)


class Painter(Widget):
    """What painting widgets share: a style for each role, from the component classes in ``app.tcss``."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"painted--{role}" for role in ROLES}

    def __init__(self, *children: Widget, **words: Any) -> None:
        super().__init__(*children, **words)
        self._painted: dict[int, Strip] = {}  # what is on screen, by line

    def style_of(self, role: str, selected: bool = False) -> Style:
        """The style of a role (or of several, a space between them), on the ground of a selected row if it is one."""
        names = [f"painted--{name}" for name in role.split()]
        return self.get_component_rich_style(*names, *(["painted--selected"] if selected else []))

    def strip_of(self, row: Row, width: int, selected: bool = False) -> Strip:
        """Paint a row, cut or filled to `width` cells."""
        parts = [part for part in fitted(row, width) if part.text]
        if getattr(self.app, "ascii", False):
            parts = [part._replace(text=ascii_text(part.text)) for part in parts]
        return Strip([Segment(part.text, self.style_of(part.role, selected)) for part in parts], width)

    def remember(self, line: int, strip: Strip) -> Strip:
        """Note what is painted on a line of the widget; call it with what ``render_line`` returns."""
        self._painted[line] = strip
        return strip

    def refresh_line_if_changed(self, line: int, strip: Strip) -> None:
        """Repaint the cells of a line that differ from what is on screen; none if nothing does."""
        old = self._painted.get(line)
        if old is None:
            self.refresh(Region(0, line, self.size.width, 1))
        elif span := changed_span(old, strip):
            self.refresh(Region(span[0], line, span[1] - span[0], 1))

    def notify_style_update(self) -> None:
        """Forget what was painted: the styles are new."""
        super().notify_style_update()
        self._painted.clear()


class PaintedLine(Painter):
    """One line (or a few) of parts; subclasses say which in `row`, and call `update` when that may have changed."""

    def row(self, line: int) -> Row:
        """What to paint on a line."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Textual's Line API."""
        return self.remember(y, self.strip_of(self.row(y), self.size.width))

    def update(self) -> None:
        """Repaint what changed."""
        for line in range(self.size.height):
            self.refresh_line_if_changed(line, self.strip_of(self.row(line), self.size.width))

    def hit(self, x: int, y: int) -> str | None:
        """What a click at a cell means, by the part that is there."""
        return hit_in(self.row(y), x)


class Line(PaintedLine):
    """A painted line that is told what to show."""

    def __init__(self, classes: str) -> None:
        super().__init__(classes=classes)
        self.shown: Row = []

    def row(self, line: int) -> Row:
        return self.shown if line == 0 else []

    def show(self, row: Row) -> None:
        """Show another row."""
        self.shown = row
        self.update()


def hit_in(row: Row, x: int) -> str | None:
    """What a click on a cell of a row means."""
    part = part_at(row, x)
    return part.hit if part else None


def part_at(row: Row, x: int) -> Part | None:
    """The part at a cell of a row."""
    at = 0
    for part in row:
        at += cell_len(part.text)
        if x < at:
            return part
    return None


def changed_span(old: Strip, new: Strip) -> tuple[int, int] | None:
    """The first cell and the cell behind the last one in which two strips differ; None where they are the same."""
    if old == new:
        return None
    before, after = list(_cells(old)), list(_cells(new))
    if len(before) != len(after):
        return 0, max(len(before), len(after))
    differing = [index for index, cell in enumerate(before) if cell != after[index]]
    return (differing[0], differing[-1] + 1) if differing else None


def _cells(strip: Strip) -> list[tuple[str, Style | None]]:
    """A strip cell by cell; a wide character takes two, the second of them with nothing in it."""
    cells: list[tuple[str, Style | None]] = []
    for text, style, _ in strip:
        for character in text:
            size = cell_len(character)
            if size == 0 and cells:
                cells[-1] = (cells[-1][0] + character, style)
            cells.extend([(character, style), ("", style)][:size])
    return cells
