"""Runs the behaviours with both libraries and compares what was seen."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.environments import environment
from tests.indipyclient_comparison.behaviours import Seen

OURS, PEER, VERSION = "indipyterm", "indipyclient", "0.9.4"
ROOT = Path(__file__).parents[2]
_SECONDS = 120


ABSENT = "nothing"
"""What is seen by a name that only the other one has."""


def peer_python(folder: Path) -> Path:
    """The Python of an environment that has the peer, which is made in `folder` unless it is there.

    Raises RuntimeError where it can't be made.
    """
    version = ".".join(map(str, sys.version_info[:2]))
    return environment(folder / f"{PEER}-{VERSION}-python{version}", f"{PEER}=={VERSION}")


def seen_by_both(folder: Path) -> tuple[dict[str, Seen], dict[str, Seen]]:
    """What a script sees with our library and with the peer, by title of the behaviour."""
    peer = peer_python(folder)
    with ThreadPoolExecutor(2) as pool:
        theirs = pool.submit(_seen, str(peer), PEER)
        return _seen(sys.executable, OURS), theirs.result()


def _seen(python: str, library: str) -> dict[str, Seen]:
    command = [python, "-m", "tests.indipyclient_comparison.driver", library]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=_SECONDS)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
    found: dict[str, Seen] = json.loads(done.stdout)
    return found


def differences(ours: Seen, peers: Seen) -> dict[str, tuple[Any, Any]]:
    """What is not the same, by name: (ours, the peer's)."""
    both = {name: (ours.get(name, ABSENT), peers.get(name, ABSENT)) for name in {**peers, **ours}}
    return {name: (mine, other) for name, (mine, other) in both.items() if mine != other}
