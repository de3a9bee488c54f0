"""A conversation with a server: its client, and ways to wait for what that receives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from indipyterm.client.core import ClientCore
from indipyterm.client.hosts import server_name
from indipyterm.client.ipyclient import IPyClient, core_of
from indipyterm.client.link import Tap
from indipyterm.exceptions import NoServer, NotSent
from indipyterm.model.catalog import Catalog
from indipyterm.model.events import (
    Connected,
    DataIgnored,
    Defined,
    Deleted,
    Disconnected,
    Event,
    MessageReceived,
    OtherClientSent,
    PingAnswered,
)
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import GetProperties, PingRequest


class Session:
    """Waits for what a client receives, within a ``with`` block.

    A `patient` session waits on where the connection is lost or cannot be made; others raise `NoServer`.
    """

    def __init__(self, client: IPyClient | ClientCore, *, patient: bool = False) -> None:
        self.client = client if isinstance(client, ClientCore) else core_of(client)
        self.patient = patient
        self.definitions = 0
        """How many vectors were defined since the connection was made; one that is defined again is none more."""
        self.pinged = False
        """Whether this server is known to answer pings."""
        self.mentioned: dict[str, None] = {}
        """The devices that the server said something of since the connection was made, in order."""
        self._known: set[tuple[str, str]] = set()
        self._uids = count(1)
        self._replies: set[str] = set()
        self._listeners: list[Callable[[Event], None]] = []
        self._down: str | None = None

    def __enter__(self) -> Self:
        self.client.listeners.append(self.on_event)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.client.listeners.remove(self.on_event)

    @property
    def catalog(self) -> Catalog:
        """What is known from the server."""
        return self.client.catalog

    def on_event(self, event: Event) -> None:
        """Called with each event of the client, within the ``with`` block."""
        match event:
            case PingAnswered(uid, _):
                self.pinged = True
                self._replies.add(uid)
            case Defined(message, _):
                self._count((message.device, message.name))
                self.mentioned[message.device] = None
            case MessageReceived(message) | OtherClientSent(message) if message.device:
                self.mentioned[message.device] = None
            case DataIgnored(_, device) if device:
                self.mentioned[device] = None
            case Deleted(message):
                if message.name is None:
                    self.mentioned = {name: None for name in self.mentioned if message.device not in (None, name)}
                self._known = {key for key in self._known if self.catalog.find(*key)}
            case Connected():
                self.definitions, self._known, self._down = 0, set(), None
                self.mentioned = {}
            case Disconnected(reason):
                self._down = reason
        for listener in tuple(self._listeners):
            listener(event)

    @contextmanager
    def listening(self, listener: Callable[[Event], None]) -> Iterator[None]:
        """Call `listener` with each event, at once; it must not raise."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    async def until(self, condition: Callable[[], bool], seconds: float | None = None) -> None:
        """Wait until a condition holds; it is evaluated now, and at once after each event.

        Raises TimeoutError after `seconds`, `NoServer` where the connection is lost and the session not patient.
        """
        if condition():
            return
        self.check()
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def listener(event: Event) -> None:
            if done.done():
                return
            if condition():
                done.set_result(None)
            elif isinstance(event, Disconnected) and not self.patient:
                done.set_exception(self._lost())

        with self.listening(listener):
            async with asyncio.timeout(seconds):
                await done

    def check(self) -> None:
        """Raise `NoServer` where there is no connection, unless the session is patient."""
        if self._down is not None and not self.patient:
            raise self._lost()

    async def ping(self, seconds: float) -> bool:
        """Ask the server whether it is there; False where it has not answered after `seconds`.

        Raises `NoServer` where there is no connection.
        """
        uid = self.next_uid()
        try:
            self.client.link.send(encode(PingRequest(uid)))
        except NotSent:
            self.check()
            return False
        try:
            await self.until(lambda: uid in self._replies, seconds)
        except TimeoutError:
            return False
        return True

    def next_uid(self) -> str:
        """A uid for a ping that no other ping of this session has."""
        return f"indipyterm-{next(self._uids)}"

    def _count(self, key: tuple[str, str]) -> None:
        """Count a vector that was defined, once: some drivers define what they have again and again."""
        if key not in self._known:
            self._known.add(key)
            self.definitions += 1

    @property
    def where(self) -> str:
        """The server, as people call it."""
        return server_name(self.client.host, self.client.port)

    def _lost(self) -> NoServer:
        return NoServer(f"{self.where}: {self._down}")


@asynccontextmanager
async def connect(
    host: str = "localhost",
    port: int = 7624,
    only: Sequence[str] = (),
    *,
    patient: bool = False,
    blobfolder: str | Path | None = None,
    tap: Tap | None = None,
    listener: Callable[[Event], object] | None = None,
) -> AsyncIterator[Session]:
    """Run a client for as long as the block takes; give its session once it is connected, or, if patient, at once.

    It asks the server for the devices called `only`, or for everything. BLOBs that are enabled go to `blobfolder`;
    a `tap` is called with all that is received and sent, a `listener` with each event, the first connection included.
    Raises `NoServer` where no connection can be made, `NotSaved`, and whatever ended the client.
    """
    client = ClientCore(host, port)
    client.save_blobs_in(blobfolder)
    client.set_deadlines(enabled=False)  # `answers.ask` has its own
    client.link.tap = tap
    if listener:
        client.listeners.append(listener)
    with Session(client, patient=patient) as session:
        queries = [GetProperties(device=device) for device in only] or [GetProperties()]
        client.greeting = (*queries, PingRequest(session.next_uid()))  # the reply shows that this server answers pings
        running = asyncio.create_task(client.run())
        block = asyncio.current_task()
        assert block is not None
        running.add_done_callback(lambda _: client.stopping or block.cancel())  # a fault: nothing more is received
        try:
            if not patient:
                await session.until(lambda: client.connected)
            yield session
        finally:
            client.shutdown()
            await running
