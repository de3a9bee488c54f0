"""IPyClient shut down, whatever it is doing: at once, everything closed."""

from __future__ import annotations

import asyncio
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

import indipyterm as ipc
from indipyterm.client import blob_intake, blobs, run
from indipyterm.client.ipyclient import IPyClient
from indipyterm.client.views import model_of
from indipyterm.model.events import Disconnected
from tests.client.running import Script, ends_soon, files, on_connecting, patient
from tests.model.samples import IMAGE, ONE_BLOB, TEXTS
from tests.servers import WireServer, free_port


async def end(client: IPyClient, run: asyncio.Task[None]) -> None:
    client.shutdown()
    assert client.stop
    await ends_soon(run)
    assert client.stopped.is_set()
    assert not client.connected


def test_what_does_not_end_is_not_waited_for_longer_than_people_notice() -> None:
    assert run.STOP_SECONDS < 0.2


async def test_shut_down_when_connected(wire: WireServer) -> None:
    wire.greeting = TEXTS
    client = Script(wire.port)
    run = asyncio.create_task(client.asyncrun())
    await client.vector("Mount", "PLACE")
    assert not client.stopped.is_set()
    await end(client, run)
    await wire.wait_clients(0)
    assert model_of(client["Mount"]["PLACE"]).stale  # nobody keeps it current any more


async def test_shut_down_before_it_runs(wire: WireServer) -> None:
    client = Script(wire.port)
    client.shutdown()
    await ends_soon(asyncio.create_task(client.asyncrun()))
    assert client.stopped.is_set()
    assert (client.heard, wire.accepted) == ([], 0)


async def test_shut_down_at_once(wire: WireServer) -> None:
    client = Script(wire.port)
    run = asyncio.create_task(client.asyncrun())
    await end(client, run)


async def test_shut_down_while_it_connects_to_a_server_that_never_answers(silent: tuple[str, int]) -> None:
    client = Script(silent[1])
    connecting = on_connecting()
    run = asyncio.create_task(client.asyncrun())
    await connecting.wait()
    await end(client, run)


async def test_shut_down_while_a_name_server_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answer = threading.Event(), threading.Event()

    def slow(*_: Any, **__: Any) -> list[Any]:
        asked.set()
        answer.wait(5)
        return []

    client = Script(1)
    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", slow)
        run = asyncio.create_task(client.asyncrun())
        assert await asyncio.to_thread(asked.wait, 30)
        await end(client, run)
        answer.set()


async def test_shut_down_while_it_waits_for_the_next_try() -> None:
    client = Script(free_port(), patient())
    run = asyncio.create_task(client.asyncrun())
    await client.change(Disconnected)
    await end(client, run)


async def test_shut_down_from_another_thread(wire: WireServer) -> None:
    client = Script(wire.port)
    run = asyncio.create_task(client.asyncrun())
    await client.event(ipc.ConnectionMade)
    thread = threading.Thread(target=client.shutdown)
    thread.start()
    await ends_soon(run)
    thread.join()
    client.shutdown()  # again, and too late: no matter


async def test_shut_down_from_another_thread_when_its_loop_is_closed() -> None:
    def program() -> Script:
        client = Script(free_port())

        async def main() -> None:
            asyncio.get_running_loop().call_soon(client.shutdown)
            await client.asyncrun()

        asyncio.run(main())
        return client

    client = await asyncio.to_thread(program)
    client.shutdown()
    assert client.stopped.is_set()


@pytest.mark.parametrize("then_wait", [False, True])
async def test_shut_down_from_within_rxevent(wire: WireServer, then_wait: bool) -> None:
    class Brief(Script):
        async def rxevent(self, event: ipc.Event) -> None:
            if isinstance(event, ipc.defTextVector):
                self.shutdown()
                assert self.stop  # at once, for loops that look at it
                if then_wait:
                    await asyncio.Event().wait()

    wire.greeting = TEXTS
    client = Brief(wire.port)
    run = asyncio.create_task(client.asyncrun())
    await wire.wait_accepted(1)
    await ends_soon(run)
    assert client.stopped.is_set()


@pytest.mark.parametrize("then_wait", [False, True])
async def test_shut_down_from_within_hardware(wire: WireServer, then_wait: bool) -> None:
    class Brief(Script):
        async def hardware(self) -> None:
            await self.vector("Mount", "PLACE")
            self.shutdown()
            if then_wait:
                await asyncio.Event().wait()

    wire.greeting = TEXTS
    client = Brief(wire.port)
    await ends_soon(asyncio.create_task(client.asyncrun()))


async def test_shut_down_while_a_server_does_not_read(wire: WireServer) -> None:
    wire.greeting = TEXTS
    client = Script(wire.port)
    run = asyncio.create_task(client.asyncrun())
    await client.vector("Mount", "PLACE")
    wire.pause_reading()
    while await client.send_newVector("Mount", "PLACE", members={"SITE": "x" * (1 << 20)}):
        pass
    await end(client, run)


async def test_shut_down_while_the_disk_is_slow(
    wire: WireServer, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving, release = threading.Event(), threading.Event()

    def slow(*what: Any) -> Any:
        saving.set()
        release.wait(30)
        return blobs.save(*what)

    monkeypatch.setattr(blob_intake, "save", slow)
    wire.greeting = IMAGE + ONE_BLOB
    client = Script(wire.port)
    client.BLOBfolder = tmp_path
    monkeypatch.setattr(run, "SAVE_SECONDS", 0.05)
    task = asyncio.create_task(client.asyncrun())
    assert await asyncio.to_thread(saving.wait, 30)
    await end(client, task)
    release.set()


@pytest.mark.parametrize("slow", [False, True])
async def test_blobs_that_were_received_before_are_saved_and_told_first(
    wire: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slow: bool
) -> None:
    """Ten BLOBs, then the definition of another device at which the script ends."""
    order: list[str] = []

    class Brief(Script):
        async def rxevent(self, event: ipc.Event) -> None:
            if isinstance(event, ipc.setBLOBVector):
                assert isinstance(event.vector, ipc.BLOBVector)
                order.append(Path(event.vector.data["CCD1"].path).name)  # type: ignore[attr-defined]
            elif event.devicename == "Mount":
                self.shutdown()
            elif isinstance(event, ipc.ConnectionLost):
                order.append("closed")

    save = blobs.save

    def slower(*what: Any) -> Any:
        threading.Event().wait(0.02)
        return save(*what)

    if slow:
        monkeypatch.setattr(blob_intake, "save", slower)
    wire.greeting = IMAGE + ONE_BLOB * 10 + TEXTS
    client = Brief(wire.port)
    client.BLOBfolder = tmp_path
    await asyncio.wait_for(client.asyncrun(), 30)
    assert (len(files(tmp_path)), len(order), order[-1]) == (10, 11, "closed")
    assert set(order[:-1]) == set(files(tmp_path))


async def test_blobs_that_came_along_with_what_the_script_ends_at_are_saved_and_told(
    wire: WireServer, tmp_path: Path
) -> None:
    """All in one read; of the rest nothing is told any more, as a script that has ended would act on it."""

    class Brief(Script):
        async def rxevent(self, event: ipc.Event) -> None:
            await super().rxevent(event)
            if isinstance(event, ipc.defTextVector):
                self.shutdown()

    wire.greeting = IMAGE + TEXTS + ONE_BLOB * 3 + TEXTS.replace(b"Mount", b"Other")
    client = Brief(wire.port)
    client.BLOBfolder = tmp_path
    await asyncio.wait_for(client.asyncrun(), 30)
    assert len(files(tmp_path)) == len(client.all(ipc.setBLOBVector)) == 3
    assert "Other" not in client
    assert client.texts() == []


async def test_a_script_that_does_not_return_from_rxevent_costs_no_blob_and_no_time(
    wire: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "SAVE_SECONDS", 600)

    class Stuck(Script):
        async def rxevent(self, event: ipc.Event) -> None:
            await super().rxevent(event)
            if isinstance(event, ipc.setBLOBVector):
                await asyncio.Event().wait()

    wire.greeting = IMAGE + ONE_BLOB * 3
    client = Stuck(wire.port)
    client.BLOBfolder = tmp_path
    task = asyncio.create_task(client.asyncrun())
    await client.event(ipc.setBLOBVector)
    await end(client, task)
    saved = files(tmp_path)
    assert len(saved) == 3
    told = [text for text in client.texts() if text.endswith("; the client ended before its event")]
    assert len(told) == 2
    assert sum(any(name in text for text in told) for name in saved) == 2  # the first was told by its event


async def test_blobs_that_are_saved_too_slowly_are_told_as_lost(
    wire: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving, release = threading.Event(), threading.Event()

    def slow(*what: Any) -> Any:
        saving.set()
        release.wait(30)
        return Path("x")

    monkeypatch.setattr(blob_intake, "save", slow)
    monkeypatch.setattr(run, "SAVE_SECONDS", 0.05)
    wire.greeting = IMAGE + ONE_BLOB * 2
    client = Script(wire.port)
    client.BLOBfolder = tmp_path
    task = asyncio.create_task(client.asyncrun())
    assert await asyncio.to_thread(saving.wait, 30)
    await end(client, task)
    release.set()
    assert client.texts() == ["Camera CCD1: BLOB lost: the client ended before it was saved"] * 2


async def test_shut_down_with_hardware_that_will_not_end(wire: WireServer) -> None:
    release = asyncio.Event()

    class Stubborn(Script):
        async def hardware(self) -> None:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                await release.wait()

    client = Stubborn(wire.port)
    run = asyncio.create_task(client.asyncrun())
    await client.event(ipc.ConnectionMade)
    await end(client, run)
    release.set()
    await asyncio.sleep(0)


async def test_cancelling_asyncrun_is_an_end_too(wire: WireServer) -> None:
    client = Script(wire.port)
    run = asyncio.create_task(client.asyncrun())
    await client.event(ipc.ConnectionMade)
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ends_soon(run)
    assert client.stopped.is_set()
    await wire.wait_clients(0)
