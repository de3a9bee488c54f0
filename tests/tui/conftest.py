"""The app with a mount, in a narrow terminal and in a wide one, and with a vector of each kind."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal
from tests.tui.host import DEFINITIONS
from tests.tui.samples import EVERY_KIND


@pytest.fixture
async def mount_server() -> AsyncIterator[WireServer]:
    """A server with a mount and a camera."""
    async with WireServer(DEFINITIONS) as server:
        yield server


@pytest.fixture
async def narrow(mount_server: WireServer) -> AsyncIterator[Terminal]:
    """The app at 80 columns, on the mount's coordinates."""
    async with terminal(mount_server.port, clock=StillClock()) as screen:
        await screen.select("Mount", "COORD")
        yield screen


@pytest.fixture
async def wide(mount_server: WireServer) -> AsyncIterator[Terminal]:
    """The app where there is room for the sidebar, too."""
    async with terminal(mount_server.port, (120, 40), StillClock()) as screen:
        await screen.select("Mount", "COORD")
        yield screen


@pytest.fixture
async def kinds_server() -> AsyncIterator[WireServer]:
    """A server with a vector of each kind."""
    async with WireServer(EVERY_KIND) as server:
        yield server


@pytest.fixture
async def kinds(kinds_server: WireServer, tmp_path: Path) -> AsyncIterator[Terminal]:
    """The app on that server, BLOBs to `tmp_path`; what the server received counts from now."""
    async with terminal(kinds_server.port, clock=StillClock(), folder=tmp_path) as screen:
        await screen.shows("Guide")
        await kinds_server.wait_received(b'<enableBLOB device="Mount" name="MODEL">Also</enableBLOB>')
        kinds_server.received.clear()
        yield screen
