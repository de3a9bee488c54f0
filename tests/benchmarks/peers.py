"""Scratch environments for what is compared with: made when asked for, from the package index."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


class Peers:
    """One environment for each requirement, in a folder. `given`, if there is one, is the Python that has them all."""

    def __init__(self, folder: Path, given: str | None = None) -> None:
        self._folder, self._given = folder, given

    def python(self, requirement: str) -> str:
        """The Python that has `requirement` ("indipyclient==0.9.4"), installed now unless it was before."""
        if self._given:
            return self._given
        python = self._folder / requirement.replace("==", "-") / "bin" / "python"
        if not python.exists():
            _run(sys.executable, "-m", "venv", "--without-pip", str(python.parents[1]))
            pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
            _run(*pip, "install", "--quiet", requirement)
        return str(python)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
