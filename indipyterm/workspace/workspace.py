"""The live session that any face for people holds: servers, log, history, BLOBs, drafts, and what may be sent.

Down: each server's client reports events; once a frame they are taken in here, in one order, and subscribers are told
of a `Change`. Up: `submit` is the only way to a device.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from indipyterm.exceptions import NotSaved, NotSent
from indipyterm.exceptions import Refused as RequestRefused
from indipyterm.model.events import BlobSaved, Deleted, Disconnected, Event, ValuesSent
from indipyterm.model.standard import abort_requests, connect_request
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.protocol.messages import Kind, State
from indipyterm.workspace.change import Change, Notice, NoticeKind
from indipyterm.workspace.clock import Clock, SystemClock
from indipyterm.workspace.drafts import Drafts
from indipyterm.workspace.frames import Frame
from indipyterm.workspace.history import History
from indipyterm.workspace.images import LastImage, read_last_image
from indipyterm.workspace.journal import Entry, Journal, LogFile
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.notices import Notices
from indipyterm.workspace.permission import Permission
from indipyterm.workspace.servers import Server, Servers
from indipyterm.workspace.submission import NeedsConsent, Outcome, Question, Refused, Request, Sent
from indipyterm.workspace.transfers import Transfers

_SAMPLE_SECONDS = 1.0
_RECONNECT_REPLAY_SECONDS = 0.5  # the growing wait after a loss is for real servers
_CLOSE_SECONDS = 1.0
_MEGABYTE = 1_000_000

Listener = Callable[[Change], object]


class Address(NamedTuple):
    """Where a server is, and what it is called: host and port unless given."""

    host: str
    port: int
    name: str = ""


class Workspace:
    """Made once for each face; `run` keeps its connections until `close`. Runs in one event loop."""

    def __init__(
        self, addresses: Iterable[Address] = (), options: LaunchOptions | None = None, clock: Clock | None = None
    ) -> None:
        self.options = options or LaunchOptions()
        self.config, self.replay = self.options.config, self.options.replay
        self.clock: Clock = clock or self.replay or SystemClock()
        self.journal = Journal(LogFile(self.config.log) if self.config.log else None)
        self.servers = Servers(self._take_in, self.clock, self.options.recorder, self.config.max_blob * _MEGABYTE)
        for address in addresses:
            self.servers.add(*address)
        self.transfers = Transfers(self.servers)
        self.history = History(self.servers.vector)
        self.drafts = Drafts()
        self.permission = Permission(self.servers, self.config, replaying=self.replay is not None)
        self.last_sent: VectorKey | None = None
        """The vector that was last sent to."""
        self.image: LastImage | None = None
        """The last image that was saved, or why it can't be shown."""
        self._notices = Notices(self.servers)
        self._before: dict[VectorKey, dict[str, str]] = {}  # values before the last send
        self._listeners: list[Listener] = []
        self._tasks: asyncio.TaskGroup | None = None
        self._closing = asyncio.Event()
        self._newest_image: Path | None = None

    # Life

    async def run(self) -> None:
        """Connect to all servers and stay connected until `close`. Raises what fails in it."""
        try:
            async with asyncio.TaskGroup() as self._tasks:
                for server in self.servers:
                    self._tasks.create_task(server.client.run())
                sampling = self._tasks.create_task(self._sample())
                await self._closing.wait()
                sampling.cancel()
                for server in self.servers:
                    server.client.shutdown()
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from None
        finally:
            self._tasks = None

    def start_recording(self) -> None:
        """Begin to record, where the options ask for it; what goes wrong later becomes a notice."""
        if recorder := self.options.recorder:
            loop = asyncio.get_running_loop()
            recorder.start(lambda text: loop.call_soon_threadsafe(self._tell_of_file, "Recording", text))

    async def close(self) -> None:
        """End the connections, within a second, and close the files."""
        self._closing.set()
        running = self._tasks is not None
        for server in self.servers:
            server.client.shutdown()
        if running:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_CLOSE_SECONDS):
                    for server in self.servers:
                        await server.client.stopped.wait()
        if recorder := self.options.recorder:
            await asyncio.to_thread(recorder.close)
        self.journal.close()

    async def _sample(self) -> None:
        """Once a second: remember numbers, and see how far BLOBs are."""
        pause = _RECONNECT_REPLAY_SECONDS if self.replay else _SAMPLE_SECONDS
        while True:
            await asyncio.sleep(pause)
            if self.replay:
                self.retry()
            self.sample()

    def sample(self) -> None:
        """Remember the numbers that changed, and see how far BLOBs are; `run` does so once a second."""
        now = self.clock.now()
        self.history.sample(now.timestamp())
        if self.transfers.refresh(now):
            self._publish(Change(transfers=True))

    # Servers

    def connect(self, host: str, port: int) -> Server:
        """Connect to a server too; those that there is no connection to are taken off."""
        for server in [server for server in self.servers if not server.connected]:
            self.servers.remove(server.name).client.shutdown()
        server = self.servers.add(host, port)
        if not server.connected:
            server.client.blob_folder = self.transfers.folder
            if self._tasks:
                self._tasks.create_task(server.client.run())
        self._publish(Change(connection=True))
        return server

    def retry(self) -> bool:
        """Try now to connect to what is not connected; False where everything is."""
        away = [server for server in self.servers if not server.connected]
        for server in away:
            server.client.retry()
        return bool(away)

    def request_properties(self, device: DeviceKey) -> bool:
        """Ask for all of a device again; False where there is no connection."""
        if not self.servers.live(device.server):
            return False
        self.servers.client(device).request_properties(device.device)
        return True

    # Down

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` called with each change, in the event loop; what is given back ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _take_in(self, frame: Frame) -> None:
        """Bring everything up to date with what one server's client reported, then tell the subscribers."""
        if frame.server not in self.servers:
            return  # it was taken off meanwhile
        lines = self.journal.total
        connection = self.servers.update(frame)
        transfers, faults = False, list[str]()
        for event in frame.events:
            faults += self.journal.update(frame.server, event)
            transfers |= self.transfers.update(frame.server, event)
            self._follow(frame.server, event)
        self.history.mark(frame.vectors)
        self.history.mark_devices(frame.devices)
        dropped = self._drop_drafts(frame)
        self._publish(
            Change(
                frame.vectors,
                frame.devices,
                connection=connection,
                journal=self.journal.total != lines,
                transfers=transfers,
                drafts=bool(dropped),
                notices=(
                    *self._notices.of_frame(frame),
                    *dropped,
                    *(Notice(NoticeKind.FILE, "Log", fault) for fault in faults),
                ),
            )
        )

    def _follow(self, server: str, event: Event) -> None:
        match event:
            case Disconnected():
                self.history.lost(server, event.when.timestamp())
            case ValuesSent(device, vector, _, _):
                self.last_sent = VectorKey(server, device, vector)
            case BlobSaved(_, _, _, path, _, _):
                self._read_image(Path(path))

    def _drop_drafts(self, frame: Frame) -> list[Notice]:
        """Drop what was picked for properties or members that are gone, even if they are there again."""
        lost: list[VectorKey] = []
        for event in frame.events:
            if isinstance(event, Deleted):
                gone = event.message
                lost += self.drafts.discard_deleted(
                    lambda key, gone=gone: (
                        key.server == frame.server  # type: ignore[misc]
                        and gone.device in (None, key.device)
                        and gone.name in (None, key.vector)
                    )
                )
        for key in self.drafts.keys() if frame.devices else ():
            vector = self.servers.vector(key)
            if vector and key.owner in frame.devices and self.drafts.discard_unknown_members(key, vector):
                lost.append(key)
        text = "What was picked and not sent is gone: the device has it no longer"
        return [Notice(NoticeKind.DRAFT_DROPPED, key.device, f"{key.vector}: {text}") for key in lost]

    def _publish(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            listener(change)

    def _log(self, entry: Entry) -> None:
        if fault := self.journal.add(entry):
            self._tell_of_file("Log", fault)

    def _tell_of_file(self, title: str, text: str) -> None:
        self._publish(Change(notices=(Notice(NoticeKind.FILE, title, text),)))

    def _read_image(self, path: Path) -> None:
        """Read an image for previews, off the event loop; only the newest of several counts."""
        self._newest_image = path

        async def read() -> None:
            image = await asyncio.to_thread(read_last_image, path)
            if self._newest_image == path:
                self.image = image
                self._publish(Change(image=True))

        if self._tasks:
            self._tasks.create_task(read())

    # Up

    async def submit(
        self, requests: Sequence[Request], *, consent: Question | None = None, independent: bool = False
    ) -> Outcome:
        """Send values to vectors, in order.

        What is risky is sent only with a `consent` to just this question: the caller gets `NeedsConsent` first. The
        first refusal ends it, unless the requests are `independent`: an abort must reach the other devices.
        """
        if self.permission.closed:
            return Refused(self.permission.closed)
        question = self.permission.question(requests)
        if question is not None and question != consent:
            return NeedsConsent(question)
        refused: Refused | None = None
        for request in requests:
            failure = await self._send(request)
            refused = refused or failure
            if failure and not independent:
                return failure
        return refused or Sent()

    async def _send(self, request: Request) -> Refused | None:
        key = request.key
        if why := self.permission.why_not(key):
            return Refused(why, key)
        vector = self.servers.vector(key)
        before = {name: member.value for name, member in vector.members.items()} if vector else {}
        try:
            await self.servers.client(key).submit(key.device, key.vector, request.values)
        except (RequestRefused, NotSent) as error:
            text = f"not sent: {key.vector}: {error}"
            self._log(Entry(self.clock.now(), key.server, key.device, text, ours=True, weight="ERROR"))
            notice = Notice(NoticeKind.NOT_SENT, f"Not sent: {key.device}", str(error))
            self._publish(Change(journal=True, notices=(notice,)))
            return Refused(str(error), key, noticed=True)
        if vector and vector.kind is not Kind.BLOB:
            self._before[key] = before
        return None

    def values_before(self, key: VectorKey) -> Mapping[str, str] | None:
        """The values that a vector had before the last send, by member name; None where nothing was sent to it."""
        return self._before.get(key)

    def abort_requests(self, key: DeviceKey) -> list[Request]:
        """What stops everything on a device that can be stopped. It is never asked about."""
        device = self.servers.device(key)
        return [Request(VectorKey(*key, name), values) for name, values in abort_requests(device)] if device else []

    def connect_requests(self, keys: Iterable[DeviceKey]) -> list[Request]:
        """What connects devices to their hardware, of those that are not connected."""
        found = [(key, device) for key in keys if (device := self.servers.device(key))]
        wanted = [(key, request) for key, device in found if (request := connect_request(device))]
        return [Request(VectorKey(*key, name), values) for key, (name, values) in wanted]

    # Files

    def set_blob_folder(self, folder: Path | None) -> None:
        """Save BLOBs in a folder, or nowhere. Raises `NotSaved` where it can't be used; then nothing is changed."""
        self.transfers.set_folder(folder)
        self._publish(Change(transfers=True))

    def set_blobs_wanted(self, key: VectorKey, on: bool) -> None:
        """Have the BLOBs of a property sent, or not."""
        self.transfers.set_wanted(key, on)
        self._publish(Change(transfers=True))

    def open_blob_folder(self) -> str:
        """Begin to save in the folder of the options; why that can't be, or an empty text."""
        try:
            self.transfers.set_folder(self.options.folder)
        except NotSaved as error:
            return f"BLOBs are not saved: {error}"
        return ""

    # What there is to ask before leaving

    def unfinished(self) -> list[str]:
        """What would be lost by leaving: picked and not sent, or sent and not answered; a line for each."""
        picked = self.drafts.unsent(self.servers.vector)
        under_way = [
            f"under way: {key.device} {vector.label}"
            for key, vector in self.servers.vectors()
            if vector.request and vector.state is State.BUSY and not vector.stale
        ]
        return [*(f"picked and not sent: {key.device} {key.vector}" for key in picked), *under_way]

    def now(self) -> datetime:
        """The time, UTC; that of the recording in a replay."""
        return self.clock.now()
