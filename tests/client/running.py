"""A client that remembers what it was told, run beside a test and waited for by condition."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, TypeVar

from indipyterm.client.events import Event
from indipyterm.client.ipyclient import IPyClient, core_of
from indipyterm.client.link import Backoff, Link
from indipyterm.model import events as model
from tests.servers import LOOPBACK

_E = TypeVar("_E", bound=Event)
_M = TypeVar("_M", bound=model.Event)

HELLO = b'<getProperties version="1.7"/>\n'
"""What every client says first."""


def quick() -> Backoff:
    """Tries again at once, nearly."""
    return Backoff(0.01, 0.02)


def patient() -> Backoff:
    """Waits for longer than any test."""
    return Backoff(600, 600)


class Script(IPyClient):
    """A script that keeps its events, and what the model said."""

    def __init__(self, port: int, backoff: Backoff | None = None, **clientdata: Any) -> None:
        super().__init__(LOOPBACK, port, **clientdata)
        self.enable_reports = False  # of the connection: tests of other things need not count them
        self.core = core_of(self)
        self.core.link = Link(LOOPBACK, port, backoff or quick())
        self.core.listeners.append(self._on_event)
        self.catalog = self.core.catalog
        self.heard: list[Event] = []
        self.changes: list[model.Event] = []
        self._changed = asyncio.Event()

    async def rxevent(self, event: Event) -> None:
        self.heard.append(event)
        self._wake()

    def _on_event(self, event: model.Event) -> None:
        self.changes.append(event)
        asyncio.get_running_loop().call_soon(self._wake)  # rxevent first

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def until(self, condition: Callable[[], object], timeout: float = 30.0) -> None:
        """Wait until something holds; looked at after each event."""
        try:
            async with asyncio.timeout(timeout):
                while not condition():
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"not within {timeout} s; heard {self.heard[-10:]}, {self.texts()[:10]}") from None

    async def event(self, kind: type[_E], count: int = 1) -> _E:
        """Wait for the first (or `count`-th) event of a public class."""
        await self.until(lambda: len(self.all(kind)) >= count)
        return self.all(kind)[count - 1]

    async def change(self, kind: type[_M], count: int = 1) -> _M:
        """Wait for the first (or `count`-th) of the model's events of one kind."""
        await self.until(lambda: len(self.all_changes(kind)) >= count)
        return self.all_changes(kind)[count - 1]

    async def vector(self, device: str, vector: str) -> None:
        """Wait until a vector is there."""
        await self.until(lambda: self.catalog.find(device, vector))

    def all(self, kind: type[_E]) -> list[_E]:
        return [event for event in self.heard if isinstance(event, kind)]

    def all_changes(self, kind: type[_M]) -> list[_M]:
        return [change for change in self.changes if isinstance(change, kind)]

    def texts(self) -> list[str]:
        """What there is in the client's messages, newest first."""
        return [text for _, text in self.messages]


@contextlib.asynccontextmanager
async def running(client: IPyClient) -> AsyncIterator[asyncio.Task[None]]:
    """Run it; at the end shut it down, wait for that, and raise what it raised."""
    task = asyncio.create_task(client.asyncrun())
    try:
        yield task
    finally:
        client.shutdown()
        async with asyncio.timeout(30):
            await task


async def ends_soon(run: asyncio.Task[None]) -> None:
    """Check that asyncrun ends without waiting for what takes longer in these tests, and raise what it raised."""
    await asyncio.wait([run], timeout=5)  # a busy machine is no failure; to connect may take twice as long
    assert run.done(), "still running after 5 s"
    run.result()


def on_connecting() -> asyncio.Event:
    """Set when the running loop begins to connect a socket from now on."""
    loop, begun = asyncio.get_running_loop(), asyncio.Event()
    connect = loop.sock_connect

    async def spy(sock: socket.socket, address: Any) -> None:
        begun.set()
        await connect(sock, address)

    loop.sock_connect = spy  # type: ignore[method-assign]
    return begun


def files(folder: Path) -> list[str]:
    """The names of all files in a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


def contents(path: str) -> bytes:
    """The bytes of a file."""
    return Path(path).read_bytes()
