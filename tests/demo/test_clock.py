import asyncio
from datetime import UTC, datetime, timedelta
from time import sleep

import pytest

from indipyterm.demo.clock import Clock, ManualClock, RealClock

START = datetime(2026, 1, 1, tzinfo=UTC)


async def test_the_real_clock_passes() -> None:
    clock: Clock = RealClock()
    before = clock.now()
    await clock.sleep(0.001)
    assert clock.now() > before
    assert before.tzinfo is UTC
    assert await clock.run_in_thread(lambda: 7) == 7


async def test_a_manual_clock_wakes_sleepers_in_time_order_each_at_its_own_time() -> None:
    clock = ManualClock(START)
    woken: list[tuple[str, float]] = []

    async def sleeper(name: str, *pauses: float) -> None:
        for pause in pauses:
            await clock.sleep(pause)
            woken.append((name, (clock.now() - START).total_seconds()))

    async with asyncio.TaskGroup() as group:
        group.create_task(sleeper("late", 3))
        group.create_task(sleeper("often", 1, 1, 1.5))
        group.create_task(sleeper("same", 1))
        await clock.advance(2.5)
        assert woken == [("often", 1), ("same", 1), ("often", 2)]
        assert clock.now() == START + timedelta(seconds=2.5)
        await clock.advance(1)
    assert woken[3:] == [("late", 3), ("often", 3.5)]


async def test_a_cancelled_sleeper_is_ignored() -> None:
    clock = ManualClock(START)
    task = asyncio.create_task(clock.sleep(1))
    await clock.advance(0.5)
    task.cancel()
    await clock.advance(5)
    assert task.cancelled()
    assert clock.now() == START + timedelta(seconds=5.5)


async def test_time_stands_still_during_a_computation() -> None:
    clock = ManualClock(START)
    times: list[datetime] = []

    async def worker() -> None:
        await clock.sleep(1)
        await clock.run_in_thread(lambda: sleep(0.02))
        times.append(clock.now())
        await clock.sleep(1)
        times.append(clock.now())

    task = asyncio.create_task(worker())
    await clock.advance(10)
    await task
    assert times == [START + timedelta(seconds=1), START + timedelta(seconds=2)]


async def test_a_failed_computation_raises_in_its_caller() -> None:
    clock = ManualClock(START)
    with pytest.raises(ZeroDivisionError):
        await clock.run_in_thread(lambda: 1 // 0)
    await clock.advance(1)
