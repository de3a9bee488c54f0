"""The lines of a sheet as styled cells: what stands side by side on each, kept until it changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from indipyterm.presentation.keys import VectorKey
from indipyterm.tui.rows.row import PaintContext
from indipyterm.tui.rows.styled import Styled, StyledLine, highlighted, wrapped
from indipyterm.tui.sheet.layout import GAP, Item, Layout, heading
from indipyterm.workspace.workspace import Workspace


class Stretch(NamedTuple):
    """A part of a line, `width` cells from cell `left` on: those of an item, or of none."""

    left: int
    width: int
    cells: StyledLine
    item: Item | None = None


class PaintedRows:
    """Paints vectors, each again only after it was forgotten."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._rows: dict[VectorKey, list[StyledLine]] = {}
        self.match = ""  # text to mark wherever it stands
        self.hint = ""  # what stands in an empty sheet

    def forget(self, keys: Iterable[VectorKey]) -> None:
        """Paint these vectors again."""
        for key in keys:
            self._rows.pop(key, None)

    def clear(self) -> None:
        """Paint everything again."""
        self._rows.clear()

    def line(self, layout: Layout, row: int, line: int, cursor: VectorKey | None) -> list[Stretch]:
        """What stands in a row of the sheet, from left to right; `line` is where on the screen."""
        if not 0 <= row < layout.height:
            hint = [] if layout.height else wrapped(self.hint, max(1, layout.width - 4))
            text = f"  {hint[line - 1]}" if 0 < line <= len(hint) else ""
            return [Stretch(0, layout.width, [Styled(text, "dim")])]
        stretches: list[Stretch] = []
        for column in range(layout.columns):
            item = layout.at(row, column)
            if item and item.vector_row is None:
                return [Stretch(0, layout.width, heading(layout.sections[item.section], layout.width), item)]
            left = column * (layout.row_width + GAP)
            if column:
                stretches.append(Stretch(left - GAP, GAP, [Styled("│", "mark")]))
            cells = self._cells(layout, item, row, cursor) if item else []
            stretches.append(Stretch(left, layout.row_width, cells, item))
        return stretches

    def _cells(self, layout: Layout, item: Item, row: int, cursor: VectorKey | None) -> StyledLine:
        if item.key is None or item.vector_row is None:
            return []
        rows = self._rows.get(item.key)
        if rows is None:
            rows = item.vector_row.painted(layout.row_width, self._context(item.key, cursor))
            self._rows[item.key] = rows = [highlighted(cells, self.match) for cells in rows] if self.match else rows
        index = row - item.top
        return rows[index] if index < len(rows) else []

    def _context(self, key: VectorKey, cursor: VectorKey | None) -> PaintContext:
        drafts = self._workspace.drafts
        return PaintContext(
            now=self._workspace.now(),
            selected=key == cursor,
            choice=drafts.picked(key),
            drafts=drafts.ticks(key),
            device=self._workspace.servers.device(key.owner),
        )
