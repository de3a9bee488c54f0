"""What happens on a bad night, on the real indiserver: it is killed, its drivers are, and all come back.

A tap on the line tells what the client sent: nothing twice, and nothing by itself but to ask and to enable BLOBs.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

import indipyterm as ipc
from indipyterm.client.views import model_of
from tests.client.running import files
from tests.real.bench import COORD, Bench, bench_of, point
from tests.real.desk import Desk, desk
from tests.real.images import only_file, raw_client, read_fits
from tests.real.tap import Tap
from tests.real.witness import Witness, running
from tests.servers import CCD, TELESCOPE, WHEEL, IndiServer

pytestmark = pytest.mark.real

SITE = "GEOGRAPHIC_COORD"
STALE = "?"
BY_ITSELF = re.compile(rb'\s*<(?:getProperties [^<]*/>|enableBLOB [^<]*<?/?(?:enableBLOB)?>|ping\w+ uid="[^"]*"/>)')


class Night:
    """The real server, a script that tells what really happens, and a tap that tells what is sent to it."""

    def __init__(self, server: IndiServer, witness: Witness, tap: Tap) -> None:
        self.server, self.witness, self.tap = server, witness, tap
        self.bench = bench_of(server)

    @property
    def tapped(self) -> Bench:
        """The bench with its port behind the tap."""
        return replace(self.bench, port=self.tap.port)

    async def restart(self) -> None:
        """Restart the server, and connect the devices again, as somebody has to after a restart of the real one."""
        await self.bench.restart()
        await self.witness.until(lambda: self.witness.vectors() >= len(self.bench.counts), timeout=20)
        await self.connect()

    async def connect(self) -> None:
        await self.witness.connect(self.bench.counts)

    def sent_by_itself(self, since: int) -> bytes:
        """What the client sent over all connections but the first few, without what it has to send."""
        return BY_ITSELF.sub(b"", b"".join(map(bytes, self.tap.sent[since:]))).strip()


@pytest.fixture
async def night(private_indi: IndiServer) -> AsyncIterator[Night]:
    witness = Witness(private_indi.port)
    async with running(witness), Tap(private_indi.port) as tap:
        night = Night(private_indi, witness, tap)
        await night.connect()
        yield night


@asynccontextmanager
async def script(night: Night, folder: Path | None = None) -> AsyncIterator[Witness]:
    """A script behind the tap that knows all devices."""
    client = Witness(night.tap.port)
    client.BLOBfolder = folder
    async with running(client):
        await client.until(lambda: client.vectors() == night.bench.vectors)
        yield client


async def take_image(client: Witness, seconds: float = 0.1) -> Path:
    """Take an image; gives its file."""
    since = len(client.heard)
    assert await client.send_newVector(CCD.device, "CCD_EXPOSURE", members={"CCD_EXPOSURE_VALUE": seconds})
    await client.image(since)
    return Path(client[CCD.device]["CCD1"].member("CCD1").path)  # type: ignore[attr-defined]


# A script


async def test_the_server_is_killed_during_a_slew(night: Night) -> None:
    await point(night.witness, night.bench)
    async with script(night) as client:
        await client.send_newVector(TELESCOPE.device, COORD, members={"RA": "12", "DEC": "40"})
        await client.until(lambda: client.get_vector_state(TELESCOPE.device, COORD) == "Busy")
        vector = client[TELESCOPE.device][COORD]
        since = len(client.heard)
        await night.bench.kill()
        await client.event(ipc.ConnectionLost, since)
        assert all(model_of(each).stale for device in client.values() for each in device.values())
        assert model_of(vector).request is None, "what became of it nobody knows"
        assert not await client.send_newVector(TELESCOPE.device, COORD, members={"RA": "1", "DEC": "1"})
        await night.restart()
        await client.until(lambda: client.vectors() == night.bench.vectors, timeout=20)
        assert client[TELESCOPE.device][COORD] is vector
        assert not model_of(vector).stale
        assert vector.state == "Idle", "the new server's mount does not move"
    assert night.tap.requests() == 1
    assert not night.sent_by_itself(1)


async def test_the_server_is_killed_during_an_exposure(night: Night, tmp_path: Path) -> None:
    async with script(night, tmp_path) as client:
        await client.send_newVector(CCD.device, "CCD_EXPOSURE", members={"CCD_EXPOSURE_VALUE": 60})
        await client.until(lambda: client.get_vector_state(CCD.device, "CCD_EXPOSURE") == "Busy")
        await night.bench.kill()
        await client.event(ipc.ConnectionLost)
        await night.restart()
        await client.until(lambda: client.vectors() == night.bench.vectors, timeout=20)
        assert client.get_vector_state(CCD.device, "CCD_EXPOSURE") == "Idle"
        assert not files(tmp_path)
        file = await take_image(client)
        read_fits(file.read_bytes())
    assert files(tmp_path) == [file.name]
    assert night.tap.requests() == 2
    assert night.sent_by_itself(1).count(b"<newNumberVector") == 1


async def test_the_server_is_killed_in_the_middle_of_an_image(night: Night, tmp_path: Path) -> None:
    async with script(night, tmp_path) as client:
        night.tap.stop_at(b"<oneBLOB")
        await client.send_newVector(CCD.device, "CCD_EXPOSURE", members={"CCD_EXPOSURE_VALUE": 0.1})
        await night.tap.stopped.wait()
        await night.bench.kill()
        await client.event(ipc.ConnectionLost)
        assert not files(tmp_path)
        await night.restart()
        await client.until(lambda: client.vectors() == night.bench.vectors, timeout=20)
        async with raw_client(night.bench.port, CCD.device) as other:
            file = await take_image(client)
            _, received = await other.blob()
    assert files(tmp_path) == [file.name]
    assert sha256(file.read_bytes()).digest() == sha256(received).digest()
    assert night.tap.requests() == 2


async def test_a_driver_is_killed_and_comes_back(night: Night) -> None:
    await point(night.witness, night.bench)
    async with script(night) as client:
        await client.send_newVector(TELESCOPE.device, COORD, members={"RA": "12", "DEC": "40"})
        await client.until(lambda: client.get_vector_state(TELESCOPE.device, COORD) == "Busy")
        others = night.bench.vectors - night.bench.counts[TELESCOPE.device]
        since = len(client.heard)
        await asyncio.to_thread(night.server.kill_driver, TELESCOPE)
        await client.until(lambda: any(event.eventtype == "Delete" for event in client.heard[since:]))
        await client.until(lambda: client.vectors() == others + TELESCOPE.vectors)
        assert client.connected
        gone = {event.devicename for event in client.heard[since:] if event.eventtype == "Delete"}
        assert gone == {TELESCOPE.device}
        await night.connect()
        await client.until(lambda: client.vectors() == night.bench.vectors)
        assert client.get_vector_state(TELESCOPE.device, COORD) == "Idle"
    assert night.tap.requests() == 1
    assert len(night.tap.sent) == 1


async def test_a_driver_is_stopped_and_started_by_the_servers_fifo(
    start_indi: Callable[..., IndiServer], tmp_path: Path
) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    server = start_indi(WHEEL, TELESCOPE, options=("-f", str(fifo)))
    client = Witness(server.port)
    async with running(client):
        with fifo.open("r+b", buffering=0) as say:  # kept open: what comes while the server opens it again is lost
            for _ in range(3):
                await client.until(lambda: client.vectors() == WHEEL.vectors + TELESCOPE.vectors, timeout=20)
                say.write(f"stop {WHEEL.driver}\n".encode())
                await client.until(lambda: client.vectors() == TELESCOPE.vectors, timeout=20)
                assert not client[WHEEL.device].enable
                say.write(f"start {WHEEL.driver}\n".encode())
            await client.until(lambda: client.vectors() == WHEEL.vectors + TELESCOPE.vectors, timeout=20)
        assert client.connected
        assert client[WHEEL.device].enable


# The screen


async def back(user: Desk, night: Night) -> None:
    """Wait until the client of the screen has all that the devices define; the sheet follows a moment later."""
    servers = user.screen.app.workspace.servers
    await user.shows("● live", timeout=20)
    await user.until(lambda: sum(not vector.stale for _, vector in servers.vectors()) == night.bench.vectors, 20)


async def test_the_screen_during_a_slew(night: Night) -> None:
    await point(night.witness, night.bench)
    async with desk(night.tapped) as user:
        await user.reach(TELESCOPE.device, COORD)
        await user.write("12", "40")
        user.strike("enter")
        await user.until(lambda: user.free(COORD) and user.state(COORD) == "◐")
        user.strike(*"/coord", "enter")
        await user.until(lambda: user.screen.app.main.shown.filter == "coord")
        await user.until(lambda: user.vectors(TELESCOPE.device))
        await user.reach(TELESCOPE.device, SITE)
        await user.write("12:34:56")
        shown, place = user.vectors(TELESCOPE.device), user.screen.sheet.place
        await night.bench.kill()
        await user.shows("LOST")
        await night.restart()
        await back(user, night)
        assert user.screen.app.main.shown.filter == "coord"
        await user.until(lambda: user.vectors(TELESCOPE.device) == shown)
        await user.until(lambda: user.screen.sheet.place == place)
        assert user.typed()[0] == "12:34:56"
        assert night.tap.requests() == 1, "nothing but the slew was sent"
        assert not night.sent_by_itself(1)
        user.strike("enter")
        await night.witness.until(lambda: ipc.getfloat(night.witness[TELESCOPE.device][SITE]["LAT"]) > 12.58)
        await user.until(lambda: user.free(SITE))
    assert night.tap.requests() == 2


async def test_the_screen_in_the_middle_of_an_image(night: Night, tmp_path: Path) -> None:
    async with desk(night.tapped, folder=tmp_path) as user:
        await user.reach(CCD.device, "CCD_EXPOSURE")
        night.tap.stop_at(b"<oneBLOB")
        await user.write("0.1")
        user.strike("enter")
        await night.tap.stopped.wait()
        await night.bench.kill()
        await user.shows("LOST")
        assert user.here == (CCD.device, "CCD_EXPOSURE")
        assert user.state("CCD_EXPOSURE") == STALE
        assert not files(tmp_path)
        await night.restart()
        await back(user, night)
        await user.until(lambda: user.here == (CCD.device, "CCD_EXPOSURE"))
        await user.write("0.1")
        user.strike("enter")
        await user.shows(".fits")
        read_fits(only_file(tmp_path).read_bytes())
    assert night.tap.requests() == 2


async def test_the_screen_while_the_driver_of_what_is_edited_is_killed(night: Night) -> None:
    async with desk(night.tapped) as user:
        await user.reach(TELESCOPE.device, SITE)
        await user.write("12:34:56")
        await asyncio.to_thread(night.server.kill_driver, TELESCOPE)
        await user.shows("is gone")
        await night.witness.until(lambda: night.witness.vectors(TELESCOPE.device) == TELESCOPE.vectors, timeout=20)
        await night.connect()
        await back(user, night)
        await user.until(lambda: user.here == (TELESCOPE.device, SITE))
        assert user.typed()[0] == "12:34:56"
        assert night.tap.requests() == 0
        user.strike("enter")
        await night.witness.until(lambda: ipc.getfloat(night.witness[TELESCOPE.device][SITE]["LAT"]) > 12.58)
        await user.until(lambda: user.free(SITE))
    assert night.tap.requests() == 1
