"""What is seen of a picture: all of it or a part, flipped and turned; and the value of each dot on a screen.

A screen has cells, which are twice as high as wide, and a cell some dots across and down. Everything here is pure:
which pixels are needed is known before they are read.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import reduce
from math import ceil, floor
from operator import add
from typing import NamedTuple

from indipyterm.presentation.imaging.picture import Picture
from indipyterm.presentation.imaging.sampling import LONGEST_STEP, Area, Samples

CLOSEST = 1 / 16
"""Pixels in the width of a dot at the least: a pixel is then as wide as 16 dots."""

ZOOM = 2.0
"""How much closer one step of zoom is."""

_CELL_HEIGHT = 2  # of its widths
_OVERSAMPLED = 2  # samples in the width of a dot, so that a star is not lost in a mean
_MOST_SAMPLES = 160_000


class Dots(NamedTuple):
    """The cells of a screen, and how many dots each has across and down."""

    columns: int
    rows: int
    across: int
    down: int

    @property
    def shape(self) -> float:
        """How many times as high as wide a dot is."""
        return _CELL_HEIGHT * self.across / self.down


class View(NamedTuple):
    """How a picture is looked at.

    `scale` is how many pixels are as wide as a dot; 0: so many that all of the picture fits. `x` and `y` are what is in
    the middle, as shares of the picture's width and height from its top left corner. It is flipped left to right first,
    then turned clockwise `turns` times by a quarter.
    """

    scale: float = 0.0
    x: float = 0.5
    y: float = 0.5
    flipped: bool = False
    turns: int = 0

    def turned(self) -> View:
        """A quarter further, clockwise as it is seen."""
        return self._replace(turns=(self.turns + 1) % 4)

    def mirrored(self) -> View:
        """Left and right exchanged, as it is seen."""
        return self._replace(flipped=not self.flipped, turns=-self.turns % 4)

    def centred(self, picture: Picture, x: float, y: float) -> View:
        """With a place, in pixels from the top left corner of the picture, in the middle."""
        return self._replace(x=_within(x / picture.width), y=_within(y / picture.height))

    def moved(self, right: float, down: float, window: Window) -> View:
        """Moved over the picture by shares of what is seen of it, as it is seen."""
        across, high = window.area.width / window.width, window.area.height / window.height
        if self.turns % 2:
            across, high = high, across
        x, y = _oriented(self.x, self.y, self.flipped, self.turns)
        x, y = _stored(_within(x + right * across), _within(y + down * high), self.flipped, self.turns)
        return self._replace(x=x, y=y)


class Window(NamedTuple):
    """The part of a picture, of `width` times `height` pixels, that is seen on `columns` times `rows` dots."""

    area: Area
    columns: int
    rows: int
    scale: float
    """Pixels that are as wide as a dot."""
    fits: bool
    """Whether all of the picture is seen."""
    width: int
    height: int
    flipped: bool
    turns: int

    @property
    def step(self) -> int:
        """How coarse the samples may be that it needs: 1, or even."""
        step = min(LONGEST_STEP, max(1, floor(self.scale / _OVERSAMPLED)))
        step -= step > 1 and step % 2
        while step < LONGEST_STEP and self.area.width * self.area.height > _MOST_SAMPLES * step * step:
            step += 1 if step == 1 else 2
        return step

    def dot(self, x: float, y: float) -> tuple[int, int] | None:
        """The dot, from the left and from the top, that shows a place in pixels of the picture; None if none does."""
        area = self.area
        right, down = _oriented((x - area.left) / area.width, (y - area.top) / area.height, self.flipped, self.turns)
        if not (0 <= right <= 1 and 0 <= down <= 1):
            return None
        return min(self.columns - 1, floor(right * self.columns)), min(self.rows - 1, floor(down * self.rows))

    def place(self, column: float, row: float) -> tuple[float, float]:
        """The place in the picture, in pixels, that a dot shows the middle of."""
        x, y = _stored((column + 0.5) / self.columns, (row + 0.5) / self.rows, self.flipped, self.turns)
        return self.area.left + x * self.area.width, self.area.top + y * self.area.height


class Plane(NamedTuple):
    """Values that cover an area evenly, in rows of `width`, the top row first."""

    width: int
    values: Sequence[float]


class Grid(NamedTuple):
    """The dots of a picture in rows from the top: a value for each, and the highest one that it stands for."""

    values: list[list[float]]
    peaks: list[list[float]]


def find_window(view: View, picture: Picture, dots: Dots) -> Window | None:
    """What is seen on a screen, its shape kept; None where there is no room. The dots are those of whole cells."""
    if dots.columns < 1 or dots.rows < 1:
        return None
    odd = view.turns % 2
    high = picture.pixel_shape
    wide_pixel, high_pixel = (high, 1.0) if odd else (1.0, high)
    pixels = (picture.height, picture.width) if odd else (picture.width, picture.height)
    across, down = pixels[0] * wide_pixel, pixels[1] * high_pixel
    most = dots.columns * dots.across, dots.rows * dots.down
    fitting = max(across / most[0], down / (most[1] * dots.shape))
    scale = min(max(view.scale, CLOSEST), max(fitting, CLOSEST)) if view.scale else fitting
    seen = min(across, most[0] * scale), min(down, most[1] * dots.shape * scale)
    x, y = _oriented(view.x, view.y, view.flipped, view.turns)
    left, wide = _part(x * across, seen[0], across, wide_pixel, pixels[0])
    top, tall = _part(y * down, seen[1], down, high_pixel, pixels[1])
    columns = min(dots.columns, max(1, round(wide * wide_pixel / scale / dots.across)))
    rows = min(dots.rows, max(1, round(tall * high_pixel / scale / dots.shape / dots.down)))
    corners = [
        _stored(right / pixels[0], below / pixels[1], view.flipped, view.turns)
        for right, below in ((left, top), (left + wide, top + tall))
    ]
    lefts, tops = (sorted(corner[axis] for corner in corners) for axis in (0, 1))
    area = Area(
        round(lefts[0] * picture.width),
        round(tops[0] * picture.height),
        *((tall, wide) if odd else (wide, tall)),
    )
    return Window(
        area,
        columns * dots.across,
        rows * dots.down,
        scale,
        (wide, tall) == pixels,
        picture.width,
        picture.height,
        view.flipped,
        view.turns,
    )


def is_fine_enough(picture: Picture, window: Window) -> bool:
    """Whether the brightest pixels that come with a picture are no coarser than the dots."""
    area = window.area
    across, down = picture.grid_width / picture.width, picture.grid_height / picture.height
    columns, rows = (window.rows, window.columns) if window.turns % 2 else (window.columns, window.rows)
    return across == down == 1 or (area.width * across >= columns and area.height * down >= rows)


def peaks_plane(picture: Picture, window: Window) -> Plane:
    """The brightest pixels of the area, which need no file."""
    area = window.area
    across, down = picture.grid_width / picture.width, picture.grid_height / picture.height
    left, top = floor(area.left * across), floor(area.top * down)
    right = max(left + 1, min(picture.grid_width, ceil((area.left + area.width) * across)))
    bottom = max(top + 1, min(picture.grid_height, ceil((area.top + area.height) * down)))
    values: array[float] = array("d")
    for row in range(top, bottom):
        values += picture.peaks[row * picture.grid_width + left : row * picture.grid_width + right]
    return Plane(right - left, values)


def samples_plane(samples: Samples) -> Plane:
    """The values of samples."""
    return Plane(samples.width, [code * samples.scale + samples.zero for code in samples.codes])


def colour_request(picture: Picture, window: Window) -> tuple[Area, int]:
    """The area and step for `read_colours` that a window needs: of a Bayer matrix whole blocks of it."""
    area, step = window.area, window.step
    if picture.planes == 3:
        return area, step
    left, top = area.left & ~1, area.top & ~1
    right, bottom = (
        min(picture.width & ~1, area.left + area.width + 1),
        min(picture.height & ~1, area.top + area.height + 1),
    )
    return Area(left, top, max(2, right - left & ~1), max(2, bottom - top & ~1)), max(2, step & ~3)


def luminance_step(picture: Picture, window: Window) -> int:
    """How coarse samples have to be so that no matrix of colours is seen."""
    return max(2, window.step) if picture.bayer else window.step


def make_grid(plane: Plane, window: Window) -> Grid:
    """The dots of a window of values that cover its area. A dot is halfway between their mean and the highest one."""
    width = plane.width
    lines = [list(plane.values[start : start + width]) for start in range(0, len(plane.values), width)]
    if window.flipped:
        lines = [line[::-1] for line in lines]
    for _ in range(window.turns):
        lines = [list(column) for column in zip(*lines[::-1], strict=True)]
    columns = [slice(*edge) for edge in _edges(len(lines[0]), window.columns)]
    sizes = [column.stop - column.start for column in columns]
    values: list[list[float]] = []
    highest: list[list[float]] = []
    for top, bottom in _edges(len(lines), window.rows):
        band = lines[top:bottom]
        peaks = band[0] if len(band) == 1 else list(map(max, *band))
        sums = reduce(lambda above, below: list(map(add, above, below)), band)
        most = [max(peaks[column]) for column in columns]
        means = [sum(sums[column]) / (size * len(band)) for column, size in zip(columns, sizes, strict=True)]
        highest.append(most)
        values.append([(mean + peak) / 2 for mean, peak in zip(means, most, strict=True)])
    return Grid(values, highest)


def star_places(picture: Picture) -> list[tuple[float, float]]:
    """Where stars are, in pixels, the brightest first: those that were measured, else the brightest spots."""
    focus = picture.figures.focus
    return [(star.x, star.y) for star in focus.brightest] if focus and focus.brightest else bright_places(picture)


def clip_level(picture: Picture) -> float | None:
    """The highest value that the type of pixel has, in the unit of the file; None for floats."""
    frame = picture.frame
    if frame.pixel.real:
        return None
    most = 255 if frame.pixel.bits == 8 else (1 << (frame.pixel.bits - 1)) - 1
    least = 0 if frame.pixel.bits == 8 else -(1 << (frame.pixel.bits - 1))
    return (most if frame.scale > 0 else least) * frame.scale + frame.zero


def bright_places(picture: Picture, most: int = 40) -> list[tuple[float, float]]:
    """Where the brightest spots are, in pixels, the brightest first: peaks of the grid that no neighbour is above."""
    width, height, peaks = picture.grid_width, picture.grid_height, picture.peaks
    least = picture.figures.median + 10 * picture.figures.sigma
    found = []
    for place, value in enumerate(peaks):
        if value <= least:
            continue
        row, column = divmod(place, width)
        around = [
            line * width + other
            for line in range(max(0, row - 1), min(height, row + 2))
            for other in range(max(0, column - 1), min(width, column + 2))
        ]
        if all(peaks[each] < value or (peaks[each] == value and each >= place) for each in around):
            found.append((value, (column + 0.5) * picture.width / width, (row + 0.5) * picture.height / height))
    found.sort(key=lambda spot: -spot[0])
    return [(x, y) for _, x, y in found[:most]]


def _part(middle: float, seen: float, whole: float, pixel: float, pixels: int) -> tuple[int, int]:
    """The first pixel of those seen, and how many are: whole ones, as near to the middle as the edges allow."""
    count = max(1, min(pixels, round(seen / pixel)))
    first = round(min(max(middle - seen / 2, 0.0), whole - seen) / pixel)
    return max(0, min(first, pixels - count)), count


def _edges(length: int, count: int) -> list[tuple[int, int]]:
    """Where each of `count` parts of a length begins and ends; none is empty, even where there are too many."""
    starts = [number * length // count for number in range(count)]
    return [(start, max(start + 1, (number + 1) * length // count)) for number, start in enumerate(starts)]


def _oriented(x: float, y: float, flipped: bool, turns: int) -> tuple[float, float]:
    """Where a place is seen; both as shares of width and height."""
    if flipped:
        x = 1 - x
    for _ in range(turns % 4):
        x, y = 1 - y, x
    return x, y


def _stored(x: float, y: float, flipped: bool, turns: int) -> tuple[float, float]:
    """Where in the picture a place is that is seen; both as shares of width and height."""
    for _ in range(turns % 4):
        x, y = y, 1 - x
    return (1 - x if flipped else x), y


def _within(share: float) -> float:
    return min(max(share, 0.0), 1.0)
