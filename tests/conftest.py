"""What all tests share."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

_LONGEST_ID = 60

# The first draw builds tables of all Unicode characters, which takes seconds on a small machine.
settings.register_profile("indipyterm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("indipyterm")


@pytest.hookimpl(tryfirst=True)
def pytest_make_parametrize_id(val: object) -> str | None:
    """Keep the names of tests readable, and the same in each process: compressed data hold the time."""
    if isinstance(val, bytes) and not (val.isascii() and val.decode().isprintable()):
        return f"{len(val)} bytes"
    if isinstance(val, str | bytes) and len(val) > _LONGEST_ID:
        return f"{val[:_LONGEST_ID]!a}, {len(val)} long"
    return None
