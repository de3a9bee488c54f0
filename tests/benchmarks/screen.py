"""The rows of the screen: the program in a real pseudo-terminal, against a server process on loopback."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from tests.benchmarks import screen_bytes, screen_mount, screen_peers, streams
from tests.benchmarks.rows import Result, Row, Setting, below, figures
from tests.benchmarks.screen_server import Flood, Server, serving
from tests.benchmarks.screen_terminal import OURS, TIGHT, WIDE, Terminal, quiet_minute, terminal

_FEWEST, _MOST = 20, 5000
_VECTORS = (_FEWEST, 100, 500, _MOST)
_TURNS = 9  # how often each device is opened: a few CPU milliseconds need more samples than the rest
_MOST_BYTES = 60
_FIRST = "Property 0 "
_CURSOR = "▸"
_MARK, _SHOWN = 123.5, "123:30:00"
_EMPTY = """
from textual.app import App
from textual.widgets import Static

class Empty(App):
    def compose(self):
        yield Static("Nothing")

Empty().run()
"""


@contextmanager
def screen(
    devices: list[int], size: tuple[int, int] = TIGHT, kinds: tuple[str, ...] = ("Number",)
) -> Iterator[tuple[Server, Terminal]]:
    """The program, with the first of some devices shown."""
    with serving(devices, kinds) as server, terminal([*OURS, "--host", f"127.0.0.1:{server.port}"], size) as shown:
        shown.shows(_FIRST)
        shown.settle(1.0)
        yield server, shown


def _sizes(setting: Setting) -> list[tuple[int, int]]:
    return [TIGHT] if setting.quick else [TIGHT, WIDE]


def open_device(setting: Setting) -> list[Result]:
    """A key opens another device; another one goes to its last property."""
    results = []
    sizes = (_FEWEST, _MOST) if setting.quick else _VECTORS
    for size in _sizes(setting):
        costs: dict[int, list[float]] = {vectors: [] for vectors in sizes}
        jumps = []
        with screen([10, *sizes], size, streams.KINDS) as (_, shown):
            for _ in range(4 if setting.quick else _TURNS):
                for key, vectors in enumerate(sizes, 2):
                    costs[vectors].append(_cost(shown, str(key)))
                jumps.append(_cost(shown, "G"))
                _cost(shown, "g")
        results += [below(f"open a device of {n:,} vectors, {_at(size)}", costs[n], 60, "CPU ms") for n in sizes]
        results.append(below(f"jump to the last of {_MOST:,}, {_at(size)}", jumps, 60, "CPU ms"))
        ratio = statistics.median(costs[_MOST]) / statistics.median(costs[_FEWEST])
        what = f"{_MOST:,} vectors against {_FEWEST}, {_at(size)}"
        results.append(Result(what, f"{ratio:.2f} ×", "≤ 1.3 ×", ratio <= 1.3))
        if not setting.quick and size == TIGHT:
            for place, vectors in enumerate(sizes[:3]):
                peer = screen_peers.opening(setting, vectors)
                results[place] = _beside(results[place], peer, "CPU ms", peer / statistics.median(costs[vectors]))
    return results


def curses(setting: Setting) -> list[Result]:
    """What the peer made with curses takes for the same; it shows less."""
    if setting.quick:
        return []
    with screen([10, 100]) as (_, shown):
        ours = statistics.median(_cost(shown, key) for key in "21" * 4 + "2")
        waited = [_moved(shown, "jk"[turn % 2]) for turn in range(20)]
    with screen_peers.curses(setting, 100) as (shown, seconds):
        its, keys = seconds * 1000, screen_peers.curses_keys(shown, 20)
    what = "beside the curses peer, which shows 6 of 100 vectors, no values"
    opened = Result(f"open a device of 100 vectors, {what}", f"{ours:.1f} CPU ms", "", True)
    key = Result("… key to redraw, 0 updates/s", f"{statistics.median(waited):.1f} ms", "", True)
    return [_beside(opened, its, "CPU ms", its / ours), _beside(key, keys, "ms", keys / statistics.median(waited))]


def _at(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


def _beside(result: Result, peer: float, unit: str, ratio: float) -> Result:
    return replace(result, peer=f"{peer:,.0f} {unit}", ratio=f"{ratio:,.0f} ×" if ratio >= 10 else f"{ratio:.1f} ×")


def _cost(shown: Terminal, key: str) -> float:
    """The CPU milliseconds that a key takes, until nothing is written any more."""
    before = shown.cpu
    shown.press(key)
    shown.settle()
    return (shown.cpu - before) * 1000


def values(setting: Setting) -> list[Result]:
    """The bytes that go to the terminal."""
    results = []
    for size in _sizes(setting):
        with screen([100], size) as (server, shown):
            for what, members in {"one value changes": 1, "four values of a vector change": 4}.items():
                flood = Flood(10, 3, vectors=1, members=members)
                figure = _written(shown, server, flood) / (flood.rate * flood.seconds * members)
                met = figure <= _MOST_BYTES
                target = f"≤ {_MOST_BYTES} bytes a value"
                results.append(Result(f"{what}, {_at(size)}", f"{figure:.0f} bytes a value", target, met))
            hidden = _written(shown, server, Flood(100, 2, vectors=40, first=60))
            results.append(_nothing(f"200 updates to hidden rows, {_at(size)}", hidden))
            quiet_minute(5)
            before = shown.written
            time.sleep(3)
            results.append(_nothing(f"3 s in which nothing changes, {_at(size)}", shown.written - before))
            if not setting.quick and size == TIGHT:
                peer = screen_peers.bytes_a_value(setting)
                results[0] = _beside(results[0], peer, "bytes", peer / float(results[0].ours.split()[0]))
    return results


def _written(shown: Terminal, server: Server, flood: Flood) -> int:
    """The bytes that a flood causes."""
    quiet_minute(flood.seconds + 1)
    before = shown.written
    server.begin(flood)
    server.over()
    shown.settle()
    return shown.written - before


def _nothing(what: str, written: int) -> Result:
    return Result(what, f"{written} bytes", "0 bytes", written == 0)


def keys(setting: Setting) -> list[Result]:
    """From a key to its redraw while the shown device is flooded."""
    results = []
    count = 10 if setting.quick else 40
    limits = {1000: 30} if setting.quick else {0: 30, 100: 30, 1000: 30, 5000: 80}
    for rate, limit in limits.items():
        with screen([100]) as (server, shown):
            if rate:
                server.begin(Flood(rate, count * 0.2 + 1, vectors=100, last=_MARK))
                time.sleep(0.5)
            waited = [_moved(shown, "jk"[turn % 2]) for turn in range(count)]
            middle, worst = statistics.median(waited), max(waited)
            what = f"key to redraw, {rate:,} updates/s to the shown device"
            met, target = middle < limit and worst < 250, f"< {limit} ms, worst < 250 ms"
            results.append(Result(what, f"{middle:.1f} ms, worst {worst:.0f} ms", target, met))
            if rate:
                late = max(0.0, -server.over() + shown.shows(_SHOWN))
                results.append(below(f"the last of {rate:,} updates/s is on screen", [late], 0.3, "s", "{:.3f}"))
            if rate == 100:
                peer = screen_peers.keys(setting, rate, 5)
                results[-2] = _beside(results[-2], peer, "ms", peer / middle)
    return results


def _moved(shown: Terminal, key: str) -> float:
    """The milliseconds from a key until the cursor is on another row."""
    row = next(number for number, line in enumerate(shown.lines) if line.startswith(_CURSOR))
    pressed = shown.press(key)
    seen = shown.until(lambda lines: not lines[row].startswith(_CURSOR) and any(s.startswith(_CURSOR) for s in lines))
    time.sleep(0.15)
    return (seen - pressed) * 1000


def many(setting: Setting) -> list[Result]:
    """10,000 vectors of 200 devices."""
    waited, memory = [], []
    for _ in range(setting.repeats):
        with (
            serving([50] * 200) as server,
            terminal([*OURS, "--host", f"127.0.0.1:{server.port}"], WIDE) as shown,
        ):
            waited.append(shown.shows(_FIRST) - shown.began)
            shown.settle(1.0)
            shown.press("9")  # it is usable: another device is shown
            shown.until(lambda lines: any(line.startswith("▾9") for line in lines))
            memory.append(shown.memory)
    return [
        below("10,000 vectors: from exec to the first device's values", waited, 1.0, "s", "{:.2f}"),
        below("10,000 vectors: resident memory", memory, 110, "MB", "{:.0f}"),
    ]


def start(setting: Setting) -> list[Result]:
    """From exec to the first device's values, over a Textual app that shows one word."""
    ours, empty, waited = [], [], []
    for turn in range(setting.repeats + 1):
        with serving([50]) as server, terminal([*OURS, "--host", f"127.0.0.1:{server.port}"]) as shown:
            painted = shown.shows("0:20:00") - shown.began
            used = shown.cpu
        with terminal([sys.executable, "-c", _EMPTY]) as shown:
            shown.shows("Nothing")
            if turn:  # the first time, modules are compiled
                ours.append(used)
                empty.append(shown.cpu)
                waited.append(painted)
    over = [mine - its for mine, its in zip(ours, empty, strict=True)]
    return [
        replace(
            below("start to the first values, over an empty Textual app", over, 0.15, "CPU s", "{:.3f}"),
            peer=f"empty: {figures(empty, '{:.3f}')} CPU s",
        ),
        Result("… from exec to values on screen", f"{figures(waited, '{:.3f}')} s", "", True),
    ]


ROWS = [
    Row("open", open_device),
    Row("curses", curses),
    Row("bytes", values),
    Row("line", screen_bytes.line),
    Row("keys", keys),
    Row("slew", screen_mount.slew),
    Row("many", many),
    Row("screen-start", start),
]
