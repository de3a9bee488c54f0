"""A picture as far as the screen needs it: what its header says, its statistics, and its brightest pixels in a grid."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite

HeaderValue = bool | int | float | str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that was read; small, whatever the size of its file.

    `kind` is the type of the pixels, as "u16" or "f32". `median` and `sigma` (half the width that holds the middle
    68%, measured on the dark side of the median, where no star is) and `minimum` are those of a fair sample of at
    most 32,768 pixels. `maximum` is the brightest of every pixel where `seen` is 1, else of one pixel in `seen`,
    and the real one may be higher. All in the unit of the file, counts as a rule.

    `peaks` are the brightest pixels of `grid_height` times `grid_width` blocks, the top row of the picture first.
    Of three planes the middle one, green, is the one read; of any other number the first.
    """

    width: int
    height: int
    planes: int
    kind: str
    header: Mapping[str, HeaderValue] = field(repr=False)
    median: float
    sigma: float
    minimum: float
    maximum: float
    seen: int
    grid_width: int
    grid_height: int
    peaks: array[float] = field(repr=False)

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
    def frame(self) -> str:
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


def number(header: Mapping[str, HeaderValue], *keywords: str) -> float | None:
    """The first of the keywords of a header that has a finite number, else None."""
    for keyword in keywords:
        value = header.get(keyword)
        if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
            return float(value)
    return None


def binning(header: Mapping[str, HeaderValue]) -> tuple[int, int] | None:
    """Pixels of the sensor in one of the picture, across and down; None where the header does not say."""
    across, down = number(header, "XBINNING"), number(header, "YBINNING", "XBINNING")
    if across is None or down is None or not (1 <= across <= 99 and 1 <= down <= 99):
        return None
    return int(across), int(down)


def pixel_shape(header: Mapping[str, HeaderValue]) -> float:
    """How many times as high as wide a pixel is, by the header of its picture."""
    across, down = binning(header) or (1, 1)
    return down / across
