"""A picture in the cells of a terminal, and what is laid over it: a cross, marks on stars, clipped pixels."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import Color
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from indipyterm.presentation.text import Piece, printable
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine, wrapped

if TYPE_CHECKING:
    from indipyterm.presentation.imaging.drawing import Drawing, Overlays
    from indipyterm.presentation.imaging.picture import Picture
    from indipyterm.presentation.imaging.raster import Cell, Colour, ColourCell, Raster
    from indipyterm.presentation.imaging.sampling import Area
    from indipyterm.presentation.imaging.stretch import Stretch
    from indipyterm.presentation.imaging.view import Plane, View, Window
    from indipyterm.workspace.images import Part

    ReadPart = Callable[[Area, int, bool], Awaitable[Part | None]]
    """Reads a part of a picture, a code for so many pixels across and down, or its colours; None: not any more."""


_Request = tuple["Area", int, bool]
"""A part, how coarse, and whether in colours."""


class PictureView(PaintedLines):
    """Shows a picture between the colours of the roles "dark" and "bright".

    What is coarser than its dots is drawn at once, and drawn again when the samples are there that it wants.
    """

    class Drawn(Message):
        """Something else is shown."""

    @dataclass
    class Clicked(Message):
        """The user clicked on a place in the picture, in pixels from its top left corner."""

        place: tuple[float, float]

    @dataclass
    class Scrolled(Message):
        """The user turned the wheel over the picture: 1 to come closer, -1 to go away."""

        sign: int

    def __init__(self, raster: str = "quadrants") -> None:
        super().__init__()
        self._raster_name = raster
        self.picture: Picture | None = None
        self.view: View | None = None
        """How it is looked at; None: all of it."""
        self.stretch = "STF"
        self.cross = self.marks = self.clipped = False
        self.colouring = "luminance"
        """What is seen of pixels that have colours: "luminance", "colour", or "raw", each pixel as it is."""
        self.window: Window | None = None
        """What of it is seen; None for nothing."""
        self._reason = "no image yet"
        self._read: ReadPart | None = None
        self._read_planes: tuple[_Request, tuple[Plane, ...]] | None = None  # the last that were read, and of what
        self._loading = self._wanted = False
        self._outdated = False  # whether they are of the picture before
        self._redraw = self._redrawing = False
        self._drawn = 0  # how often it was drawn at once
        self._drawing: Drawing | None = None

    @property
    def rows(self) -> int:
        """The rows for the picture."""
        return self.size.height

    def set_picture(
        self, picture: Picture | None, reason: str = "", read: ReadPart | None = None, *, goes_on: bool = False
    ) -> None:
        """Show a picture, or why there is none; `read` gives parts of it as finely as they are wanted.

        `goes_on`: it is the next frame of a video. What was read of the last one is shown until that of this one is.
        """
        self._outdated = True
        if not goes_on:
            self._read_planes = None
        self.picture, self._reason, self._read = picture, reason, read
        self._redraw = True
        if not self._redrawing:
            self._redrawing = True
            self.run_worker(self._draw_in_thread())

    def set_figures(self, picture: Picture) -> None:
        """The picture that is shown was measured."""
        self.picture = picture
        if self.marks:
            self.draw()

    def draw(self) -> None:
        """Draw at once, in the size that there is, if it is seen."""
        self._draw_now()
        self.update()
        self.post_message(self.Drawn())

    def _draw_now(self) -> None:
        from indipyterm.presentation.imaging.drawing import Drawing, draw  # noqa: PLC0415 - most runs show no image

        self._drawn += 1
        work = self._work()
        self._drawing = draw(*work) if work else Drawing()

    async def _draw_in_thread(self) -> None:
        """Draw pictures that come, while keys are handled: the newest, again if something else is wanted by then."""
        from indipyterm.presentation.imaging.drawing import Drawing, draw  # noqa: PLC0415 - as above

        try:
            while self._redraw:
                self._redraw, drawn = False, self._drawn
                work = self._work()
                drawing = await asyncio.to_thread(draw, *work) if work else Drawing()
                if drawn != self._drawn:
                    continue  # it was drawn at once meanwhile
                self._drawing = drawing
                self.update()
                self.post_message(self.Drawn())
        finally:
            self._redrawing = False

    def _work(self) -> tuple[Picture, Window, Sequence[Plane], Stretch, Raster, Overlays] | None:
        """What `draw` is to be called with now; None where nothing is seen."""
        self.window = None
        if self.picture is None or self.rows < 1 or not self.display:
            return None
        from indipyterm.presentation.imaging import raster, view  # noqa: PLC0415 - most runs show no image
        from indipyterm.presentation.imaging.drawing import Overlays  # noqa: PLC0415
        from indipyterm.presentation.imaging.stretch import Stretch  # noqa: PLC0415

        picture, seen = self.picture, self.view or view.View()
        kind = raster.WHOLE_CELLS if self._ascii else raster.RASTERS[self._raster_name]
        self.window = view.find_window(seen, picture, view.Dots(self.size.width, self.rows, *kind))
        if self.window is None:
            return None
        cross = (seen.x * picture.width, seen.y * picture.height) if self.cross else None
        overlays = Overlays(cross, self.marks, self.clipped)
        return picture, self.window, self._planes(picture, self.window), Stretch(self.stretch), kind, overlays

    # Finer samples than those that came with the picture

    def _planes(self, picture: Picture, window: Window) -> tuple[Plane, ...]:
        """The samples that a window needs, of one plane or of three, if they were read; else they are read now."""
        from indipyterm.presentation.imaging.view import is_fine_enough  # noqa: PLC0415 - most runs show no image

        if self.colouring != "colour" and is_fine_enough(picture, window):
            return ()
        request = self._request(picture, window)
        known = self._read_planes[1] if self._read_planes and self._read_planes[0] == request else ()
        if known and not self._outdated:
            return known
        self._wanted = True
        if self._read and not self._loading:
            self._loading = True
            self.run_worker(self._load())
        return known

    def _request(self, picture: Picture, window: Window) -> _Request:
        from indipyterm.presentation.imaging.colours import has_colours  # noqa: PLC0415 - as above
        from indipyterm.presentation.imaging.view import colour_request, luminance_step  # noqa: PLC0415

        if self.colouring == "colour" and has_colours(picture):
            return *colour_request(picture, window), True
        return window.area, window.step if self.colouring == "raw" else luminance_step(picture, window), False

    async def _load(self) -> None:
        """Read what is wanted, and again if that is something else by then: the newest is shown, nothing piles up."""
        from indipyterm.presentation.imaging.sampling import Samples  # noqa: PLC0415 - as above
        from indipyterm.presentation.imaging.view import samples_plane  # noqa: PLC0415

        try:
            while self._wanted and self._read and self.window and self.picture:
                self._wanted = False
                picture, request = self.picture, self._request(self.picture, self.window)
                part = await self._read(*request)
                now = self.picture
                if part is None or now is None or (picture.width, picture.height) != (now.width, now.height):
                    continue
                every = (part,) if isinstance(part, Samples) else part
                self._read_planes = request, tuple(map(samples_plane, every))
                self._outdated = picture.peaks is not now.peaks
                if self.window and self._request(now, self.window) == request:
                    self.draw()
        finally:
            self._loading = False

    # Painting

    @property
    def _cells(self) -> Sequence[Sequence[Cell | ColourCell]]:
        return self._drawing.cells if self._drawing else ()

    @property
    def _texts(self) -> Sequence[str]:
        return self._drawing.texts if self._drawing else ()

    @property
    def _laid(self) -> Mapping[tuple[int, int], Piece]:
        return self._drawing.laid if self._drawing else {}

    @property
    def _left(self) -> int:
        """The cells left of the picture, which is in the middle."""
        rows = self._cells or self._texts
        return (self.size.width - len(rows[0])) // 2 if rows else 0

    @property
    def _ascii(self) -> bool:
        return bool(getattr(self.app, "ascii", False))

    def on_click(self, event: events.Click) -> None:
        """Say which place was clicked."""
        rows = self._cells or self._texts
        if self.window and event.y < len(rows) and 0 <= event.x - self._left < len(rows[0]):
            across, down = self.window.columns / len(rows[0]), self.window.rows / len(rows)
            place = self.window.place((event.x - self._left + 0.5) * across - 0.5, (event.y + 0.5) * down - 0.5)
            self.post_message(self.Clicked(place))

    def on_mouse_scroll_up(self) -> None:
        """Closer."""
        self.post_message(self.Scrolled(1))

    def on_mouse_scroll_down(self) -> None:
        """Farther away."""
        self.post_message(self.Scrolled(-1))

    def on_resize(self) -> None:
        """Draw in the new size."""
        self._draw_now()
        self.refresh()
        self.post_message(self.Drawn())

    def row(self, line: int) -> StyledLine:
        """What stands there where no cell of a picture is."""
        if self.picture is None:
            lines = wrapped(printable(self._reason), max(1, self.size.width - 2))
            return [Styled(f" {lines[line]}", "dim")] if line < len(lines) else []
        if line < len(self._texts):
            return self._text_row(line)
        return []

    def _text_row(self, line: int) -> StyledLine:
        parts: StyledLine = [Styled(" " * self._left, "space")]
        for column, character in enumerate(self._texts[line]):
            laid, role = self._laid.get((line, column), (character, "value"))
            text = {"█": "!", "○": "o", "┼": "+"}.get(laid, laid)
            if parts and parts[-1].role == role:
                parts[-1] = parts[-1]._replace(text=parts[-1].text + text)
            else:
                parts.append(Styled(text, role))
        return parts

    def _strip(self, line: int) -> Strip:
        return self._cells_strip(line) if line < len(self._cells) else super()._strip(line)

    def update(self) -> None:
        """Repaint the cells that differ."""
        for line in range(self.size.height):
            self.refresh_line_if_changed(line, self._strip(line))

    def _cells_strip(self, line: int) -> Strip:
        dark, bright = (self.style_of(role).color for role in ("dark", "bright"))
        ends = tuple(color.get_truecolor() if color else ColorTriplet(0, 0, 0) for color in (dark, bright))
        segments = [Segment(" " * self._left, self.style_of("value"))]
        for column, cell in enumerate(self._cells[line]):
            if laid := self._laid.get((line, column)):
                over = self.style_of(laid[1]) + Style(bgcolor=_shade(cell.ground, *ends))
                segments.append(Segment(laid[0], over))
            else:
                segments.append(Segment(cell.character, _style(cell.front, cell.ground, *ends)))
        return Strip(segments).adjust_cell_length(self.size.width, self.style_of("value")).simplify()


@lru_cache(maxsize=4096)
def _style(front: int | Colour, ground: int | Colour, dark: ColorTriplet, bright: ColorTriplet) -> Style:
    return Style(color=_shade(front, dark, bright), bgcolor=_shade(ground, dark, bright))


@lru_cache(maxsize=1024)
def _shade(value: int | Colour, dark: ColorTriplet, bright: ColorTriplet) -> Color:
    """A brightness, or each of the three of a colour, between the ends of the scale."""
    values = (value,) * 3 if isinstance(value, int) else value
    return Color.from_rgb(
        *(low + (high - low) * one // 255 for one, low, high in zip(values, dark, bright, strict=True))
    )
