"""What each package may load, looked at in fresh processes: import contracts do not see what comes along at run time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import indipyterm

TOOLKITS = ("textual", "rich", "starlette")

LOOK = """
import importlib, sys
for module in {modules}:
    importlib.import_module(module)
print(*sorted({toolkits} & {{name.partition(".")[0] for name in sys.modules}}))
"""


def modules_of(package: str) -> list[str]:
    """All modules of a package, by their dotted names."""
    root = Path(indipyterm.__file__).parent
    files = sorted((root / package).rglob("*.py"))
    return [".".join(("indipyterm", *file.relative_to(root).with_suffix("").parts)) for file in files]


@pytest.mark.parametrize(
    "package",
    [
        "presentation",
    ],
)
def test_no_toolkit_is_loaded(package: str) -> None:
    modules = modules_of(package)
    assert len(modules) > 5
    code = LOOK.format(modules=modules, toolkits=set(TOOLKITS))
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not loaded, f"{package} loads {loaded}"
