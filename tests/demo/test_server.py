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
from tests.demo.caller import PATIENCE, Caller

DEVICES = ["CCD", "Dome", "Every Kind", "Filter Wheel", "Focuser", "Telescope", "Weather"]


async def test_everything_is_defined_and_well_formed(caller: Caller) -> None:
    assert sorted({device for device, _ in caller.vectors}) == DEVICES
    assert not [each for each in caller.heard if not isinstance(each, DefVector)]


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (GetProperties(device="Dome", name="DOME_PARK"), 1),
        (GetProperties(device="Nobody"), 0),
        (GetProperties(device="Dome", name="NOTHING"), 0),
        (GetProperties(device="Visitor"), 0),
    ],
)
async def test_a_part_can_be_asked_for(server: DemoServer, request_: GetProperties, expected: int) -> None:
    caller = await Caller.call(server.port, everything=False)
    await caller.say(request_)
    assert len(caller.heard) == expected
    await caller.hang_up()


async def test_a_device_can_be_asked_for_and_only_that_is_heard_of(server: DemoServer, clock: ManualClock) -> None:
    caller = await Caller.call(server.port, everything=False)
    await caller.say(GetProperties(device="Weather"))
    caller.forget()
    await clock.advance(30)
    await caller.listen()
    assert {each.device for each in caller.heard if isinstance(each, SetVector)} == {"Weather"}
    await caller.hang_up()


async def test_a_ping_is_answered_before_anything_was_asked(server: DemoServer) -> None:
    caller = await Caller.call(server.port, everything=False)
    await caller.say(PingRequest("a<b"))
    assert caller.heard == [PingReply("a<b")]
    await caller.hang_up()


async def test_what_one_client_does_all_see(server: DemoServer, caller: Caller) -> None:
    other = await Caller.call(server.port)
    await caller.ask("Every Kind", "TEXT_RW", FIRST="from the other")
    await other.listen()
    assert other.value("Every Kind", "TEXT_RW", "FIRST") == "from the other"
    assert server.clients == 2
    await other.hang_up()


async def test_nonsense_is_ignored(caller: Caller) -> None:
    caller.forget()
    await caller.say(
        b"</none> junk & <newNumberVector device='CCD'>",
        b"<setTextVector device='CCD' name='FITS_HEADER'><oneText name='FITS_OBJECT'>x</oneText></setTextVector>",
        b"<newTextVector device='Nobody' name='X'><oneText name='Y'>x</oneText></newTextVector>",
        b"<newTextVector device='CCD' name='NOTHING'><oneText name='Y'>x</oneText></newTextVector>",
    )
    assert caller.heard == []
    await caller.ask("CCD", "FITS_HEADER", FITS_OBJECT="M42")
    assert caller.value("CCD", "FITS_HEADER", "FITS_OBJECT") == "M42"


@pytest.mark.parametrize(
    ("policy", "blobs"), [(None, 0), (BlobPolicy.NEVER, 0), (BlobPolicy.ALSO, 1), (BlobPolicy.ONLY, 1)]
)
async def test_blobs_go_only_to_those_who_want_them(
    server: DemoServer, caller: Caller, policy: BlobPolicy | None, blobs: int
) -> None:
    if policy is not None:
        await caller.say(EnableBlob(policy, "Every Kind"))
    other = await Caller.call(server.port)
    await other.ask("Every Kind", "SEND_BLOB", SEND=True)
    await caller.listen()
    assert len([each for each in caller.sets("Every Kind", "BLOB_RO") if each.members]) == blobs
    assert not [each for each in other.sets("Every Kind", "BLOB_RO") if each.members]
    assert len(caller.sets("Every Kind", "SEND_BLOB")) == (policy is not BlobPolicy.ONLY)
    await other.hang_up()


async def test_a_client_that_does_not_read_is_dropped_and_holds_up_nobody() -> None:
    clock = ManualClock()
    async with DemoServer([EveryKind()], clock, buffer_limit=1_000_000) as server:
        reader = await Caller.call(server.port)
        lazy = await Caller.call(server.port)
        await lazy.say(EnableBlob(BlobPolicy.ALSO, "Every Kind"))
        lazy.writer.transport.pause_reading()  # type: ignore[attr-defined]
        async with asyncio.timeout(PATIENCE):
            while server.clients == 2:
                await reader.upload("Every Kind", "BLOB_RW", "FILE", bytes(1_000_000), ".bin")
                await clock.advance(0)
        await reader.ask("Every Kind", "SAY", TEXT="still here")
        assert reader.messages("Every Kind") == ["still here"]
        await reader.hang_up()
        lazy.writer.transport.abort()


async def test_a_client_that_vanishes_is_forgotten(server: DemoServer, caller: Caller, clock: ManualClock) -> None:
    other = await Caller.call(server.port)
    other.writer.transport.abort()
    async with asyncio.timeout(PATIENCE):
        while server.clients > 1:
            await caller.listen()
    await clock.advance(60)
    await caller.listen()


async def test_it_stops_at_once_and_leaves_nothing_behind() -> None:
    before = asyncio.all_tasks()
    clock = ManualClock()
    server = DemoServer(clock=clock)
    await server.start()
    callers = [await Caller.call(server.port) for _ in range(3)]
    await callers[0].ask("CCD", "CCD_EXPOSURE", CCD_EXPOSURE_VALUE=0.5)
    await callers[0].ask("Focuser", "ABS_FOCUS_POSITION", FOCUS_ABSOLUTE_POSITION=0)
    await clock.advance(0.25)
    async with asyncio.timeout(20):  # by its clock nothing ends any more
        await server.stop()
    assert asyncio.all_tasks() == before
    assert server.clients == 0
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", server.port)
    for caller in callers:
        assert not await caller.is_connected()
        caller.writer.close()
    await server.stop()


async def test_it_stops_while_an_image_is_made() -> None:
    clock = ManualClock()
    async with DemoServer([Camera()], clock) as server:
        caller = await Caller.call(server.port)
        await caller.ask("CCD", "CCD_EXPOSURE", CCD_EXPOSURE_VALUE=1)
        advancing = asyncio.create_task(clock.advance(1))
        async with asyncio.timeout(PATIENCE):
            while not any("downloading" in text for text in caller.messages("CCD")):
                await caller.listen()
        await caller.hang_up()
    await advancing


async def test_it_may_be_started_again_on_the_same_port(clock: ManualClock) -> None:
    server = DemoServer([Focuser(), Visitor()], clock)
    await server.start()
    port = server.port
    caller = await Caller.call(port)
    await caller.ask("Focuser", "ABS_FOCUS_POSITION", FOCUS_ABSOLUTE_POSITION=0)
    await clock.advance(21)
    await caller.listen()
    assert ("Visitor", "GREETING") in caller.vectors
    await server.stop()
    caller.writer.close()
    async with server:
        assert server.port == port
        caller = await Caller.call(port)
        assert ("Visitor", "GREETING") not in caller.vectors
        assert caller.number("Focuser", "ABS_FOCUS_POSITION", "FOCUS_ABSOLUTE_POSITION") == 8000
        assert caller.state("Focuser", "ABS_FOCUS_POSITION") is State.IDLE
        await caller.hang_up()


async def test_clients_can_be_dropped_without_stopping(server: DemoServer, caller: Caller) -> None:
    await server.drop_clients()
    assert server.clients == 0
    assert not await caller.is_connected()
    other = await Caller.call(server.port)
    assert len(other.vectors) == len(caller.vectors)
    await other.hang_up()


async def test_an_instrument_can_be_made_to_say_something(server: DemoServer, caller: Caller) -> None:
    server.instrument("Every Kind").update("COUNTER", {"COUNT": 7}, State.ALERT)
    server.instrument("Dome").say("[INFO] Hello.")
    await caller.listen()
    assert caller.vectors["Every Kind", "COUNTER"] == (State.ALERT, {"COUNT": "7"})
    assert caller.messages("Dome") == ["[INFO] Hello."]
    with pytest.raises(KeyError):
        server.instrument("Nobody")


async def test_a_fault_of_an_instrument_is_raised_when_all_has_stopped(clock: ManualClock) -> None:
    before = asyncio.all_tasks()

    async def fail() -> None:
        raise ValueError("broken")

    server = DemoServer([Camera(), Focuser()], clock)
    await server.start()
    server.instrument("CCD").begin("failing", fail())
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
        caller = await Caller.call(server.port)
        await caller.say(EnableBlob(BlobPolicy.ALSO, "CCD"))
        await caller.ask("CCD", "CCD_EXPOSURE", CCD_EXPOSURE_VALUE=1.5)
        await caller.ask("Telescope", "EQUATORIAL_EOD_COORD", RA=5.5, DEC=-5.39)
        await caller.ask("Dome", "DOME_PARK", PARK=True)
        for _ in range(8):
            await clock.advance(10)
            await caller.listen()
        assert not [each for each in caller.heard if isinstance(each, Malformed)]
        await caller.hang_up()
        return caller.raw


async def test_the_same_play_gives_the_same_bytes() -> None:
    first = await play()
    assert len(first) > 600_000
    assert first == await play()


async def test_it_stands_still_while_the_clock_does(caller: Caller) -> None:
    definitions = caller.raw
    caller.forget()
    await caller.say(GetProperties())
    assert caller.raw.split(b"<pingReply")[0] == definitions.split(b"<pingReply")[0]


async def test_it_runs_by_the_real_clock() -> None:
    async with DemoServer([EveryKind()]) as server:
        caller = await Caller.call(server.port)
        await caller.ask("Every Kind", "FLOOD", ON=True)
        async with asyncio.timeout(PATIENCE):
            while caller.value("Every Kind", "COUNTER", "COUNT") == "0":
                await caller.listen()
        await caller.hang_up()
