"""Plays a recording: its servers on ports of this machine, at the pace of a time that can be changed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Self

from indipyterm.demo.replay.place import Extent, Places, extent
from indipyterm.demo.replay.said import Said
from indipyterm.demo.replay.station import Station
from indipyterm.demo.replay.times import Course, read_time
from indipyterm.protocol.messages import Message

_PLAYED_AT_ONCE = 200  # entries, after which others have a turn


class Replay:
    """Use it with ``async with``, or `start` and `stop` it. It is a clock, too: `now` is the recorded time.

    Make it with `open`, which reads the recording once.
    """

    def __init__(self, path: Path, found: Extent, speed: float = 1.0, real: Callable[[], float] = monotonic) -> None:
        self.path = path
        self.start_time, self.end_time = found.start, found.end
        self.stations = [Station(server, self.now) for server in found.servers]
        self._course = Course(found.start, found.end, speed, real)
        self._places = Places(path)
        self._place = self._places.find(found.start)
        self._turn = asyncio.Lock()
        self._changed = asyncio.Event()
        self._playing: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, path: Path, speed: float = 1.0, at: str = "") -> Self:
        """Read a recording, and take a place in it; raises `NoRecording`, ValueError for a time that is not in it."""
        found = await asyncio.to_thread(extent, path)
        when = read_time(at, found.start, found.end, found.start) if at else found.start
        replay = cls(path, found, speed)
        replay._course.set(when)
        return replay

    # The time

    def now(self) -> datetime:
        """How late it is in the recording, UTC."""
        return self._course.now()

    @property
    def paused(self) -> bool:
        """Whether the time stands still, as it does at the end."""
        return self._course.paused or self.now() >= self.end_time

    @property
    def speed(self) -> float:
        """How many times as fast as it was recorded it is played."""
        return self._course.speed

    def pace(self, *, speed: float | None = None, paused: bool | None = None) -> None:
        """Play faster or slower, halt, or go on."""
        self._course.set(speed=speed, paused=paused)
        self._changed.set()

    def find(self, text: str) -> datetime:
        """The time that somebody typed, see `times.read_time`; raises ValueError with the reason."""
        return read_time(text, self.start_time, self.end_time, self.now())

    async def seek(self, when: datetime) -> None:
        """Go to another time: clients are told what was different then."""
        async with self._turn:
            await self._go_to(when)
            heard = f"the replay goes on at {when:%Y-%m-%d %H:%M:%S}"
            for station in self.stations:
                await station.tell([Message(None, when, heard)])
        self._changed.set()

    # Playing

    async def start(self) -> None:
        """Open the ports of the servers that were there at the time, and begin."""
        now = self.now()
        async with self._turn:
            await self._go_to(now)
        self._playing = asyncio.create_task(self._play())

    async def stop(self) -> None:
        """Close the ports."""
        if self._playing is not None:
            self._playing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._playing
        for station in self.stations:
            await station.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.stop()

    async def _go_to(self, when: datetime) -> None:
        self._place = place = await asyncio.to_thread(self._places.find, when)
        self._course.set(when)
        for station in self.stations:
            await station.go_to(place.said.setdefault(station.name, Said()))

    async def _play(self) -> None:
        """Tell each entry when it is due."""
        stations = {station.name: station for station in self.stations}
        played = 0
        while True:
            entry = self._place.upcoming
            wait = self._course.until(entry.when) if entry else None
            if wait != 0.0:
                self._changed.clear()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._changed.wait()
                continue
            async with self._turn:
                due = self._place.upcoming
                if due is entry and due is not None:
                    self._place.step()
                    station = stations[due.server]
                    elements = station.said.hear(due)
                    await station.follow()
                    await station.tell(elements)
            played += 1
            if played % _PLAYED_AT_ONCE == 0:
                await asyncio.sleep(0)
