"""Playing a recording: its servers on ports of this machine, at the pace of a playback clock."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Self

from indipyterm.demo.replay.playback_clock import PlaybackClock, parse_time
from indipyterm.demo.replay.position import PositionIndex, RecordingSummary, summarize
from indipyterm.demo.replay.replay_server import ReplayServer
from indipyterm.demo.replay.server_state import ServerState
from indipyterm.protocol.messages import Message

_BATCH = 200  # records to play before other tasks get a turn


class Replay:
    """Plays a recording. Make it with `open`, and use it with ``async with`` or `start` and `stop`.

    It is also a clock: `now` is the playback time.
    """

    def __init__(
        self, path: Path, summary: RecordingSummary, speed: float = 1.0, real_time: Callable[[], float] = monotonic
    ) -> None:
        self.path = path
        self.start_time, self.end_time = summary.start, summary.end
        self.servers = [ReplayServer(server, self.now) for server in summary.servers]
        self._clock = PlaybackClock(summary.start, summary.end, speed, real_time)
        self._index = PositionIndex(path)
        self._position = self._index.find(summary.start)
        self._lock = asyncio.Lock()
        self._clock_changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, path: Path, speed: float = 1.0, at: str = "") -> Self:
        """Read a recording, and go to the time `at` (see `parse_time`), or to its beginning.

        Raises `NoRecording`, and ValueError for a time that is not in it.
        """
        summary = await asyncio.to_thread(summarize, path)
        when = parse_time(at, summary.start, summary.end, summary.start) if at else summary.start
        replay = cls(path, summary, speed)
        replay._clock.set(when)
        return replay

    # The clock

    def now(self) -> datetime:
        """Return the playback time, UTC."""
        return self._clock.now()

    @property
    def paused(self) -> bool:
        """Whether the clock stands still, as it does at the end."""
        return self._clock.paused or self.now() >= self.end_time

    @property
    def speed(self) -> float:
        """Recorded seconds that are played in a second."""
        return self._clock.speed

    def pace(self, *, speed: float | None = None, paused: bool | None = None) -> None:
        """Change the speed, pause or resume."""
        self._clock.set(speed=speed, paused=paused)
        self._clock_changed.set()

    def find(self, text: str) -> datetime:
        """Parse a time that a user typed (see `parse_time`). Raises ValueError with the reason."""
        return parse_time(text, self.start_time, self.end_time, self.now())

    async def seek(self, when: datetime) -> None:
        """Jump to another time; clients are sent the differences."""
        async with self._lock:
            await self._go_to(when)
            text = f"the replay goes on at {when:%Y-%m-%d %H:%M:%S}"
            for server in self.servers:
                await server.broadcast([Message(None, when, text)])
        self._clock_changed.set()

    # Playing

    async def start(self) -> None:
        """Open the ports of the servers that were connected at the current time, and start playing."""
        now = self.now()
        async with self._lock:
            await self._go_to(now)
        self._task = asyncio.create_task(self._play())

    async def stop(self) -> None:
        """Stop playing and close the ports."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        for server in self.servers:
            await server.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.stop()

    async def _go_to(self, when: datetime) -> None:
        self._position = position = await asyncio.to_thread(self._index.find, when)
        self._clock.set(when)
        for server in self.servers:
            await server.set_state(position.states.setdefault(server.name, ServerState()))

    async def _play(self) -> None:
        """Play each record when it is due."""
        servers = {server.name: server for server in self.servers}
        played = 0
        while True:
            record = self._position.next_record
            wait = self._clock.seconds_until(record.time) if record else None
            if wait != 0.0:
                self._clock_changed.clear()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._clock_changed.wait()
                continue
            async with self._lock:
                due = self._position.next_record
                if due is record and due is not None:  # no seek came in between
                    self._position.advance()
                    server = servers[due.server]
                    elements = server.state.apply(due)
                    await server.update_listener()
                    await server.broadcast(elements)
            played += 1
            if played % _BATCH == 0:
                await asyncio.sleep(0)
