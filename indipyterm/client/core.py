"""The client without scripts: one server's connection, kept up, and all that is known of it.

Longer than other modules, as scripts, commands and faces all use this one object; most of its work is done by others.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from indipyterm.client.blob_intake import BlobIntake
from indipyterm.client.blob_policies import PolicySender
from indipyterm.client.blobs import Numbering, check_folder, remove_abandoned_files
from indipyterm.client.deadlines import Deadlines
from indipyterm.client.link import ConnectionEnd, Link
from indipyterm.client.questions import Questions
from indipyterm.client.run import Beside, run_all
from indipyterm.client.tasks import Tasks
from indipyterm.client.transfers import Transfer, Uploads
from indipyterm.client.uploads import encode_request
from indipyterm.client.wire_log import WireLog
from indipyterm.exceptions import NotSent, Refused
from indipyterm.model.catalog import Catalog
from indipyterm.model.events import (
    BlobFault,
    BlobLost,
    Connected,
    Defined,
    Disconnected,
    Event,
    PingAnswered,
    RequestUnanswered,
    TimedOut,
    Updated,
)
from indipyterm.model.vectors import Vector
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import (
    BlobPolicy,
    Element,
    GetProperties,
    Kind,
    PingReply,
    PingRequest,
    Received,
    SetVector,
)

TELL_SECONDS = 0.07
"""How long a script may take for one thing that it is told when the client stops, before that goes on without it."""


def utc_now() -> datetime:
    """The time, UTC."""
    return datetime.now(UTC)


class ClientCore:
    """Connects to an INDI server, stays connected, and keeps `catalog` current.

    `on_event` is called with each event, the catalog being current, and what it returns is awaited before more is
    read; the `listeners` are called before it. What one of them raises ends the client. `on_update` is called instead
    where there is one, and no listener, for the most frequent `Updated` events, which are not made then: it is faster.
    Where there is `on_failure`, it gets what these two raise, which then ends nothing. `before_connecting` is awaited
    before each try to connect.
    """

    def __init__(
        self,
        host: str,
        port: int,
        on_event: Callable[[Event], Awaitable[None] | None] | None = None,
        *,
        on_update: Callable[[SetVector, datetime], Awaitable[None]] | None = None,
        on_failure: Callable[[Exception], None] | None = None,
        before_connecting: Callable[[], Awaitable[None]] | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.catalog = Catalog()
        self.link = Link(host, port)
        self.listeners: list[Callable[[Event], object]] = []
        self.wire_log = WireLog()
        self.clock = clock
        """Gives the time, UTC, of what carries none."""
        self.greeting: Sequence[Element] = (GetProperties(),)
        """What is sent first on each connection."""
        self.stopped = asyncio.Event()
        """Set when `run` is over."""
        self._on_event, self._on_update, self._on_failure = on_event, on_update, on_failure
        self._before_connecting = before_connecting
        self._loop: asyncio.AbstractEventLoop | None = None
        self._questions = Questions()
        self.blob_policies = PolicySender(self.catalog, self.write)
        self._blob_folder: Path | None = None
        self._intake = BlobIntake()
        self._uploads = Uploads()
        self.deadlines = Deadlines(self._deadline_expired)
        self._stopping = False
        self._tasks: Tasks | None = None

    @property
    def host(self) -> str:
        """The host name or address of the server."""
        return self.link.host

    @property
    def port(self) -> int:
        """The port of the server."""
        return self.link.port

    @property
    def connected(self) -> bool:
        """Whether there is a connection now."""
        return self.link.connected

    # Running

    @property
    def stopping(self) -> bool:
        """Whether `shutdown` was called."""
        return self._stopping

    def shutdown(self) -> None:
        """End `run`, whatever it is doing: in 0.2 s, unless BLOBs are still to be saved or a script's work is to end.

        May be called from any thread, and before `run`.
        """
        self._stopping = True
        if tasks := self._tasks:
            tasks.finish()

    async def run(self, beside: Beside | None = None) -> None:
        """Connect, ask for all definitions, and stay connected until `shutdown`; run `beside` meanwhile.

        BLOBs that were received before are saved and told first. Afterwards it may be called again, in another event
        loop, too. Raises what `beside` or a listener raised, after closing the connection.
        """
        self._start()
        tasks = self._tasks = Tasks()
        try:
            if not self._stopping:  # checked after `_tasks` is set, so that no shutdown is missed
                await run_all(tasks, self.link.run(self), self._apply_blobs(), self._save_received, beside)
        finally:
            self._tasks = None
            self._drop_requests()
            self.stopped.set()

    def _start(self) -> None:
        """Make what belongs to an event loop; forget a shutdown that has ended an earlier run."""
        loop = asyncio.get_running_loop()
        if self._loop not in (None, loop):
            self.stopped = asyncio.Event()
        elif self.stopped.is_set():
            self.stopped.clear()
        if self._loop is not None:
            self._stopping = False
        self._loop = loop
        self._intake.start()

    async def _save_received(self, seconds: float) -> None:
        """Save and tell of the BLOBs that were received; where this takes too long it is told of.

        It may take `seconds` to save them, but little to tell of them: a script that waits must not keep the client.
        """
        clock = asyncio.get_running_loop().time
        end = clock() + seconds
        await self.link.finish_reading(TELL_SECONDS)
        if await self._intake.drained(seconds, TELL_SECONDS):
            return
        rest = await self._intake.save_rest(self._blob_folder, max(0.0, end - clock()))
        if rest and self._tasks:
            await asyncio.wait([self._tasks.spawn(self.publish(status)) for status in rest], timeout=TELL_SECONDS / 2)

    def retry(self) -> None:
        """Try to connect now instead of waiting for the next try; does nothing while connected."""
        self.link.retry()

    def _drop_requests(self) -> list[Vector]:
        """Forget what was sent over a connection that is lost; gives the vectors that did not answer."""
        self.deadlines.clear()
        self._uploads.clear()
        return self.catalog.mark_stale()

    # Receiving

    async def publish(self, event: Event) -> None:
        """Give an event to the listeners, and to `on_event`."""
        for listener in tuple(self.listeners):
            listener(event)
        if self._on_event is not None:
            try:
                work = self._on_event(event)
                if work is not None:
                    await work
            except Exception as error:
                if self._on_failure is None:
                    raise
                self._on_failure(error)

    async def on_connecting(self) -> None:
        """Called by the link before it connects."""
        if self._before_connecting is not None:
            await self._before_connecting()

    def question(self) -> bytes | None:
        """Called by the link for what to ask a silent server."""
        question = self._questions.next(self.catalog.devices.values())
        return None if question is None else encode(question)

    async def on_connected(self) -> None:
        """Called by the link when the connection is made."""
        with contextlib.suppress(NotSent):  # lost again: the next connection asks again
            self.link.send(b"".join(map(encode, self.greeting)))  # before anything that a script may send
            for element in self.greeting:
                self.wire_log.sent(element)
        await self.publish(Connected(self.clock(), self.link.local))

    async def on_disconnected(self, end: ConnectionEnd, retry: float, lost: bool) -> None:
        """Called by the link when the connection is lost, or could not be made; it tries again in `retry` seconds."""
        self._intake.connection_lost()
        unanswered = self._drop_requests()
        now = self.clock()
        await self.publish(Disconnected(end.reason, retry, lost, now, end.fault))
        if lost and (blob := self.link.interrupted):
            fault = BlobFault.CONNECTION_LOST
            await self.publish(BlobLost(blob.device, blob.vector, blob.member, fault, now, blob.done))
        for vector in unanswered:
            await self.publish(RequestUnanswered(vector.device, vector.name, now))

    async def on_messages(self, messages: Sequence[Received]) -> None:
        """Called by the link with what it read at once, in order."""
        when, log, intake, try_update = self.clock(), self.wire_log.enabled, self._intake, self.catalog.try_update
        on_update, listeners = self._on_update, self.listeners
        for message in messages:
            if log:
                self.wire_log.received(message)
            if self._stopping:  # of what was read along with the last message BLOBs are applied, and nothing else
                self._queue_blobs(message, when)
                continue
            if isinstance(message, SetVector) and not intake.queued and try_update(message, when):
                if on_update is None or listeners:
                    await self.publish(Updated(message, when))
                    continue
                try:
                    await on_update(message, when)
                except Exception as error:
                    if self._on_failure is None:
                        raise
                    self._on_failure(error)
                continue
            for event in self._apply_or_queue(message, when):
                await self.publish(event)
        if intake.queued and not self._stopping:
            await intake.pause()

    def _apply_or_queue(self, message: Received, when: datetime) -> Sequence[Event]:
        """Give what changes now; BLOBs, and what is behind one, are applied later."""
        if self._queue_blobs(message, when):
            return ()
        if isinstance(message, PingRequest):
            self.write(PingReply(message.uid))
            return ()
        if isinstance(message, PingReply):
            self.link.ping_answered(message.uid)
            return (PingAnswered(message.uid, when),)
        return () if self._intake.add_behind(message, when) else self._apply(message, when)

    def _queue_blobs(self, message: Received, when: datetime) -> bool:
        """Queue a message if it has BLOBs of a vector that is known."""
        if not isinstance(message, SetVector) or message.kind is not Kind.BLOB:
            return False
        vector = self.catalog.find(message.device, message.name)
        if vector is None or vector.kind is not Kind.BLOB:
            return False
        self._intake.add_blobs(message, when, frozenset(vector.members))
        return True

    def _apply(self, message: Received, when: datetime) -> list[Event]:
        events = self.catalog.apply(message, when)
        for event in events:
            if isinstance(event, Defined):
                self.blob_policies.vector_defined(event.message.device, event.message.name)
        return events

    async def _apply_blobs(self) -> None:
        while True:
            ready = await self._intake.next(lambda: self._blob_folder)
            events = self._apply(ready.message, ready.when)
            for file in ready.files:
                self.catalog.mark_saved(file)
            for event in (*events, *ready.files, *ready.faults):
                await self.publish(event)
            self._intake.applied()

    # Sending

    async def submit(
        self,
        device: str,
        vector: str,
        values: Mapping[str, Any],
        timestamp: datetime | None = None,
        *,
        check: bool = True,
    ) -> Sequence[str]:
        """Send new values by member name; see `IPyClient.send_newVector` for what they may be.

        Raises `Refused` where they make no sense for the vector, `NotSent` where they cannot be sent now. Without
        `check` it refuses only what cannot be sent at all, and gives what there is to be said against the values.
        """
        found = self.catalog.find(device, vector)
        if found is None:
            raise Refused("no such vector")
        if not self.connected:
            raise NotSent("not connected")
        now, limit = self.clock(), self.blob_limit
        message, data, doubts = await encode_request(found, values, timestamp, now, check=check, limit=limit)
        if self.catalog.find(device, vector) is not found or found.stale:
            raise Refused("it went away meanwhile")
        begin = self.link.written
        self.link.send(data)
        self.wire_log.sent(message)
        self._uploads.add(message, begin, len(data))
        sent = self.catalog.mark_sent(message, self.clock())
        self.deadlines.start((device, vector), found.timeout)
        await self.publish(sent)
        return doubts

    def request_properties(self, device: str | None = None, vector: str | None = None) -> None:
        """Ask for the definitions of everything, of a device or of a vector; `greeting` does so, too."""
        self.write(GetProperties(device=device, name=vector if device else None))

    def write(self, element: Element) -> None:
        """Send an element; it is dropped where there is no connection: each new one begins with `greeting`."""
        with contextlib.suppress(NotSent):
            self.link.send(encode(element))
            self.wire_log.sent(element)

    def write_bytes(self, data: bytes) -> None:
        """Send bytes as they are; they are dropped where there is no connection."""
        with contextlib.suppress(NotSent):
            self.link.send(data)

    def transfers(self) -> list[Transfer]:
        """The BLOBs that are on their way now, to this client and from it."""
        arriving = self.link.arriving()
        return [
            *([Transfer(*arriving)] if arriving else []),
            *self._uploads.transfers(self.link.written - self.link.unsent()),
        ]

    def set_deadlines(
        self, *, enabled: bool | None = None, shortest: float | None = None, longest: float | None = None
    ) -> None:
        """Whether vectors that do not answer become `TimedOut` events, and after how many seconds.

        A vector's own timeout counts between `shortest` (2) and `longest` (10). None changes nothing.
        """
        self.deadlines.set(enabled, shortest, longest)

    def _deadline_expired(self, device: str, vector: str, seconds: float) -> None:
        found = self.catalog.find(device, vector)
        if found and found.request and not found.request.answered and self._tasks:
            self._tasks.spawn(self.publish(TimedOut(device, vector, seconds, self.clock())))

    # BLOBs

    @property
    def blob_folder(self) -> Path | None:
        """Where BLOBs are saved. Setting a directory enables all BLOBs; None goes back to `blob_default`.

        Raises `NotSaved` when it is set to what is no writable directory.
        """
        return self._blob_folder

    @blob_folder.setter
    def blob_folder(self, folder: str | Path | None) -> None:
        self.save_blobs_in(folder)
        self.blob_policies.set_everything(None if folder is None else BlobPolicy.ALSO)

    @property
    def save_video(self) -> bool:
        """Whether the frames of videos are saved as well; if not, the first of each is reported."""
        return self._intake.save_video

    @save_video.setter
    def save_video(self, on: bool) -> None:
        self._intake.save_video = on

    def save_blobs_in(self, folder: str | Path | None) -> None:
        """Save the BLOBs that are received in a directory, without enabling any; None saves nothing.

        Raises `NotSaved` for what is no writable directory.
        """
        self._blob_folder = None if folder is None else check_folder(folder)
        if self._blob_folder:
            remove_abandoned_files(self._blob_folder)

    def number_blobs(self, device: str, vector: str, numbering: Numbering | None) -> None:
        """Have the files of a vector's next BLOBs named with a running number; None: with the time, as all others."""
        if numbering:
            self._intake.numbered[device, vector] = numbering
        else:
            self._intake.numbered.pop((device, vector), None)

    @property
    def blob_limit(self) -> int:
        """Bytes of the largest BLOB, inflated or not, that is received from the next connection on, or sent."""
        return self._intake.max_inflated

    @blob_limit.setter
    def blob_limit(self, size: int) -> None:
        self._intake.max_inflated = size
        self.link.max_blob = -(-size * 7 // 5)  # base64 in lines is 4/3 as long, and a little

    @property
    def blob_default(self) -> BlobPolicy:
        """The policy of BLOBs for which none was set."""
        return self.blob_policies.default

    @blob_default.setter
    def blob_default(self, policy: BlobPolicy) -> None:
        self.blob_policies.default = policy

    def set_blob_policy(self, policy: BlobPolicy, device: str, vector: str | None = None) -> None:
        """Set, and send, the policy of a BLOB vector, or of all of a device; it is kept over reconnects."""
        self.blob_policies.set(policy, device, vector)
