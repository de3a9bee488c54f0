"""A slew and an exposure, recorded by the screen, and seen again on the screen without any server."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import indipyterm as ipc
from indipyterm.demo.replay.player import Replay
from indipyterm.recording.format import RecordingReader, RecordType
from indipyterm.recording.recorder import Recorder
from indipyterm.tui.app import Address, IPyTerm
from indipyterm.tui.screens.palette import Palette
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions
from tests.real.bench import COORD, SLEW, Bench, point
from tests.real.desk import NARROW, Desk
from tests.real.witness import Witness
from tests.servers import TELESCOPE
from tests.tui.emulator import Terminal

OK, BUSY = "●◐"
EXPOSURE, IMAGE = "CCD_EXPOSURE", "CCD1"


async def record(bench: Bench, path: Path, folder: Path, blobs: bool) -> None:
    """Slew and expose from the screen, recording all."""
    setup = LaunchOptions(Config(blobfolder=folder), recorder=Recorder(path, blobs=blobs))
    app = IPyTerm([Address("127.0.0.1", bench.port, "observatory")], setup)
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        user = Desk(Terminal(app, pilot), bench)
        await user.until(lambda: user.screen.sheet.vector)
        await user.reach(bench.telescope, COORD)
        await user.write("5:35:17", "-5:23:28")
        user.strike("enter")
        await user.until(lambda: user.free(COORD) and user.state(COORD) == BUSY)
        await user.until(lambda: user.state(COORD) == OK, SLEW)
        await user.reach(bench.ccd, EXPOSURE)
        await user.write("1")
        user.strike("enter")
        await user.until(lambda: user.free(EXPOSURE) and user.state(EXPOSURE) == BUSY)
        await user.until(lambda: any(folder.iterdir()) and user.state(EXPOSURE) == OK)


def asked(path: Path, vector: str) -> datetime:
    """When a vector was asked for something."""
    return next(
        entry.time
        for entry in RecordingReader(path)
        if entry.type is RecordType.SENT and f'"{vector}"'.encode() in entry.data
    )


def images(folder: Path) -> set[bytes]:
    """What the images that are saved in a folder hold."""
    return {file.read_bytes() for file in folder.glob("[!.]*.fits")}


async def order(user: Desk, text: str) -> None:
    """Run a command of the palette, and wait until that is gone."""
    app = user.screen.app
    user.strike(":")
    await user.until(lambda: isinstance(app.screen, Palette))
    user.strike(*text, "enter")
    await user.until(lambda: app.screen is app.main)


def before(when: datetime) -> str:
    """A moment before a time, as somebody would type it."""
    return (when - timedelta(seconds=0.1)).isoformat()


async def test_a_recorded_slew_and_exposure_are_seen_again(bench: Bench, witness: Witness, tmp_path: Path) -> None:
    blobs = (
        bench.telescope == TELESCOPE.device
    )  # those of the real camera; the recorder knows nothing of who sends them
    path, folder, again = tmp_path / "night.indi", tmp_path / "images", tmp_path / "again"
    folder.mkdir()
    again.mkdir()
    await point(witness, bench)
    await witness.ask(bench.ccd, "CCD_FRAME", {"X": 100, "Y": 80, "WIDTH": 320, "HEIGHT": 200})
    await record(bench, path, folder, blobs)
    await bench.kill()  # whatever is seen from now on comes from the file

    slewed, exposed = (asked(path, vector) for vector in (COORD, EXPOSURE))
    replay = await Replay.open(path, at=before(slewed))
    replay.pace(paused=True)
    (server,) = replay.servers
    setup = LaunchOptions(Config(blobfolder=again), replay=replay)
    async with replay:
        app = IPyTerm([Address(server.host, server.port, server.name)], setup)
        async with app.run_test(size=NARROW, notifications=True) as pilot:
            user = Desk(Terminal(app, pilot), replace(bench, port=server.port))
            await user.until(lambda: user.screen.sheet.vector)
            await user.shows("REPLAY PAUSED")
            assert f"{slewed:%Y-%m-%d %H:%M}" in user.screen.lines[0]

            await user.reach(bench.telescope, COORD)
            assert user.state(COORD) != BUSY
            await order(user, "play")
            await user.until(lambda: user.state(COORD) == BUSY)
            assert "REPLAY x1" in user.screen.lines[0]
            await user.until(lambda: user.state(COORD) == OK, SLEW)
            shown = re.search(r"RA +([\d:.]+) +DEC +([-\d:.]+)", user.row(COORD))
            assert shown, user.row(COORD)
            assert ipc.getfloat(shown[1]) == pytest.approx(ipc.getfloat("5:35:17"), abs=bench.pointing_error)
            await user.until(lambda: any("slew is complete" in entry.text for entry in app.workspace.journal.entries))

            replay.pace(paused=True)  # it may have come to the exposure already, or to the end
            await order(user, f"seek {before(exposed)}")
            await user.shows("the replay goes on at")
            await user.reach(bench.ccd, EXPOSURE)
            user.strike("e")
            await user.shows("A replay: nothing is sent")
            await order(user, "speed 0.5")
            await user.until(lambda: user.state(EXPOSURE) == BUSY)
            await user.until(lambda: user.state(EXPOSURE) == OK)
            vector = app.workspace.servers.vector(user.screen.key(bench.ccd, IMAGE))
            assert vector
            await user.until(lambda: getattr(vector.members[IMAGE], "size", 0) > 100_000)
            await user.until(lambda: bool(images(again)) == blobs)
            assert images(again) == (images(folder) if blobs else set())

            # Back to the time before the slew, and through the night in one step.
            replay.pace(paused=True)
            await user.reach(bench.telescope, COORD)
            await order(user, f"seek {before(slewed)}")
            await user.until(lambda: user.row(COORD) and "5:35:17" not in user.row(COORD))
            await user.shows("REPLAY PAUSED")
            await order(user, "speed 100")
            await user.shows("REPLAY END")
            await user.until(lambda: user.state(COORD) == OK and f" {shown[1][:6]}" in user.row(COORD))
