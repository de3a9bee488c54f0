"""Tasks that end together."""

from __future__ import annotations

import asyncio
import threading

import pytest

from indipyterm.client.tasks import Tasks


async def fail(error: BaseException) -> None:
    raise error


async def forever() -> None:
    await asyncio.Event().wait()


async def fail_when_cancelled(error: Exception) -> None:
    try:
        await forever()
    finally:
        raise error


def reports() -> list[object]:
    """What goes to the event loop's exception handler from now on."""
    seen: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: seen.append(context["exception"]))
    return seen


async def left_over() -> set[asyncio.Task[object]]:
    return asyncio.all_tasks() - {asyncio.current_task()}


async def test_it_ends_when_told_to_with_all_tasks() -> None:
    tasks = Tasks()
    tasks.spawn(forever())
    tasks.spawn(asyncio.sleep(0))  # may return: the others go on
    asyncio.get_running_loop().call_later(0.01, tasks.finish)
    await tasks.run(1)
    assert await left_over() == set()


async def test_it_may_be_told_before_it_runs_and_from_another_thread() -> None:
    early = Tasks()
    early.finish()
    await early.run(1)
    tasks = Tasks()
    thread = threading.Thread(target=tasks.finish)
    thread.start()
    async with asyncio.timeout(30):
        await tasks.run(1)
    thread.join()


async def test_a_failure_comes_out_when_all_others_have_ended() -> None:
    tasks = Tasks()
    tasks.spawn(forever())
    tasks.spawn(fail(LookupError("lost")))
    with pytest.raises(LookupError, match="lost"):
        await tasks.run(1)
    assert await left_over() == set()


async def test_a_failure_of_what_was_spawned_later_comes_out_too() -> None:
    tasks = Tasks()
    asyncio.get_running_loop().call_later(0.01, lambda: tasks.spawn(fail(LookupError("late"))))
    with pytest.raises(LookupError, match="late"):
        async with asyncio.timeout(30):
            await tasks.run(1)


async def test_a_failure_at_the_end_comes_out() -> None:
    tasks = Tasks()
    tasks.spawn(fail_when_cancelled(LookupError("cleaning up")))
    await asyncio.sleep(0)
    tasks.finish()
    with pytest.raises(LookupError, match="cleaning up"):
        await tasks.run(1)


async def test_further_failures_are_reported() -> None:
    seen = reports()
    tasks = Tasks()
    second = OSError("second")
    tasks.spawn(fail_when_cancelled(second))
    tasks.spawn(fail(LookupError("first")))
    with pytest.raises(LookupError, match="first"):
        await tasks.run(1)
    assert seen == [second]


async def test_a_task_that_cancels_itself_is_a_failure() -> None:
    tasks = Tasks()
    tasks.spawn(fail(asyncio.CancelledError()))
    with pytest.raises(asyncio.CancelledError):
        await tasks.run(1)


async def test_cancelling_it_ends_all_and_reports_their_failures() -> None:
    seen = reports()
    tasks = Tasks()
    error = LookupError("cleaning up")
    tasks.spawn(fail_when_cancelled(error))
    run = asyncio.create_task(tasks.run(1))
    await asyncio.sleep(0)
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert seen == [error]
    assert await left_over() == set()


async def test_it_does_not_wait_for_who_will_not_end_and_still_reports_his_failure() -> None:
    seen = reports()
    release = asyncio.Event()
    error = LookupError("at last")

    async def stubborn() -> None:
        try:
            await forever()
        except asyncio.CancelledError:
            await release.wait()
            raise error from None

    tasks = Tasks()
    tasks.spawn(stubborn())
    await asyncio.sleep(0)
    tasks.finish()
    async with asyncio.timeout(30):
        await tasks.run(0.01)
    (rest,) = await left_over()
    release.set()
    await asyncio.wait([rest])
    await asyncio.sleep(0)
    assert seen == [error]


def test_the_end_of_a_loop_that_is_closed_is_no_error() -> None:
    async def make() -> Tasks:
        return Tasks()

    asyncio.run(make()).finish()
