"""A script beside a test: connected to the same server, it sets the scene, and hears what really happened."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import indipyterm as ipc
from indipyterm.client.views import model_of
from tests.servers import LOOPBACK

E = TypeVar("E", bound=ipc.Event)


class Witness(ipc.IPyClient):
    """Keeps all events; what is waited for is looked at after each of them."""

    def __init__(self, port: int) -> None:
        super().__init__(LOOPBACK, port)
        self.heard: list[ipc.Event] = []
        self._news = asyncio.Event()

    async def rxevent(self, event: ipc.Event) -> None:
        self.heard.append(event)
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def until(self, condition: Callable[[], object], timeout: float = 10.0) -> None:
        """Wait until something holds."""
        try:
            async with asyncio.timeout(timeout):
                while not condition():
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"not within {timeout} s; the last that was heard: {self.heard[-20:]}") from None

    async def event(self, kind: type[E], since: int = 0, timeout: float = 10.0) -> E:
        """Wait for an event of this class, not among the first `since`."""
        found: list[E] = []

        def heard() -> bool:
            found.extend(event for event in self.heard[since:] if isinstance(event, kind))
            return bool(found)

        await self.until(heard, timeout)
        return found[0]

    async def image(self, since: int = 0) -> ipc.setBLOBVector:
        """Wait for BLOBs; a mere change of state is none."""
        await self.until(lambda: any(isinstance(event, ipc.setBLOBVector) and event for event in self.heard[since:]))
        return next(event for event in self.heard[since:] if isinstance(event, ipc.setBLOBVector) and event)

    def states(self, device: str, vector: str, since: int = 0) -> list[str]:
        """The states that a vector was given, one after the other, each once; the first `since` events left out."""
        states: list[str] = []
        for event in self.heard[since:]:
            if (event.devicename, event.vectorname) == (device, vector) and event.eventtype in ("Set", "SetBLOB"):
                state = getattr(event, "state", None)
                if state and states[-1:] != [state]:
                    states.append(state)
        return states

    def went(self, device: str, vector: str, *states: str, since: int = 0) -> bool:
        """Whether a vector went through these states in this order, perhaps through others in between."""
        passed = iter(self.states(device, vector, since))
        return all(state in passed for state in states)

    async def ask(self, device: str, vector: str, members: Mapping[str, Any], state: str = "Ok") -> None:
        """Send values that are taken, and wait for the answer."""
        since = len(self.heard)
        await self.until(lambda: self.defined(device, vector))
        assert await self.send_newVector(device, vector, members=members), self.messages[0]
        await self.until(lambda: self.went(device, vector, state, since=since))

    def defined(self, device: str, vector: str) -> bool:
        """Whether a vector is there now, and was defined over this connection."""
        return device in self and vector in self[device] and _is_there(self[device][vector])

    def vectors(self, device: str | None = None) -> int:
        """How many such vectors there are, of one device or of all."""
        devices = self.values() if device is None else [self[device]] if device in self else []
        return sum(_is_there(vector) for each in devices for vector in each.values())

    async def connect(self, counts: Mapping[str, int]) -> None:
        """Connect devices, and wait until each has as many vectors as it should."""
        for device in counts:
            await self.until(lambda device=device: self.defined(device, "CONNECTION"))  # type: ignore[misc]
            await self.ask(device, "CONNECTION", {"CONNECT": "On"})
        await self.until(lambda: all(self.vectors(device) == count for device, count in counts.items()))

    async def disconnect(self, devices: Iterable[str]) -> None:
        """Disconnect devices."""
        for device in devices:
            await self.ask(device, "CONNECTION", {"DISCONNECT": "On"}, state="Idle")


def _is_there(vector: ipc.Vector) -> bool:
    return vector.enable and not model_of(vector).stale


@asynccontextmanager
async def running(client: ipc.IPyClient) -> AsyncIterator[None]:
    """Run a client beside a test; at the end shut it down, wait for that, and raise what it raised."""
    run = asyncio.create_task(client.asyncrun())
    try:
        yield
    finally:
        client.shutdown()
        async with asyncio.timeout(5):
            await run
