"""The last image, drawn in half blocks."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rich.color import Color
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from indipyterm.presentation.text import printable
from indipyterm.tui.rows.ascii import spelled_figures
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine

if TYPE_CHECKING:
    from indipyterm.presentation.imaging.picture import Picture
    from indipyterm.tui.charts.picture import Cell


class PreviewView(PaintedLines):
    """Shows an image between the colours of the roles "dark" and "bright", with its figures below."""

    def __init__(self) -> None:
        super().__init__()
        self.path: Path | None = None
        self._image: Picture | None = None
        self._reason = "no image yet"
        self._cells: list[list[Cell]] = []
        self._texts: list[str] = []

    def set_image(self, path: Path, image: Picture | None, reason: str = "") -> None:
        """Show an image, or why there is none in the file."""
        self.path, self._image, self._reason = path, image, reason
        self.draw()

    def draw(self) -> None:
        """Draw in the size that there is."""
        rows = self.size.height - 2
        self._cells, self._texts = [], []
        if self._image is not None and rows > 0 and self.display:
            from indipyterm.tui.charts.picture import characters, half_blocks  # noqa: PLC0415 - most runs show no image

            if self._ascii:
                self._texts = characters(self._image, self.size.width, rows)
            else:
                self._cells = half_blocks(self._image, self.size.width, rows)
        self.refresh()

    @property
    def _ascii(self) -> bool:
        return bool(getattr(self.app, "ascii", False))

    def on_resize(self) -> None:
        """Draw in the new size."""
        self.draw()

    def row(self, line: int) -> StyledLine:
        if self._image is None:
            return [Styled(f" {printable(self._reason)}", "dim")] if line == 0 else []
        from indipyterm.presentation.imaging.summary import figures, summary  # noqa: PLC0415 - most runs show no image

        if line < len(self._texts):
            return [Styled(self._texts[line])]
        below = line - max(len(self._cells), len(self._texts))
        if below not in (0, 1):
            return []
        text, role = (summary(self._image), "value") if below == 0 else (figures(self._image), "dim")
        text = spelled_figures(text) if self._ascii else text
        name = f"{printable(self.path.name if self.path else '')}  " if below == 0 else ""
        return [Styled(f" {name}{text}", role)]

    def _strip(self, line: int) -> Strip:
        if line >= len(self._cells):
            return super()._strip(line)
        dark, bright = (self.style_of(role).color for role in ("dark", "bright"))
        ends = tuple(color.get_truecolor() if color else ColorTriplet(0, 0, 0) for color in (dark, bright))
        segments = [Segment("▀", _style(cell, *ends)) for cell in self._cells[line]]
        return Strip(segments).adjust_cell_length(self.size.width, self.style_of("value")).simplify()


@lru_cache(maxsize=4096)
def _style(cell: Cell, dark: ColorTriplet, bright: ColorTriplet) -> Style:
    """The upper half of a cell as its foreground, the lower one as its background."""
    upper, lower = (
        Color.from_rgb(*(low + (high - low) * value // 255 for low, high in zip(dark, bright, strict=True)))
        for value in cell
    )
    return Style(color=upper, bgcolor=lower)
