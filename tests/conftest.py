"""What all tests share."""

from __future__ import annotations

import gc
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.termination import WORKERS, check_terminated, handle_signals

_LONGEST_ID = 60

# The first draw builds tables of all Unicode characters, which takes seconds on a small machine.
settings.register_profile("indipyterm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("indipyterm")


def pytest_configure() -> None:
    """Handle SIGTERM in this process, be it a worker of xdist's or not."""
    handle_signals()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Note a worker that was started: it would go on for five seconds when this process ends."""
    WORKERS.append(node.gateway.remote_exec("import os; channel.send(os.getpid())").receive())


def pytest_collection_finish() -> None:
    """Spare the tests what would be done again and again: looking for garbage among all modules, parsing the styles."""
    gc.collect()
    gc.freeze()
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
