"""What all tests share."""

from __future__ import annotations

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
