"""Runs the two sides of a row, each in a process of its own, in turns."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.sender import DEVICE

OURS, PEER = "indipyterm", "indipyclient"
_CACHE = 896 << 20
_LISTENER = Path(__file__).with_name("listener.py")

Sample = dict[str, Any]
"""What one run of one side told of itself."""


@dataclass(frozen=True)
class Side:
    """A library, and the Python that has it."""

    library: str
    python: str


@contextmanager
def sender(what: dict[str, Any]) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """A server process: its port, and itself; a line to its standard input starts the flood."""
    command = [sys.executable, "-m", "tests.benchmarks.sender", json.dumps(what)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline()), process
        finally:
            process.kill()


def listen(side: Side, what: dict[str, Any], **asked: Any) -> Sample:
    """Let one side hear one flood. `asked` is for the listener: see there."""
    with tempfile.TemporaryDirectory(prefix="indi-benchmark-") as folder, sender(what) as (port, server):
        told = {"library": side.library, "port": port, "stalls": False, "last": [], "defined": 0, **asked}
        told["folder"] = folder if asked.get("folder") else None
        command = [side.python, str(_LISTENER), json.dumps(told)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert server.stdin is not None
            ready = process.stdout.readline()
            if ready != "ready\n":
                raise RuntimeError(f"{side.library} did not start")
            if asked.get("folder"):
                _use_cache()
            server.stdin.write("go\n")
            server.stdin.flush()
            sample: Sample = json.loads(process.stdout.readline())
        sample["files"] = sorted(path.stat().st_size for path in Path(folder).iterdir())
    return sample


def _use_cache() -> None:
    """Use as much of the disk's cache as a row of BLOBs takes twice, and give it back.

    A virtual machine may give memory that is free back to its host, and gets it anew page by page: writing 16 MB to a
    file was seen to take 40 CPU ms then and 4 ms otherwise, which says nothing of either side. What was used a moment
    ago is still there, where it is less than a gigabyte.
    """
    block = bytes(1 << 22)
    with tempfile.TemporaryFile(buffering=0) as file:
        for _ in range(_CACHE // len(block)):
            file.write(block)


def compare(sides: list[Side], repeats: int, what: dict[str, Any], **asked: Any) -> dict[str, list[Sample]]:
    """Let the sides run in turns; check that they heard the same."""
    samples: dict[str, list[Sample]] = {side.library: [] for side in sides}
    for _ in range(repeats):
        for side in sides:
            samples[side.library].append(listen(side, what, **asked))
    heard = {json.dumps([sample["last"], sample["files"]]) for several in samples.values() for sample in several}
    if len(heard) != 1:
        raise RuntimeError(f"the sides did not hear the same: {heard}")
    return samples


def members(vector: str) -> list[tuple[str, str, str]]:
    """A vector's members, for the listener's `last`."""
    from tests.benchmarks.streams import MEMBERS

    return [(DEVICE, vector, member) for member in MEMBERS]
