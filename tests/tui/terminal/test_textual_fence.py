"""Textual's internals are used in `indipyterm/tui/terminal` only, where each use has a test."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from inspect import getsource, isclass
from pathlib import Path
from textwrap import dedent
from typing import TypeGuard

import pytest

import indipyterm.tui

ROOT = Path(indipyterm.tui.__file__).parent
MODULES = [path for path in sorted(ROOT.rglob("*.py")) if path.parent != ROOT / "terminal"]
OURS = {"_replace", "_asdict", "_fields", "_make"}
"""Names of named tuples, which are public in spite of the underscore."""


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


@cache
def _textual_privates(base: type) -> frozenset[str]:
    """The private names of a class of Textual: those of the class, and those set on `self` in its methods."""
    tree = ast.parse(dedent(getsource(base)))
    on_self = {node.attr for node in ast.walk(tree) if _is_of_self(node) and isinstance(node.ctx, ast.Store)}
    return frozenset(filter(_is_private, vars(base).keys() | on_self))


def _is_of_self(node: ast.AST) -> TypeGuard[ast.Attribute]:
    """Whether a node is an attribute of ``self``, ``cls`` or ``super()``."""
    if not isinstance(node, ast.Attribute):
        return False
    is_super = isinstance(node.value, ast.Call) and ast.unparse(node.value) == "super()"
    return is_super or (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))


def _private_uses(source: str) -> Iterator[tuple[int, str]]:
    """Lines on which a module uses a private module of Textual, or a private name of an object that is not its own."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom | ast.Import):
            package = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            for name in (package + alias.name for alias in node.names):
                if name.startswith("textual.") and "._" in name:
                    yield node.lineno, name
        if (
            isinstance(node, ast.Attribute)
            and _is_private(node.attr)
            and not _is_of_self(node)
            and node.attr not in OURS
        ):
            yield node.lineno, ast.unparse(node)


def _private_uses_of_self(owner: type) -> Iterator[tuple[int, str]]:
    """Lines on which a class uses or overrides a private name of one of Textual's that it derives from."""
    bases = [base for base in owner.__mro__ if base.__module__.partition(".")[0] == "textual"]
    theirs = {name: base.__name__ for base in bases for name in _textual_privates(base)}
    for node in ast.walk(ast.parse(dedent(getsource(owner)))):
        if _is_of_self(node):
            name = node.attr
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            name = node.name
        else:
            continue
        if name in theirs:
            yield node.lineno, f"{owner.__name__}.{name} of Textual's {theirs[name]}"


def _patches(source: str) -> Iterator[tuple[int, str]]:
    """Lines on which a module sets an attribute of a class or module that it imports from Textual."""
    tree = ast.parse(source)
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual")
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)):
            continue
        if isinstance(node.value, ast.Name) and node.value.id in imported:
            yield node.lineno, f"{ast.unparse(node)} is set"


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(ROOT)) for path in MODULES])
def test_no_internals_of_textual_outside_the_terminal_package(path: Path) -> None:
    source = path.read_text()
    name = ".".join(path.relative_to(ROOT.parents[1]).with_suffix("").parts).removesuffix(".__init__")
    classes = [each for each in vars(import_module(name)).values() if isclass(each) and each.__module__ == name]
    found = [*_private_uses(source), *_patches(source)]
    found += [use for each in classes for use in _private_uses_of_self(each)]
    assert not found, f"{name} uses internals of Textual: {found}; move that to indipyterm/tui/terminal, with a test"


SAMPLES = [
    ("from textual._compositor import ChopsUpdate", "textual._compositor.ChopsUpdate"),
    ("import textual._context", "textual._context"),
    ("widget._attach(parent)", "widget._attach"),
    ("self.app._keymap", "self.app._keymap"),
    ("from textual.scrollbar import ScrollBar\nScrollBar.renderer = None", "ScrollBar.renderer is set"),
]


@pytest.mark.parametrize(("source", "found"), SAMPLES)
def test_the_scan_finds_what_it_looks_for(source: str, found: str) -> None:
    assert found in [use for _, use in (*_private_uses(source), *_patches(source))]


def test_the_scan_finds_private_names_that_a_class_inherits() -> None:
    from indipyterm.tui.terminal.app import TerminalApp
    from indipyterm.tui.terminal.driver import ResilientDriver

    app = {use for _, use in _private_uses_of_self(TerminalApp)}
    pump = {f"TerminalApp.{name} of Textual's MessagePump" for name in ("_closed", "_running")}
    assert (
        pump
        | {
            f"TerminalApp.{name} of Textual's App"
            for name in (
                "_display",
                "_background_screens",
                "_batch_count",
                "_begin_update",
                "_driver",
                "_end_update",
                "_keymap",
                "_notifications",
                "_refresh_notifications",
                "_unnotify",
            )
        }
        == app
    )
    driver = {use for _, use in _private_uses_of_self(ResilientDriver)}
    assert "ResilientDriver._loop of Textual's Driver" in driver
