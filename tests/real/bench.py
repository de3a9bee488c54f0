"""What there is to observe with: six instruments behind a port, by the names that they have there."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from indipyterm.demo import DemoServer
from indipyterm.demo.instruments import Camera, Dome, FilterWheel, Focuser, Mount, Weather
from indipyterm.demo.replay.player import Replay
from indipyterm.presentation.sky.horizon import sidereal_time
from tests.corpus.definitions import LIBINDI_2, definitions
from tests.libindi import libindi_version
from tests.real.witness import Witness
from tests.servers import CCD, DOME, FOCUSER, SIMULATORS, TELESCOPE, WEATHER, WHEEL, IndiServer

COORD = "EQUATORIAL_EOD_COORD"
PARK = "TELESCOPE_PARK"

SLEW = 60.0
"""Seconds in which a mount has gone where it is sent; libindi 2 moves it no faster than a real one."""

Request = tuple[str, Mapping[str, Any]]
"""A vector's name, and values for its members."""


@dataclass(frozen=True)
class Bench:
    """A server and its devices. `counts` tells how many vectors each has once it is connected."""

    port: int
    telescope: str
    ccd: str
    focuser: str
    wheel: str
    weather: str
    dome: str
    counts: Mapping[str, int]
    storm: tuple[Request, ...]  # what to ask of the weather device for a storm, and for its end
    calm: tuple[Request, ...]
    kill: Callable[[], Coroutine[Any, Any, None]]  # the server, and all that it runs
    restart: Callable[[], Coroutine[Any, Any, None]]  # on the same port
    pointing_error: float = 0.001  # hours of RA that the mount may be off after a slew

    @property
    def vectors(self) -> int:
        """How many vectors there are once all is connected."""
        return sum(self.counts.values())

    def key(self, device: str) -> str:
        """The digit that shows a device: its place among the names, of which there are nine at most."""
        return str(sorted(self.counts).index(device) + 1)

    def keys(self, device: str) -> tuple[str, ...]:
        """The keys that show a device, one of many perhaps: its digit, or the list of devices and its name."""
        return (digit,) if len(digit := self.key(device)) == 1 else ("D", *device, "enter")


def bench_of(server: IndiServer) -> Bench:
    """The six simulators of a server that runs."""
    return Bench(
        server.port,
        TELESCOPE.device,
        CCD.device,
        FOCUSER.device,
        WHEEL.device,
        WEATHER.device,
        DOME.device,
        counts={each.device: each.vectors_connected for each in SIMULATORS},
        storm=(("WEATHER_CONTROL", {"Wind": 31}), ("WEATHER_REFRESH", {"REFRESH": "On"})),
        calm=(("WEATHER_CONTROL", {"Wind": 0}), ("WEATHER_REFRESH", {"REFRESH": "On"})),
        kill=lambda: asyncio.to_thread(server.kill),
        restart=lambda: asyncio.to_thread(server.restart),
        pointing_error=0.001 if libindi_version().startswith("1.") else 0.006,
    )


@asynccontextmanager
async def real_bench() -> AsyncIterator[Bench]:
    """Debian's indiserver with six simulators, none of them connected, for one test alone."""
    with IndiServer(SIMULATORS) as server:
        yield bench_of(server)


@asynccontextmanager
async def recorded_bench() -> AsyncIterator[Bench]:
    """The fifteen simulators of libindi 2.2.4 as they were at the end of a recording: they can be read, and no more."""

    async def nothing() -> None:
        """There is no such server to kill."""

    replay = await Replay.open(LIBINDI_2)
    replay.pace(paused=True)
    async with replay:
        await replay.seek(replay.end_time)
        yield Bench(
            replay.servers[0].port,
            TELESCOPE.device,
            CCD.device,
            FOCUSER.device,
            WHEEL.device,
            WEATHER.device,
            DOME.device,
            counts=Counter(definition.device for definition in definitions()),
            storm=(),
            calm=(),
            kill=nothing,
            restart=nothing,
        )


@asynccontextmanager
async def demo_bench() -> AsyncIterator[Bench]:
    """Six instruments of the demo, all of them connected."""
    instruments = mount, camera, focuser, wheel, weather, dome = (
        Mount(),
        Camera(),
        Focuser(),
        FilterWheel(),
        Weather(),
        Dome(),
    )
    async with DemoServer(instruments) as server:
        yield Bench(
            server.port,
            mount.device,
            camera.device,
            focuser.device,
            wheel.device,
            weather.device,
            dome.device,
            counts={each.device: len(each.always_defined) + len(each.defined_when_connected) for each in instruments},
            storm=(("WEATHER_WIND_SPEED", {"MAX_OK": 1}),),
            calm=(("WEATHER_WIND_SPEED", {"MAX_OK": 90}),),
            kill=server.stop,
            restart=server.start,
        )


async def point(witness: Witness, bench: Bench) -> None:
    """Have the mount stand near the Orion nebula, free to go there the short way and to track.

    It is moved to a site where that is two hours past the meridian: high up, and far from the six hours before it, where
    the simulator of libindi stops moving for minutes.
    """
    longitude = (7.5 - sidereal_time(datetime.now(UTC), 0)) * 15 % 360
    await witness.ask(bench.telescope, "GEOGRAPHIC_COORD", {"LAT": 20, "LONG": longitude, "ELEV": 100})
    for name in ("MOUNT_TYPE", "TELESCOPE_MOUNT_TYPE"):  # of libindi 1 and 2
        if name in witness[bench.telescope]:
            await witness.ask(bench.telescope, name, {"EQ_FORK": "On"})  # a mount that never flips
    await witness.ask(bench.telescope, "ON_COORD_SET", {"SYNC": "On"})
    await witness.ask(bench.telescope, COORD, {"RA": "5.5", "DEC": "-5"})
    await witness.ask(bench.telescope, "ON_COORD_SET", {"TRACK": "On"})
