"""One target, for some seconds: coverage leads the way where atheris is installed, otherwise hypothesis draws the bytes.

``python -m tests.fuzz.engine TARGET SECONDS FOLDER`` is what `tests.fuzz` runs for each target.
"""

from __future__ import annotations

import importlib
import sys
import time
from hashlib import sha1
from pathlib import Path
from typing import Any

_INSTRUMENTED = ["indipyterm"]
_SLOW = 20  # seconds for one input


def _guided(atheris: Any, name: str, seconds: float, folder: Path) -> int:
    with atheris.instrument_imports(include=_INSTRUMENTED):
        from tests.fuzz.targets import FOUND, TARGETS, seeds
    target = TARGETS[name]
    for seed in seeds(name):
        (folder / sha1(seed).hexdigest()).write_bytes(seed)
    words = folder.with_suffix(".words")
    words.write_text("".join(_quoted(word) for word in target.words if len(word) < 64))  # no longer ones are taken
    (FOUND / name).mkdir(parents=True, exist_ok=True)
    arguments = [
        sys.argv[0],
        str(folder),
        *(f"-max_total_time={round(seconds)}", f"-max_len={target.longest}", f"-timeout={_SLOW}", "-len_control=0"),
        *(f"-dict={words}", f"-artifact_prefix={FOUND / name}/", "-print_final_stats=1"),
    ]
    atheris.Setup(arguments, target.check)
    atheris.Fuzz()  # which ends the process
    return 0


def _quoted(word: bytes) -> str:
    """A line of a dictionary."""
    signs = "".join(f"\\x{byte:02x}" for byte in word)
    return f'"{signs}"\n'


def _drawn(name: str, seconds: float, folder: Path) -> int:
    from hypothesis import HealthCheck, given, settings
    from hypothesis.database import DirectoryBasedExampleDatabase

    from tests.fuzz.targets import FOUND, TARGETS, drawn

    count, last = 0, b""
    end = time.monotonic() + seconds

    def tried(data: bytes) -> None:
        nonlocal count, last
        if time.monotonic() < end:
            count, last = count + 1, data
            TARGETS[name].check(data)

    rules = settings(
        max_examples=200,
        deadline=None,
        database=DirectoryBasedExampleDatabase(folder),
        suppress_health_check=list(HealthCheck),
    )
    while time.monotonic() < end:
        try:
            rules(given(drawn(name))(tried))()
        except Exception:
            (FOUND / name).mkdir(parents=True, exist_ok=True)
            (FOUND / name / f"crash-{sha1(last).hexdigest()}").write_bytes(last)
            raise
    print(f"stat::number_of_executed_units: {count}", flush=True)
    return 0


def main(name: str, seconds: str, folder: str) -> int:
    """Run it; exit status 0 where nothing was found."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    try:
        atheris = importlib.import_module("atheris")
    except ImportError:
        return _drawn(name, float(seconds), Path(folder))
    return _guided(atheris, name, float(seconds), Path(folder))


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
