"""Timers for vectors that await an answer."""

from __future__ import annotations

import asyncio

import pytest

from indipyterm.client.deadlines import Deadlines

A, B = ("d", "a"), ("d", "b")


class Bell:
    """Takes what expired, and can be waited for."""

    def __init__(self) -> None:
        self.rung: asyncio.Queue[tuple[str, str, float]] = asyncio.Queue()
        self.deadlines = Deadlines(lambda *what: self.rung.put_nowait(what))
        self.deadlines.set(None, 0.01, 0.03)

    async def next(self) -> tuple[str, str, float]:
        async with asyncio.timeout(30):
            return await self.rung.get()


@pytest.mark.parametrize(("timeout", "seconds"), [(0.0, 0.01), (0.02, 0.02), (3600.0, 0.03)])
async def test_a_vectors_own_timeout_counts_between_the_shortest_and_the_longest(
    timeout: float, seconds: float
) -> None:
    bell = Bell()
    bell.deadlines.start(A, timeout)
    assert await bell.next() == ("d", "a", seconds)


async def test_the_limits_are_two_and_ten_seconds_unless_they_are_set() -> None:
    deadlines = Deadlines(lambda *_: None)
    assert (deadlines.enabled, deadlines.shortest, deadlines.longest) == (True, 2.0, 10.0)
    deadlines.set(False, None, 60.0)
    assert (deadlines.enabled, deadlines.shortest, deadlines.longest) == (False, 2.0, 60.0)


async def test_a_second_start_begins_anew_and_rings_once() -> None:
    bell = Bell()
    bell.deadlines.start(A, 0)
    bell.deadlines.start(A, 0.02)
    bell.deadlines.start(B, 1)
    assert [await bell.next(), await bell.next()] == [("d", "a", 0.02), ("d", "b", 0.03)]


async def test_nothing_rings_after_clear_or_when_it_is_off() -> None:
    bell = Bell()
    bell.deadlines.start(A, 0)
    bell.deadlines.clear()
    bell.deadlines.set(False, None, None)
    bell.deadlines.start(A, 0)
    bell.deadlines.set(True, None, None)
    bell.deadlines.start(B, 1)
    assert await bell.next() == ("d", "b", 0.03)
    assert bell.rung.empty()
