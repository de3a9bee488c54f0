"""What a script is given: messages of the connection; and what it raises, logged."""

from __future__ import annotations

import logging

import pytest

import indipyterm as ipc
from tests.client.running import HELLO, Script, running
from tests.model.samples import COORDINATES, IMAGE, ONE_BLOB, TEXTS
from tests.servers import LOOPBACK, WireServer

FAILURES = [OSError("mine"), TimeoutError("mine"), ConnectionResetError("mine"), ValueError("mine")]


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize(
    "event",
    [ipc.ConnectionMade, ipc.ConnectionLost, ipc.defTextVector, ipc.setBLOBVector, ipc.Message, ipc.VectorTimeOut],
)
async def test_what_rxevent_raises_is_logged_and_ends_nothing(
    wire: WireServer, event: type[ipc.Event], error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    class Failing(Script):
        async def rxevent(self, received: ipc.Event) -> None:
            await super().rxevent(received)
            if isinstance(received, event):
                raise error

    wire.greeting = IMAGE + COORDINATES + ONE_BLOB + TEXTS + b"<message message='x'/>"
    client = Failing(wire.port)
    client.enable_reports = event is ipc.Message
    client.set_vector_timeouts(timeout_min=0, timeout_max=0.01)
    async with running(client) as run:
        await client.until(lambda: "x" in client.texts())
        await client.send_newVector("Mount", "COORD", members={"RA": 1})
        await client.event(ipc.VectorTimeOut)
        await wire.drop_clients()
        await client.event(ipc.ConnectionMade, 2)
        await client.event(event)
        assert not run.done()
    failures = [record.exc_info[1] for record in caplog.records if record.exc_info]
    assert failures == [error] * len(client.all(event))


async def test_what_becomes_of_the_connection_is_told(wire: WireServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "indipyterm")
    client = Script(wire.port)
    client.enable_reports = True
    address = f"{LOOPBACK}:{wire.port}"
    async with running(client):
        await client.until(lambda: "asked for all properties" in client.texts())
        await wire.wait_received(HELLO)
        await wire.refuse()
        await wire.drop_clients()
        await client.until(lambda: any("no connection" in text for text in client.texts()))
        await wire.listen()
        await client.event(ipc.ConnectionMade, 2)
    told = [event.message if isinstance(event, ipc.Message) else event.eventtype for event in client.heard]
    assert told[:4] == [
        f"connecting to {address}",
        f"connected to {address}",
        "ConnectionMade",
        "asked for all properties",
    ]
    assert told[4].startswith(f"lost the connection to {address}: the server closed the connection; trying again in")
    assert told[5] == "ConnectionLost"
    assert told[6].startswith(f"no connection to {address}: connection refused; trying again in") or told[6] == told[0]
    assert told[-2:] == [f"closed the connection to {address}", "ConnectionLost"]
    levels = {record.levelname for record in caplog.records if "connection to" in record.getMessage()}
    assert levels == {"WARNING", "INFO"}


async def test_nothing_is_told_of_the_connection_where_reports_are_off(wire: WireServer) -> None:
    client = Script(wire.port)
    client.enable_reports = False
    async with running(client):
        await client.event(ipc.ConnectionMade)
    assert (client.texts(), client.all(ipc.Message)) == ([], [])
