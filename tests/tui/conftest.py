"""The app with a mount, in a narrow terminal and in a wide one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal
from tests.tui.host import DEFINITIONS


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
