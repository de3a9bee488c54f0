"""Clients of a replay."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import pytest

from tests.demo.client import DemoClient
from tests.demo.replay.recordings import Connect


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Makes clients that are closed at the end."""
    clients: list[DemoClient] = []

    async def connect(port: int, *, everything: bool = True) -> DemoClient:
        clients.append(await DemoClient.connect(port, everything=everything))
        return clients[-1]

    yield connect
    for client in clients:
        with contextlib.suppress(ConnectionError):
            await client.close()
