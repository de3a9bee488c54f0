"""The live session that any face for people holds: servers, log, history, BLOBs, drafts, and what may be sent.

Down: what the clients of the servers report is applied here once a frame, in one order, and subscribers are called with
a `Change`. Up: `submit` is the only way to a device.

A little longer than other modules: all that a face asks of the session is a method here, of a few lines.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from indipyterm.exceptions import NotSaved
from indipyterm.model.events import BlobSaved, Disconnected, Event, ValuesSent
from indipyterm.model.standard import abort_requests, connect_request
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.text import printable
from indipyterm.protocol.messages import State
from indipyterm.workspace.announcements import Announcements
from indipyterm.workspace.change import Announced, Announcement, Change, Notice, NoticeKind
from indipyterm.workspace.clock import Clock, SystemClock
from indipyterm.workspace.drafts import Drafts
from indipyterm.workspace.frames import Frame
from indipyterm.workspace.history import History
from indipyterm.workspace.images import LastImage, LastImageReader
from indipyterm.workspace.jog import Jog
from indipyterm.workspace.journal import Entry, Journal
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.log_file import LogFile
from indipyterm.workspace.notices import Notices
from indipyterm.workspace.permission import Permission
from indipyterm.workspace.sender import Sender
from indipyterm.workspace.servers import Server, Servers
from indipyterm.workspace.submission import Outcome, Question, Request
from indipyterm.workspace.transfers import Transfers

_SAMPLE_SECONDS = 1.0
_RECONNECT_REPLAY_SECONDS = 0.5  # the growing wait after a loss is for real servers
_CLOSE_SECONDS = 1.0
_MEGABYTE = 1_000_000
_NEWEST = 30  # lines of the log in which a text is looked for before it is added again

Listener = Callable[[Change], object]


class Address(NamedTuple):
    """Where a server is; `name` is what it is called, by default its host and port."""

    host: str
    port: int
    name: str = ""


class Workspace:
    """One for each face. `run` keeps its connections up until `close`; all in one event loop."""

    def __init__(
        self, addresses: Iterable[Address] = (), options: LaunchOptions | None = None, clock: Clock | None = None
    ) -> None:
        self.options = options or LaunchOptions()
        self.config, self.replay = self.options.config, self.options.replay
        self.clock: Clock = clock or self.replay or SystemClock()
        self.journal = Journal(LogFile(self.config.log) if self.config.log else None)
        self.servers = Servers(self._apply_frame, self.clock, self.options.recorder, self.config.max_blob * _MEGABYTE)
        for address in addresses:
            self.servers.add(*address)
        self.transfers = Transfers(self.servers, self.config.save_video)
        self.history = History(self.servers.vector)
        self.drafts = Drafts()
        self.permission = Permission(self.servers, self.config, replaying=self.replay is not None)
        self.last_sent: VectorKey | None = None
        """The vector to which values were sent last."""
        self.image: LastImage | None = None
        """The last image that was saved, or why it can't be shown."""
        self._sender = Sender(self.servers, self.permission, self._report_not_sent)
        self.jog = Jog(self.servers, self.permission, self._submit_motion, self._report_motion)
        """Moves things by hand, and stops them again."""
        self._notices = Notices(self.servers)
        self.announcements = Announcements(self.servers, self.clock)
        """What was asked for here and is under way, to be announced when it ends."""
        self._images = LastImageReader(self._set_image)
        self._listeners: dict[object, Listener] = {}
        self._tasks: asyncio.TaskGroup | None = None
        self._closing = asyncio.Event()

    # Life

    async def run(self) -> None:
        """Connect to all servers and stay connected until `close`. Raises the first failure of a connection's task."""
        try:
            async with asyncio.TaskGroup() as self._tasks:
                for server in self.servers:
                    self._tasks.create_task(server.client.run())
                background = [self._tasks.create_task(work) for work in (self._sample(), self._images.run())]
                try:
                    await self._closing.wait()
                finally:
                    self.jog.stop_now()  # whatever ends this: what moves must not go on
                for task in background:
                    task.cancel()
                for server in self.servers:
                    server.client.shutdown()
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from None
        finally:
            self._tasks = None

    def start_recording(self) -> None:
        """Start the recording if the options have one; if it ends early, there is a notice."""
        if recorder := self.options.recorder:
            loop = asyncio.get_running_loop()

            def report(text: str) -> None:
                with contextlib.suppress(RuntimeError):  # the loop is closed: nobody is there any more
                    loop.call_soon_threadsafe(self._report_recording, text)

            recorder.start(report)

    async def close(self) -> None:
        """End the connections within a second, publish what they reported last, and close the files.

        May be called before `run`, which ends at once then, and again.
        """
        self.jog.stop_now()
        self._closing.set()
        for server in self.servers:
            server.client.shutdown()
        if self._tasks:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_CLOSE_SECONDS):
                    for server in self.servers:
                        await server.client.stopped.wait()
        self.servers.flush()
        if recorder := self.options.recorder:
            await asyncio.to_thread(recorder.close)
        self.journal.close()

    async def _sample(self) -> None:
        """Call `sample` once a second."""
        pause = _RECONNECT_REPLAY_SECONDS if self.replay else _SAMPLE_SECONDS
        while True:
            await asyncio.sleep(pause)
            if self.replay:
                self.retry()
            self.sample()

    def sample(self) -> None:
        """Do what takes no event: numbers for the history, the progress of BLOBs, devices that do not come back.

        `run` does so once a second.
        """
        now = self.clock.now()
        self.servers.delete_absent_devices(now)
        self.history.sample(now.timestamp())
        if self.transfers.refresh(now):
            self._publish(Change(transfers=True))

    # Servers

    def connect(self, host: str, port: int) -> Server:
        """Connect to a further server, or try again now if it is known; other servers without a connection are removed.

        Drafts for a removed server are dropped, with a notice.
        """
        self.servers.flush()  # the state of all connections is up to date then
        server, notices = self.servers.at(host, port), list[Notice]()
        for other in self.servers:
            if other is not server and not other.connected:
                notices += self._remove(other.name)
        if server:
            server.client.retry()
        else:
            server, faults = self._add(host, port)
            notices += faults
        self._publish(Change(connection=True, drafts=True, notices=tuple(notices)))
        return server

    def set_addresses(self, addresses: Sequence[Address]) -> None:
        """Connect to these servers; others are removed, and drafts for them are dropped, with a notice."""
        self.servers.flush()
        wanted = {(address.host, address.port) for address in addresses}
        notices = list[Notice]()
        for server in self.servers:
            if (server.client.host, server.client.port) not in wanted:
                notices += self._remove(server.name)
        for host, port, _ in addresses:
            if self.servers.at(host, port) is None:
                notices += self._add(host, port)[1]
        self._publish(Change(connection=True, drafts=True, notices=tuple(notices)))

    def retry(self) -> bool:
        """Try now to connect to the servers without a connection; return whether there are any."""
        away = [server for server in self.servers if not server.connected]
        for server in away:
            server.client.retry()
        return bool(away)

    def request_properties(self, device: DeviceKey) -> bool:
        """Ask for all definitions of a device again; return False if its server is not connected."""
        if not self.servers.live(device.server):
            return False
        self.servers.client(device).request_properties(device.device)
        return True

    def _add(self, host: str, port: int) -> tuple[Server, list[Notice]]:
        server, notices = self.servers.add(host, port), list[Notice]()
        try:
            self.transfers.add_server(server)
        except NotSaved as error:
            notices.append(Notice(NoticeKind.NOT_SAVED, "BLOBs are not saved", str(error)))
        if self._tasks and not self._closing.is_set():
            self._tasks.create_task(server.client.run())
        return server, notices

    def _remove(self, name: str) -> list[Notice]:
        self.jog.stop_now(name)
        self.jog.discard_server(name)
        self.servers.remove(name).client.shutdown()
        self._sender.discard_server(name)
        self._notices.discard_server(name)
        return _draft_notices(self.drafts.discard_where(lambda key: key.server == name))

    # Down

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each change, in the event loop; call what is returned to end that."""
        subscription = object()
        self._listeners[subscription] = listener

        def unsubscribe() -> None:
            self._listeners.pop(subscription, None)

        return unsubscribe

    def _apply_frame(self, frame: Frame) -> None:
        """Bring everything up to date with what one server's client reported, then call the subscribers."""
        lines = self.journal.total
        connection = self.servers.update(frame)
        self.history.mark(frame.vectors)
        self.history.mark_devices(frame.devices)
        transfers, faults = False, list[str]()
        for event in frame.events:
            faults += self.journal.update(frame.server, event, self._user_of(frame.server, event))
            transfers |= self.transfers.update(frame.server, event)
            self._apply_event(frame.server, event)
        self.jog.update(frame)
        dropped = self.drafts.discard_deleted(frame, self.servers.vector)
        notices = [
            *self._notices.of_frame(frame),
            *_draft_notices(dropped),
            *(Notice(NoticeKind.FILE, "Log", fault) for fault in faults),
        ]
        self._publish(
            Change(
                frame.vectors,
                frame.devices,
                connection=connection,
                journal=self.journal.total != lines,
                transfers=transfers,
                drafts=bool(dropped),
                notices=tuple(notices),
                announcements=tuple(self.announcements.update(frame, notices)),
            )
        )

    def announce(self, announcement: Announcement) -> None:
        """Tell the faces something that people who look elsewhere should know."""
        self._publish(Change(announcements=(announcement,)))

    def _user_of(self, server: str, event: Event) -> str:
        return self.sent_by(VectorKey(server, event.device, event.vector)) if isinstance(event, ValuesSent) else ""

    def _apply_event(self, server: str, event: Event) -> None:
        match event:
            case Disconnected():
                self.history.lost(server, event.when.timestamp())
            case ValuesSent(device, vector, _, _):
                self.last_sent = VectorKey(server, device, vector)
            case BlobSaved(_, _, _, path, _, _):
                self._images.add(Path(path))

    def _publish(self, change: Change) -> None:
        """Call all subscribers. One that fails keeps neither the others nor the sending of an abort from going on."""
        for subscription, listener in tuple(self._listeners.items()):
            if subscription not in self._listeners:  # another listener ended it
                continue
            try:
                listener(change)
            except Exception as error:  # noqa: BLE001 - given to the event loop, which reports it
                context = {"message": "a subscriber of the workspace failed", "exception": error}
                asyncio.get_running_loop().call_exception_handler(context)

    def _set_image(self, image: LastImage) -> None:
        self.image = image
        self._publish(Change(image=True))

    def _report_recording(self, text: str) -> None:
        self._report(
            Entry(self.clock.now(), "", "", text, ours=True, own_level="ERROR"), NoticeKind.FILE, "Recording", text
        )

    def _report_not_sent(self, key: VectorKey, reason: str) -> None:
        text = f"not sent: {key.vector}: {reason}"
        entry = Entry(self.clock.now(), key.server, key.device, text, ours=True, own_level="ERROR")
        self._report(entry, NoticeKind.NOT_SENT, f"Not sent: {self.servers.device_title(key.owner)}", reason)

    def log_once(self, line: str, text: str) -> None:
        """Keep what a face told its user in the log, unless one of the last lines there has the `text` already."""
        newest = itertools.islice(reversed(self.journal.entries), _NEWEST)
        if not any(text in entry.text for entry in newest):
            self.journal.add(Entry(self.clock.now(), "", "", line, ours=True, own_level="WARNING"))
            self._publish(Change(journal=True))

    async def _submit_motion(self, requests: Sequence[Request], consent: Question | None) -> Outcome:
        return await self.submit(requests, consent=consent)

    def _report_motion(self, device: DeviceKey, text: str) -> None:
        entry = Entry(self.clock.now(), device.server, device.device, text, ours=True, own_level="WARNING")
        self._report(entry, NoticeKind.MOTION, self.servers.device_title(device), text)

    def _report(self, entry: Entry, kind: NoticeKind, title: str, text: str) -> None:
        """Add a line to the log, and publish it with a notice."""
        notices = [Notice(kind, title, text)]
        if fault := self.journal.add(entry):
            notices.append(Notice(NoticeKind.FILE, "Log", fault))
        bad = Announcement(Announced.ALERT, title, text)
        told = (bad,) if kind is NoticeKind.MOTION else ()
        self._publish(Change(journal=True, notices=tuple(notices), announcements=told))

    # Up

    async def submit(
        self,
        requests: Sequence[Request],
        *,
        consent: Question | None = None,
        independent: bool = False,
        user: str = "",
    ) -> Outcome:
        """Send values to vectors, in order, until one is refused; all that can be if they are `independent`.

        If something risky would be sent, nothing is, and the outcome is `NeedsConsent`, unless `consent` is just that
        question. The first refusal is the outcome. The log names the `user`, where a face has several.
        """
        return await self._sender.submit(requests, consent=consent, independent=independent, user=user)

    def sent_by(self, key: VectorKey) -> str:
        """Which user sent to a vector last; empty if there is only one, or nothing was sent."""
        return self._sender.sent_by(key)

    def values_before(self, key: VectorKey) -> Mapping[str, str] | None:
        """The values that a vector had before the last send, by member name; None if nothing was sent to it."""
        return self._sender.values_before(key)

    def abort_requests(self, key: DeviceKey) -> list[Request]:
        """Requests that stop everything on a device that can be stopped."""
        device = self.servers.device(key)
        return [Request(VectorKey(*key, name), values) for name, values in abort_requests(device)] if device else []

    def connect_requests(self, keys: Iterable[DeviceKey]) -> list[Request]:
        """Requests that connect devices to their hardware; none for those that are connected."""
        found = [(key, device) for key in keys if (device := self.servers.device(key))]
        wanted = [(key, request) for key, device in found if (request := connect_request(device))]
        return [Request(VectorKey(*key, name), values) for key, (name, values) in wanted]

    def unfinished(self) -> list[str]:
        """What leaving would lose: drafts, and requests that are not answered; a line for each."""
        drafts = self.drafts.unsent(self.servers.vector)
        busy = [
            f"under way: {self.servers.device_title(key.owner)} {vector.label}"
            for key, vector in self.servers.vectors()
            if vector.request and vector.state is State.BUSY and not vector.stale
        ]
        picked = (f"picked and not sent: {self.servers.device_title(key.owner)} {key.vector}" for key in drafts)
        return list(map(printable, (*picked, *busy)))

    # Files

    def set_blob_folder(self, folder: Path | None) -> None:
        """Save BLOBs in a folder, or (None) nowhere. Raises `NotSaved` if it can't be used; then nothing changes."""
        self.transfers.set_folder(folder)
        self._publish(Change(transfers=True))

    def set_save_video(self, on: bool) -> None:
        """Save the frames of videos as well, or not."""
        self.transfers.set_save_video(on)
        self._publish(Change(transfers=True))

    def set_blobs_wanted(self, key: VectorKey, on: bool) -> None:
        """Have the BLOBs of a property sent, or not."""
        self.transfers.set_wanted(key, on)
        self._publish(Change(transfers=True))

    def open_blob_folder(self) -> str:
        """Save BLOBs in the folder of the options; return why that can't be done, or an empty text."""
        try:
            self.transfers.set_folder(self.options.folder)
        except NotSaved as error:
            return f"BLOBs are not saved: {error}"
        return ""

    def now(self) -> datetime:
        """The time, UTC; that of the recording in a replay."""
        return self.clock.now()


def _draft_notices(dropped: Iterable[VectorKey]) -> list[Notice]:
    text = "What was picked and not sent is gone: the device no longer has it"
    return [Notice(NoticeKind.DRAFT_DROPPED, key.device, f"{key.vector}: {text}") for key in dropped]
