"""The demo server on a clock moved by hand, a session with it, and the real server with its six simulators."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack

import pytest

from indipyterm.commands import definitions, save
from indipyterm.commands.session import Session, connect
from indipyterm.demo.clock import ManualClock
from indipyterm.demo.server import DemoServer
from tests.servers import SIMULATORS, IndiServer, WireServer


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands still."""
    return ManualClock()


@pytest.fixture
async def demo(clock: ManualClock) -> AsyncIterator[DemoServer]:
    """All instruments, connected."""
    async with DemoServer(clock=clock) as server:
        yield server


@pytest.fixture
async def session(demo: DemoServer) -> AsyncIterator[Session]:
    """A session that has learned what the demo offers."""
    async with connect(demo.host, demo.port) as session:
        assert await session.ping(10)  # the demo answers in order, so all is defined
        yield session


@pytest.fixture
def short_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Definitions are known to have ended soon: for servers in this process, which keep nobody waiting."""
    for name in ("QUIET", "QUIET_UNCONFIRMED", "QUIET_INCOMPLETE"):
        monkeypatch.setattr(definitions, name, 0.05)
    monkeypatch.setattr(save, "QUIET_UNKNOWN", 0.05)


@pytest.fixture
async def wire() -> AsyncIterator[WireServer]:
    """A server that says what a test tells it to, and answers no pings."""
    async with WireServer() as server:
        yield server


@pytest.fixture(scope="session")
def indi() -> Iterator[IndiServer]:
    """The real server with all six simulators. What a test connects or moves stays so for the tests after it."""
    with IndiServer(SIMULATORS) as server:
        yield server


@pytest.fixture
def start_indi() -> Iterator[Callable[..., IndiServer]]:
    """start_indi(WHEEL): a real server of the test's own with just these drivers."""
    with ExitStack() as servers:
        yield lambda *drivers: servers.enter_context(IndiServer(drivers))
