"""One thread for all that is asked of images."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from indipyterm.web.images import worker as image_worker
from indipyterm.web.images.worker import ImageWorker, Overloaded


@pytest.fixture
def worker() -> Iterator[ImageWorker]:
    found = ImageWorker()
    yield found
    found.close()


class Work:
    """Work that waits until it may go on, and counts how often it was done."""

    def __init__(self) -> None:
        self.done, self.go_on = 0, threading.Event()

    def __call__(self) -> bytes:
        self.go_on.wait(20)
        self.done += 1
        return b"result"


async def test_what_many_ask_for_at_once_is_done_once_and_kept(worker: ImageWorker) -> None:
    work = Work()
    asked = [asyncio.create_task(worker.result("key", work)) for _ in range(50)]
    await asyncio.sleep(0)
    asked[0].cancel()  # the others still get it
    work.go_on.set()
    assert await asyncio.gather(*asked[1:]) == [b"result"] * 49
    assert await worker.result("key", work) == b"result"
    assert work.done == 1


async def test_a_failure_is_not_kept(worker: ImageWorker) -> None:
    def fail() -> bytes:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        await worker.result("key", fail)
    assert await worker.result("key", lambda: b"back") == b"back"


async def test_results_are_kept_up_to_a_size_the_last_used_longest(
    worker: ImageWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(image_worker, "MOST_CACHED", 10)
    done: list[str] = []

    async def ask(key: str) -> None:
        def work() -> bytes:
            done.append(key)
            return b"12345"

        await worker.result(key, work)

    for key in ("a", "b", "a", "c", "a", "b"):
        await ask(key)
    assert done == ["a", "b", "c", "b"]


async def test_too_much_at_once_is_refused(worker: ImageWorker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_worker, "MOST_WAITING", 2)
    work = Work()
    asked = [asyncio.create_task(worker.result(number, work)) for number in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(Overloaded):
        await worker.result("more", work)
    work.go_on.set()
    await asyncio.gather(*asked)
    assert await worker.result("more", work) == b"result"
