"""What the client's tests share: a server, and the certainty that no failure was lost in a task."""

from __future__ import annotations

import contextlib
import gc
import logging
import socket
from collections.abc import AsyncIterator, Iterator

import pytest

from indipyterm.client import ipyclient
from tests.servers import LOOPBACK, WireServer


@pytest.fixture(autouse=True)
def nothing_lost(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail where asyncio had to log: a task's exception that nobody took, a task or transport left behind."""
    yield
    gc.collect(1)  # what this test made; all would take as long as the test
    records = [record for record in caplog.get_records("call") if record.name == "asyncio"]
    assert not [record.getMessage() for record in records if record.levelno >= logging.WARNING]


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait long at shutdown for a script's hardware that never ends."""
    monkeypatch.setattr(ipyclient, "HARDWARE_SECONDS", 0.05)


@pytest.fixture
async def wire() -> AsyncIterator[WireServer]:
    """A server that says nothing by itself."""
    async with WireServer() as server:
        yield server


@pytest.fixture
def silent() -> Iterator[tuple[str, int]]:
    """Host and port of a server that never answers a connection: its queue is full and nobody takes from it."""
    with contextlib.ExitStack() as sockets:
        listener = sockets.enter_context(socket.socket())
        listener.bind((LOOPBACK, 0))
        listener.listen(0)
        while True:
            client = sockets.enter_context(socket.socket())
            client.settimeout(0.1)
            try:
                client.connect(listener.getsockname())
            except TimeoutError:
                break
        yield listener.getsockname()
