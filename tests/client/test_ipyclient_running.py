"""IPyClient from start to end: made, lost, made again, with hardware beside it, ended by a failure."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

import indipyterm as ipc
from indipyterm.client import ipyclient
from indipyterm.client.views import model_of
from indipyterm.model.events import Connected, ConnectionFault, Disconnected
from tests.client.running import HELLO, Script, ends_soon, patient, running
from tests.model.samples import COORDINATES, IMAGE, ONE_BLOB, TEXTS
from tests.servers import LOOPBACK, WireServer, free_port

# Lost and made again


@pytest.mark.parametrize("reset", [False, True])
async def test_the_end_of_the_connection_is_an_event_at_once(wire: WireServer, reset: bool) -> None:
    client = Script(wire.port, patient())
    async with running(client):
        await client.event(ipc.ConnectionMade)
        await wire.wait_received(HELLO)  # what is unread when it closes would make a reset of it
        assert client.connected
        start = asyncio.get_running_loop().time()
        await (wire.reset_clients() if reset else wire.drop_clients())
        event = await client.event(ipc.ConnectionLost)
        assert asyncio.get_running_loop().time() - start < 0.1
        assert not client.connected
        assert event.reason == ("connection reset by peer" if reset else "the server closed the connection")


async def test_it_comes_back_by_itself_and_everything_is_kept_and_stale_meanwhile(wire: WireServer) -> None:
    wire.greeting = COORDINATES + TEXTS
    client = Script(wire.port)
    async with running(client):
        await client.vector("Mount", "PLACE")
        vector = client["Mount"]["PLACE"]
        await client.send_newVector("Mount", "PLACE", members={"SITE": "x"})
        await wire.wait_received(b"</newTextVector>\n")
        await wire.refuse()
        await wire.drop_clients()
        refused = (await client.change(Disconnected), await client.change(Disconnected, 2))
        assert [(change.reason, change.lost, change.fault) for change in refused] == [
            ("the server closed the connection", True, ConnectionFault.CLOSED_BY_SERVER),
            ("connection refused", False, ConnectionFault.REFUSED),
        ]
        assert len(client.all(ipc.ConnectionLost)) == 1
        assert (vector["SITE"], model_of(vector).stale, model_of(vector).request) == ("La Palma", True, None)
        assert not await client.send_newVector("Mount", "PLACE", members={"SITE": "x"})
        assert client.texts()[0] == "not sent: Mount PLACE: not connected"

        wire.greeting = TEXTS  # the other vector does not come back
        wire.received.clear()
        await wire.listen()
        await client.event(ipc.defTextVector, 2)
        assert bytes(wire.received) == HELLO
        assert (model_of(vector).stale, model_of(client["Mount"]["COORD"]).stale) == (False, True)
        assert client["Mount"]["PLACE"] is vector
        assert await client.send_newVector("Mount", "PLACE", members={"SITE": "x"})
        assert not await client.send_newVector("Mount", "COORD", members={"RA": 1})
        assert client.texts()[0].endswith("not defined again since the connection was lost")


async def test_a_host_without_a_server_is_no_error(wire: WireServer) -> None:
    client = Script(free_port())
    async with running(client):
        await client.change(Disconnected, 3)
        assert not client.connected
        assert client.heard == []


# Hardware


async def test_hardware_runs_beside_the_connection_and_may_return(wire: WireServer) -> None:
    class Reader(Script):
        done = False

        async def hardware(self) -> None:
            await self.vector("Mount", "PLACE")
            await self.send_newVector("Mount", "PLACE", members={"SITE": "from hardware"})
            self.done = True

    wire.greeting = TEXTS
    client = Reader(wire.port)
    async with running(client):
        await wire.wait_received(b"from hardware")
        wire.send(b"<message message='still here'/>")
        await client.until(lambda: "still here" in client.texts())
        assert client.done


@pytest.mark.parametrize("flag", ["stop", "_stop"])
async def test_hardware_that_looks_at_the_end_ends_by_itself(
    wire: WireServer, flag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ipyclient, "HARDWARE_SECONDS", 0)
    order: list[object] = []

    class Looping(Script):
        async def hardware(self) -> None:
            while not getattr(self, flag):  # noqa: ASYNC110 - as scripts do
                await asyncio.sleep(0.05)
            order.append(("behind the loop", self.connected))
            await asyncio.sleep(0.05)
            order.append("end")

        async def rxevent(self, event: ipc.Event) -> None:
            await super().rxevent(event)
            if isinstance(event, ipc.ConnectionLost):
                order.append(event.reason)

    client = Looping(wire.port)
    async with running(client):
        await client.event(ipc.ConnectionMade)
        await asyncio.sleep(0)
    assert order == ["this client was shut down", ("behind the loop", False), "end"]
    assert client.stopped.is_set()


async def test_a_script_may_stop_by_its_flag(wire: WireServer) -> None:
    class Looping(Script):
        async def hardware(self) -> None:
            while not self._stop:
                await asyncio.sleep(0)
                if self.connected:
                    self._stop = True

    await ends_soon(asyncio.create_task(Looping(wire.port).asyncrun()))


async def test_hardware_is_cancelled_at_the_end_and_may_clean_up(wire: WireServer) -> None:
    class Careful(Script):
        cleaned = False

        async def hardware(self) -> None:
            try:
                await asyncio.Event().wait()
            finally:
                await asyncio.sleep(0)
                self.cleaned = True

    client = Careful(wire.port)
    async with running(client):
        await client.event(ipc.ConnectionMade)
    assert client.cleaned


# Failures of the script


class Mine(Exception):
    """Raised by a script."""


FAILURES = [Mine("mine"), OSError("mine"), TimeoutError("mine"), ConnectionResetError("mine"), ValueError("mine")]


async def fails(client: Script, error: BaseException, wire: WireServer, act: Callable[[], Awaitable[object]]) -> None:
    """Check that asyncrun raises this very error, everything closed."""
    run = asyncio.create_task(client.asyncrun())
    await act()
    with pytest.raises(type(error)) as raised:
        await ends_soon(run)
    assert raised.value is error
    assert client.stopped.is_set()
    assert client.stop
    assert not client.connected
    await wire.wait_clients(0)
    assert wire.accepted == 1


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
async def test_what_hardware_raises_comes_out_of_asyncrun(wire: WireServer, error: Exception) -> None:
    class Failing(Script):
        async def hardware(self) -> None:
            await self.event(ipc.ConnectionMade)
            raise error

    await fails(Failing(wire.port), error, wire, lambda: wire.wait_accepted(1))


async def test_what_hardware_raises_when_it_is_cancelled_comes_out_too(wire: WireServer) -> None:
    error = Mine("cleaning up")

    class Failing(Script):
        async def hardware(self) -> None:
            try:
                await asyncio.Event().wait()
            finally:
                raise error

    client = Failing(wire.port)

    async def act() -> None:
        await client.event(ipc.ConnectionMade)
        client.shutdown()

    await fails(client, error, wire, act)


async def test_a_client_can_run_again_after_a_failure(wire: WireServer) -> None:
    class Once(Script):
        fails = True

        async def hardware(self) -> None:
            await self.event(ipc.ConnectionMade)
            if self.fails:
                self.fails = False
                raise Mine

    client = Once(wire.port)
    with pytest.raises(Mine):
        await client.asyncrun()
    async with running(client):
        await client.change(Connected, 2)
        assert not client.stopped.is_set()
    assert client.stopped.is_set()


async def test_a_client_can_run_again_after_shutdown_and_elsewhere(wire: WireServer) -> None:
    wire.greeting = TEXTS
    client = Script(wire.port)
    async with WireServer(COORDINATES) as other:
        for times, (server, kind) in enumerate(
            [(wire, ipc.defTextVector), (wire, ipc.defTextVector), (other, ipc.defNumberVector)], 1
        ):
            client.indiport = server.port
            async with running(client):
                await client.event(ipc.ConnectionMade, times)
                assert (client.stop, client.stopped.is_set()) == (False, False)
                await client.event(kind, times % 3 or 1)
            assert (client.stop, client.stopped.is_set(), client.connected) == (True, True, False)
            await client.event(ipc.ConnectionLost, times)
    assert wire.accepted == 2


def test_a_client_can_run_in_one_event_loop_after_the_other(tmp_path: Path) -> None:
    seen: list[bytes] = []

    class Brief(ipc.IPyClient):
        async def rxevent(self, event: ipc.Event) -> None:
            if isinstance(event, ipc.setBLOBVector):
                seen.append(event["CCD1"])
                self.shutdown()

    async def program(client: Brief) -> None:
        async with WireServer(IMAGE + ONE_BLOB) as server:
            client.indiport = server.port
            await client.asyncrun()
            await client.stopped.wait()

    client = Brief(LOOPBACK)
    for _ in range(2):
        asyncio.run(program(client))
    assert seen == [b"abc", b"abc"]


async def test_two_clients_do_not_meet(wire: WireServer) -> None:
    wire.greeting = TEXTS
    first, second = Script(wire.port), Script(wire.port)
    async with running(first), running(second):
        await first.vector("Mount", "PLACE")
        await second.vector("Mount", "PLACE")
        first.shutdown()
        await wire.wait_clients(1)
        assert second.connected
        assert first["Mount"] is not second["Mount"]


def test_it_listens_where_it_was_told() -> None:
    assert (Script(1).indihost, Script(1).indiport) == (LOOPBACK, 1)
