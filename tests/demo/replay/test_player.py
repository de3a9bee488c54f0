"""Playing a recording: what a client receives, and when."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from indipyterm.demo.replay.player import Replay
from indipyterm.demo.replay.position import summarize
from indipyterm.exceptions import NoRecording
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import (
    DefNumber,
    DefVector,
    DelProperty,
    Kind,
    Message,
    NewVector,
    OneNumber,
    State,
)
from tests.demo.replay.recordings import IMAGE, NIGHT, PLACE, START, Connect, FakeTime, at, playing, reach, record


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


async def test_an_empty_recording_is_not_played(tmp_path: Path) -> None:
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
