import asyncio

import pytest

from indipyterm.demo.clock import ManualClock
from indipyterm.demo.instruments import Camera, EveryKind, Focuser, Visitor
from indipyterm.demo.server import DemoServer
from indipyterm.protocol.messages import (
    BlobPolicy,
    DefVector,
    EnableBlob,
    GetProperties,
    Malformed,
    PingReply,
    PingRequest,
    SetVector,
    State,
)
from tests.demo.client import PATIENCE, DemoClient

DEVICES = ["CCD", "Dome", "Every Kind", "Filter Wheel", "Focuser", "Telescope", "Weather"]


async def test_everything_is_defined_and_well_formed(client: DemoClient) -> None:
    assert sorted({device for device, _ in client.vectors}) == DEVICES
    assert not [each for each in client.received if not isinstance(each, DefVector)]


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (GetProperties(device="Dome", name="DOME_PARK"), 1),
        (GetProperties(device="Nobody"), 0),
        (GetProperties(device="Dome", name="NOTHING"), 0),
        (GetProperties(device="Visitor"), 0),
    ],
)
async def test_definitions_can_be_requested_in_part(server: DemoServer, request_: GetProperties, expected: int) -> None:
    client = await DemoClient.connect(server.port, everything=False)
    await client.send(request_)
    assert len(client.received) == expected
    await client.close()


async def test_a_client_that_asked_for_a_device_hears_of_no_other(server: DemoServer, clock: ManualClock) -> None:
    client = await DemoClient.connect(server.port, everything=False)
    await client.send(GetProperties(device="Weather"))
    client.clear()
    await clock.advance(30)
    await client.receive_all()
    assert {each.device for each in client.received if isinstance(each, SetVector)} == {"Weather"}
    await client.close()


async def test_a_ping_is_answered_before_anything_was_asked(server: DemoServer) -> None:
    client = await DemoClient.connect(server.port, everything=False)
    await client.send(PingRequest("a<b"))
    assert client.received == [PingReply("a<b")]
    await client.close()


async def test_all_clients_see_what_one_changes(server: DemoServer, client: DemoClient) -> None:
    other = await DemoClient.connect(server.port)
    await client.request("Every Kind", "TEXT_RW", FIRST="from the other")
    await other.receive_all()
    assert other.value("Every Kind", "TEXT_RW", "FIRST") == "from the other"
    assert server.clients == 2
    await other.close()


async def test_nonsense_is_ignored(client: DemoClient) -> None:
    client.clear()
    await client.send(
        b"</none> junk & <newNumberVector device='CCD'>",
        b"<setTextVector device='CCD' name='FITS_HEADER'><oneText name='FITS_OBJECT'>x</oneText></setTextVector>",
        b"<newTextVector device='Nobody' name='X'><oneText name='Y'>x</oneText></newTextVector>",
        b"<newTextVector device='CCD' name='NOTHING'><oneText name='Y'>x</oneText></newTextVector>",
    )
    assert client.received == []
    await client.request("CCD", "FITS_HEADER", FITS_OBJECT="M42")
    assert client.value("CCD", "FITS_HEADER", "FITS_OBJECT") == "M42"


@pytest.mark.parametrize(
    ("policy", "blobs"), [(None, 0), (BlobPolicy.NEVER, 0), (BlobPolicy.ALSO, 1), (BlobPolicy.ONLY, 1)]
)
async def test_blobs_go_only_to_those_who_want_them(
    server: DemoServer, client: DemoClient, policy: BlobPolicy | None, blobs: int
) -> None:
    if policy is not None:
        await client.send(EnableBlob(policy, "Every Kind"))
    other = await DemoClient.connect(server.port)
    await other.request("Every Kind", "SEND_BLOB", SEND=True)
    await client.receive_all()
    assert len([each for each in client.sets("Every Kind", "BLOB_RO") if each.members]) == blobs
    assert not [each for each in other.sets("Every Kind", "BLOB_RO") if each.members]
    assert len(client.sets("Every Kind", "SEND_BLOB")) == (policy is not BlobPolicy.ONLY)
    await other.close()


async def test_a_client_that_does_not_read_is_dropped_and_delays_nobody() -> None:
    clock = ManualClock()
    async with DemoServer([EveryKind()], clock, buffer_limit=1_000_000) as server:
        reader = await DemoClient.connect(server.port)
        lazy = await DemoClient.connect(server.port)
        await lazy.send(EnableBlob(BlobPolicy.ALSO, "Every Kind"))
        lazy.writer.transport.pause_reading()  # type: ignore[attr-defined]
        async with asyncio.timeout(PATIENCE):
            while server.clients == 2:
                await reader.upload("Every Kind", "BLOB_RW", "FILE", bytes(1_000_000), ".bin")
                await clock.advance(0)
        await reader.request("Every Kind", "SAY", TEXT="still here")
        assert reader.messages("Every Kind") == ["still here"]
        await reader.close()
        lazy.writer.transport.abort()


async def test_a_client_that_vanishes_is_forgotten(server: DemoServer, client: DemoClient, clock: ManualClock) -> None:
    other = await DemoClient.connect(server.port)
    other.writer.transport.abort()
    async with asyncio.timeout(PATIENCE):
        while server.clients > 1:
            await client.receive_all()
    await clock.advance(60)
    await client.receive_all()


async def test_it_stops_at_once_and_leaves_nothing_behind() -> None:
    before = asyncio.all_tasks()
    clock = ManualClock()
    server = DemoServer(clock=clock)
    await server.start()
    clients = [await DemoClient.connect(server.port) for _ in range(3)]
    await clients[0].request("CCD", "CCD_EXPOSURE", CCD_EXPOSURE_VALUE=0.5)
    await clients[0].request("Focuser", "ABS_FOCUS_POSITION", FOCUS_ABSOLUTE_POSITION=0)
    await clock.advance(0.25)
    async with asyncio.timeout(20):  # by its clock nothing ends any more
        await server.stop()
    assert asyncio.all_tasks() == before
    assert server.clients == 0
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", server.port)
    for client in clients:
        assert not await client.is_connected()
        client.writer.close()
    await server.stop()


async def test_it_stops_while_an_image_is_made() -> None:
    clock = ManualClock()
    async with DemoServer([Camera()], clock) as server:
        client = await DemoClient.connect(server.port)
        await client.request("CCD", "CCD_EXPOSURE", CCD_EXPOSURE_VALUE=1)
        advancing = asyncio.create_task(clock.advance(1))
        async with asyncio.timeout(PATIENCE):
            while not any("downloading" in text for text in client.messages("CCD")):
                await client.receive_all()
        await client.close()
    await advancing


async def test_it_may_be_started_again_on_the_same_port(clock: ManualClock) -> None:
    server = DemoServer([Focuser(), Visitor()], clock)
    await server.start()
    port = server.port
    client = await DemoClient.connect(port)
    await client.request("Focuser", "ABS_FOCUS_POSITION", FOCUS_ABSOLUTE_POSITION=0)
    await clock.advance(21)
    await client.receive_all()
    assert ("Visitor", "GREETING") in client.vectors
    await server.stop()
    client.writer.close()
    async with server:
        assert server.port == port
        client = await DemoClient.connect(port)
        assert ("Visitor", "GREETING") not in client.vectors
        assert client.number("Focuser", "ABS_FOCUS_POSITION", "FOCUS_ABSOLUTE_POSITION") == 8000
        assert client.state("Focuser", "ABS_FOCUS_POSITION") is State.IDLE
        await client.close()


async def test_clients_can_be_dropped_without_stopping(server: DemoServer, client: DemoClient) -> None:
    await server.drop_clients()
    assert server.clients == 0
    assert not await client.is_connected()
    other = await DemoClient.connect(server.port)
    assert len(other.vectors) == len(client.vectors)
    await other.close()


async def test_an_instrument_can_be_made_to_say_something(server: DemoServer, client: DemoClient) -> None:
    server.instrument("Every Kind").update("COUNTER", {"COUNT": 7}, State.ALERT)
    server.instrument("Dome").send_message("[INFO] Hello.")
    await client.receive_all()
    assert client.vectors["Every Kind", "COUNTER"] == (State.ALERT, {"COUNT": "7"})
    assert client.messages("Dome") == ["[INFO] Hello."]
    with pytest.raises(KeyError):
        server.instrument("Nobody")


async def test_a_fault_of_an_instrument_is_raised_when_all_has_stopped(clock: ManualClock) -> None:
    before = asyncio.all_tasks()

    async def fail() -> None:
        raise ValueError("broken")

    server = DemoServer([Camera(), Focuser()], clock)
    await server.start()
    server.instrument("CCD").start_activity("failing", fail())
    await clock.advance(0)
    with pytest.raises(ValueError, match="broken"):
        await server.stop()
    assert asyncio.all_tasks() == before


async def test_a_port_that_is_taken_is_said(server: DemoServer) -> None:
    second = DemoServer([], port=server.port)
    with pytest.raises(OSError, match=str(server.port)):
        await second.start()
    await second.stop()


async def play() -> bytes:
    """Do a little of everything; return all bytes heard."""
    clock = ManualClock()
    async with DemoServer(clock=clock) as server:
        client = await DemoClient.connect(server.port)
        await client.send(EnableBlob(BlobPolicy.ALSO, "CCD"))
        await client.request("CCD", "CCD_EXPOSURE", CCD_EXPOSURE_VALUE=1.5)
        await client.request("Telescope", "EQUATORIAL_EOD_COORD", RA=5.5, DEC=-5.39)
        await client.request("Dome", "DOME_PARK", PARK=True)
        for _ in range(8):
            await clock.advance(10)
            await client.receive_all()
        assert not [each for each in client.received if isinstance(each, Malformed)]
        await client.close()
        return client.raw


async def test_the_same_play_gives_the_same_bytes() -> None:
    first = await play()
    assert len(first) > 600_000
    assert first == await play()


async def test_it_stands_still_while_the_clock_does(client: DemoClient) -> None:
    definitions = client.raw
    client.clear()
    await client.send(GetProperties())
    assert client.raw.split(b"<pingReply")[0] == definitions.split(b"<pingReply")[0]


async def test_it_runs_by_the_real_clock() -> None:
    async with DemoServer([EveryKind()]) as server:
        client = await DemoClient.connect(server.port)
        await client.request("Every Kind", "FLOOD", ON=True)
        async with asyncio.timeout(PATIENCE):
            while client.value("Every Kind", "COUNTER", "COUNT") == "0":
                await client.receive_all()
        await client.close()
