"""The same for other terminal clients, so that a ratio can be shown: opening, bytes, keys."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.benchmarks.rows import Setting
from tests.benchmarks.screen_server import DEVICE, Flood, Server, serving
from tests.benchmarks.screen_terminal import Terminal, terminal

REQUIREMENT = "indipyterm==0.1.8"  # it has our name, and is not ours
CURSES = "indipyconsole==0.0.4"
_TO_THE_FIELD = "\t\t\t"
_PATIENCE = 120.0


@contextmanager
def screen(setting: Setting, vectors: int) -> Iterator[tuple[Server, Terminal, float]]:
    """The peer with a device opened, and the CPU seconds that this took."""
    command = [setting.peer(REQUIREMENT), "-m", "indipyterm", "--port"]
    with serving([vectors], ("Number",)) as server, terminal([*command, str(server.port)]) as shown:
        shown.shows(DEVICE)
        shown.settle(1.0)
        shown.press("\t")
        shown.settle()
        before = shown.cpu
        shown.press("\r")
        shown.shows("Property 0", _PATIENCE)
        shown.settle(1.0)
        yield server, shown, shown.cpu - before


def opening(setting: Setting, vectors: int) -> float:
    """The CPU milliseconds that it takes to open a device."""
    with screen(setting, vectors) as (_, _, seconds):
        return seconds * 1000


def bytes_a_value(setting: Setting) -> float:
    """The bytes that it writes for a value that changes."""
    flood = Flood(2, 5, vectors=1, members=1)
    with screen(setting, 20) as (server, shown, _):
        written = shown.written
        server.begin(flood)
        server.over()
        shown.settle()
        return (shown.written - written) / (flood.rate * flood.seconds)


def keys(setting: Setting, rate: float, count: int) -> float:
    """The median milliseconds from a key in a field to its echo, at so many updates a second."""
    with screen(setting, 100) as (server, shown, _):
        shown.press(_TO_THE_FIELD)
        shown.settle()
        server.begin(Flood(rate, count, vectors=100))
        waited = []
        for typed in range(1, count + 1):
            text = "7" * typed
            pressed = shown.press("7")
            waited.append((shown.shows(f"▊  {text} ", _PATIENCE) - pressed) * 1000)
        return statistics.median(waited)


@contextmanager
def curses(setting: Setting, vectors: int) -> Iterator[tuple[Terminal, float]]:
    """The peer made with curses, a device opened in it, and the CPU seconds that this took.

    It shows six properties of a group there, with their states and without their values.
    """
    command = [setting.peer(CURSES), "-m", "indipyconsole", "--port"]
    with serving([vectors], ("Number",)) as server, terminal([*command, str(server.port)]) as shown:
        shown.shows("getProperties sent")
        shown.settle(1.0)
        shown.press("\r")
        shown.shows(f"[{DEVICE}]")
        shown.settle()
        shown.press("\t\t")
        shown.settle()
        before = shown.cpu
        shown.press("\r")
        shown.shows("Property 0")
        shown.settle()
        yield shown, shown.cpu - before


def curses_bytes(setting: Setting, port: int) -> tuple[int, int]:
    """The bytes that the peer made with curses writes until it shows a device, and for opening that one from its list."""
    with terminal([setting.peer(CURSES), "-m", "indipyconsole", "--port", str(port)]) as shown:
        shown.shows("getProperties sent")
        shown.settle(1.0)
        for keys in ("\r", "\t\t"):
            shown.press(keys)
            shown.settle()
        before = shown.written
        shown.press("\r")
        shown.settle()
        return shown.written, shown.written - before


def curses_keys(shown: Terminal, count: int) -> float:
    """The median milliseconds from a key to what it paints, where nothing else goes on."""
    waited = []
    for _ in range(count):
        before = shown.written
        pressed = shown.press("\t")
        waited.append((shown.until(lambda _, before=before: shown.written != before) - pressed) * 1000)  # type: ignore[misc]
        time.sleep(0.15)
    return statistics.median(waited)
