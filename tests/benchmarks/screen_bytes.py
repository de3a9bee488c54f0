"""The bytes that start, switches of device and overlays send to the terminal, against six real simulators."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence

from tests.benchmarks import screen_peers
from tests.benchmarks.rows import Result, Setting, beside
from tests.benchmarks.screen_terminal import OURS, TIGHT, WIDE, Terminal, terminal
from tests.libindi import count_vectors
from tests.servers import LOOPBACK, SIMULATORS, IndiServer

_KILO = 1000
_START, _SWITCH, _OVERLAY = 8, 4, 5  # kilobytes at 80x24, twice that at 120x40

OVERLAYS: Sequence[tuple[str, str, str]] = (
    ("help", "?", "Keys and signs"),
    ("palette", ":", "Tab complete"),
    ("details", "i", "INDI name"),
    ("log", "L", "level ≥"),
    ("BLOBs", "b", "Folder"),
    ("plot", "t", "Absolute Position ›"),
    ("last image", "p", ""),
    ("list of devices", "D", "type to narrow"),
    ("jog pad", "m", ""),
    ("question", "\r", "Esc"),
)
"""What lies over a device: its name, the keys that open it, and a text that it shows."""
_TOGGLED = ("plot", "last image")  # closed by the key that opens them


def line(setting: Setting) -> list[Result]:
    """What goes over the line."""
    if not shutil.which("indiserver"):
        return [Result("bytes against real simulators", "not measured: no indiserver", "", False)]
    results: list[Result] = []
    for size in [TIGHT] if setting.quick else [TIGHT, WIDE]:
        with IndiServer(SIMULATORS) as server:
            count_vectors((LOOPBACK, server.port), [each.device for each in SIMULATORS])  # connects them
            ours = measure(server.port, size)
            if not setting.quick and size == TIGHT:
                ours[:2] = map(_beside, ours, screen_peers.curses_bytes(setting, server.port))
            results += ours
    return results


def _beside(result: Result, peer: int) -> Result:
    return beside(result, float(result.ours.split()[0]), peer / _KILO, "{:.1f} kB (curses: less on screen)")


def measure(port: int, size: tuple[int, int], note: Callable[[str], object] = lambda _: None) -> list[Result]:
    """The rows at one size; `note` hears what is measured next."""
    times = 1 if size == TIGHT else 2
    at = f"{size[0]}x{size[1]}"

    def result(what: str, written: int, limit: int) -> Result:
        target = limit * times
        met = written <= target * _KILO
        return Result(f"{what}, {at}", f"{written / _KILO:.1f} kB", f"≤ {target} kB", met)

    results = []
    note("start")
    with terminal([*OURS, "--host", f"{LOOPBACK}:{port}"], size) as shown:
        shown.shows("Connection")
        shown.settle(0.5)
        results.append(result("start to the first device", shown.written, _START))
        switches = [_written(shown, key, note) for key in "1236541"]
        results.append(result("another device, the most of 7", max(switches), _SWITCH))
        _to_the_position(shown)
        for name, keys, text in OVERLAYS:
            if name == "question":
                _written(shown, ":unpark tele", note)
            note(name)
            opened = _written(shown, keys, note, text)
            note(f"{name} back")
            back = _written(shown, keys if name in _TOGGLED else "\x1b", note)
            results.append(result(f"{name}: opened", opened, _OVERLAY))
            results.append(result(f"{name}: back", back, _OVERLAY))
    return results


def _to_the_position(shown: Terminal) -> None:
    shown.press("4")
    shown.shows("Absolute Pos")
    while not any(re.search(r"▸\S Absolute Pos", row) for row in shown.lines):
        shown.press("j")
        shown.settle(0.1)
    shown.settle()


def _written(shown: Terminal, keys: str, note: Callable[[str], object], text: str = "") -> int:
    """The bytes that keys cause, typed one by one."""
    before = shown.written
    shown.press(keys)
    if text:
        shown.shows(text, 10)
    shown.settle(0.4)
    return shown.written - before
