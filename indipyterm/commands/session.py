"""A conversation with a server: its client, and ways to wait for what that hears."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from itertools import count
from pathlib import Path

from indipyterm.client.ipyclient import IPyClient
from indipyterm.client.link import Tap
from indipyterm.exceptions import NoServer, NotSent
from indipyterm.model.catalog import Catalog
from indipyterm.model.events import Connected, Defined, Deleted, Disconnected, Event
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import Element, GetProperties, PingReply, PingRequest

Heard = Event | PingReply
"""What a session hears: what changed, and replies to pings."""


class Session:
    """Waits for what a client hears. The client hands over its events with `hear`, its model being current.

    A `patient` session waits on where the connection is lost or cannot be made; others raise `NoServer`.
    """

    def __init__(self, client: IPyClient, *, patient: bool = False) -> None:
        self.client = client
        self.patient = patient
        self.definitions = 0
        """How many vectors were defined since the connection was made; one that is defined again is none more."""
        self.pinged = False
        """Whether this server is known to answer pings."""
        self._known: set[tuple[str, str]] = set()
        self._uids = count(1)
        self._replies: set[str] = set()
        self._ears: list[Callable[[Heard], None]] = []
        self._down: str | None = None

    @property
    def catalog(self) -> Catalog:
        """What the server has said so far."""
        return self.client.catalog

    def hear(self, heard: Heard) -> None:
        """Take what the client heard and tell those who wait. To be called with each event, in order."""
        if isinstance(heard, PingReply):
            self.pinged = True
            self._replies.add(heard.uid)
        elif isinstance(heard, Defined):
            self._count((heard.message.device, heard.message.name))
        elif isinstance(heard, Deleted):
            self._known = {key for key in self._known if self.catalog.find(*key)}
        elif isinstance(heard, Connected):
            self.definitions, self._known, self._down = 0, set(), None
        elif isinstance(heard, Disconnected):
            self._down = heard.reason
        for ear in tuple(self._ears):
            ear(heard)

    @contextmanager
    def listening(self, ear: Callable[[Heard], None]) -> Iterator[None]:
        """Call `ear` with all that is heard, at once; it must not raise."""
        self._ears.append(ear)
        try:
            yield
        finally:
            self._ears.remove(ear)

    async def until(self, condition: Callable[[], bool], seconds: float | None = None) -> None:
        """Wait until a condition holds; it is looked at now, and at once after whatever is heard.

        Raises TimeoutError after `seconds`, `NoServer` where the connection is lost and the session not patient.
        """
        if condition():
            return
        self.check()
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def ear(heard: Heard) -> None:
            if done.done():
                return
            if condition():
                done.set_result(None)
            elif isinstance(heard, Disconnected) and not self.patient:
                done.set_exception(self._lost())

        with self.listening(ear):
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
        """The server, as host:port."""
        return f"{self.client.indihost}:{self.client.indiport}"

    def _lost(self) -> NoServer:
        return NoServer(f"{self.where}: {self._down}")


class CommandClient(IPyClient):
    """A client whose events go to its `session`."""

    def __init__(self, host: str, port: int, only: Sequence[str] = (), blobfolder: str | Path | None = None) -> None:
        """Make a client that asks for the devices called `only`, or for everything where that is empty.

        BLOBs that are enabled one by one are saved in `blobfolder`; setting `BLOBfolder` would enable all.
        Raises `NotSaved` where it is no directory that can be written to.
        """
        super().__init__(host, port)
        self.session = Session(self)
        self._only = only
        self.save_in(blobfolder)
        self.set_vector_timeouts(timeout_enable=False)  # `answers.ask` has its own

    async def dispatch(self, event: Event) -> None:
        """Hand each of the model's events to the session."""
        self.session.hear(event)

    async def link_made(self) -> None:
        """Ask for what is wanted, and for a ping: its reply tells whether this server answers pings."""
        asked: list[Element] = [GetProperties(device=device) for device in self._only] or [GetProperties()]
        asked.append(PingRequest(self.session.next_uid()))
        with suppress(NotSent):  # lost again: the next connection asks again
            self.link.send(b"".join(map(encode, asked)))
        await self.dispatch(Connected(self.now()))

    def ping_answered(self, reply: PingReply) -> None:
        """Tell the session of replies to its pings, of which the model knows nothing."""
        super().ping_answered(reply)
        self.session.hear(reply)


@asynccontextmanager
async def connect(
    host: str = "localhost",
    port: int = 7624,
    only: Sequence[str] = (),
    *,
    patient: bool = False,
    blobfolder: str | Path | None = None,
    tap: Tap | None = None,
) -> AsyncIterator[Session]:
    """Run a client for as long as the block takes; give its session once it is connected, or, if patient, at once.

    It asks the server for the devices called `only`, or for everything. BLOBs that are enabled go to `blobfolder`;
    a `tap` is told of all that goes over the line.
    Raises `NoServer` where no connection can be made, `NotSaved`, and whatever ended the client.
    """
    client = CommandClient(host, port, only, blobfolder)
    client.session.patient = patient
    client.link.tap = tap
    running = asyncio.create_task(client.asyncrun())
    block = asyncio.current_task()
    assert block is not None
    running.add_done_callback(lambda _: client.stop or block.cancel())  # a fault in the client: nothing more is heard
    try:
        if not patient:
            await client.session.until(lambda: client.connected)
        yield client.session
    finally:
        client.shutdown()
        await running
