"""``python -m tests.fuzz [--minutes 10] [TARGET ...]``: made-up bytes into the client, until time is over.

Targets are what comes off the wire, and files: see `targets`. Coverage leads the way: atheris, which is no dependency,
is installed in an environment of its own under ``--corpus``; where that cannot be, hypothesis draws the bytes. Both
begin with pieces of the recordings and what was found before; what was learnt is kept in ``--corpus`` for the next run.

Exit status 0: nothing was found. What is found is written to ``tests/fuzz/found/TARGET``, and is a case of the test run
from then on: mend it, and give the file a telling name.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from tests.environments import environment
from tests.fuzz.targets import TARGETS

_COVERAGE = re.compile(r"cov: (\d+) ft: (\d+)")
_COUNT = re.compile(r"stat::number_of_executed_units: (\d+)")
_WANTED = "atheris==3.0.0"


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--corpus", type=Path, default=Path(tempfile.gettempdir()) / "indipyterm-fuzz")
    options = parser.parse_args()
    names = options.targets or list(TARGETS)
    if unknown := set(names) - set(TARGETS):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    python = _python(options.corpus / "environment")
    shares = sum(TARGETS[name].share for name in names)
    found = [
        name
        for name in names
        if not _run(python, name, options.minutes * 60 * TARGETS[name].share / shares, options.corpus / name)
    ]
    print(f"found something: {', '.join(found)}" if found else "nothing found")
    return 1 if found else 0


def _python(folder: Path) -> str:
    """A Python that has atheris; this one where that cannot be installed."""
    if importlib.util.find_spec("atheris"):
        return sys.executable
    try:
        return str(environment(folder, _WANTED))
    except (OSError, RuntimeError) as error:
        print(f"atheris cannot be installed: {error}; hypothesis draws instead", flush=True)
        return sys.executable


def _run(python: str, name: str, seconds: float, folder: Path) -> bool:
    """Fuzz one target; whether nothing was found."""
    places = os.pathsep.join([os.getcwd(), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    log = folder.with_suffix(".log")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as file:
        status = subprocess.run(
            [python, "-m", "tests.fuzz.engine", name, str(seconds), str(folder)],
            env=os.environ | {"PYTHONPATH": places},
            stdout=file,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
    text = log.read_text(errors="replace")
    counts, covered = _COUNT.findall(text), _COVERAGE.findall(text)
    told = f"{counts[-1] if counts else '?':>9} inputs"
    if covered:
        told += (
            f", {covered[-1][0]} branches, {covered[-1][1]} features covered ({covered[0][0]} branches at the start)"
        )
    print(f"{name:10}{seconds:6.0f} s {told}{'' if status == 0 else f', FOUND, see {log}'}", flush=True)
    return status == 0


if __name__ == "__main__":
    raise SystemExit(main())
