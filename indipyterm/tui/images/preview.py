"""The newest image beside the sheet, its name and figures below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indipyterm.presentation.text import printable
from indipyterm.tui.images.view import PictureView
from indipyterm.tui.rows.ascii import spelled_figures
from indipyterm.tui.rows.styled import Styled, StyledLine

if TYPE_CHECKING:
    from indipyterm.workspace.images import LastImage

_CAPTION = 2  # rows


class PreviewView(PictureView):
    """All of an image, and two rows of words."""

    def __init__(self, raster: str = "quadrants") -> None:
        super().__init__(raster)
        self._file = ""

    def set_image(self, image: LastImage) -> None:
        """Show an image, or why there is none in the file."""
        self._file = printable(image.path.name)
        self.set_picture(image.picture, image.reason)

    @property
    def rows(self) -> int:
        """The rows for the picture."""
        return self.size.height - _CAPTION

    def row(self, line: int) -> StyledLine:
        below = line - max(len(self._cells), len(self._texts))
        if self.picture is None or below < 0:
            return super().row(line)
        from indipyterm.presentation.imaging.summary import figures, summary  # noqa: PLC0415 - most runs show no image

        if below not in (0, 1):
            return []
        text, role = (summary(self.picture), "value") if below == 0 else (figures(self.picture), "dim")
        text = spelled_figures(text) if self._ascii else text
        name = f"{self._file}  " if below == 0 else ""
        return [Styled(f" {name}{text}", role)]
