"""What is measured of a picture. Each figure says of how many pixels it is."""

from __future__ import annotations

from typing import NamedTuple

DARK_SHARE = 0.1587
"""The share of pixels that are darker than the median less a sigma."""


class Star(NamedTuple):
    """A star: its centre in pixels from the top left corner, and the radius that holds half of its light, in pixels."""

    x: float
    y: float
    hfr: float
    flux: float


class Focus(NamedTuple):
    """How sharp the stars are: the medians of their half flux radius and full width at half maximum, in pixels.

    `stars` is how many were found, `brightest` has some of them, the brightest first. `hfr` and `fwhm` are None where
    there are none.
    """

    stars: int
    hfr: float | None
    fwhm: float | None
    brightest: tuple[Star, ...] = ()


class Histogram(NamedTuple):
    """How many pixels have which value: `counts` in equal parts from `low` to `high`."""

    low: float
    high: float
    counts: tuple[int, ...]


class Figures(NamedTuple):
    """What was measured, in the unit of the file, counts as a rule.

    `sigma` is half the width that holds the middle 68%, measured on the dark side of the median, where no star is.
    `median`, `sigma`, `minimum` and the histogram are those of one pixel in `sampled`, `maximum` and `clipped` those of
    one pixel in `seen`; 1 means every pixel, and the figure is exact. Else the real maximum may be higher.
    """

    median: float
    sigma: float
    minimum: float
    maximum: float
    sampled: int
    seen: int
    histogram: Histogram | None = None
    clipped: int | None = None
    """Pixels with the highest value that the type of pixel or the camera has; None where that was not counted."""
    focus: Focus | None = None
    """None where nobody looked for stars."""

    @property
    def exact(self) -> bool:
        """Whether every pixel was looked at for every figure."""
        return self.sampled == self.seen == 1
