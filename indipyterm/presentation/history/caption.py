"""What a series did, in words."""

from __future__ import annotations

from indipyterm.presentation.durations import duration_text
from indipyterm.presentation.history.series import Series
from indipyterm.presentation.text import printable, shortened
from indipyterm.protocol.numbers import format_number

_LONGEST = 16  # characters of a number


def caption(series: Series, span: float, now: float) -> str:
    """The figures of the last `span` seconds: ``30 min  n=1800  now -9.98  min -10.21  max 4.10``, as far as known."""
    figures = series.figures(now - span, now)
    words = [duration_text(span), f"n={figures.readings}"]
    for name, value in (("now", figures.now), ("min", figures.low), ("max", figures.high)):
        if value is not None:
            text = printable(format_number(value, series.number_format).strip())
            words.append(f"{name} {shortened(text, _LONGEST)}")
    return "  ".join(words)
