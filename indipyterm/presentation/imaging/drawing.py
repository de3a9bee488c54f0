"""A picture as it is drawn in a terminal: its cells, and what lies over them. Pure, so that a thread can do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from indipyterm.presentation.imaging.picture import Picture
from indipyterm.presentation.imaging.raster import (
    SHADES,
    WHOLE_CELLS,
    Cell,
    ColourCell,
    Raster,
    to_cells,
    to_characters,
    to_colour_cells,
)
from indipyterm.presentation.imaging.stretch import Stretch, stretched
from indipyterm.presentation.imaging.view import (
    Grid,
    Plane,
    Window,
    clip_level,
    make_grid,
    peaks_plane,
    star_places,
)
from indipyterm.presentation.text import Piece

_ARM = 3  # cells


class Overlays(NamedTuple):
    """What lies over a picture: a cross at a place in pixels, marks on stars, clipped pixels."""

    cross: tuple[float, float] | None = None
    marks: bool = False
    clipped: bool = False


class Drawing(NamedTuple):
    """Cells in rows from the top, or characters where cells are whole; what is laid over some, by row and column."""

    cells: Sequence[Sequence[Cell | ColourCell]] = ()
    texts: Sequence[str] = ()
    laid: Mapping[tuple[int, int], Piece] = {}


def draw(
    picture: Picture, window: Window, planes: Sequence[Plane], stretch: Stretch, raster: Raster, overlays: Overlays
) -> Drawing:
    """What is seen in a window; `planes` are one or three that cover it, none: the peaks that come with the picture."""
    if len(planes) == 3 and raster != WHOLE_CELLS:
        grids = [make_grid(plane, window) for plane in planes]
        red, green, blue = (stretched(grid.values, stretch, SHADES) for grid in grids)
        colours = [list(zip(*rows, strict=True)) for rows in zip(red, green, blue, strict=True)]
        return Drawing(to_colour_cells(colours, raster), (), _laid(picture, window, grids[1], raster, overlays))
    grid = make_grid(planes[0] if planes else peaks_plane(picture, window), window)
    shades = stretched(grid.values, stretch, SHADES)
    laid = _laid(picture, window, grid, raster, overlays)
    if raster == WHOLE_CELLS:
        return Drawing((), to_characters(shades), laid)
    return Drawing(to_cells(shades, raster), (), laid)


def _laid(
    picture: Picture, window: Window, grid: Grid, raster: Raster, overlays: Overlays
) -> dict[tuple[int, int], Piece]:
    laid: dict[tuple[int, int], Piece] = {}
    if overlays.clipped and (level := clip_level(picture)) is not None:
        for row, line in enumerate(grid.peaks):
            for column, peak in enumerate(line):
                if peak >= level:
                    laid[row // raster.down, column // raster.across] = Piece("█", "alert")
    if overlays.marks:
        for place in star_places(picture):
            if dot := window.dot(*place):
                laid[dot[1] // raster.down, dot[0] // raster.across] = Piece("○", "cursor")
    if overlays.cross and (dot := window.dot(*overlays.cross)):
        row, column = dot[1] // raster.down, dot[0] // raster.across
        laid |= {(row, place): Piece("─", "cursor") for place in range(column - _ARM, column + _ARM + 1)}
        laid |= {(line, column): Piece("│", "cursor") for line in (row - 1, row + 1)}
        laid[row, column] = Piece("┼", "cursor")
    return laid
