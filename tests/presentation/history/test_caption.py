"""The figures of a series in words."""

from __future__ import annotations

from math import exp

from hypothesis import given, settings
from hypothesis import strategies as st

from indipyterm.presentation.history.caption import caption
from indipyterm.presentation.history.series import Series

NOON = 1_795_348_800.0

any_value = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([0.0, 1.0, -1e308, 1e308, 5e-324])


def series(*readings: tuple[float, float], number_format: str = "%6.2f") -> Series:
    """Of readings at seconds after noon."""
    made = Series("Temperature", number_format)
    for time, value in readings:
        made.append(NOON + time, value)
    return made


def test_what_is_not_known_is_left_out() -> None:
    cooling = series(*((second - 1800, -10 + 14.1 * exp(-second / 250)) for second in range(0, 1801, 10)))
    assert caption(cooling, 1800, NOON) == "30 min  n=181  now -9.99  min -9.99  max 4.10"
    assert caption(Series(), 3600, NOON) == "1 h  n=0"


def test_numbers_are_in_their_format() -> None:
    angle = series((0, 5.5), number_format="%10.6m")
    assert caption(angle, 60, NOON) == "1 min  n=1  now 5:30:00  min 5:30:00  max 5:30:00"


def test_a_format_commands_nothing_and_stays_short() -> None:
    text = caption(series((-10, 1), number_format="\x1b[2J%60.1f"), 60, NOON)
    assert "\x1b" not in text
    assert max(map(len, text.split("  "))) < 30


@settings(max_examples=30)
@given(st.lists(any_value, max_size=8), st.floats(), st.floats(-1e15, 1e15))
def test_any_series(values: list[float], span: float, now: float) -> None:
    assert "n=" in caption(series(*enumerate(values)), span, now)
