"""Which toolkits a package loads, in fresh processes: import contracts do not see what is loaded at run time."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import indipyterm

PACKAGES = ("presentation", "workspace")
TOOLKITS = ("textual", "rich", "starlette")

LOADED = """
import importlib, sys
for module in {modules}:
    importlib.import_module(module)
    for toolkit in sorted({toolkits} & {{name.partition(".")[0] for name in sys.modules}}):
        print(module, toolkit)
"""


def modules_of(package: str) -> list[str]:
    """All modules of a package, by their dotted names."""
    root = Path(indipyterm.__file__).parent
    files = sorted((root / package).rglob("*.py"))
    return [".".join(("indipyterm", *file.relative_to(root).with_suffix("").parts)) for file in files]


@cache
def loaded_by(package: str) -> dict[str, list[str]]:
    """The toolkits that are loaded once a module of the package is imported, by module, all in one fresh process."""
    modules = modules_of(package)
    code = LOADED.format(modules=modules, toolkits=set(TOOLKITS))
    lines = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.splitlines()
    found: dict[str, list[str]] = {module: [] for module in modules}
    for line in lines:
        module, toolkit = line.split()
        found[module].append(toolkit)
    return found


@pytest.mark.parametrize("module", [module for package in PACKAGES for module in modules_of(package)])
def test_no_toolkit_is_loaded(module: str) -> None:
    assert loaded_by(module.split(".")[1])[module] == []
