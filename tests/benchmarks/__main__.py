"""``python -m tests.benchmarks``: run the rows, print one Markdown table."""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import indipyterm
from tests.benchmarks import core, local_socket, pictures, programs, screen, web, web_images
from tests.benchmarks.peers import Peers
from tests.benchmarks.rows import Result, Row, Setting, table

ROWS: list[Row] = [
    *core.ROWS,
    *local_socket.ROWS,
    *programs.ROWS,
    *screen.ROWS,
    *pictures.ROWS,
    *web.ROWS,
    *web_images.ROWS,
]


def main() -> int:
    """Run what was asked for; 1 where a target was missed."""
    options = _options()
    rows = [row for row in ROWS if not options.rows or row.name in options.rows]
    compileall.compile_dir(Path(indipyterm.__file__).parent, quiet=1)  # as pip does, whatever the environment says
    results: list[Result] = []
    began, load = time.monotonic(), [os.getloadavg()[0]]
    with tempfile.TemporaryDirectory(prefix="indi-peers-") as scratch:
        peers = Peers(options.peer_venv or Path(scratch), options.peer_python)
        setting = Setting(options.quick, options.repeats or (1 if options.quick else 5), peers.python)
        for row in rows:
            print(f"{time.monotonic() - began:4.0f} s  {row.name} ...", file=sys.stderr, flush=True)
            results += row.run(setting)
            load.append(os.getloadavg()[0])
    took = f"{(time.monotonic() - began) / 60:.1f} minutes, load average {min(load):.1f} to {max(load):.1f}"
    print(f"{_machine()}, {datetime.now(UTC):%Y-%m-%d}, medians of {setting.repeats}, {took}\n")
    print(table(results))
    return 0 if all(result.met for result in results) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything, in a minute: for a first look")
    names = [row.name for row in ROWS]
    only = f"only some rows: {', '.join(names)}"
    parser.add_argument("--rows", nargs="+", choices=names, metavar="NAME", help=only)
    parser.add_argument("--repeats", type=int, help="how often each side is run (default 5, quick 1)")
    parser.add_argument("--peer-python", metavar="PATH", help="a Python that has the peers; none is made then")
    parser.add_argument("--peer-venv", type=Path, metavar="PATH", help="keep the peers' environments in this folder")
    return parser.parse_args()


def _machine() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    raise SystemExit(main())
