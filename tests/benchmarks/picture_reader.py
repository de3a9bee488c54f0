"""``python -m tests.benchmarks.picture_reader FILE``: reads a picture as the screen does, and prints what it took, as JSON.

Seconds until it is shown, and from then until its exact figures are; the longest that the event loop was held; kB of
memory of this process beyond that before, and of the child.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from indipyterm.decoding.process import Decoder
from indipyterm.presentation.imaging import reading  # noqa: F401 - what is loaded is no part of a picture
from indipyterm.workspace.images import LastImage, LastImageReader


def _peak(pid: int | str = "self") -> int:
    """The most memory that a process ever had, in kB."""
    return next(
        int(line.split()[1])
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("VmHWM")
    )


async def _read(path: Path) -> dict[str, float]:
    decoder, held, times = Decoder(), list[float](), list[float]()
    done = asyncio.Event()

    def on_read(image: LastImage) -> None:
        times.append(time.perf_counter())
        assert image.picture, image.reason
        if image.picture.figures.exact:
            done.set()

    async def tick() -> None:
        while True:
            wanted = time.perf_counter() + 0.002
            await asyncio.sleep(0.002)
            held.append(time.perf_counter() - wanted)

    reader = LastImageReader(on_read, lambda: decoder)
    tasks = [asyncio.create_task(reader.run()), asyncio.create_task(tick())]
    small = path.with_name("small.fits")
    reader.add(LastImage(small, None))  # the child begins
    await done.wait()
    before = _peak()
    done.clear()
    times.clear()
    held.clear()
    begun = time.perf_counter()
    reader.add(LastImage(path, None))
    await done.wait()
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    found = {"shown": times[0] - begun, "measured": times[-1] - times[0], "held": max(held)}
    found |= {"own": _peak() - before, "child": _peak(decoder.pid or 0)}
    decoder.close()
    return found


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_read(Path(sys.argv[1])))))
