"""What a series did in stretches of time."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from indipyterm.presentation.history.downsampling import Bucket, downsample
from indipyterm.presentation.history.series import Series


def series(*readings: tuple[float, float]) -> Series:
    """Of times and values."""
    made = Series()
    for time, value in readings:
        made.append(time, value)
    return made


def test_each_stretch_begins_with_the_value_that_held() -> None:
    made = series((12, 1), (14, 5), (16, 3), (31, 4))
    assert downsample(made, 0, 40, 4) == [None, Bucket(1, 5, 3), Bucket(3, 3, 3), Bucket(3, 4, 4)]


def test_a_value_that_held_before_the_first_stretch_is_known() -> None:
    assert downsample(series((0, 7)), 10, 30, 2) == [Bucket(7, 7, 7)] * 2


def test_a_gap_is_a_gap() -> None:
    made = series((0, 7))
    made.end(15)
    made.append(38, 8)
    assert downsample(made, 0, 40, 4) == [Bucket(7, 7, 7), Bucket(7, 7, 7), None, Bucket(8, 8, 8)]


def test_a_reading_at_the_very_end_counts_and_a_later_one_does_not() -> None:
    assert downsample(series((0, 1), (10, 2), (11, 99)), 0, 10, 2) == [Bucket(1, 1, 1), Bucket(1, 2, 2)]


@given(
    st.lists(st.tuples(st.integers(0, 1000), st.integers(-9, 9)), max_size=60),
    st.integers(0, 500),
    st.integers(1, 500),
    st.integers(0, 40),
)
def test_no_reading_is_lost(made: list[tuple[int, int]], start: int, span: int, count: int) -> None:
    found = downsample(series(*sorted(made)), start, start + span, count)
    assert len(found) == count
    inside = [value for time, value in made if start <= time <= start + span]
    if count and inside:
        assert min(reach.low for reach in found if reach) <= min(inside)
        assert max(reach.high for reach in found if reach) >= max(inside)
    assert all(reach.low <= reach.last <= reach.high for reach in found if reach)
    steps = [(one, other) for one, other in pairwise(found) if one and other]
    assert all(other.low <= one.last <= other.high for one, other in steps)
