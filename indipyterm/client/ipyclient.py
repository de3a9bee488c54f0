"""The INDI client that scripts and the screen use: a mapping of devices, kept current by one connection."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from indipyterm.client import events
from indipyterm.client.blobintake import BlobIntake
from indipyterm.client.blobsettings import BlobSettings
from indipyterm.client.deadlines import Deadlines
from indipyterm.client.link import Link
from indipyterm.client.snapshots import Snap
from indipyterm.client.tasks import Tasks
from indipyterm.client.transfers import Outgoing, Transfer
from indipyterm.client.uploads import encoded
from indipyterm.client.views import Device
from indipyterm.client.wirelog import LOG, Logged
from indipyterm.exceptions import NotSent, Refused
from indipyterm.model import devices, vectors
from indipyterm.model.events import Connected, Defined, Disconnected, Event, TimedOut, Updated
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import (
    Element,
    GetProperties,
    Kind,
    PingReply,
    PingRequest,
    Received,
    SetVector,
)

_STOP_SECONDS = 0.15
_UNANSWERED = "the connection was lost before an answer, and it is not sent again"


async def _nothing() -> None:
    """What is awaited where there is nothing to do."""


class IPyClient(BlobSettings, Logged):
    """Connects to an INDI server and keeps ``client[device][vector][member]`` current.

    Run it with ``await client.asyncrun()``; it reconnects by itself until `shutdown`. Override `rxevent` to hear of
    changes and `hardware` to run code beside the connection. `clientdata` holds the keyword arguments that are yours.
    """

    def __init__(self, indihost: str = "localhost", indiport: int = 7624, **clientdata: Any) -> None:
        super().__init__()
        self.link = Link(indihost, indiport)
        self.clientdata = clientdata
        self.user_string = ""
        self.enable_reports = True
        self.stopped = asyncio.Event()
        """Set when asyncrun is over."""
        self._deadlines = Deadlines(self._expired)
        self._blobs = BlobIntake()
        self._outgoing = Outgoing()
        self._models = type(self).dispatch is not IPyClient.dispatch  # somebody asks for the model's events
        self._stop = False
        self._tasks: Tasks | None = None
        self._telling: set[asyncio.Task[Any] | None] = set()  # tasks within `_tell`

    # What scripts override

    async def rxevent(self, event: events.Event) -> None:
        """Called with each event, the model being current. Return soon: nothing more is read meanwhile.

        What it raises ends asyncrun. While it waits it may be called again, from another task: a BLOB is there, a
        vector did not answer, `hardware` sent something that was refused. What it reports or warns of (a refusal, too)
        while it is told a message of this client's own is only kept in `messages`.
        """

    async def hardware(self) -> None:
        """Runs beside the connection from the start of asyncrun; it is cancelled at shutdown."""

    def dispatch(self, event: Event) -> Coroutine[Any, Any, None]:
        """Called with each of the model's own events, and awaited; makes the public one of it for `rxevent`."""
        made = events.public(self, event)
        return _nothing() if made is None else self.rxevent(made)

    def now(self) -> datetime:
        """The time that is given to what carries none, UTC."""
        return datetime.now(UTC)

    # The connection

    def view(self, device: devices.Device) -> Device:
        """Make the public view of a device; `devicemap` keeps it."""
        return Device(self, device)

    @property
    def connected(self) -> bool:
        """Whether there is a connection now."""
        return self.link.connected

    @property
    def indihost(self) -> str:
        """The host name or address of the server."""
        return self.link.host

    @property
    def indiport(self) -> int:
        """The port of the server."""
        return self.link.port

    @property
    def BLOBlimit(self) -> int:
        """Bytes of the largest BLOB that is taken, inflated or not; counts from the next connection on."""
        return self._blobs.most

    @BLOBlimit.setter
    def BLOBlimit(self, size: int) -> None:
        self._blobs.most, self.link.max_blob = size, -(-size * 7 // 5)  # base64 in lines takes 4/3, and a little

    def snapshot(self) -> Snap:
        """A copy of all that is known now, which stays as it is: for another thread, or as JSON."""
        return Snap(self)

    # Running

    @property
    def stop(self) -> bool:
        """Whether `shutdown` was called."""
        return self._stop

    def shutdown(self) -> None:
        """End asyncrun, within 0.2 s whatever it is doing. May be called from any thread, and before asyncrun."""
        self._stop = True
        if tasks := self._tasks:
            tasks.finish()

    async def asyncrun(self) -> None:
        """Connect, ask for everything, and stay connected until `shutdown`.

        Raises what `rxevent` or `hardware` raised, after closing the connection.
        """
        self.stopped.clear()
        tasks = self._tasks = Tasks()
        try:
            if not self._stop:  # looked at after the tasks are there: no thread's shutdown can slip through
                for work in (self.link.run(self), self._take_blobs(), self.hardware()):
                    tasks.spawn(work)
                await tasks.run(_STOP_SECONDS)
        finally:
            self._tasks = None
            self._forget_requests()
            self.stopped.set()

    def _forget_requests(self) -> list[vectors.Vector]:
        """Nothing is answered over a connection that is gone; gives what was not."""
        self._deadlines.clear()
        self._outgoing.clear()
        return self.catalog.lose()

    # Receiving

    async def link_made(self) -> None:
        """Called by the link when it is up."""
        self.write(GetProperties())  # before anything that a script may send
        await self.dispatch(Connected(self.now()))

    async def link_down(self, reason: str, retry: float, lost: bool) -> None:
        """Called by the link when it is lost, or could not be made; it tries again in `retry` seconds."""
        self._blobs.link_down()
        unanswered = self._forget_requests()
        await self.dispatch(Disconnected(reason, retry, lost, self.now()))
        if lost and (cut := self.link.cut):
            where = f"{cut.device} {cut.vector} {cut.member}"
            await self.warning(f"{where}: BLOB lost: the connection was lost after {cut.done} bytes")
        for vector in unanswered:
            await self.warning(f"not answered: {vector.device} {vector.name}: {_UNANSWERED}")

    async def link_heard(self, messages: Sequence[Received]) -> None:
        """Called by the link with what it read at once, in order."""
        when, logs, blobs, take = self.now(), self.logs, self._blobs, self.catalog.take
        models, made = self._models, events.SET
        for message in messages:
            if logs:
                self.log("received", message)
            if self._stop:  # what was read along with the last message is not heard any more
                return
            if isinstance(message, SetVector) and not blobs.held and take(message, when):
                if models:
                    await self.dispatch(Updated(message, when))
                else:  # nobody asks for the model's event: none is made
                    await self.rxevent(made[message.kind](self, message, when))
                continue
            for event in self._hear(message, when):
                await self.dispatch(event)
        if blobs.held:
            await blobs.rest()

    def _hear(self, message: Received, when: datetime) -> Sequence[Event]:
        """Give what changes now; BLOBs, and what is behind one, are applied later."""
        if isinstance(message, SetVector):
            if message.kind is Kind.BLOB and (vector := self._blob_vector(message)):
                self._blobs.put(message, when, frozenset(vector.members))
                return ()
        elif isinstance(message, PingRequest):
            self.write(PingReply(message.uid))
            return ()
        elif isinstance(message, PingReply):
            self.ping_answered(message)
            return ()
        return () if self._blobs.put_behind(message, when) else self._apply(message, when)

    def _blob_vector(self, message: SetVector) -> vectors.Vector | None:
        """The BLOB vector that a message is for, if there is one."""
        vector = self.catalog.find(message.device, message.name)
        return vector if vector and vector.kind is Kind.BLOB else None

    def ping_answered(self, reply: PingReply) -> None:
        """Called with each reply to a ping."""
        self.link.answered(reply.uid)

    def _apply(self, message: Received, when: datetime) -> list[Event]:
        changes = self.catalog.apply(message, when)
        for event in changes:
            if isinstance(event, Defined):
                self.learn(event.message)
                if event.message.kind is Kind.BLOB:
                    self.enable(event.message.device, event.message.name)
        return changes

    async def _take_blobs(self) -> None:
        while True:
            taken = await self._blobs.take(lambda: self.BLOBfolder)
            changes = self._apply(taken.message, taken.when)
            for saved in taken.files:
                self.catalog.saved(saved)
            for event in (*changes, *taken.files):
                await self.dispatch(event)
            for fault in taken.faults:
                await self.warning(fault)

    # Sending

    async def send_newVector(
        self,
        devicename: str,
        vectorname: str,
        timestamp: datetime | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> bool:
        """Ask for new values by member name; True when they went out.

        Texts are strings, numbers are strings (sexagesimal too), ints or floats, switches "On", "Off" or bools, and
        a BLOB is (value, size, format): value bytes or a path, size 0 for the length, format "" for the suffix of
        the path. Text and number vectors are sent whole, with their other members as they are. What cannot be sent
        is told with `warning`, and False returned; `submit` raises instead.
        """
        try:
            await self.submit(devicename, vectorname, members or {}, timestamp)
        except (Refused, NotSent) as error:
            await self.warning(f"not sent: {devicename} {vectorname}: {error}")
            return False
        return True

    async def submit(
        self, device: str, vector: str, values: Mapping[str, Any], timestamp: datetime | None = None
    ) -> None:
        """As `send_newVector`, but raises `Refused` where the values make no sense, `NotSent` where they can't go."""
        found = self.catalog.find(device, vector)
        if found is None:
            raise Refused("no such vector")
        if not self.connected:
            raise NotSent("not connected")
        message, data = await encoded(found, values, timestamp)
        if self.catalog.find(device, vector) is not found or found.stale:
            raise Refused("it went away meanwhile")
        begin = self.link.written
        self.link.send(data)
        self.log("sent", message)
        self._outgoing.add(message, begin, len(data))
        sent = self.catalog.sent(message, self.now())
        self._deadlines.start((device, vector), found.timeout)
        await self.dispatch(sent)

    async def send_getProperties(self, devicename: str | None = None, vectorname: str | None = None) -> None:
        """Ask for the definitions of everything, a device or a vector; asyncrun does so by itself."""
        self.write(GetProperties(device=devicename, name=vectorname if devicename else None))

    def write(self, element: Element) -> None:
        """Send what is of no use later if it can't go now: the next connection begins by asking everything."""
        with contextlib.suppress(NotSent):
            self.link.send(encode(element))
            self.log("sent", element)

    def transfers(self) -> list[Transfer]:
        """The BLOBs that are on their way now, to this client and from it."""
        coming = self.link.arriving()
        return [
            *([Transfer(*coming)] if coming else []),
            *self._outgoing.transfers(self.link.written - self.link.unsent()),
        ]

    # Messages and timeouts

    async def report(self, text: str) -> None:
        """Tell something as a message of this client, unless `enable_reports` is off; log it as INFO."""
        LOG.info(text)
        if self.enable_reports:
            await self._tell(text)

    async def warning(self, text: str) -> None:
        """Tell something as a message of this client; log it as WARNING."""
        LOG.warning(text)
        await self._tell(text)

    async def _tell(self, text: str) -> None:
        """Keep a message, and dispatch it; not what comes of dispatching one, which might go on for ever."""
        told, task = self.catalog.say(text, self.now()), asyncio.current_task()
        if task not in self._telling:
            self._telling.add(task)
            try:
                await self.dispatch(told)
            finally:
                self._telling.discard(task)

    async def clientevent(self, kind: str, device: str, vector: str, payload: Mapping[str, Any]) -> None:
        """Hand an event of a script's own to `rxevent`; see `views.Vector.create_clientevent`."""
        await self.rxevent(events.ClientEvent(self, kind, device, vector, payload))

    def set_vector_timeouts(
        self,
        timeout_enable: bool | None = None,
        timeout_min: float | None = None,
        timeout_max: float | None = None,
    ) -> None:
        """Whether unanswered vectors become `VectorTimeOut` events, and after how many seconds.

        A vector's own timeout counts between `timeout_min` (2) and `timeout_max` (10). None changes nothing.
        """
        self._deadlines.set(timeout_enable, timeout_min, timeout_max)

    def _expired(self, device: str, vector: str, seconds: float) -> None:
        found = self.catalog.find(device, vector)
        if found and found.request and not found.request.answered and self._tasks:
            self._tasks.spawn(self.dispatch(TimedOut(device, vector, seconds, self.now())))
