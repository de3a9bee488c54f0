"""Recordings of one night, and playing them by a time that a test moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indipyterm.demo.replay.player import Replay
from indipyterm.demo.replay.position import summarize
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import (
    DefMember,
    DefNumber,
    DefVector,
    DelProperty,
    GetProperties,
    Kind,
    Message,
    NewVector,
    OneBlob,
    OneNumber,
    Perm,
    SetVector,
    State,
)
from indipyterm.recording.recorder import Recorder
from tests.demo.client import DemoClient

START = datetime(2026, 11, 24, 22, 41, 0, tzinfo=UTC)


PLACE = DefVector(
    Kind.NUMBER, "Focuser", "PLACE", (DefNumber("P", "P", "100", max="1000"),), "Place", "Main", State.OK, Perm.RW
)


IMAGE = DefVector(Kind.BLOB, "CCD", "IMAGE", (DefMember("I", "I"),), "Image", "Main")


Step = tuple[float, str, str, bytes]
Connect = Callable[..., Awaitable[DemoClient]]


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
