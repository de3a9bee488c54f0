"""Waits between tries: doubled, bounded, with jitter, begun anew after a success."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indipyterm.client.backoff import Backoff


def waits(backoff: Backoff, count: int) -> list[float]:
    return [backoff.next() for _ in range(count)]


def test_it_grows_from_half_a_second_to_ten() -> None:
    assert waits(Backoff(rand=lambda: 0.5), 8) == [0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0, 10.0]


def test_the_jitter_is_a_quarter_either_way_but_never_over_the_longest() -> None:
    assert waits(Backoff(4, 16, rand=lambda: 0.0), 4) == [3.0, 6.0, 12.0, 12.0]
    assert waits(Backoff(4, 16, rand=lambda: 1.0), 4) == [5.0, 10.0, 16.0, 16.0]


def test_a_success_begins_anew() -> None:
    backoff = Backoff(rand=lambda: 0.5)
    waits(backoff, 5)
    assert backoff.failures == 5
    backoff.reset()
    assert (backoff.failures, backoff.next()) == (0, 0.5)


@given(st.integers(1, 5000), st.floats(0, 1, exclude_max=True))
def test_however_many_failures_a_wait_is_a_sensible_time(failures: int, chance: float) -> None:
    backoff = Backoff(rand=lambda: chance)
    backoff.failures = failures
    assert 0.375 <= backoff.next() <= 10
