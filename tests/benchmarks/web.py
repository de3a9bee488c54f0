"""The rows of the web face: what it costs to keep many browsers up to date, and how soon they are."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from tests.benchmarks.programs import run
from tests.benchmarks.rows import Result, Row, Setting, below

_SITE = """
import asyncio, sys
from pathlib import Path
from indipyterm.web.accounts import Accounts
accounts = Accounts(Path(sys.argv[1]) / "indipyweb.db")
admin = accounts.users.find("admin")
asyncio.run(accounts.set_password(admin, "a long enough one"))
asyncio.run(accounts.change_settings(accounts.settings._replace(anyone_may_look=True)))
accounts.close()
"""


class Load(NamedTuple):
    """What was measured of a site while browsers looked: shares of a core, megabytes, and what the browsers saw."""

    cpu: float
    memory: float
    seen: dict[str, Any]


def _line(process: subprocess.Popen[str]) -> str:
    stream: IO[str] | None = process.stdout
    assert stream is not None
    line = stream.readline()
    if not line:
        raise RuntimeError(f"{process.args!r} ended")
    return line


@contextmanager
def _process(*arguments: str, quiet: bool = False) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL if quiet else subprocess.PIPE,
        stderr=subprocess.DEVNULL if quiet else None,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


@contextmanager
def _site(indi: int, folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    subprocess.run([sys.executable, "-c", _SITE, str(folder)], check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    where = ["--host", "127.0.0.1", "--port", str(port), "--dbfolder", str(folder), "--indi", f"127.0.0.1:{indi}"]
    with _process("-m", "indipyterm", "web", *where, quiet=True) as process:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield process, f"http://127.0.0.1:{port}"


def _used(pid: int) -> float:
    """CPU seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _resident(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 1e6


def measure(vectors: int, members: int, rate: float, browsers: int, seconds: float) -> Load:
    """Have so many browsers look at a device that changes `rate` times a second."""
    stream = json.dumps({"vectors": vectors, "members": members, "rate": rate})
    with tempfile.TemporaryDirectory() as folder, _process("-m", "tests.benchmarks.web_instrument", stream) as source:
        indi = int(_line(source))
        with _site(indi, Path(folder)) as (site, url):
            assert source.stdin
            if not browsers:
                source.stdin.write("go\n")
                source.stdin.flush()
                time.sleep(1)
                before = _used(site.pid)
                time.sleep(seconds)
                return Load((_used(site.pid) - before) / seconds, _resident(site.pid), {})
            options = {"url": url, "server": f"127.0.0.1:{indi}", "count": browsers, "seconds": seconds}
            with _process("-m", "tests.benchmarks.web_browsers", json.dumps(options)) as looking:
                _line(looking)
                source.stdin.write("go\n")
                source.stdin.flush()
                time.sleep(1)
                before, resident = _used(site.pid), _resident(site.pid)
                time.sleep(seconds)
                cpu = (_used(site.pid) - before) / seconds
                grown = _resident(site.pid) - resident
                return Load(cpu, grown, json.loads(_line(looking)))


def start(setting: Setting) -> list[Result]:
    """Importing the site, and what it takes of memory when nobody looks."""
    costs = [run("-c", "import indipyterm.web.launch").cpu for _ in range(setting.repeats)]
    load = measure(50, 3, 1, 0, 2)
    return [
        below("import the web face", costs, 0.4, "CPU s", "{:.3f}"),
        below("… resident memory of the site, 50 vectors known", [load.memory], 47.2, "MB"),
    ]


def many_members(setting: Setting) -> list[Result]:
    """A vector of 100 numbers that changes ten times a second, in 20 browsers."""
    load = measure(1, 100, 10, 20, 5 if setting.quick else 20)
    what = "100 numbers change 10 times a second, 20 browsers"
    return [
        below(f"{what}: bytes per update and browser", [load.seen["bytes per update"]], 1000, "bytes", "{:,.0f}"),
        below("… CPU of the site", [100 * load.cpu], 6, "% of a core"),
        below("… from the instrument to the page, 95 of 100", [1000 * load.seen["p95"]], 150, "ms", "{:,.0f}"),
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


ROWS = [Row("web-start", start), Row("web-members", many_members), Row("web-browsers", many_browsers)]
