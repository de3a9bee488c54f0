"""Pictures of 1.3 to 62 megapixels: until they are seen, until they are measured, and what that costs the program."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from indipyterm.demo.fits import card
from tests.benchmarks.rows import Result, Row, Setting
from tests.presentation.imaging.samples import fits_file

SIZES = ((1280, 1024, 0.15, 0.25), (4656, 3520, 0.5, 0.7), (6248, 4176, 0.7, 0.9), (9576, 6388, 1.3, 2.0))
"""Pixels across and down; seconds until it is to be seen, and from then until it is to be measured."""

HELD = {26: 0.025, 61: 0.04}
"""Seconds that the event loop may be held, by megapixels."""

CHILD = 260_000
"""kB that the child may take for 26 megapixels."""


def _star_field(width: int, height: int) -> bytes:
    """A sky of 1000 ± 30 counts with 300 stars."""
    import numpy as np

    random = np.random.default_rng(1)
    sky = random.normal(1000, 30, (256, width)).astype(np.int32)
    field = np.vstack([np.roll(sky, random.integers(width), 1) for _ in range(-(-height // 256))])[:height]
    down, across = np.mgrid[-12:13, -12:13]
    star = np.exp(-(across**2 + down**2) / 8)
    for _ in range(300):
        x, y = random.integers(20, width - 20), random.integers(20, height - 20)
        field[y - 12 : y + 13, x - 12 : x + 13] += (star * 10 ** random.uniform(3, 4.5)).astype(np.int32)
    return (np.clip(field, 0, 65535) - 32768).astype(">i2").tobytes()


def _measured(path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.picture_reader", str(path)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def _pictures(setting: Setting) -> list[Result]:
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "small.fits").write_bytes(fits_file(16, (100, 80), _star_field(100, 80), [card("BZERO", 32768)]))
        for width, height, shown, behind in SIZES[: 2 if setting.quick else None]:
            path = Path(folder, "a.fits")
            path.write_bytes(fits_file(16, (width, height), _star_field(width, height), [card("BZERO", 32768)]))
            taken = [_measured(path) for _ in range(setting.repeats)]
            middle = {name: statistics.median(one[name] for one in taken) for name in taken[0]}
            megapixels = width * height // 1_000_000
            size = path.stat().st_size / 1000

            def result(what: str, name: str, most: float, form: str, factor: float = 1) -> Result:
                value = middle[name]  # noqa: B023 - called at once
                return Result(what, form.format(value * factor), f"≤ {form.format(most * factor)}", value <= most)

            results += [
                result(f"picture of {width}x{height}: seen", "shown", shown, "{:.2f} s"),
                result("... measured behind it, with HFR", "measured", behind, "{:.2f} s"),
                result("... the event loop held for", "held", HELD.get(megapixels, 0.04), "{:.0f} ms", 1000),
                result("... memory of this process for it", "own", size + 20_000, "{:.0f} MB", 0.001),
            ]
            if megapixels == 26:
                results.append(result("... memory of the child", "child", CHILD, "{:.0f} MB", 0.001))
    return results


ROWS = [Row("pictures", _pictures)]
