"""The same as `web_browsers` for the peer: each event of its stream names a property, which the browser then asks for.

``python -m tests.benchmarks.web_peer_browsers '{"url": "http://127.0.0.1:8000", "count": 20, "seconds": 10}'``
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from typing import Any
from urllib.parse import urlsplit

from tests.benchmarks.web_browsers import Seen, print_seen

_WARM_UP = 1.0
_NUMBER = re.compile(rb"(\d+\.\d{6})")


class _Connection:
    """A connection that is kept."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    def ask(self, path: str) -> None:
        self.writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nHX-Request: true\r\n\r\n".encode())

    async def get(self, path: str) -> tuple[bytes, int]:
        """A body, and the bytes of the whole answer."""
        self.ask(path)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = int(re.findall(rb"content-length: (\d+)", head.lower())[0])
        return await self.reader.readexactly(length), len(head) + length


async def _open(url: str) -> _Connection:
    return _Connection(*await asyncio.open_connection("127.0.0.1", urlsplit(url).port, limit=1 << 20))


async def _browse(url: str, seconds: float, ready: asyncio.Barrier) -> Seen:
    seen, stream, other = Seen(), await _open(url), await _open(url)
    while not (devices := re.findall(rb"choosedevice/(\d+)", (await other.get("/updateinstruments"))[0])):  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    device = devices[0].decode()
    await other.get(f"/device/choosedevice/{device}")
    stream.ask(f"/device/devicechange/{device}")
    await stream.reader.readuntil(b"\r\n\r\n")
    await ready.wait()
    start = time.monotonic() + _WARM_UP
    while (now := time.monotonic()) < start + seconds:
        try:
            async with asyncio.timeout(start + seconds - now):
                line = await stream.reader.readline()
        except TimeoutError:
            break
        size = len(line)
        if found := re.findall(rb"event: vector_(\d+)", line):
            body, more = await other.get(f"/vector/update/{found[0].decode()}")
            arrived = time.monotonic()
            size += more
            if arrived >= start:
                seen.frames += 1
                seen.updates += 1
                if number := _NUMBER.search(body):
                    seen.latencies.append(arrived - float(number[1]))
        if time.monotonic() >= start:
            seen.bytes += size
    return seen


async def _main(options: dict[str, Any]) -> None:
    ready = asyncio.Barrier(options["count"] + 1)
    tasks = [asyncio.create_task(_browse(options["url"], options["seconds"], ready)) for _ in range(options["count"])]
    async with asyncio.timeout(60):
        await ready.wait()
    print("ready", flush=True)
    found = await asyncio.gather(*tasks)
    print_seen(found, found, options["seconds"])


if __name__ == "__main__":
    asyncio.run(_main(json.loads(sys.argv[1])))
