"""The rows of the program without a screen: what it costs to start."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import NamedTuple

from tests.benchmarks.rows import Result, Row, Setting, below
from tests.benchmarks.sender import DEVICE
from tests.benchmarks.sides import sender
from tests.benchmarks.streams import MEMBERS, name


class Cost(NamedTuple):
    """Seconds that a process took."""

    cpu: float
    wall: float


def run(*arguments: str, python: str = sys.executable) -> Cost:
    """Run a Python to its end."""
    began = time.perf_counter()
    process = subprocess.Popen([python, *arguments], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)} ended with {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - began)


def get() -> Cost:
    """Read one value of a server that has 500 vectors."""
    with sender({"flood": "numbers", "count": 0, "vectors": 500}) as (port, _):
        return run("-m", "indipyterm", "--host", f"127.0.0.1:{port}", "get", f"{DEVICE}.{name(1)}.{MEMBERS[0]}")


def start(setting: Setting) -> list[Result]:
    """Importing, and ``--version``."""
    commands = {
        "import indipyterm": (["-c", "import indipyterm"], 0.1),
        "from indipyterm import IPyClient": (["-c", "from indipyterm import IPyClient"], 0.3),
        "indipyterm --version": (["-m", "indipyterm", "--version"], 0.15),
    }
    results = []
    for what, (command, limit) in commands.items():
        costs = [run(*command).cpu for _ in range(setting.repeats)]
        results.append(below(what, costs, limit, "CPU s", "{:.3f}"))
    return results


def one_value(setting: Setting) -> list[Result]:
    """``indipyterm get``."""
    costs = [get() for _ in range(setting.repeats)]
    what = "indipyterm get of 1 value among 500 vectors"
    return [
        below(what, [cost.cpu for cost in costs], 0.5, "CPU s", "{:.3f}"),
        below("… from start to end", [cost.wall for cost in costs], 1.0, "s", "{:.3f}"),
    ]


ROWS = [Row("start", start), Row("get", one_value)]
