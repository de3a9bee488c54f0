"""Scratch environments, for what is compared with or only tried."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def environment(folder: Path, requirement: str) -> Path:
    """Make an environment in `folder` that has `requirement`, unless it is there; gives its Python.

    Raises RuntimeError where that cannot be had. The pip is that of the Python we stem from: environments need none.
    """
    python = folder / "bin" / "python"
    if not python.exists():
        _run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    pip = [f"{sys.base_prefix}/bin/python3", "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    _run(*pip, "install", "--quiet", requirement)
    return python


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
