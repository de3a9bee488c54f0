"""The demo server on a clock moved by hand, and a client of it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from indipyterm.demo.clock import ManualClock
from indipyterm.demo.server import DemoServer
from tests.demo.caller import Caller


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands still."""
    return ManualClock()


@pytest.fixture
async def server(clock: ManualClock) -> AsyncIterator[DemoServer]:
    """All instruments."""
    async with DemoServer(clock=clock) as server:
        yield server


@pytest.fixture
async def caller(server: DemoServer) -> AsyncIterator[Caller]:
    """A client that has heard all definitions."""
    caller = await Caller.call(server.port)
    yield caller
    await caller.hang_up()
