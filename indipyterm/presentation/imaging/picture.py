"""A picture as the faces need it: what its header says, its figures, its brightest pixels in a grid, where the rest is.

Source: BAYERPAT, XBAYROFF and YBAYROFF as libindi writes them (libs/indibase/indiccd.cpp).
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from indipyterm.presentation.imaging.cards import Card
from indipyterm.presentation.imaging.figures import Figures
from indipyterm.presentation.imaging.frame import Frame
from indipyterm.presentation.imaging.header import HeaderValue, binning, number, pixel_shape
from indipyterm.presentation.imaging.sampling import Area, Samples, read_samples

_COLOURS = frozenset("RGB")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was read; small, whatever the size of its file.

    `format` is what the file is ("FITS"), `kind` the type of the pixels, as "u16" or "f32". `peaks` are the brightest
    pixels of `grid_height` times `grid_width` blocks, the top row of the picture first. Of three planes the middle one,
    green, is the one in `peaks` and `figures`; of any other number the first.
    """

    frame: Frame
    header: Mapping[str, HeaderValue] = field(repr=False)
    cards: tuple[Card, ...] = field(repr=False)
    figures: Figures
    grid_width: int
    grid_height: int
    peaks: array[float] = field(repr=False)
    format: str = "FITS"

    @property
    def width(self) -> int:
        """Pixels."""
        return self.frame.width

    @property
    def height(self) -> int:
        """Pixels."""
        return self.frame.height

    @property
    def planes(self) -> int:
        """3 in a picture in colours."""
        return self.frame.planes

    @property
    def kind(self) -> str:
        """The type of the pixels: "u16", "f32"."""
        return self.frame.kind

    @property
    def bits(self) -> int:
        """Of a pixel in the file."""
        return self.frame.pixel.bits

    def samples(self, file: BinaryIO, area: Area, step: int, plane: int | None = None) -> Samples:
        """A part of the picture, a code for each `step` times `step` pixels; `file` is that which was read, opened.

        `area` is in the picture, counted from its top left corner; `step` is 1, or even and at most `LONGEST_STEP`.
        `plane`: 0 to `planes` - 1; None is the one of the figures. Raises NotAnImage, and what the file raises.
        """
        return read_samples(file, self.frame, area, step, plane)

    @property
    def bayer(self) -> str:
        """The colours of the top left four pixels as shown, as "RGGB"; "" where the header says nothing of them."""
        pattern = self.text("BAYERPAT", "COLORTYP").strip().upper()
        if len(pattern) != 4 or not _COLOURS.issuperset(pattern) or self.planes != 1:
            return ""
        right, down = (int(self.number(name) or 0) % 2 for name in ("XBAYROFF", "YBAYROFF"))
        down ^= not self.frame.top_down and self.height % 2 == 0
        return "".join(pattern[2 * (row ^ down) + (column ^ right)] for row in (0, 1) for column in (0, 1))

    def number(self, *keywords: str) -> float | None:
        """The first of the keywords that has a finite number, else None."""
        return number(self.header, *keywords)

    def text(self, *keywords: str) -> str:
        """The first of the keywords that has a text, as it came, else ""."""
        found = (self.header.get(keyword) for keyword in keywords)
        return next((value for value in found if isinstance(value, str) and value), "")

    @property
    def exposure(self) -> float | None:
        """Seconds."""
        return self.number("EXPTIME", "EXPOSURE")

    @property
    def temperature(self) -> float | None:
        """That of the sensor, in degrees Celsius."""
        return self.number("CCD-TEMP", "CCDTEMP")

    @property
    def filter(self) -> str:
        """The name of the filter; "" where the header has none."""
        return self.text("FILTER")

    @property
    def focuser(self) -> float | None:
        """The position of the focuser, in its steps."""
        return self.number("FOCUSPOS", "FOCPOS")

    @property
    def frame_type(self) -> str:
        """Light, Dark, Flat, Bias or whatever the camera calls it; "" where the header has none."""
        return self.text("IMAGETYP", "FRAME").removesuffix(" Frame")

    @property
    def taken(self) -> str:
        """When the exposure began, as the header has it: UTC as a rule; "" where it has none."""
        return self.text("DATE-OBS")

    @property
    def binning(self) -> tuple[int, int] | None:
        """Pixels of the sensor in one of the picture, across and down; None where the header does not say."""
        return binning(self.header)

    @property
    def pixel_shape(self) -> float:
        """How many times as high as wide a pixel is."""
        return pixel_shape(self.header)
