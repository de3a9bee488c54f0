"""The demo server on a clock moved by hand, and a client of it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from indipyterm.demo.clock import ManualClock
from indipyterm.demo.server import DemoServer
from tests.demo.client import DemoClient


@pytest.fixture
def clock() -> ManualClock:
    """A clock moved by hand."""
    return ManualClock()


@pytest.fixture
async def server(clock: ManualClock) -> AsyncIterator[DemoServer]:
    """All instruments."""
    async with DemoServer(clock=clock) as server:
        yield server


@pytest.fixture
async def client(server: DemoServer) -> AsyncIterator[DemoClient]:
    """A client that has received all definitions."""
    client = await DemoClient.connect(server.port)
    yield client
    await client.close()
