"""A recording served again: what a client hears, and when."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indipyterm.demo.replay.place import Places, extent
from indipyterm.demo.replay.player import Replay
from indipyterm.exceptions import NoRecording
from indipyterm.protocol.blobdata import BlobData
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
from indipyterm.recording.format import Reader
from indipyterm.recording.recorder import Recorder
from tests.demo.caller import Caller

START = datetime(2026, 11, 24, 22, 41, 0, tzinfo=UTC)
PLACE = DefVector(
    Kind.NUMBER, "Focuser", "PLACE", (DefNumber("P", "P", "100", max="1000"),), "Place", "Main", State.OK, Perm.RW
)
IMAGE = DefVector(Kind.BLOB, "CCD", "IMAGE", (DefMember("I", "I"),), "Image", "Main")

Step = tuple[float, str, str, bytes]
Call = Callable[..., Awaitable[Caller]]


@pytest.fixture
async def call() -> AsyncIterator[Call]:
    """Callers who hang up at the end."""
    callers: list[Caller] = []

    async def call(port: int, *, everything: bool = True) -> Caller:
        callers.append(await Caller.call(port, everything=everything))
        return callers[-1]

    yield call
    for caller in callers:
        with contextlib.suppress(ConnectionError):
            await caller.hang_up()


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


class Pendulum:
    """A real time that a test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@asynccontextmanager
async def playing(
    tmp_path: Path, steps: Sequence[Step] = NIGHT, speed: float = 1.0
) -> AsyncIterator[tuple[Replay, Pendulum]]:
    path, real = record(tmp_path / "night", steps), Pendulum()
    async with Replay(path, extent(path), speed, real) as replay:
        yield replay, real


async def reach(replay: Replay, real: Pendulum, seconds: float) -> None:
    """Let the recorded time be so late, and all that is due be told."""
    real.seconds = seconds / replay.speed
    replay.pace()
    async with asyncio.timeout(10):
        while (upcoming := replay._place.upcoming) and upcoming.when <= replay.now():  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    async with replay._turn:
        pass


async def test_a_client_hears_what_was_said_when_it_is_due(tmp_path: Path, call: Call) -> None:
    async with playing(tmp_path) as (replay, real):
        (station,) = replay.stations
        assert station.name == "pi4:7624"
        caller = await call(station.port)
        assert caller.heard == [PLACE._replace(message="hello"), IMAGE]
        caller.forget()
        await reach(replay, real, 9.9)
        await caller.listen()
        assert caller.heard == []
        await reach(replay, real, 11.5)
        await caller.listen()
        assert caller.heard == [NewVector(Kind.NUMBER, "Focuser", "PLACE", (OneNumber("P", "300"),))]
        await reach(replay, real, 12)
        await caller.listen()
        assert caller.number("Focuser", "PLACE", "P") == 200
        await reach(replay, real, 25)
        await caller.listen()
        assert caller.messages("Focuser") == ["there"]
        assert caller.state("Focuser", "PLACE") is State.OK
        assert replay.now() == at(25)
        await reach(replay, real, 1000)
        await caller.listen()
        assert caller.number("Focuser", "PLACE", "P") == 400
        assert replay.now() == replay.end_time == at(50)
        assert replay.paused


async def test_who_comes_later_is_told_how_things_are_then(tmp_path: Path, call: Call) -> None:
    async with playing(tmp_path) as (replay, real):
        await reach(replay, real, 12)
        caller = await call(replay.stations[0].port)
        vector, image = (one for one in caller.heard if isinstance(one, DefVector))
        assert vector == PLACE._replace(members=(DefNumber("P", "P", "200", max="2000"),), state=State.BUSY)
        assert image == IMAGE


async def test_blobs_go_to_who_wants_them(tmp_path: Path, call: Call) -> None:
    async with playing(tmp_path) as (replay, real):
        wants, wants_not = [await call(replay.stations[0].port) for _ in range(2)]
        await wants.say(EnableBlob(BlobPolicy.ALSO, "CCD"))
        await reach(replay, real, 30)
        await wants.listen()
        await wants_not.listen()
        (image,) = wants.sets("CCD", "IMAGE")
        assert isinstance(image.members[0], OneBlob)
        assert image.members[0].data.decode() == b"abc"
        assert wants_not.sets("CCD", "IMAGE") == []


async def test_nothing_that_is_sent_does_anything(tmp_path: Path, call: Call) -> None:
    async with playing(tmp_path) as (replay, _):
        caller = await call(replay.stations[0].port)
        caller.forget()
        await caller.ask("Focuser", "PLACE", P=7.0)
        assert caller.messages("Focuser") == ["a replay: nothing is sent"]
        assert caller.number("Focuser", "PLACE", "P") == 100


async def test_the_time_is_halted_and_hurried(tmp_path: Path) -> None:
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


async def test_seeking_forth_and_back_tells_what_is_different(tmp_path: Path, call: Call) -> None:
    async with playing(tmp_path) as (replay, real):
        caller = await call(replay.stations[0].port)
        caller.forget()
        await replay.seek(at(45))
        await caller.listen()
        assert DelProperty("CCD", "IMAGE") in caller.heard
        assert caller.number("Focuser", "PLACE", "P") == 300
        assert caller.messages() == ["the replay goes on at 2026-11-24 22:41:45"]
        caller.forget()
        await replay.seek(at(5))
        await caller.listen()
        assert caller.number("Focuser", "PLACE", "P") == 100
        assert IMAGE in caller.heard
        await replay.seek(at(11.5))  # between the halves of an element
        caller.forget()
        real.seconds = 1
        await reach(replay, real, 1)
        await caller.listen()
        assert caller.number("Focuser", "PLACE", "P") == 200
        await replay.seek(at(35))
        await caller.listen()
        assert caller.number("Focuser", "PLACE", "P") == 300


async def test_after_seeking_the_size_of_the_last_image_is_known(tmp_path: Path, call: Call) -> None:
    async with playing(tmp_path) as (replay, _):
        await replay.seek(at(35))
        caller = await call(replay.stations[0].port, everything=False)
        await caller.say(EnableBlob(BlobPolicy.ALSO, "CCD"), GetProperties())
        (image,) = caller.sets("CCD", "IMAGE")
        assert image.members == (OneBlob("I", 3, ".x", BlobData()),)


async def test_a_lost_connection_is_lost_again(tmp_path: Path, call: Call) -> None:
    other = [(2, "dome:7624", "up", b""), (8, "dome:7624", "in", encode(PLACE))]
    steps = [*NIGHT[:3], *other, (20, "pi4:7624", "down", b"gone"), (30, "pi4:7624", "up", b"")]
    async with playing(tmp_path, [*steps, (31, "pi4:7624", "in", encode(IMAGE))]) as (replay, real):
        pi4, dome = replay.stations
        with pytest.raises(ConnectionRefusedError):
            await call(dome.port)
        caller = await call(pi4.port)
        await reach(replay, real, 10)
        assert (await call(dome.port)).heard == [PLACE]
        await reach(replay, real, 20)
        assert not await caller.is_connected()
        with pytest.raises(ConnectionRefusedError):
            await call(pi4.port)
        await reach(replay, real, 40)
        assert (await call(pi4.port)).heard == [IMAGE]
        await replay.seek(at(5))
        assert len((await call(pi4.port)).heard) == 2


async def test_pings_are_answered(tmp_path: Path, call: Call) -> None:
    async with playing(tmp_path) as (replay, _):
        caller = await call(replay.stations[0].port, everything=False)
        await caller.say(PingRequest("x"))
        assert caller.heard == [PingReply("x")]


async def test_it_begins_where_it_is_told_to(tmp_path: Path, call: Call) -> None:
    path = record(tmp_path / "night", NIGHT)
    replay = await Replay.open(path, speed=0.001, at="22:41:20")
    async with replay:
        caller = await call(replay.stations[0].port)
        assert caller.number("Focuser", "PLACE", "P") == 300
        assert at(20) <= replay.now() < at(21)


@pytest.mark.parametrize(("text", "reason"), [("23:00", "not in the recording"), ("soon", "is no time")])
async def test_a_time_that_is_not_in_it(tmp_path: Path, text: str, reason: str) -> None:
    path = record(tmp_path / "night", NIGHT)
    with pytest.raises(ValueError, match=reason):
        await Replay.open(path, at=text)


async def test_an_empty_recording_is_none(tmp_path: Path) -> None:
    with pytest.raises(NoRecording, match="has nothing in it"):
        await Replay.open(record(tmp_path / "night", []))


async def test_a_recording_that_was_cut_off_plays_to_its_end(tmp_path: Path, call: Call) -> None:
    path = record(tmp_path / "whole", NIGHT)
    cut = tmp_path / "cut"
    cut.write_bytes(path.read_bytes()[:-120])
    found = extent(cut)
    assert START < found.end < at(50)
    real = Pendulum()
    async with Replay(cut, found, 1.0, real) as replay:
        caller = await call(replay.stations[0].port)
        await reach(replay, real, 100)
        await caller.listen()
        assert replay.now() == found.end


async def test_nothing_is_lost_on_a_client_that_reads_slowly(tmp_path: Path, call: Call) -> None:
    long = "x" * 200_000
    steps = [
        *NIGHT[:3],
        *((n / 1000, "pi4:7624", "in", encode(Message("CCD", None, f"{n} {long}"))) for n in range(1, 41)),
    ]
    async with playing(tmp_path, steps) as (replay, real):
        caller = await call(replay.stations[0].port)
        real.seconds = 1000
        replay.pace()
        async with asyncio.timeout(10):
            while len(caller.messages("CCD")) < 40:
                await caller.listen()
        assert [text.split()[0] for text in caller.messages("CCD")] == [str(n) for n in range(1, 41)]


def test_a_place_is_the_same_whichever_way_one_came(tmp_path: Path) -> None:
    steps = [*NIGHT[:3], *((n / 10, "pi4:7624", "in", place(str(n))) for n in range(1, 60))]
    halves = [(6.0, "pi4:7624", "in", place("61")[:40]), (6.1, "pi4:7624", "in", place("61")[40:])]
    path = record(tmp_path / "night", [*steps, *halves, *((7.0 + n, *step[1:]) for n, step in enumerate(steps[3:]))])
    places = Places(path, between=3)
    times = [at(seconds) for seconds in (60, 3, 6.05, 0, 6.1, 2.9, 61, 5)]
    for when in times:
        found, fresh = places.find(when), Places(path).find(when)
        assert found.said["pi4:7624"].vectors == fresh.said["pi4:7624"].vectors
        assert found.upcoming == fresh.upcoming
    assert len(places._marks) > 20


def test_a_file_that_goes_away_ends_where_it_was_read_to(tmp_path: Path) -> None:
    steps: list[Step] = [(3 + n / 100, "pi4:7624", "in", place(secrets.token_hex(40))) for n in range(1000)]
    path = record(tmp_path / "night", [*NIGHT[:3], *steps])
    places = Places(path)
    whole = len(list(Reader(path)))
    path.unlink()
    found, heard = places.find(at(3)), 0
    while found.step():
        heard += 1
    assert 0 < heard < whole - 100
    assert found.upcoming is None
