"""One run of a client: what ends when."""

from __future__ import annotations

import asyncio

import pytest

from indipyterm.client import run
from indipyterm.client.run import Beside, run_all
from indipyterm.client.tasks import Tasks


class Run:
    """A run whose parts note what becomes of them."""

    def __init__(self, patience: float | None = None) -> None:
        self.order: list[str] = []
        self.tasks = Tasks()
        self.told = asyncio.Event()
        self.beside = Beside(self.work, lambda: patience, self.closed)

    async def part(self, name: str) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            self.order.append(f"{name} ended")

    async def save_received(self, seconds: float) -> None:
        self.order.append("saved")

    async def closed(self) -> None:
        self.order.append("closed")
        self.told.set()

    async def work(self) -> None:
        await self.told.wait()
        self.order.append("work ended by itself")

    async def until_told(self) -> list[str]:
        asyncio.get_running_loop().call_soon(self.tasks.finish)
        async with asyncio.timeout(30):
            parts = self.part("connection"), self.part("saving")
            await run_all(self.tasks, *parts, self.save_received, self.beside)
        return self.order


async def test_what_was_received_is_saved_then_the_connection_closed_then_the_script_ends() -> None:
    ended = await Run().until_told()
    assert (ended[0], set(ended[1:3])) == ("saved", {"connection ended", "saving ended"})
    assert ended[3:] == ["closed", "work ended by itself"]


async def test_work_that_does_not_end_is_cancelled() -> None:
    class Forever(Run):
        async def work(self) -> None:
            await self.part("work")

    assert (await Forever(patience=0.01).until_told())[-2:] == ["closed", "work ended"]


async def test_a_script_that_does_not_return_from_hearing_of_the_end_is_not_waited_for() -> None:
    class Deaf(Run):
        async def closed(self) -> None:
            self.told.set()
            await asyncio.Event().wait()

    assert (await Deaf().until_told())[-1] == "work ended by itself"


async def test_saving_that_takes_too_long_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(Run):
        async def save_received(self, seconds: float) -> None:
            await asyncio.Event().wait()

    monkeypatch.setattr(run, "SAVE_SECONDS", 0)
    assert (await Slow().until_told())[-2:] == ["closed", "work ended by itself"]


async def test_a_failure_of_the_work_comes_out_when_all_is_saved_and_closed() -> None:
    class Failing(Run):
        async def work(self) -> None:
            raise ZeroDivisionError

    failing = Failing()
    with pytest.raises(ZeroDivisionError):
        await failing.until_told()
    assert {"saved", "closed", "connection ended"} <= set(failing.order)
