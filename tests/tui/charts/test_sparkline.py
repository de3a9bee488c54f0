"""Series in a few cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.presentation.history.series import Series
from indipyterm.tui.charts.sparkline import sparkline


def series(*values: float) -> Series:
    """Of one value a second."""
    made = Series()
    for time, value in enumerate(values):
        made.append(time, value)
    return made


def test_from_the_lowest_to_the_highest() -> None:
    assert sparkline(series(*range(8)), 8, 8, 8) == "▁▂▃▄▅▆▇█"
    assert sparkline(series(*range(5)), 5, 5, 5, ascii_only=True) == "_.-~^"


def test_as_long_as_there_are_readings() -> None:
    assert sparkline(series(0, 1, 2, 7), 3) == "▁▂█"


def test_a_value_that_never_changed_is_in_the_middle() -> None:
    assert sparkline(series(5, 5, 5), 4) == "▅▅▅▅"
    assert sparkline(series(5), 3) == "  ▅"


def test_nothing_is_shown_where_nothing_is_known() -> None:
    assert sparkline(Series(), 3) == "   "
    assert sparkline(series(1, 2), 4, 4, 2) == "  ▁█"
    made = series(1, 2)
    made.end(2)
    assert sparkline(made, 4, 4, 4) == "▁█  "


@pytest.mark.parametrize("width", [0, -1])
def test_no_room(width: int) -> None:
    assert sparkline(series(1, 2), width) == ""


@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=30),
    st.integers(0, 30),
    st.none() | st.floats(-10, 100),
    st.none() | st.floats(-100, 100),
    st.booleans(),
)
def test_always_of_its_width(
    values: list[float], width: int, span: float | None, now: float | None, ascii_only: bool
) -> None:
    line = sparkline(series(*values), width, span, now, ascii_only)
    assert len(line) == width
    assert line.isascii() or not ascii_only
