"""A browser behind a line of 1 kB/s: how much it gets, and how soon it is current when the line is good again."""

from __future__ import annotations

import asyncio
import json
import time
from typing import NamedTuple

from websockets.asyncio.client import connect
from websockets.typing import Origin

from tests.benchmarks.web_browsers import newest, text_of
from tests.benchmarks.web_instrument import DEVICE
from tests.web.slow_line import slow_line

RATE = 1_000.0  # bytes a second


class Slow(NamedTuple):
    """What the browser saw: frames while the line was slow, and seconds until it was current afterwards."""

    frames: int
    current: float


async def look_slowly(url: str, server: str, seconds: float) -> Slow:
    """Show the instrument for so long on the slow line, then on a good one."""
    async with slow_line(int(url.rpartition(":")[2]), RATE) as line:
        live = f"ws://127.0.0.1:{line.port}/live"
        origin = Origin(f"http://127.0.0.1:{line.port}")
        async with connect(live, origin=origin, compression=None, max_queue=1, open_timeout=60) as socket:
            await socket.send(json.dumps({"show": [{"device": [server, DEVICE]}], "page": "slow"}))
            frames, end, good = 0, time.monotonic() + seconds, 0.0
            async with asyncio.timeout(seconds + 60):
                while True:
                    frame = json.loads(text_of(await socket.recv()))
                    await socket.send(str(frame["n"]))
                    now = time.monotonic()
                    frames += not good
                    if good and newest(frame) >= good:
                        return Slow(frames, now - good)
                    if not good and now >= end:
                        good, line.rate = now, 1e9
