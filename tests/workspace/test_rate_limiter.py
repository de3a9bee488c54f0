"""How many notices are told."""

from __future__ import annotations

from indipyterm.workspace.rate_limiter import RateLimiter


class Clock:
    """Seconds, as they are set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_so_many_in_a_time_and_none_twice() -> None:
    clock = Clock()
    pace = RateLimiter(2, 5.0, clock)
    assert [pace.allows(text) for text in ("a", "a", "b", "c")] == [True, False, True, False]
    clock.now = 4.9
    assert not pace.allows("c")
    clock.now = 5.0
    assert [pace.allows(text) for text in ("a", "c", "d")] == [True, True, False]
