"""Playing a recording: what a client receives, and when."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indipyterm.demo.replay.player import Replay
from indipyterm.demo.replay.position import PositionIndex, summarize
from indipyterm.exceptions import NoRecording
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import (
    BlobPolicy,
    DefMember,
    DefNumber,
    DefVector,
    DelProperty,
    EnableBlob,
    GetProperties,
    Kind,
    Message,
    NewVector,
    OneBlob,
    OneNumber,
    Perm,
    PingReply,
    PingRequest,
    SetVector,
    State,
)
from indipyterm.recording.format import RecordingReader
from indipyterm.recording.recorder import Recorder
from tests.demo.client import DemoClient

START = datetime(2026, 11, 24, 22, 41, 0, tzinfo=UTC)
PLACE = DefVector(
    Kind.NUMBER, "Focuser", "PLACE", (DefNumber("P", "P", "100", max="1000"),), "Place", "Main", State.OK, Perm.RW
)
IMAGE = DefVector(Kind.BLOB, "CCD", "IMAGE", (DefMember("I", "I"),), "Image", "Main")

Step = tuple[float, str, str, bytes]
Connect = Callable[..., Awaitable[DemoClient]]


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Makes clients that are closed at the end."""
    clients: list[DemoClient] = []

    async def connect(port: int, *, everything: bool = True) -> DemoClient:
        clients.append(await DemoClient.connect(port, everything=everything))
        return clients[-1]

    yield connect
    for client in clients:
        with contextlib.suppress(ConnectionError):
            await client.close()


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def place(value: str, state: State = State.OK, **more: str) -> bytes:
    return encode(SetVector(Kind.NUMBER, "Focuser", "PLACE", (OneNumber("P", value, **more),), state))


def record(path: Path, steps: Sequence[Step]) -> Path:
    """Record what happens to servers, by seconds from `START`."""
    recorder = Recorder(path, blobs=True)
    recorder.start(pytest.fail)
    for seconds, server, what, data in steps:
        recorder.now = lambda seconds=seconds: at(seconds)  # type: ignore[misc]
        tap = recorder.tap(server)
        match what:
            case "up":
                tap.linked()
            case "in":
                tap.received(data)
            case "out":
                tap.sent(data)
            case "down":
                tap.lost(data.decode())
    recorder.close()
    return path


NIGHT: list[Step] = [
    (0, "pi4:7624", "up", b""),
    (0, "pi4:7624", "out", encode(GetProperties())),
    (0, "pi4:7624", "in", encode(PLACE._replace(message="hello")) + encode(IMAGE)),
    (10, "pi4:7624", "out", encode(NewVector(Kind.NUMBER, "Focuser", "PLACE", (OneNumber("P", "300"),)))),
    (11, "pi4:7624", "in", place("200", State.BUSY, max="2000")[:50]),
    (12, "pi4:7624", "in", place("200", State.BUSY, max="2000")[50:]),
    (20, "pi4:7624", "in", place("300") + encode(Message("Focuser", None, "there"))),
    (30, "pi4:7624", "in", encode(SetVector(Kind.BLOB, "CCD", "IMAGE", (OneBlob("I", 3, ".x", BlobData(b"abc")),)))),
    (40, "pi4:7624", "in", encode(DelProperty("CCD"))),
    (50, "pi4:7624", "in", place("400")),
]


class FakeTime:
    """A real time that a test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@asynccontextmanager
async def playing(
    tmp_path: Path, steps: Sequence[Step] = NIGHT, speed: float = 1.0
) -> AsyncIterator[tuple[Replay, FakeTime]]:
    path, real = record(tmp_path / "night", steps), FakeTime()
    async with Replay(path, summarize(path), speed, real) as replay:
        yield replay, real


async def reach(replay: Replay, real: FakeTime, seconds: float) -> None:
    """Move the playback time, and wait until everything due was sent."""
    real.seconds = seconds / replay.speed
    replay.pace()
    async with asyncio.timeout(10):
        while (next_record := replay._position.next_record) and next_record.time <= replay.now():  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    async with replay._lock:
        pass


async def test_a_client_receives_each_record_when_it_is_due(tmp_path: Path, connect: Connect) -> None:
    async with playing(tmp_path) as (replay, real):
        (server,) = replay.servers
        assert server.name == "pi4:7624"
        client = await connect(server.port)
        assert client.received == [PLACE._replace(message="hello"), IMAGE]
        client.clear()
        await reach(replay, real, 9.9)
        await client.receive_all()
        assert client.received == []
        await reach(replay, real, 11.5)
        await client.receive_all()
        assert client.received == [NewVector(Kind.NUMBER, "Focuser", "PLACE", (OneNumber("P", "300"),))]
        await reach(replay, real, 12)
        await client.receive_all()
        assert client.number("Focuser", "PLACE", "P") == 200
        await reach(replay, real, 25)
        await client.receive_all()
        assert client.messages("Focuser") == ["there"]
        assert client.state("Focuser", "PLACE") is State.OK
        assert replay.now() == at(25)
        await reach(replay, real, 1000)
        await client.receive_all()
        assert client.number("Focuser", "PLACE", "P") == 400
        assert replay.now() == replay.end_time == at(50)
        assert replay.paused


async def test_a_client_that_connects_later_receives_the_current_values(tmp_path: Path, connect: Connect) -> None:
    async with playing(tmp_path) as (replay, real):
        await reach(replay, real, 12)
        client = await connect(replay.servers[0].port)
        vector, image = (one for one in client.received if isinstance(one, DefVector))
        assert vector == PLACE._replace(members=(DefNumber("P", "P", "200", max="2000"),), state=State.BUSY)
        assert image == IMAGE


async def test_blobs_are_sent_to_clients_that_enabled_them(tmp_path: Path, connect: Connect) -> None:
    async with playing(tmp_path) as (replay, real):
        wants, wants_not = [await connect(replay.servers[0].port) for _ in range(2)]
        await wants.send(EnableBlob(BlobPolicy.ALSO, "CCD"))
        await reach(replay, real, 30)
        await wants.receive_all()
        await wants_not.receive_all()
        (image,) = wants.sets("CCD", "IMAGE")
        assert isinstance(image.members[0], OneBlob)
        assert image.members[0].data.decode() == b"abc"
        assert wants_not.sets("CCD", "IMAGE") == []


async def test_requests_have_no_effect(tmp_path: Path, connect: Connect) -> None:
    async with playing(tmp_path) as (replay, _):
        client = await connect(replay.servers[0].port)
        client.clear()
        await client.request("Focuser", "PLACE", P=7.0)
        assert client.messages("Focuser") == ["a replay: nothing is sent"]
        assert client.number("Focuser", "PLACE", "P") == 100


async def test_the_clock_can_be_paused_and_sped_up(tmp_path: Path) -> None:
    async with playing(tmp_path, speed=10) as (replay, real):
        real.seconds = 1
        assert replay.now() == at(10)
        replay.pace(paused=True)
        real.seconds = 3
        assert replay.now() == at(10)
        assert replay.paused
        replay.pace(paused=False, speed=2)
        real.seconds = 5
        assert replay.now() == at(14)
        assert not replay.paused


async def test_seeking_sends_the_differences(tmp_path: Path, connect: Connect) -> None:
    async with playing(tmp_path) as (replay, real):
        client = await connect(replay.servers[0].port)
        client.clear()
        await replay.seek(at(45))
        await client.receive_all()
        assert DelProperty("CCD", "IMAGE") in client.received
        assert client.number("Focuser", "PLACE", "P") == 300
        assert client.messages() == ["the replay goes on at 2026-11-24 22:41:45"]
        client.clear()
        await replay.seek(at(5))
        await client.receive_all()
        assert client.number("Focuser", "PLACE", "P") == 100
        assert IMAGE in client.received
        await replay.seek(at(11.5))  # between the halves of an element
        client.clear()
        real.seconds = 1
        await reach(replay, real, 1)
        await client.receive_all()
        assert client.number("Focuser", "PLACE", "P") == 200
        await replay.seek(at(35))
        await client.receive_all()
        assert client.number("Focuser", "PLACE", "P") == 300


async def test_after_seeking_the_size_of_the_last_image_is_known(tmp_path: Path, connect: Connect) -> None:
    async with playing(tmp_path) as (replay, _):
        await replay.seek(at(35))
        client = await connect(replay.servers[0].port, everything=False)
        await client.send(EnableBlob(BlobPolicy.ALSO, "CCD"), GetProperties())
        (image,) = client.sets("CCD", "IMAGE")
        assert image.members == (OneBlob("I", 3, ".x", BlobData()),)


async def test_a_lost_connection_is_lost_again(tmp_path: Path, connect: Connect) -> None:
    other = [(2, "dome:7624", "up", b""), (8, "dome:7624", "in", encode(PLACE))]
    steps = [*NIGHT[:3], *other, (20, "pi4:7624", "down", b"gone"), (30, "pi4:7624", "up", b"")]
    async with playing(tmp_path, [*steps, (31, "pi4:7624", "in", encode(IMAGE))]) as (replay, real):
        pi4, dome = replay.servers
        with pytest.raises(ConnectionRefusedError):
            await connect(dome.port)
        client = await connect(pi4.port)
        await reach(replay, real, 10)
        assert (await connect(dome.port)).received == [PLACE]
        await reach(replay, real, 20)
        assert not await client.is_connected()
        with pytest.raises(ConnectionRefusedError):
            await connect(pi4.port)
        await reach(replay, real, 40)
        assert (await connect(pi4.port)).received == [IMAGE]
        await replay.seek(at(5))
        assert len((await connect(pi4.port)).received) == 2


async def test_pings_are_answered(tmp_path: Path, connect: Connect) -> None:
    async with playing(tmp_path) as (replay, _):
        client = await connect(replay.servers[0].port, everything=False)
        await client.send(PingRequest("x"))
        assert client.received == [PingReply("x")]


async def test_it_starts_at_the_given_time(tmp_path: Path, connect: Connect) -> None:
    path = record(tmp_path / "night", NIGHT)
    replay = await Replay.open(path, speed=0.001, at="22:41:20")
    async with replay:
        client = await connect(replay.servers[0].port)
        assert client.number("Focuser", "PLACE", "P") == 300
        assert at(20) <= replay.now() < at(21)


@pytest.mark.parametrize(("text", "reason"), [("23:00", "not in the recording"), ("soon", "is not a time")])
async def test_a_time_outside_the_recording(tmp_path: Path, text: str, reason: str) -> None:
    path = record(tmp_path / "night", NIGHT)
    with pytest.raises(ValueError, match=reason):
        await Replay.open(path, at=text)


async def test_an_empty_recording_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoRecording, match="is empty"):
        await Replay.open(record(tmp_path / "night", []))


async def test_a_truncated_recording_plays_to_its_end(tmp_path: Path, connect: Connect) -> None:
    path = record(tmp_path / "whole", NIGHT)
    cut = tmp_path / "cut"
    cut.write_bytes(path.read_bytes()[:-120])
    found = summarize(cut)
    assert START < found.end < at(50)
    real = FakeTime()
    async with Replay(cut, found, 1.0, real) as replay:
        client = await connect(replay.servers[0].port)
        await reach(replay, real, 100)
        await client.receive_all()
        assert replay.now() == found.end


async def test_a_client_that_reads_slowly_loses_nothing(tmp_path: Path, connect: Connect) -> None:
    long = "x" * 200_000
    steps = [
        *NIGHT[:3],
        *((n / 1000, "pi4:7624", "in", encode(Message("CCD", None, f"{n} {long}"))) for n in range(1, 41)),
    ]
    async with playing(tmp_path, steps) as (replay, real):
        client = await connect(replay.servers[0].port)
        real.seconds = 1000
        replay.pace()
        async with asyncio.timeout(10):
            while len(client.messages("CCD")) < 40:
                await client.receive_all()
        assert [text.split()[0] for text in client.messages("CCD")] == [str(n) for n in range(1, 41)]


def test_a_position_is_the_same_however_it_was_reached(tmp_path: Path) -> None:
    steps = [*NIGHT[:3], *((n / 10, "pi4:7624", "in", place(str(n))) for n in range(1, 60))]
    halves = [(6.0, "pi4:7624", "in", place("61")[:40]), (6.1, "pi4:7624", "in", place("61")[40:])]
    path = record(
        tmp_path / "night", [*steps, *halves, *((7.0 + n, *advance[1:]) for n, advance in enumerate(steps[3:]))]
    )
    places = PositionIndex(path, interval=3)
    times = [at(seconds) for seconds in (60, 3, 6.05, 0, 6.1, 2.9, 61, 5)]
    for when in times:
        found, fresh = places.find(when), PositionIndex(path).find(when)
        assert found.states["pi4:7624"].vectors == fresh.states["pi4:7624"].vectors
        assert found.next_record == fresh.next_record
    assert len(places._checkpoints) > 20


def test_a_deleted_file_ends_where_it_was_read_to(tmp_path: Path) -> None:
    steps: list[Step] = [(3 + n / 100, "pi4:7624", "in", place(secrets.token_hex(40))) for n in range(1000)]
    path = record(tmp_path / "night", [*NIGHT[:3], *steps])
    places = PositionIndex(path)
    whole = len(list(RecordingReader(path)))
    path.unlink()
    found, received = places.find(at(3)), 0
    while found.advance():
        received += 1
    assert 0 < received < whole - 100
    assert found.next_record is None
