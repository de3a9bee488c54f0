"""A server of the one instrument that a test module is about."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from indipyterm.demo.clock import ManualClock
from indipyterm.demo.server import DemoServer


@pytest.fixture
async def server(request: pytest.FixtureRequest, clock: ManualClock) -> AsyncIterator[DemoServer]:
    """The module's ``INSTRUMENT`` alone."""
    async with DemoServer([request.module.INSTRUMENT()], clock) as server:
        yield server
