"""The figures of `docs/architecture.md`: ``python -m tests.counts [ROOT]`` for the package in ROOT, of any commit."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

import grimp
import textual


def lengths(package: Path) -> dict[str, int]:
    """Lines of each module; what says what a package is for (`__init__`) is none."""
    files = (file for file in sorted(package.rglob("*.py")) if file.name != "__init__.py")
    return {file.relative_to(package).as_posix(): len(file.read_text().splitlines()) for file in files}


def in_circles() -> list[str]:
    """All modules that import themselves by way of others, imports for types included."""
    graph = grimp.build_graph("indipyterm", cache_dir=None)
    return [
        module
        for module in sorted(graph.modules)
        if any(
            graph.chain_exists(importer=imported, imported=module)
            for imported in graph.find_modules_directly_imported_by(module)
        )
    ]


def private_names(package: Path) -> Iterator[str]:
    """Where a private name of Textual is imported, or used without being one of our own, as ``file:line name``."""
    theirs = _private_names_of(Path(textual.__file__).parent)
    others = theirs - _private_names_of(package) - set(dir(NamedTuple("_Fields", [])))
    for file in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            match node:
                case ast.ImportFrom(module=str(name)) if name.startswith("textual") and "._" in name:
                    pass
                case ast.Attribute(attr=name, value=ast.Call(func=ast.Name(id="super"))) if name in theirs:
                    pass
                case ast.Attribute(attr=name) if name in others:
                    pass
                case _:
                    continue
            yield f"{file.relative_to(package)}:{node.lineno} {name}"


def _private_names_of(package: Path) -> set[str]:
    """The private names of functions and attributes that a package defines."""
    found = set()
    for file in package.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    found.add(name)
                case ast.Attribute(attr=name, ctx=ast.Store()) | ast.AnnAssign(target=ast.Name(id=name)):
                    found.add(name)
    return {name for name in found if re.match("_[a-z]", name)}


def main(root: Path) -> None:
    """Print the figures of the package in a checkout."""
    sys.path.insert(0, str(root))
    package = root / "indipyterm"
    lines = lengths(package)
    largest = max(lines, key=lambda name: lines[name])
    print(f"modules: {len(lines)}, median {median(lines.values()):g} lines, largest {lines[largest]} ({largest})")
    print(f"modules of more than 350 lines: {sum(count > 350 for count in lines.values())}")
    print(f"modules in import circles: {len(found := in_circles())}", *found)
    for name in ("presentation", "workspace"):
        print(f"modules of {name}: {sum(module.startswith(f'{name}/') for module in lines)}")
    told = 'is read-only|Refused."read-only|Read-only mode: nothing'
    files = [name for name in lines if not name.startswith("demo/")]  # a server
    deciding = [name for name in files if re.search(told, (package / name).read_text())]
    print(f"modules that say why nothing may be sent: {len(deciding)}", *deciding)
    private = [use for use in private_names(package) if not use.startswith("tui/terminal/")]
    print(f"private names of Textual outside tui/terminal: {len(private)}", *private, sep="\n    ")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve())
