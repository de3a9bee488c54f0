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
    """Keep the names of tests readable where a parameter is a long text."""
    if not isinstance(val, str | bytes) or len(val) <= _LONGEST_ID:
        return None
    return f"{val[:_LONGEST_ID]!a}, {len(val)} long"
