"""How bright a value is shown, so that faint stars are seen. Pure numbers; each face paints them its own way.

Source of the screen transfer function (STF): PixInsight reference documentation, "ScreenTransferFunction", AutoSTF.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from math import asinh, ceil, log1p, sinh

from indipyterm.presentation.imaging.display_range import display_range

_SOFTNESS = 9.0  # how much the faint is lifted
_CODES = 65_536
_FAR = 1e12  # limits so far from all codes are as good as any
_FULL = asinh(_SOFTNESS)
_SHADOWS = 2.8  # sigmas under the median that are black
_MIDDLE_SHOWN = 0.25  # how bright the median is shown
_SIGMA = 1.4826  # of a normal distribution: so many median deviations
_LOG = 1000.0

MIDTONE = sinh(_FULL / 2) / _SOFTNESS
"""The share of the range from black to white that is shown half as bright as white."""


class Stretch(Enum):
    """How a picture is stretched; the values are their names on the screen."""

    STF = "STF"
    """The sky a quarter as bright as white, whatever its counts: what is faint is seen, noise too."""
    ASINH = "asinh"
    """The sky dark, stars bright."""
    LINEAR = "linear"
    """From the darkest to the brightest pixel."""
    LOG = "log"
    """The same, what is dark lifted."""

    @property
    def next(self) -> Stretch:
        """The one after this; after the last the first."""
        every = list(Stretch)
        return every[(every.index(self) + 1) % len(every)]


def stretched(rows: Sequence[Sequence[float]], stretch: Stretch = Stretch.ASINH, shades: int = 256) -> list[list[int]]:
    """Rows of values as brightness, from 0 (black) to 255; `shades` of them differ. Its limits are found in the rows.

    Equal values everywhere are black.
    """
    if not rows:
        return []
    curve = {Stretch.STF: _stf, Stretch.ASINH: _asinh, Stretch.LINEAR: _linear, Stretch.LOG: _log}[stretch](rows)
    last = max(2, shades) - 1
    known: dict[float, int] = {}

    def shade(value: float) -> int:
        if (found := known.get(value)) is None:
            found = known[value] = round(last * min(max(curve(value), 0.0), 1.0)) * 255 // last
        return found

    return [[shade(value) for value in row] for row in rows]


def _asinh(rows: Sequence[Sequence[float]]) -> Callable[[float], float]:
    """Black is a little under the median, white the brightest half per cent."""
    black, white = display_range(rows)
    return lambda value: brightness((min(max(value, black), white) - black) / (white - black))


def _stf(rows: Sequence[Sequence[float]]) -> Callable[[float], float]:
    values = sorted(value for row in rows for value in row)
    low, wide = values[0], values[-1] - values[0]
    if wide <= 0:
        return lambda _: 0.0
    median = values[len(values) // 2]
    deviation = _SIGMA * sorted(abs(value - median) for value in values)[len(values) // 2]
    black = max(0.0, (median - low - _SHADOWS * deviation) / wide)
    middle = max((median - low) / wide - black, 1e-9)
    midtone = _midtones(_MIDDLE_SHOWN, min(middle / (1 - black), 1.0))
    return lambda value: _midtones(midtone, max(0.0, ((value - low) / wide - black) / (1 - black)))


def _midtones(middle: float, value: float) -> float:
    """The midtones transfer function: `middle` becomes a half, 0 stays 0, and 1 stays 1."""
    if value <= 0 or value >= 1:
        return min(max(value, 0.0), 1.0)
    return (middle - 1) * value / ((2 * middle - 1) * value - middle)


def _linear(rows: Sequence[Sequence[float]]) -> Callable[[float], float]:
    low, high = min(map(min, rows)), max(map(max, rows))
    return lambda value: (value - low) / (high - low) if high > low else 0.0


def _log(rows: Sequence[Sequence[float]]) -> Callable[[float], float]:
    share = _linear(rows)
    return lambda value: log1p(_LOG * share(value)) / log1p(_LOG)


def brightness(share: float) -> float:
    """How bright a value is shown that is a share, from 0 (black) to 1 (white), of the range: 0 to 1."""
    return asinh(_SOFTNESS * share) / _FULL


def shade_table(black: float, white: float, shades: int = 256) -> bytes:
    """How bright each code from 0 to 65535 is shown, from 0 to 255; `shades` of them differ."""
    last = max(2, shades) - 1
    black, white = (min(max(limit, -_FAR), _FAR) for limit in (black, white))
    first, end = min(max(0, ceil(black)), _CODES), min(max(0, ceil(white)), _CODES)
    rising = (round(last * brightness((code - black) / (white - black))) * 255 // last for code in range(first, end))
    return (bytes(first) + bytes(rising)).ljust(_CODES, b"\xff")
