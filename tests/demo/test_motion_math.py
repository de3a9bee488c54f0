from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.demo.motion_math import interpolate, local_sidereal_time, step_towards, step_towards_on_circle


def test_steps_end_exactly_at_the_target() -> None:
    assert [step_towards(0, 10, 4), step_towards(4, 10, 4), step_towards(8, 10, 4)] == [4, 8, 10]
    assert step_towards(3, -3, 2) == 1


@pytest.mark.parametrize(("here", "there", "expected"), [(350, 10, 355), (10, 350, 5), (2, 350, 357), (0, 180, 355)])
def test_steps_on_a_circle_go_the_shorter_way(here: float, there: float, expected: float) -> None:
    assert step_towards_on_circle(here, there, 5, 360) == expected


@given(st.floats(0, 359.999), st.floats(0, 359.999))
def test_steps_on_a_circle_always_arrive(here: float, there: float) -> None:
    for _ in range(20):
        here = step_towards_on_circle(here, there, 10, 360)
    assert here == there


def test_sidereal_time_at_greenwich() -> None:
    # Meeus, "Astronomical Algorithms", example 12.b: 1987 April 10, 19:21:00 UT, 8h 34m 57.0896s
    when = datetime(1987, 4, 10, 19, 21, tzinfo=UTC)
    assert local_sidereal_time(when, 0) == pytest.approx(8 + 34 / 60 + 57.0896 / 3600, abs=1 / 3600)
    assert local_sidereal_time(when, 30) == pytest.approx(local_sidereal_time(when, 0) + 2)


@pytest.mark.parametrize(("place", "height"), [(-1, 5), (0, 5), (1, 6), (2, 7), (5, 1), (8, -5), (9, -5)])
def test_interpolation(place: float, height: float) -> None:
    assert interpolate(((0, 5), (2, 7), (8, -5)), place) == height
