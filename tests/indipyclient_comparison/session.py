"""What each behaviour works with: one library, a server of its own, and the events that its client received."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from importlib import import_module
from math import isfinite
from pathlib import Path
from typing import Any

from tests.indipyclient_comparison.instruments import DEFINITIONS
from tests.indipyclient_comparison.server import LOOPBACK, Server

PATIENCE = 25.0  # seconds; the slowest thing that is waited for is a second try to connect, after five
_LOOK_SECONDS = 0.05
_END_SECONDS = 2.0  # to end by itself
_NOW = timedelta(minutes=2)
_RAISES = "raises "
_MARK = "comparison"


class Session:
    """One behaviour under way. `client` is the last that was started."""

    def __init__(self, library: Any, folder: Path, logged: list[tuple[str, str]]) -> None:
        self.library = library
        self._folder = folder
        self.logged = logged
        """(level, text) of what the library has logged."""
        self.server = Server(DEFINITIONS, self.wake)
        self.events: list[Any] = []
        """All events but those that `settle` causes."""
        self.client: Any = None
        self._clients: list[Any] = []
        self._runs: list[asyncio.Task[None]] = []
        self._changed = asyncio.Event()
        self._marks = 0
        self._heard: set[str] = set()
        self._taken = 0

    @property
    def folder(self) -> Path:
        """A folder of this behaviour's own."""
        self._folder.mkdir(exist_ok=True)
        return self._folder

    # Running a client

    def new(self, clientdata: Mapping[str, Any] | None = None, **methods: Any) -> Any:
        """A client for the server that keeps its events here; `methods` are those of a subclass."""
        base = type("Script", (self.library.IPyClient,), methods)
        self.client = self.recorder(base)(LOOPBACK, self.server.port, **(clientdata or {}))
        return self.client

    def recorder(self, base: type[Any]) -> type[Any]:
        """A subclass that keeps its events here."""

        async def rxevent(client: Any, event: Any) -> None:
            try:
                await base.rxevent(client, event)
            finally:
                if event.devicename == _MARK:
                    self._heard.add(event.vectorname)
                else:
                    self.events.append(event)
                self.wake()

        return type("Recorder", (base,), {"rxevent": rxevent})

    def submodule(self, name: str) -> Any:
        """A module of the library."""
        return import_module(f"{self.library.__name__}.{name}")

    def run(self, client: Any) -> asyncio.Task[None]:
        """Run a client until the end of the behaviour."""
        self.client = client
        self._clients.append(client)
        self._runs.append(asyncio.create_task(client.asyncrun()))
        return self._runs[-1]

    async def start(self, client: Any = None) -> Any:
        """Run a client and wait until it has received all definitions; what it sent until then is forgotten."""
        client = self.new() if client is None else client
        self.run(client)
        await self.until(lambda: "UPLOAD" in client.get("Camera", {}), "definitions")
        await self.settle()
        await self.sent()
        self.events.clear()
        return client

    @asynccontextmanager
    async def ended(self) -> AsyncIterator[None]:
        """Ends all clients in the end."""
        try:
            yield
        finally:
            for client in self._clients:
                client.shutdown()
            if self._runs:
                _, running = await asyncio.wait(self._runs, timeout=_END_SECONDS)
                for run in running:
                    run.cancel()

    # Waiting

    def wake(self) -> None:
        """Something happened that somebody may wait for."""
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def until(self, condition: Callable[[], object], what: str = "", seconds: float = PATIENCE) -> None:
        """Wait until something holds; raises TimeoutError."""
        end = asyncio.get_running_loop().time() + seconds
        while not condition():
            if asyncio.get_running_loop().time() > end:
                raise TimeoutError(what)
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self._changed.wait()

    async def event(self, eventtype: str) -> Any:
        """Wait for an event of a type; gives it."""
        await self.until(lambda: any(event.eventtype == eventtype for event in self.events), eventtype)
        return next(event for event in self.events if event.eventtype == eventtype)

    async def say(self, xml: str) -> None:
        """Let the server say something, and the client hear it."""
        self.server.say(xml)
        await self.settle()

    async def settle(self) -> None:
        """Wait until the client has received all that the server has said."""
        self._marks += 1
        name = f"mark{self._marks}"
        self.server.say(f'<getProperties version="1.7" device="{_MARK}" name="{name}"/>')
        await self.until(lambda: name in self._heard, "what the server said")

    async def sent(self) -> list[str]:
        """What the client has sent since this was called last."""
        self._marks += 1
        mark = f"{_MARK}.mark{self._marks}"
        await self.client.send_getProperties(*mark.split("."))
        await self.until(lambda: any(mark in text for text in self.server.received), "what was sent")
        new = self.server.received[self._taken :]
        self._taken = len(self.server.received)
        return [text for text in new if _MARK not in text]

    # What was seen

    def seen(self) -> list[str]:
        """The events until now, in short."""
        return [self.without_port(described(event)) for event in self.events]

    def log(self, *levels: str) -> list[str]:
        """The texts that were logged with these levels."""
        return [text for level, text in self.logged if level in levels]

    def texts(self, item: Any = None) -> list[str]:
        """The messages of the client or a device, the newest first."""
        owner = self.client if item is None else item
        return [self.without_port(text) for _, text in owner.messages]

    def without_port(self, text: str) -> str:
        """A text that is the same in each run."""
        return text.replace(f"{LOOPBACK}:{self.server.port}", "HOST:PORT")


async def attempt(work: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
    """What a call returns, awaited where it has to be; "raises …" with the built-in exception that catches it."""
    try:
        result = work(*arguments, **keywords)
        return plain(await result if inspect.isawaitable(result) else result)
    except Exception as error:  # noqa: BLE001  # which one is what is compared
        return f"{_RAISES}{next(each.__name__ for each in type(error).__mro__ if each.__module__ == 'builtins')}"


def raised(result: Any) -> str | None:
    """The exception of an `attempt`; None where it gave a result."""
    return result.removeprefix(_RAISES) if isinstance(result, str) and result.startswith(_RAISES) else None


def described(event: Any) -> str:
    """An event in short: ``setSwitchVector Mount.PARK PARK=Off state=Ok``."""
    place = ".".join(filter(None, (event.devicename, event.vectorname)))
    values = ", ".join(f"{name}={value}" for name, value in event.items()) if hasattr(event, "items") else ""
    message = getattr(event, "message", None)
    return " ".join(filter(None, [type(event).__name__, place, values, f"message={message}" if message else ""]))


def attributes(item: Any, names: str) -> dict[str, Any]:
    """Some attributes of an object; where there is none, that is said."""
    return {name: plain(getattr(item, name, "no such attribute")) for name in names.split()}


def plain(value: Any) -> Any:
    """A value as JSON has it; the present time is "now"."""
    match value:
        case float() if not isfinite(value):
            return str(value)
        case None | bool() | int() | float():
            return value
        case str():
            return str(value)
        case bytes():
            return f"{value!r}"
        case datetime():
            recent = value.tzinfo and abs(datetime.now(UTC) - value) < _NOW
            return "now" if recent else value.isoformat()
        case Path():
            return f"the path {value.name}"
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case list() | tuple() | set():
            return [plain(one) for one in value]
    return type(value).__name__
