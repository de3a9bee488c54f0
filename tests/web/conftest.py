"""What tests of the web face share."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from indipyterm.web.accounts import passwords


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Hash in microseconds, except where the hashes themselves are tested."""
    if "real_hashes" not in request.fixturenames:
        monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobody.cache_clear()


@pytest.fixture
def real_hashes() -> None:
    """Hash as the program does."""
