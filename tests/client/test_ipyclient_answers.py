"""IPyClient waiting for answers, and telling of things itself."""

from __future__ import annotations

from datetime import UTC

import pytest

import indipyterm as ipc
from indipyterm.client.views import model_of
from tests.client.running import Script, running
from tests.model.samples import COORDINATES, LIGHTS, TEXTS
from tests.servers import WireServer

# Answers that do not come


async def test_a_vector_that_does_not_answer_in_time_is_an_event_and_nothing_else(wire: WireServer) -> None:
    wire.greeting = COORDINATES + TEXTS
    client = Script(wire.port)
    client.set_vector_timeouts(timeout_min=0.02, timeout_max=0.04)
    async with running(client):
        await client.vector("Mount", "PLACE")
        await client.send_newVector("Mount", "PLACE", members={"SITE": "x"})  # none of its own: the shortest
        await client.send_newVector("Mount", "COORD", members={"RA": 1})  # 60 s of its own: the longest
        first, second = await client.event(ipc.VectorTimeOut), await client.event(ipc.VectorTimeOut, 2)
        assert (first.vectorname, second.vectorname) == ("PLACE", "COORD")
        assert first.vector is not None
        assert first.vector.state == "Busy"  # as it was set when it was sent; the server said nothing else


@pytest.mark.parametrize(
    "answer", [b"<setTextVector device='Mount' name='PLACE'/>", TEXTS, b"<delProperty device='Mount' name='PLACE'/>"]
)
async def test_a_vector_that_answered_or_is_gone_does_not_time_out(wire: WireServer, answer: bytes) -> None:
    wire.greeting = COORDINATES + TEXTS
    client = Script(wire.port)
    client.set_vector_timeouts(timeout_min=0.25, timeout_max=0.25)
    async with running(client):
        await client.vector("Mount", "PLACE")
        await client.send_newVector("Mount", "PLACE", members={"SITE": "x"})
        wire.send(answer)
        request = model_of(client["Mount"]["PLACE"]).request
        assert request
        await client.until(lambda: request.answered or model_of(client["Mount"]["PLACE"]).request is None)
        await client.send_newVector("Mount", "COORD", members={"RA": 1})
        assert (await client.event(ipc.VectorTimeOut)).vectorname == "COORD"  # PLACE was due before


async def test_timeouts_can_be_off(wire: WireServer) -> None:
    wire.greeting = COORDINATES + TEXTS
    client = Script(wire.port)
    client.set_vector_timeouts(timeout_enable=False, timeout_min=0.0, timeout_max=0.01)
    async with running(client):
        await client.vector("Mount", "PLACE")
        await client.send_newVector("Mount", "PLACE", members={"SITE": "x"})
        client.set_vector_timeouts(timeout_enable=True)
        await client.send_newVector("Mount", "COORD", members={"RA": 1})
        assert (await client.event(ipc.VectorTimeOut)).vectorname == "COORD"


async def test_nothing_times_out_over_a_lost_connection(wire: WireServer) -> None:
    wire.greeting = COORDINATES + TEXTS
    client = Script(wire.port)
    client.set_vector_timeouts(timeout_min=0.25, timeout_max=0.25)
    async with running(client):
        await client.vector("Mount", "PLACE")
        await client.send_newVector("Mount", "PLACE", members={"SITE": "x"})
        await wire.drop_clients()
        await client.event(ipc.defTextVector, 2)
        await client.send_newVector("Mount", "COORD", members={"RA": 1})
        assert (await client.event(ipc.VectorTimeOut)).vectorname == "COORD"


# Telling


async def test_reports_and_warnings_are_messages_and_events(wire: WireServer) -> None:
    client = Script(wire.port)
    async with running(client):
        await client.event(ipc.ConnectionMade)
        client.enable_reports = True
        await client.report(message="one")
        client.enable_reports = False
        await client.report("two")
        await client.warning(message="three")
        assert client.texts() == ["three", "one"]
        assert [event.message for event in client.all(ipc.Message)] == ["one", "three"]


async def test_a_scripts_own_events_come_back_as_they_were_made(wire: WireServer) -> None:
    wire.greeting = LIGHTS
    client = Script(wire.port)
    async with running(client):
        await client.vector("Mount", "HEALTH")
        vector = client["Mount"]["HEALTH"]
        await vector.create_clientevent("Sunset", altitude=-6, where="west")
        event = await client.event(ipc.ClientEvent)
        assert (event.eventtype, event.payload) == ("Sunset", {"altitude": -6, "where": "west"})
        assert (event.devicename, event.vectorname, len(event)) == ("Mount", "HEALTH", 2)
        assert (dict(event), event["FUSE"]) == (dict(vector), "Alert")
        assert (event.vector, event.device) == (vector, client["Mount"])
        assert event.timestamp.tzinfo is UTC
        await vector.create_clientevent("Again")
        assert await client.event(ipc.ClientEvent, 2) != event
