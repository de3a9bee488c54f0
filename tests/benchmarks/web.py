"""The rows of the web face: what it costs to keep many browsers up to date, and how soon they are."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from tests.benchmarks.programs import run
from tests.benchmarks.rows import Result, Row, Setting, below, beside
from tests.benchmarks.web_logins import guesses, our_login, peer_login
from tests.benchmarks.web_programs import PEER, line, our_site, peer_site, resident, running, used
from tests.benchmarks.web_slow_browser import Slow, look_slowly
from tests.benchmarks.web_visit import our_page, visit


class Load(NamedTuple):
    """What was measured of a site while browsers looked: shares of a core, megabytes, and what the browsers saw."""

    cpu: float
    memory: float
    seen: dict[str, Any]


def measure(
    vectors: int,
    members: int,
    rate: float,
    browsers: int,
    seconds: float,
    peer: str = "",
    meanwhile: Callable[[str, str, float], object] | None = None,
) -> Load:
    """Have so many browsers look at a device that changes `rate` times a second; `peer`: at the peer's, its Python.

    `meanwhile` takes as long as they look: it is called with the address of the site, the server's name, and seconds.
    """
    stream = json.dumps({"vectors": vectors, "members": members, "rate": rate})
    program = sys.executable
    with (
        tempfile.TemporaryDirectory() as folder,
        running(program, "-m", "tests.benchmarks.web_instrument", stream) as source,
    ):
        indi = int(line(source))
        with peer_site(indi, Path(folder), peer) if peer else our_site(indi, Path(folder)) as (site, url):
            assert source.stdin
            if not browsers:
                source.stdin.write("go\n")
                source.stdin.flush()
                time.sleep(1)
                before = used(site.pid)
                time.sleep(seconds)
                return Load((used(site.pid) - before) / seconds, resident(site.pid), {})
            options = {"url": url, "server": f"127.0.0.1:{indi}", "count": browsers, "seconds": seconds}
            which = "web_peer_browsers" if peer else "web_browsers"
            with running(program, "-m", f"tests.benchmarks.{which}", json.dumps(options)) as looking:
                line(looking)
                source.stdin.write("go\n")
                source.stdin.flush()
                time.sleep(1)
                before, memory = used(site.pid), resident(site.pid)
                if meanwhile:
                    meanwhile(url, f"127.0.0.1:{indi}", seconds)
                else:
                    time.sleep(seconds)
                cpu = (used(site.pid) - before) / seconds
                grown = resident(site.pid) - memory
                return Load(cpu, grown, json.loads(line(looking)))


def start(setting: Setting) -> list[Result]:
    """Importing the site, and what it takes of memory when nobody looks."""
    costs = [run("-c", "import indipyterm.web.launch").cpu for _ in range(setting.repeats)]
    peer = setting.peer(PEER)
    theirs = [run("-c", "import indipyweb.__main__", python=peer).cpu for _ in range(setting.repeats)]
    ours, other = measure(50, 3, 1, 0, 2), measure(50, 3, 1, 0, 2, peer)
    imported = below("import the web face", costs, 0.4, "CPU s", "{:.3f}")
    memory = below("… resident memory of the site, 50 vectors known", [ours.memory], 47.2, "MB")
    return [
        beside(imported, median(costs), median(theirs), "{:.3f} CPU s"),
        beside(memory, ours.memory, other.memory, "{:.1f} MB"),
    ]


def first_visit(setting: Setting) -> list[Result]:
    """The page of a device of 50 vectors, in a browser that was never here."""
    found = []
    stream = json.dumps({"vectors": 50, "members": 3, "rate": 1})
    for peer in ("", setting.peer(PEER)):
        with (
            tempfile.TemporaryDirectory() as folder,
            running(sys.executable, "-m", "tests.benchmarks.web_instrument", stream) as source,
        ):
            indi = int(line(source))
            with peer_site(indi, Path(folder), peer) if peer else our_site(indi, Path(folder)) as (_, url):
                time.sleep(1)
                page = visit(url, "choosedevice") if peer else visit(our_page(url, indi))
                found.append(asyncio.run(page))
    ours, theirs = found
    size = below("first visit of the page of a device of 50 vectors", [ours.bytes], 45_000, "bytes", "{:,.0f}")
    count = Result("… requests", f"{ours.requests}", "", True)
    return [
        beside(size, ours.bytes, theirs.bytes, "{:,} bytes"),
        beside(count, ours.requests, theirs.requests, "{}"),
    ]


def logins(setting: Setting) -> list[Result]:
    """Somebody guesses passwords, 40 at once."""
    seconds, found = 5 if setting.quick else 20, list[int]()
    for peer in ("", setting.peer(PEER)):
        with (
            tempfile.TemporaryDirectory() as folder,
            peer_site(9, Path(folder), peer) if peer else our_site(9, Path(folder)) as (_, url),
        ):
            found.append(asyncio.run(guesses(url, peer_login if peer else our_login, seconds)))
    what = f"wrong passwords looked at in {seconds} s, 40 tried at once"
    return [beside(below(what, [found[0]], 12.5, "", "{:,.0f}"), found[0], found[1], "{:,}")]


def many_members(setting: Setting) -> list[Result]:
    """A vector of 100 numbers that changes ten times a second, in 20 browsers."""
    seconds = 5 if setting.quick else 20
    ours, theirs = measure(1, 100, 10, 20, seconds), measure(1, 100, 10, 20, seconds, setting.peer(PEER))
    rows = [
        ("bytes per update and browser", *_seen(ours, theirs, "bytes per update"), 1000, "bytes", "{:,.0f}"),
        ("CPU of the site", 100 * ours.cpu, 100 * theirs.cpu, 6, "% of a core", "{:,.1f}"),
        ("from the instrument to the page, 95 of 100", *_seen(ours, theirs, "p95", 1000), 150, "ms", "{:,.0f}"),
    ]
    what = "100 numbers change 10 times a second, 20 browsers: "
    results = []
    for name, own, other, limit, unit, form in rows:
        results.append(beside(below(f"{what}{name}", [own], limit, unit, form), own, other, f"{form} {unit}"))
        what = "… "
    return results


def _seen(ours: Load, theirs: Load, what: str, factor: float = 1) -> tuple[float, float]:
    return factor * ours.seen[what], factor * theirs.seen[what]


def slow_line(setting: Setting) -> list[Result]:
    """One of the browsers is behind a line of 1 kB/s."""
    seconds, found = 10 if setting.quick else 60, list[Slow]()

    def look(url: str, server: str, seconds: float) -> None:
        found.append(asyncio.run(look_slowly(url, server, seconds)))

    without, load = measure(1, 100, 10, 20, seconds), measure(1, 100, 10, 20, seconds, meanwhile=look)
    what = f"the same, and a browser at 1 kB/s for {seconds} s: the others' 95 of 100"
    return [
        below(what, [1000 * load.seen["p95"]], 150, "ms", "{:,.0f}"),
        below(
            "… memory that the site takes more for it", [1000 * (load.memory - without.memory)], 256, "kB", "{:,.0f}"
        ),
        Result("… frames that it gets", f"{found[0].frames / seconds:.1f} a second", "", True),
        below("… until it is current on a good line", [found[0].current], 1, "s", "{:.2f}"),
    ]


def many_browsers(setting: Setting) -> list[Result]:
    """A flood of 1,000 changes a second over 50 vectors, in 50 browsers."""
    seconds = 5 if setting.quick else 60
    alone, load = measure(50, 3, 1000, 0, min(20, seconds)), measure(50, 3, 1000, 50, seconds)
    what = "1,000 changes a second over 50 vectors, 50 browsers"
    return [
        Result(f"{what}: CPU of the site with no browser", f"{100 * alone.cpu:.1f} % of a core", "", True),
        below("… more for the browsers", [100 * (load.cpu - alone.cpu)], 8, "% of a core"),
        Result(
            "… frames a second, of the browser with the fewest",
            f"{load.seen['frames']:.1f}",
            "≥ 8",
            load.seen["frames"] >= 8,
        ),
        below("… from the instrument to the page, 95 of 100", [1000 * load.seen["p95"]], 250, "ms", "{:,.0f}"),
        below("… memory that it takes more", [load.memory], 5, "MB"),
        Result("… to each browser", f"{load.seen['bytes per second'] / 1000:.1f} kB/s", "", True),
    ]


ROWS = [
    Row("web-start", start),
    Row("web-visit", first_visit),
    Row("web-members", many_members),
    Row("web-slow-line", slow_line),
    Row("web-browsers", many_browsers),
    Row("web-logins", logins),
]
