"""Marks of axes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.presentation.history.ticks import LONGEST, axis_label, time_ticks, value_ticks

NOON = 1_795_348_800.0
"""2026-11-22T12:00:00Z."""


@pytest.mark.parametrize(
    ("low", "high", "number_format", "labels"),
    [
        (-10.7, 4.2, "%6.2f", ["-10.00", "-5.00", "0.00"]),
        (0, 100, "%3.0f", ["0", "50", "100"]),
        (4.5, 5.5, "%.0f", ["4.5", "5.0", "5.5"]),
        (0, 0.003, "%.2f", ["0.000", "0.001", "0.002", "0.003"]),
        (0, 40_000_000, "%.0f", ["0", "20000000", "40000000"]),
        (0, 4e14, "%.0f", ["0", "2e+14", "4e+14"]),
        (0, 100, "nonsense", ["0", "50", "100"]),
        (0, 100, "%3.0f furlongs", ["0", "50", "100"]),
        (5.49, 5.62, "%10.6m", ["5:30:00", "5:35:00"]),
        (5.49, 5.51, "%10.6m", ["5:29:30", "5:30:00", "5:30:30"]),
        (-5.0, 5.0, "%9.6m", ["-5:00:00", "0:00:00", "5:00:00"]),
        (0.9, 2.9, "%9.6m", ["1:00:00", "2:00:00"]),
    ],
)
def test_round_values(low: float, high: float, number_format: str, labels: list[str]) -> None:
    assert [label for _, label in value_ticks(low, high, 3, number_format)] == labels


def test_no_values_where_a_step_would_be_more_than_a_float_can_hold() -> None:
    assert value_ticks(-1.7e308, 1.7e308, 2, "%g") == []


def test_a_label_says_the_value_or_nothing() -> None:
    assert axis_label(1.25, "%6.2f", 0.01) == "1.25"
    assert axis_label(1.25, "%.0f", 0.01) == ""
    assert axis_label(1e10, "%20.5f", 1.0) == ""


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-1, 20),
    st.sampled_from(["%6.2f", "%10.6m", "%g", "%.0f", "%x", "%80s", "", "%.40f", "%5.3m"]),
)
def test_values_are_in_order_and_told_apart(one: float, other: float, count: int, number_format: str) -> None:
    low, high = sorted((one, other))
    if high / 2 - low / 2 <= max(abs(low), abs(high)) * 1e-10 or high - low < 1e-290:
        return
    ticks = value_ticks(low, high, count, number_format)
    assert len(ticks) <= 2 * max(1, count) + 1
    assert all(a[0] < b[0] for a, b in pairwise(ticks))
    assert len({label for _, label in ticks}) == len(ticks)
    assert all(0 < len(label) <= LONGEST + 2 for _, label in ticks)
    assert all(low * (1 + 1e-9) - high * 1e-9 <= value or low <= value for value, _ in ticks)


@pytest.mark.parametrize(
    ("span", "columns", "labels"),
    [
        (10, 60, ["11:59:50", "11:59:52", "11:59:54", "11:59:56", "11:59:58", ""]),
        (1800, 72, ["11:30", "11:35", "11:40", "11:45", "11:50", "11:55", ""]),
        (86400, 60, ["12:00", "18:00", "00:00", "06:00", ""]),
        (5 * 86400, 60, ["11-18", "11-19", "11-20", "11-21", "11-22"]),
        (1e10, 30, ["02-08", "01-01"]),
    ],
)
def test_round_times(span: float, columns: int, labels: list[str]) -> None:
    found = [label for _, label in time_ticks(NOON - span, NOON + 1e-3, columns)]
    assert found == labels


@given(st.floats(-1e18, 1e18), st.floats(0, 1e18), st.integers(-1, 300))
def test_labels_do_not_touch(start: float, span: float, columns: int) -> None:
    ticks = time_ticks(start, start + span, columns)
    assert all(column >= 0 and column + len(label) <= columns for column, label in ticks)
    assert all(a[0] + len(a[1]) < b[0] for a, b in pairwise(ticks))
