"""What stands above, below and beside a picture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from indipyterm.presentation.imaging.figures import Figures
from indipyterm.presentation.imaging.picture import Picture
from indipyterm.presentation.imaging.summary import count_text, share
from indipyterm.presentation.text import Piece

BARS = "▁▂▃▄▅▆▇█"
"""From low to high."""


def scale_text(scale: float) -> str:
    """How large a picture is shown: ``1:29`` for a dot that is as wide as 29 pixels, ``4:1`` for the opposite."""
    return f"1:{_short(scale)}" if scale >= 1 else f"{_short(1 / scale)}:1"


def focus_pieces(figures: Figures, before: float | None = None) -> list[Piece]:
    """How sharp the stars are, and how much the radius differs from that of an image `before`; [] if not measured."""
    focus = figures.focus
    if focus is None:
        return []
    if focus.hfr is None:
        return [Piece("no stars", "alert")]
    pieces = [Piece(f"HFR {focus.hfr:.2f}")]
    if before is not None and abs(difference := focus.hfr - before) >= 0.005:
        better = difference < 0
        pieces.append(Piece(f" {'▼' if better else '▲'}{abs(difference):.2f}", "ok" if better else "busy"))
    pieces.append(Piece(f"  {focus.stars}★"))
    if focus.fwhm is not None:
        pieces.append(Piece(f"  FWHM {focus.fwhm:.1f}"))
    return pieces


def count_lines(picture: Picture) -> list[str]:
    """The counts in a few short lines, and of how many pixels they are unless of all."""
    measured, real = picture.figures, picture.frame.pixel.real
    median, sigma, least, most = (
        count_text(value, real) for value in (measured.median, measured.sigma, measured.minimum, measured.maximum)
    )
    sampled = [f"of 1 pixel in {measured.sampled}"] if measured.sampled > 1 else []
    return [
        f"med {median}  σ {sigma}  min {least}",
        *sampled,
        f"max {'≥' if measured.seen > 1 else ''}{most}{share(measured.seen)}",
    ]


def clipped_text(picture: Picture) -> str:
    """How many pixels are clipped: ``clip 14 px``; "" where they were not counted."""
    clipped = picture.figures.clipped
    return "" if clipped is None else f"clip {clipped} px"


def clipped_share(picture: Picture) -> str:
    """The same with its share: ``14 (0.0001 %)``; "" where they were not counted."""
    clipped = picture.figures.clipped
    if clipped is None:
        return ""
    return f"{clipped} ({100 * clipped / (picture.width * picture.height):.2g} %)" if clipped else "0"


def histogram_bars(figures: Figures, width: int) -> str:
    """The histogram in `width` characters, a high bar for many pixels (by their logarithm); "" where there is none."""
    if figures.histogram is None or width < 1:
        return ""
    counts = figures.histogram.counts
    edges = [place * len(counts) // width for place in range(width + 1)]
    sums = [sum(counts[first : max(first + 1, last)]) for first, last in pairwise(edges)]
    return bars([max(0, count.bit_length() - 1) for count in sums], 0.0)


def bars(values: Sequence[float | None], low: float | None = None) -> str:
    """A bar for each value, the highest one for the highest; a space for None. `low` has the lowest bar.

    One value far beyond the others does not flatten them: it has the highest bar as well.
    """
    known = sorted(value for value in values if value is not None)
    if not known:
        return " " * len(values)
    least = known[0] if low is None else low
    most = known[-1]
    if low is None and len(known) > 4:
        most = min(most, 3 * known[len(known) // 2] - 2 * least)
    span = most - least

    def bar(value: float | None) -> str:
        if value is None:
            return " "
        share = min(max((value - least) / span, 0.0), 1.0) if span > 0 else 0.0
        return BARS[round(share * (len(BARS) - 1))]

    return "".join(map(bar, values))


def _short(number: float) -> str:
    return f"{number:.0f}" if number >= 9.95 or abs(number - round(number)) < 0.05 else f"{number:.1f}"
