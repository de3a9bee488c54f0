"""Past values: what is kept, and what it says."""

from __future__ import annotations

from datetime import datetime
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.presentation.history.series import Figures, Series, to_csv

NOON = 1_795_348_800.0
"""2026-11-22T12:00:00Z."""


def series(*readings: tuple[float, float], kept: int = 100) -> Series:
    """Of readings at seconds after noon."""
    made = Series(kept=kept)
    for time, value in readings:
        made.append(NOON + time, value)
    return made


def readings(of: Series) -> list[tuple[float, float]]:
    """Seconds after noon, and values."""
    return [(reading.time - NOON, reading.value) for reading in of]


def test_readings_are_kept_in_order() -> None:
    made = series((0, 1.5), (1, 2.5), (1, 3.5))
    assert readings(made) == [(0, 1.5), (1, 2.5), (1, 3.5)]
    assert (len(made), made[-1].value, made[0].time) == (3, 3.5, NOON)


@pytest.mark.parametrize(("time", "value"), [(0, nan), (0, inf), (0, -inf), (nan, 1), (inf, 1), (-1e10, 1), (1e12, 1)])
def test_what_is_no_reading_is_ignored(time: float, value: float) -> None:
    assert readings(series((0, 1), (time, value))) == [(0, 1)]


@given(st.integers(1, 60), st.integers(0, 300))
def test_the_oldest_go(kept: int, count: int) -> None:
    made = Series(kept=kept)
    for number in range(count):
        made.append(number, number)
        assert made[-1].value == number
        assert len(made) <= kept
    assert len(made) >= min(count, kept - kept // 16)
    assert [reading.value for reading in made] == list(range(count - len(made), count))


def test_readings_after_the_clock_was_put_back_replace_those_of_then() -> None:
    made = series((0, 1), (10, 2), (20, 3))
    made.append(NOON + 10, 4)
    assert readings(made) == [(0, 1), (10, 2), (10, 4)]


def test_a_value_holds_until_the_next_reading_or_its_end() -> None:
    made = series((0, 1), (10, 2))
    made.end(NOON + 15)
    made.end(NOON + 99)
    assert [made.held(made.until(NOON + time), NOON + time) for time in (-1, 0, 9, 10, 14, 15, 100)] == [
        *(None, 1, 1, 2, 2, None, None)
    ]
    made.append(NOON + 200, 3)
    assert made.held(3, NOON + 1e6) == 3


def test_the_end_of_nothing_is_nothing() -> None:
    made = Series()
    made.end(NOON)
    assert len(made) == 0


def test_a_copy_does_not_change() -> None:
    made = series((0, 1))
    made.label, made.number_format = "Temperature", "%5.2f"
    copy = made.copy()
    made.append(NOON + 1, 2)
    assert readings(copy) == [(0, 1)]
    assert (copy.label, copy.number_format) == ("Temperature", "%5.2f")


@pytest.mark.parametrize(
    ("start", "end", "figures"),
    [
        (0, 30, Figures(3, 2, 1, 9)),
        (0, 15, Figures(2, 9, 1, 9)),
        (5, 15, Figures(1, 9, 1, 9)),
        (12, 15, Figures(0, 9, 9, 9)),
        (20, 20, Figures(1, 2, 2, 9)),
        (25, 99, Figures(0, None, 2, 2)),
        (60, 99, Figures(0, None, None, None)),
        (-9, -1, Figures(0, None, None, None)),
        (30, 0, Figures(0, 1, 2, 2)),
    ],
)
def test_figures(start: float, end: float, figures: Figures) -> None:
    made = series((0, 1), (10, 9), (20, 2))
    made.end(NOON + 50)
    assert made.figures(NOON + start, NOON + end) == figures


def test_csv() -> None:
    made = series((0, 1), (0.25, -0.1), (10, 1e22))
    made.end(NOON + 11)
    assert to_csv(made).splitlines() == [
        "time,value",
        "2026-11-22T12:00:00Z,1",
        "2026-11-22T12:00:00.250Z,-0.1",
        "2026-11-22T12:00:10Z,1e+22",
        "2026-11-22T12:00:11Z,",
    ]
    assert to_csv(Series()) == "time,value\n"


@given(st.lists(st.tuples(st.floats(0, 3e11), st.floats(allow_nan=False, allow_infinity=False)), max_size=20))
def test_csv_has_every_reading_exactly(given_readings: list[tuple[float, float]]) -> None:
    made = Series()
    for time, value in sorted(given_readings):
        made.append(time, value)
    lines = to_csv(made).splitlines()[1:]
    assert [float(line.split(",")[1]) for line in lines] == [reading.value for reading in made]
    assert all(datetime.fromisoformat(line.split(",")[0]) for line in lines)
