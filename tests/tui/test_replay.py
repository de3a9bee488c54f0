"""A recording made by the app, played for the app."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indipyterm.demo import DemoServer
from indipyterm.demo.instruments import Focuser, Mount
from indipyterm.demo.replay.player import Replay
from indipyterm.demo.replay.position import PlaybackPosition
from indipyterm.presentation.keys import VectorKey
from indipyterm.recording.format import HEADER, Record, RecordingReader, RecordType, encode_record
from indipyterm.recording.recorder import Recorder
from indipyterm.tui.app import Address, IPyTerm
from indipyterm.tui.palette_actions import run
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.palette.actions import ConnectServer
from tests.servers import LOOPBACK, WireServer
from tests.tui.emulator import Terminal
from tests.tui.host import DEFINITIONS

FOCUSER, PLACE = Focuser.device, "ABS_FOCUS_POSITION"
KEY = VectorKey("pi4", FOCUSER, PLACE)


@asynccontextmanager
async def running(addresses: list[Address], setup: LaunchOptions) -> AsyncIterator[Terminal]:
    app = IPyTerm(addresses, setup)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        yield Terminal(app, pilot)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A move of the focuser, as it was seen on two servers."""
    path = tmp_path_factory.mktemp("recording") / "night.indi"
    asyncio.run(_record(path))
    return path


async def _record(path: Path) -> None:
    async with DemoServer([Focuser()]) as one, DemoServer([Mount()]) as two:
        addresses = [Address(one.host, one.port, "pi4"), Address(two.host, two.port, "dome")]
        async with running(addresses, LaunchOptions(recorder=Recorder(path))) as screen:
            await screen.until(lambda: screen.app.workspace.servers.vector(KEY))
            await screen.shows("REC")
            await screen.app.workspace.servers["pi4"].client.submit(FOCUSER, PLACE, {"FOCUS_ABSOLUTE_POSITION": 50200})
            vector = screen.app.workspace.servers.vector(KEY)
            assert vector
            await screen.until(
                lambda: vector.state == "Ok" and "50200" in vector.members["FOCUS_ABSOLUTE_POSITION"].value
            )


@asynccontextmanager
async def playing(path: Path, speed: float = 1.0, at: str = "") -> AsyncIterator[tuple[Terminal, Replay]]:
    replay = await Replay.open(path, speed, at)
    async with replay:
        addresses = [Address(server.host, server.port, server.name) for server in replay.servers]
        async with running(addresses, LaunchOptions(replay=replay)) as screen:
            await screen.until(lambda: screen.app.workspace.servers.vector(KEY))
            yield screen, replay


def place(screen: Terminal) -> str:
    vector = screen.app.workspace.servers.vector(KEY)
    return vector.members["FOCUS_ABSOLUTE_POSITION"].value if vector else ""


async def test_the_app_records_both_directions_of_all_servers(recording: Path) -> None:
    read = list(RecordingReader(recording))
    assert {entry.server for entry in read} == {"pi4", "dome"}
    sent = b"".join(entry.data for entry in read if entry.type is RecordType.SENT and entry.server == "pi4")
    assert b"<getProperties" in sent
    assert b"50200" in sent
    assert [entry.type for entry in read if entry.server == "dome"][0::999] == [RecordType.CONNECTED]
    assert read[-1].type is RecordType.RECEIVED  # that the user quit is no loss


async def test_the_screen_works_on_a_recording(recording: Path) -> None:
    async with playing(recording, speed=1000) as (screen, replay):
        assert {server.name for server in screen.app.workspace.servers} == {"pi4", "dome"}
        await screen.until(lambda: place(screen) == "50200")
        await screen.until(lambda: replay.paused)
        await screen.shows("REPLAY END")
        assert f"{replay.end_time:%Y-%m-%d %H:%M:%S}" in screen.lines[0]


async def test_that_it_is_a_replay_is_said_on_a_small_screen_too(recording: Path) -> None:
    async with playing(recording, speed=1000) as (screen, _):
        await screen.pilot.resize_terminal(40, 12)
        await screen.until(lambda: screen.lines[0].startswith(" REPLAY END"))
        await screen.pilot.resize_terminal(100, 24)
        await screen.until(lambda: screen.lines[0].startswith(" INDI "))
        await screen.shows("REPLAY END")


async def test_nothing_is_sent_and_that_is_said(recording: Path) -> None:
    async with playing(recording) as (screen, _):
        screen.app.main.go_to(KEY)
        await screen.until(lambda: screen.sheet.cursor == KEY)
        await screen.press("e")
        await screen.shows("A replay: nothing is sent")
        assert screen.app.main.pane.editor is None
        await screen.press("X")
        assert not screen.app.workspace.servers["pi4"].client.catalog.devices[FOCUSER].vectors[PLACE].request


async def test_no_other_server_is_ever_connected_to(recording: Path) -> None:
    async with WireServer() as real, playing(recording) as (screen, _):
        await screen.press("H")
        await screen.type(f"{LOOPBACK}:{real.port}")
        await screen.shows("a replay has servers of its own")
        await screen.press("enter", "escape")
        run(screen.app, screen.app, ConnectServer(LOOPBACK, real.port))
        assert {server.name for server in screen.app.workspace.servers} == {"pi4", "dome"}
        assert not real.accepted


async def test_the_palette_seeks_halts_and_hurries(recording: Path) -> None:
    async with playing(recording, speed=0.1) as (screen, replay):
        await screen.press("colon")
        await screen.type("pause")
        await screen.press("enter")
        await screen.shows("REPLAY PAUSED")
        assert replay.paused
        await screen.press("colon")
        await screen.type("seek +1h")
        await screen.press("enter")
        await screen.until(lambda: place(screen) == "50200")
        await screen.shows("REPLAY END")
        await screen.press("colon")
        await screen.type("seek -1h")
        await screen.press("enter")
        await screen.until(lambda: replay.now() < replay.end_time)
        await screen.press("colon")
        await screen.type("speed 0.001")
        await screen.press("enter")
        await screen.shows("REPLAY x0.001")
        assert not replay.paused


async def test_what_makes_no_sense_is_told(recording: Path) -> None:
    async with playing(recording) as (screen, _):
        for typed, told in ("seek yesterday", "is not a time"), ("speed fast", "is not a number above 0"):
            await screen.press("colon")
            await screen.type(typed)
            await screen.shows(told)
            await screen.press("escape")
            await screen.until(lambda: screen.app.screen is screen.app.main)


async def test_without_a_replay_its_verbs_are_not_there(recording: Path) -> None:
    async with (
        DemoServer([Focuser()]) as server,
        running([Address(server.host, server.port)], LaunchOptions()) as screen,
    ):
        await screen.press("colon")
        await screen.type("seek 22:41")
        await screen.hides("Seek 22:41")


async def test_a_recording_that_cannot_be_made_is_told_and_the_app_goes_on(tmp_path: Path) -> None:
    async with DemoServer([Focuser()]) as server:
        setup = LaunchOptions(recorder=Recorder(tmp_path / "nowhere" / "file"))
        async with running([Address(server.host, server.port, "pi4")], setup) as screen:
            await screen.shows("recording to ")
            await screen.shows("REC ✗")
            await screen.until(lambda: screen.app.workspace.servers.vector(KEY))


async def test_a_seek_that_takes_long_says_so(recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with playing(recording) as (screen, replay):
        found = threading.Event()
        find = replay._index.find

        def slowly(when: datetime) -> PlaybackPosition:
            assert found.wait(60)
            return find(when)

        monkeypatch.setattr(replay._index, "find", slowly)
        await screen.press("colon")
        await screen.type("seek +1h")
        await screen.press("enter")
        await screen.shows("Reading the recording")
        found.set()
        await screen.shows("REPLAY END")


@pytest.mark.parametrize("year", [1, 9999])
async def test_a_recording_from_the_ends_of_time_is_shown(tmp_path: Path, year: int) -> None:
    when = datetime(year, 1, 1, tzinfo=UTC) if year == 1 else datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC)
    stamp = f"{year:04}-01-01T00:00:00"
    records = [
        Record(RecordType.CONNECTED, when, "pi4:7624"),
        Record(RecordType.RECEIVED, when, "pi4:7624", DEFINITIONS.replace(b"2026-11-22T11:59:00", stamp.encode())),
    ]
    path = tmp_path / "night"
    path.write_bytes(gzip.compress(HEADER + b"".join(map(encode_record, records))))
    replay = await Replay.open(path)
    async with (
        replay,
        running(
            [Address(one.host, one.port, one.name) for one in replay.servers], LaunchOptions(replay=replay)
        ) as screen,
    ):
        await screen.select("Mount", "COORD")
        await screen.press("t", "escape", "L")
        screen.app.workspace.sample()
        await screen.press("escape")
        await screen.shows(f"REPLAY END {when:%Y-%m-%d}" if year == 9999 else "REPLAY END 1-01-01")
