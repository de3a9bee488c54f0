"""Waiting by condition in tests of the workspace."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from indipyterm.presentation.keys import VectorKey
from indipyterm.workspace.change import Change, Notice
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.workspace import Address, Workspace
from tests.servers import LOOPBACK


async def until(condition: Callable[[], object], timeout: float = 20.0) -> None:
    """Wait until a condition holds."""
    async with asyncio.timeout(timeout):
        while not condition():  # noqa: ASYNC110 - such conditions tell nobody when they change
            await asyncio.sleep(0.005)


class Subscriber:
    """Keeps all changes of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.changes: list[Change] = []
        self.unsubscribe = workspace.subscribe(self.changes.append)

    @property
    def notices(self) -> list[Notice]:
        """All notices so far."""
        return [notice for change in self.changes for notice in change.notices]


class Live:
    """A running workspace, its subscriber, and its first server's name."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.subscriber = Subscriber(workspace)
        self.server = next(server.name for server in workspace.servers)

    def key(self, vector: str, device: str = "Mount") -> VectorKey:
        """The key of a vector of the first server."""
        return VectorKey(self.server, device, vector)

    async def defined(self, vector: str, device: str = "Mount") -> VectorKey:
        """Wait until a vector is defined and its server known to be connected; return its key."""
        key = self.key(vector, device)
        await until(lambda: self.workspace.servers.live(self.server) and self.workspace.servers.vector(key))
        return key


@asynccontextmanager
async def running(port: int, options: LaunchOptions | None = None) -> AsyncIterator[Live]:
    """Run a workspace over a server on this machine; what fails in it fails the test."""
    workspace = Workspace([Address(LOOPBACK, port)], options)
    task = asyncio.create_task(workspace.run())
    try:
        yield Live(workspace)
    finally:
        async with asyncio.timeout(20):
            await workspace.close()
            await task
