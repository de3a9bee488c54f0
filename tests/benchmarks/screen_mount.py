"""What it costs to look on while a mount slews: the real simulator's, and the demo's."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.benchmarks.rows import Result, Setting, below
from tests.benchmarks.screen_terminal import OURS, TIGHT, WIDE, Terminal, terminal
from tests.servers import TELESCOPE, IndiServer

_LIMIT = 3.0
_LONGEST_SLEW = 15.0  # seconds that one from pole to pole takes at least


def slew(setting: Setting) -> list[Result]:
    """The share of a core that the program takes."""
    results = []
    if shutil.which("indiserver"):
        for size in [TIGHT] if setting.quick else [TIGHT, WIDE]:
            with _simulator(size) as shown:
                what = f"the simulator's mount slews, {size[0]}x{size[1]}"
                results.append(below(what, [_share(shown, 3 if setting.quick else 8)], _LIMIT, "% of a core"))
    else:
        results.append(Result("the simulator's mount slews", "not measured: no indiserver", f"< {_LIMIT:g} %", False))
    if not setting.quick:
        with _demo() as shown:
            share = f"{_share(shown, 2):.1f} % of a core"
        results.append(Result("the demo's mount slews, its server included", share, "", True))
    return results


def _share(shown: Terminal, seconds: float) -> float:
    before = shown.cpu
    time.sleep(seconds)
    return (shown.cpu - before) / seconds * 100


@contextmanager
def _simulator(size: tuple[int, int]) -> Iterator[Terminal]:
    with IndiServer([TELESCOPE]) as server, terminal([*OURS, "--port", str(server.port)], size) as shown:
        command = [*OURS, "--port", str(server.port), "set"]
        shown.shows("Connection")
        for setting in ("CONNECTION=CONNECT", "TELESCOPE_PARK=UNPARK"):
            subprocess.run([*command, f"{TELESCOPE.device}.{setting}"], check=True)
        coordinates = [f"{TELESCOPE.device}.EQUATORIAL_EOD_COORD.{each}" for each in ("RA=5:35:17", "DEC=-85:23:28")]
        with subprocess.Popen([*command, *coordinates], stderr=subprocess.DEVNULL) as moving:
            shown.until(lambda lines: any(re.search("◐ Eq. Coord", line) for line in lines), _LONGEST_SLEW)
            time.sleep(0.5)
            yield shown
            moving.kill()


@contextmanager
def _demo() -> Iterator[Terminal]:
    with terminal([*OURS, "--demo"]) as shown:
        shown.shows("Weather")
        shown.settle()
        shown.press(next(found[1] for line in shown.lines if (found := re.search(r"(\d).Tele", line))))
        shown.shows("Eq. Coord")
        shown.press(":goto 17:35:17 66:23:28")
        shown.shows("Goto 17")
        shown.press("\r")
        shown.until(lambda lines: any(re.search("◐ Eq. Coord", line) for line in lines))
        time.sleep(0.3)
        yield shown
