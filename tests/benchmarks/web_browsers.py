"""Many browsers in one process, as far as the server can tell: they show a device and acknowledge each frame.

``python -m tests.benchmarks.web_browsers '{"url": "http://127.0.0.1:8000", "count": 20, "seconds": 10}'``
prints a line when all show the device, and at the end what they saw, as JSON. Frames of the first second do not
count.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
import zlib
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from tests.benchmarks.web_instrument import DEVICE

_WARM_UP = 1.0
_LOOKING = 10
"""Browsers that read the values in their frames; the others only take frames, so that this process keeps up."""


@dataclass
class Seen:
    """What one browser saw."""

    frames: int = 0
    updates: int = 0
    bytes: int = 0
    latencies: list[float] = field(default_factory=list)


_START = '{"n":'
_ACKNOWLEDGE = 0.3  # seconds between two acknowledgements, as in live.js


class _Acknowledging:
    """Acknowledges the newest frame a few times a second, as a page does."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._newest = ""
        self._pausing = False

    async def frame(self, number: str) -> None:
        """Acknowledge a frame, now or soon."""
        self._newest = number
        if not self._pausing:
            self._pausing = True
            asyncio.get_running_loop().call_later(_ACKNOWLEDGE, self._after_pause)
            await self._send()

    def _after_pause(self) -> None:
        self._pausing = False
        if self._newest:
            self._task = asyncio.create_task(self.frame(self._newest))

    async def _send(self) -> None:
        number, self._newest = self._newest, ""
        with contextlib.suppress(ConnectionClosed):
            await self._socket.send(number)


def _text(message: str | bytes) -> str:
    return zlib.decompress(message, -zlib.MAX_WBITS).decode() if isinstance(message, bytes) else message


def _newest(frame: Any, seen: Seen, now: float) -> None:
    times = []
    for _, _, values in frame.get("set", ()):
        seen.updates += 1
        first = values[0] if isinstance(values, list) else (values or {}).get("0")
        if first:
            times.append(float(first))
    if times:
        seen.latencies.append(now - max(times))


async def _browse(url: str, server: str, seconds: float, address: str, looks: bool, ready: asyncio.Barrier) -> Seen:
    seen, origin = Seen(), Origin(url)
    live = f"{url.replace('http', 'ws')}/live"
    async with connect(live, origin=origin, compression=None, max_queue=4, local_addr=(address, 0)) as socket:
        await socket.send(json.dumps({"show": [{"device": [server, DEVICE]}], "page": "bench"}))
        shown = False
        while not shown:
            frame = json.loads(_text(await socket.recv()))
            await socket.send(str(frame["n"]))
            shown = bool(frame.get("define"))
        await ready.wait()
        acknowledging = _Acknowledging(socket)
        start = time.monotonic() + _WARM_UP
        while (now := time.monotonic()) < start + seconds:
            try:
                async with asyncio.timeout(start + seconds - now):
                    message = await socket.recv()
            except TimeoutError:
                break
            arrived = time.monotonic()
            text = _text(message)
            await acknowledging.frame(text[len(_START) : text.index(",", len(_START))])
            if arrived >= start:
                seen.frames += 1
                seen.bytes += len(message)
                if looks:
                    _newest(json.loads(text), seen, arrived)
    return seen


def _address(number: int) -> str:
    """An address of this machine: the site takes 40 sockets of each."""
    return f"127.0.0.{1 + number // 30}"


async def _main(options: dict[str, Any]) -> None:
    ready = asyncio.Barrier(options["count"] + 1)
    tasks = [
        asyncio.create_task(
            _browse(options["url"], options["server"], options["seconds"], _address(number), number < _LOOKING, ready)
        )
        for number in range(options["count"])
    ]
    for task in tasks:  # one that fails ends all: the others would wait for it
        task.add_done_callback(lambda done: done.exception() and ready_task.cancel())
    ready_task = asyncio.ensure_future(ready.wait())
    await ready_task
    print("ready", flush=True)
    found = await asyncio.gather(*tasks)
    looking = found[:_LOOKING]
    latencies = sorted(one for seen in found for one in seen.latencies)
    print(
        json.dumps(
            {
                "frames": min(seen.frames for seen in found) / options["seconds"],
                "bytes per update": sum(seen.bytes for seen in looking) / max(1, sum(seen.updates for seen in looking)),
                "bytes per second": sum(seen.bytes for seen in found) / len(found) / options["seconds"],
                "median": latencies[len(latencies) // 2] if latencies else None,
                "p95": latencies[int(0.95 * len(latencies))] if latencies else None,
            }
        ),
        flush=True,
    )


if __name__ == "__main__":
    asyncio.run(_main(json.loads(sys.argv[1])))
