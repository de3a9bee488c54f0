"""What all tests share."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
import zlib
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.termination import WORKERS, check_terminated, handle_signals

_LONGEST_ID = 60

_LONGEST = (
    "hostile/test_screen",
    "tui/test_snapshots",
    "web/browser/test_screens",
    "hostile/test_client",
    "cli/test_shell_completion",
    "hostile/test_program",
    "tui/sheet/test_displaced_cursor",
    "real/test_screen",
    "tui/terminal/test_signals",
    "real/test_keystrokes",
    "fuzz/test_fuzz",
    "tui/screens/test_palette",
    "tui/screens/test_settings",
    "protocol/test_set_templates",
)
"""The files that take more than ten seconds."""

_OBJECTS_BETWEEN_COLLECTIONS = 20_000
"""Python's own 700 make a twentieth of the tests' time: each app that a test starts is one great cycle."""

# Python is started some hundred times: what it has compiled is kept, even where the environment says otherwise.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The first draw builds tables of all Unicode characters, which takes seconds on a small machine.
settings.register_profile("indipyterm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("indipyterm")


def pytest_configure(config: pytest.Config) -> None:
    """Handle SIGTERM in this process, be it a worker of xdist's or not; the order of files is decided here."""
    handle_signals()
    config.option.loadscopereorder = False


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Note a worker that was started: it would go on for five seconds when this process ends."""
    WORKERS.append(node.gateway.remote_exec("import os; channel.send(os.getpid())").receive())


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Import this worker's share of the tests first: all import all in the same order, and would each compile all."""
    gc.disable()
    if own := getattr(session.config, "workerinput", None):
        share = slice(int(own["workerid"].removeprefix("gw")) % own["workercount"], None, own["workercount"])
        for module in _test_modules(session.config)[share]:
            with contextlib.suppress(Exception):  # what is wrong with it is said when its tests are collected
                importlib.import_module(module)


def _test_modules(config: pytest.Config) -> list[str]:
    """The names of the modules of tests in the folders that pytest was called with."""
    folders = {config.invocation_params.dir / argument for argument in config.args}
    files = [
        path for path in sorted(config.rootpath.glob("tests/**/test_*.py")) if not folders.isdisjoint(path.parents)
    ]
    return [".".join(path.relative_to(config.rootpath).with_suffix("").parts) for path in files]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let workers begin with the longest files; the others are mixed, so that one computes while another waits."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: _turn(item.nodeid.partition("::")[0]))


@cache
def _turn(file: str) -> tuple[int, int]:
    """When a file's turn is, among those of all files."""
    name = file.removeprefix("tests/").removesuffix(".py")
    return (_LONGEST.index(name) if name in _LONGEST else len(_LONGEST), zlib.crc32(name.encode()))


def pytest_collection_finish() -> None:
    """Spare the tests what would be done again and again: looking for garbage among all modules, parsing the styles."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    if "textual.css.stylesheet" in sys.modules:
        parse_styles_once()


def parse_styles_once() -> None:
    """Keep what Textual makes of each style sheet for the next app: each has a cache of its own only."""
    from textual.css.stylesheet import Stylesheet

    parse, kept = Stylesheet._parse_rules, dict[Any, Any]()

    def parse_once(sheet: Stylesheet, *what: Any, **more: Any) -> Any:
        key = (frozenset(sheet._variables.items()), what, frozenset(more.items()))
        if key not in kept:
            kept[key] = parse(sheet, *what, **more)
        return kept[key]

    Stylesheet._parse_rules = parse_once  # type: ignore[method-assign, assignment]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Handle SIGTERM again, in case the last test has left the system's default."""
    handle_signals()
    check_terminated()


@pytest.hookimpl(tryfirst=True)
def pytest_make_parametrize_id(val: object) -> str | None:
    """Keep the names of tests readable, and the same in each process: compressed data hold the time."""
    if isinstance(val, bytes) and not (val.isascii() and val.decode().isprintable()):
        return f"{len(val)} bytes"
    if isinstance(val, str | bytes) and len(val) > _LONGEST_ID:
        return f"{val[:_LONGEST_ID]!a}, {len(val)} long"
    return None
