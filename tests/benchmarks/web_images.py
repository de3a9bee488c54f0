"""Images in a browser: an 11.8 megapixel FITS of 16 bits, from the request to its last byte, and how long the loop is held."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import time
from array import array
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from indipyterm.demo.fits import image_file
from indipyterm.presentation.keys import VectorKey
from indipyterm.web.images.saved_files import file_id
from indipyterm.workspace.transfers import SavedFile
from tests.benchmarks.rows import Result, Row, Setting
from tests.benchmarks.web_images_browser import CHROMIUM, measure_in_browser

WIDTH, HEIGHT = 3840, 3072

CLIENT = """
import http.client, json, sys, time
host, *paths = sys.argv[1:]
taken = []
for path in paths:
    connection = http.client.HTTPConnection(host)
    start = time.perf_counter()
    connection.request("GET", path)
    response = connection.getresponse()
    size = len(response.read())
    taken.append((time.perf_counter() - start, size, response.status))
    connection.close()
print(json.dumps(taken))
"""
"""Another program, which asks for one thing after the other."""

QUIET_BETWEEN = 0.2  # seconds, so that a file's own work is measured and not the end of the last one's


def large_image(seed: int) -> bytes:
    """A sky of 1000 ± 30 counts with 400 stars, as a camera sends it."""
    random = Random(seed)
    noise = array("h", (round(random.gauss(1000, 30)) - 32768 for _ in range(200_000)))
    rows = [noise[start : start + WIDTH] for start in (random.randrange(len(noise) - WIDTH) for _ in range(HEIGHT))]
    for _ in range(400):
        x, y, light = random.randrange(5, WIDTH - 5), random.randrange(5, HEIGHT - 5), 10 ** random.uniform(2, 4.7)
        for down in range(-4, 5):
            for across in range(-4, 5):
                count = rows[y + down][x + across] + round(light * 2.0 ** (-(across * across + down * down) / 2))
                rows[y + down][x + across] = min(32767, count)
    pixels = array("h")
    for row in rows:
        pixels.extend(row)
    if sys.byteorder == "little":
        pixels.byteswap()
    return image_file(WIDTH, HEIGHT, pixels.tobytes(), [])


@asynccontextmanager
async def _longest_hold() -> AsyncIterator[list[float]]:
    """Measure how much later than wanted the loop wakes up, in seconds."""
    late: list[float] = []

    async def tick() -> None:
        while True:
            wanted = time.perf_counter() + 0.002
            await asyncio.sleep(0.002)
            late.append(time.perf_counter() - wanted)

    task = asyncio.create_task(tick())
    try:
        yield late
    finally:
        task.cancel()


def _saved(path: Path, seed: int) -> SavedFile:
    data = large_image(seed)
    path.write_bytes(data)
    return SavedFile(VectorKey("pi", "CCD", "CCD1"), "CCD1", str(path), len(data), datetime.now(UTC))


async def _measure(repeats: int) -> dict[str, list[tuple[float, int]]]:
    from tests.web.stage import running  # the extra is needed

    parts = {
        "preview": "/image-preview?id={}&w=640&h=512",
        "samples": "/image-samples?id={}&w=1280&h=1024",
        "crop": "/image-crop?id={}&x=1500&y=1000&w=780&h=1200",
        "crop first": "/image-crop?id={}&x=100&y=1000&w=780&h=1200",
    }
    found: dict[str, list[tuple[float, int]]] = {name: [] for name in (*parts, "hold")}
    with tempfile.TemporaryDirectory() as folder:
        async with running() as stage:
            host = stage.url.removeprefix("http://")
            for number in range(2 * repeats):  # of every second file a part is asked for first
                saved = _saved(Path(folder, f"{number}.fits"), number)
                stage.workspace.transfers.files.appendleft(saved)
                name = file_id(saved.path)
                wanted = ["crop first"] if number % 2 else ["preview", "samples", "crop"]
                await asyncio.sleep(QUIET_BETWEEN)
                paths = (parts[part].format(name) for part in wanted)
                client = await asyncio.create_subprocess_exec(
                    sys.executable, "-c", CLIENT, host, *paths, stdout=asyncio.subprocess.PIPE
                )
                async with _longest_hold() as late:
                    out, _ = await client.communicate()
                for part, (seconds, length, status) in zip(wanted, json.loads(out), strict=True):
                    assert status == 200, (part, status)
                    found[part].append((seconds, length))
                found["hold"].append((max(late), 0))
                if CHROMIUM and number % 2:
                    for part, seconds in (await measure_in_browser(stage.url, name)).items():
                        found.setdefault(part, []).append((seconds, 0))
    return found


def _images(setting: Setting) -> list[Result]:
    found = asyncio.run(_measure(setting.repeats))
    seconds = {name: statistics.median(one for one, _ in taken) for name, taken in found.items()}
    sizes = {name: max(size for _, size in taken) / 1000 for name, taken in found.items()}
    hold = max(one for one, _ in found["hold"])

    def result(what: str, part: str, most: float, largest: float = 0) -> Result:
        met = seconds[part] <= most and (not largest or sizes[part] <= largest)
        target = f"≤ {most} s" + (f", ≤ {largest:.0f} kB" if largest else "")
        return Result(what, f"{seconds[part]:.2f} s, {sizes[part]:.0f} kB", target, met)

    def seen(what: str, part: str, most: float) -> list[Result]:
        if part not in found:
            return []
        return [Result(what, f"{seconds[part]:.3f} s", f"≤ {most} s", seconds[part] <= most)]

    return [
        result("image of 11.8 Mpx in a browser: the first picture", "preview", 1.5, 300),
        result("... 16-bit samples for 1280x1024", "samples", 1.5),
        result("... a part of 780x1200 pixel by pixel", "crop", 0.5),
        result("... such a part of an image that was not looked at before", "crop first", 0.5),
        *seen("... in Chromium: the page with its first picture", "first", 1.5),
        *seen("... in Chromium: a double tap until that place is sharp", "tap", 0.5),
        *seen("... in Chromium: a slider, the longest of 20 moves", "slider", 0.05),
        Result("... the event loop meanwhile held for", f"{1000 * hold:.0f} ms at the most", "≤ 50 ms", hold <= 0.05),
    ]


ROWS = [Row("web-images", _images)]
