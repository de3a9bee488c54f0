"""The live session that any face for people holds: servers, log, history, BLOBs, drafts, and what may be sent.

Down: what the clients of the servers report is applied here once a frame, in one order, and subscribers are called with
a `Change`. Up: `submit` is the only way to a device.

What is a subject of its own has an object: `connections`, `images`, `series`, `jog`, `reports`, … A face uses them as
they are.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from indipyterm.exceptions import NotSaved
from indipyterm.model.events import BlobSaved, Disconnected, Event, ValuesSent
from indipyterm.model.standard import connect_request
from indipyterm.presentation.activities import is_unfinished
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.text import printable
from indipyterm.workspace.abort import AbortReport, carry_out, plan_abort
from indipyterm.workspace.activities import Activities
from indipyterm.workspace.announcements import Announcements
from indipyterm.workspace.change import Change, Notice
from indipyterm.workspace.clock import Clock, SystemClock
from indipyterm.workspace.connections import Connections
from indipyterm.workspace.drafts import Drafts
from indipyterm.workspace.frames import Frame
from indipyterm.workspace.history import History
from indipyterm.workspace.image_store import ImageStore
from indipyterm.workspace.jog import Jog
from indipyterm.workspace.journal import Journal
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.log_file import LogFile
from indipyterm.workspace.night import Night
from indipyterm.workspace.notices import Notices, draft_notices
from indipyterm.workspace.permission import Permission
from indipyterm.workspace.reports import Reports, log_faults
from indipyterm.workspace.sender import Sender
from indipyterm.workspace.series.control import AllSeries
from indipyterm.workspace.servers import Address, Servers
from indipyterm.workspace.submission import Outcome, Question, Request, requests_to
from indipyterm.workspace.subscribers import Listener, Subscribers
from indipyterm.workspace.transfers import Transfers

_SAMPLE_SECONDS = 1.0
_RECONNECT_REPLAY_SECONDS = 0.5  # the growing wait after a loss is for real servers
_MEGABYTE = 1_000_000

__all__ = ["Address", "Workspace"]


class Workspace:
    """One for each face. `run` keeps its connections up until `close`; all in one event loop."""

    def __init__(
        self, addresses: Iterable[Address] = (), options: LaunchOptions | None = None, clock: Clock | None = None
    ) -> None:
        self.options = options or LaunchOptions()
        self.config, self.replay = self.options.config, self.options.replay
        self.clock: Clock = clock or self.replay or SystemClock()
        self.journal = Journal(LogFile(self.config.log) if self.config.log else None)
        self._subscribers = Subscribers()
        publish = self._subscribers.publish
        self.servers = Servers(self._apply_frame, self.clock, self.options.recorder, self.config.max_blob * _MEGABYTE)
        for address in addresses:
            self.servers.add(*address)
        self.reports = Reports(self.journal, self.servers, publish)
        """What is kept in the log of what this program did, and told."""
        self.transfers = Transfers(self.servers, self.config.save_video)
        self.history = History(self.servers.vector)
        self.drafts = Drafts()
        self.activities = Activities(self.servers)
        self.permission = Permission(self.servers, self.config, replaying=self.replay is not None)
        self.last_sent: VectorKey | None = None
        """The vector to which values were sent last."""
        self.night = Night(self.servers)
        """The images of this session, a row each."""
        self.images = ImageStore(self.servers, self.transfers, self.night, publish)
        """The last image, in a file or in memory."""
        self.connections = Connections(self.servers, self.transfers, publish, self._before_removal, self._after_removal)
        """Which servers this is connected to, and until when."""
        self._sender = Sender(self.servers, self.permission, self.reports.not_sent)
        self.series = AllSeries(
            self.servers,
            self.transfers,
            self.permission,
            self.submit,
            lambda: publish(Change(series=True)),
            self.reports.series,
        )
        """The series of exposures that run."""
        self.jog = Jog(self.servers, self.permission, self.submit, self.reports.motion)
        """Moves things by hand, and stops them again."""
        self.announcements = Announcements(self.servers, self.clock, lambda key: self.series.of_camera(key) is not None)
        """What was asked for here and is under way, to be announced when it ends."""
        self._notices = Notices(self.servers, replaying=self.replay is not None)

    # Life

    async def run(self) -> None:
        """Connect to all servers and stay connected until `close`. Raises the first failure of a connection's task."""
        await self.connections.run(self._sample(), self.images.run(), before_end=self.jog.stop_now)

    def start_recording(self) -> None:
        """Start the recording if the options have one; if it ends early, there is a notice."""
        if recorder := self.options.recorder:
            loop = asyncio.get_running_loop()

            def report(text: str) -> None:
                with contextlib.suppress(RuntimeError):  # the loop is closed: nobody is there any more
                    loop.call_soon_threadsafe(self.reports.recording_ended, text)

            recorder.start(report)

    async def close(self) -> None:
        """End the connections within a second, publish what they reported last, and close the files.

        May be called before `run`, which ends at once then, and again.
        """
        await self.series.close()
        self.jog.stop_now()
        await self.connections.close()
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
                for server in self.servers:
                    server.client.retry()
            self.sample()

    def sample(self) -> None:
        """Do what takes no event: numbers for the history, the progress of BLOBs, devices that do not come back.

        `run` does so once a second.
        """
        now = self.clock.now()
        self.servers.delete_absent_devices(now)
        self.history.sample(now.timestamp())
        if self.transfers.refresh(now):
            self._subscribers.publish(Change(transfers=True))

    def request_properties(self, device: DeviceKey) -> bool:
        """Ask for all definitions of a device again; return False if its server is not connected."""
        if not self.servers.live(device.server):
            return False
        self.servers.client(device).request_properties(device.device)
        return True

    def _before_removal(self, server: str) -> None:
        self.series.discard_server(server)
        self.jog.stop_now(server)
        self.jog.discard_server(server)

    def _after_removal(self, server: str) -> list[Notice]:
        self._sender.discard_server(server)
        self._notices.discard_server(server)
        return draft_notices(self.drafts.discard_where(lambda key: key.server == server))

    # Down

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each change, in the event loop; call what is returned to end that."""
        return self._subscribers.add(listener)

    def _apply_frame(self, frame: Frame) -> None:
        """Bring everything up to date with what one server's client reported, then call the subscribers."""
        lines = self.journal.total
        connection = self.servers.update(frame)
        self.history.mark(frame.vectors)
        self.history.mark_devices(frame.devices)
        if connection:
            self.series.wake()
        self.images.add_unsaved(frame.vectors)
        transfers, faults = False, list[str]()
        for event in frame.events:
            faults += self.journal.update(frame.server, event, self._user_of(frame.server, event))
            transfers |= self.transfers.update(frame.server, event)
            self._apply_event(frame.server, event)
        self.activities.update(frame.vectors, frame.devices, self.now())
        self.jog.update(frame)
        dropped = self.drafts.discard_deleted(frame, self.servers.vector)
        notices = [*self._notices.of_frame(frame), *draft_notices(dropped), *log_faults(*faults)]
        self._subscribers.publish(
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

    def _user_of(self, server: str, event: Event) -> str:
        return self.sent_by(VectorKey(server, event.device, event.vector)) if isinstance(event, ValuesSent) else ""

    def _apply_event(self, server: str, event: Event) -> None:
        match event:
            case Disconnected():
                self.history.lost(server, event.when.timestamp())
            case ValuesSent(device, vector, _, _):
                self.last_sent = VectorKey(server, device, vector)
            case BlobSaved(device, vector, _, path, _, when):
                self.images.add_saved(VectorKey(server, device, vector), Path(path), when)

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
        question. The first refusal is the outcome. The log names the `user`, where a face has several. Where an
        exposure is sent and there is no folder for BLOBs, its image is kept in memory, and a notice says so before.
        """
        if not self.permission.closed:
            self.images.prepare(requests)
        return await self._sender.submit(requests, consent=consent, independent=independent, user=user)

    def sent_by(self, key: VectorKey) -> str:
        """Which user sent to a vector last; empty if there is only one, or nothing was sent."""
        return self._sender.sent_by(key)

    def note_user(self, key: VectorKey, user: str) -> None:
        """Have the log name a user for what is sent to a vector next, as a command does it."""
        self._sender.note_user(key, user)

    def values_before(self, key: VectorKey) -> Mapping[str, str] | None:
        """The values that a vector had before the last send, by member name; None if nothing was sent to it."""
        return self._sender.values_before(key)

    async def abort(
        self,
        here: DeviceKey | None,
        *,
        everything: bool = False,
        only: bool = False,
        submit: Callable[[Sequence[Request]], Awaitable[Outcome]] | None = None,
    ) -> AbortReport:
        """Stop what runs, at once and without asking: see `plan_abort` for what that is.

        A face that sends in a way of its own gives its `submit`, which must ask nobody.
        """

        async def send(requests: Sequence[Request]) -> Outcome:
            return await self.submit(requests, consent=self.permission.question(requests), independent=True)

        plan = plan_abort(self.servers, here, everything=everything, only=only)
        report = await carry_out(plan, submit or send)
        self.series.abort([here] if here and (only or plan.runs_here) else None)  # those that expose nothing just now
        return report

    def connect_requests(self, keys: Iterable[DeviceKey]) -> list[Request]:
        """Requests that connect devices to their hardware; none for those that are connected."""
        found = [(key, device) for key in keys if (device := self.servers.device(key))]
        wanted = (requests_to(key, [request]) for key, device in found if (request := connect_request(device)))
        return [request for requests in wanted for request in requests]

    def unfinished(self) -> list[str]:
        """What leaving would lose: drafts, and requests that are not answered; a line for each."""
        drafts = self.drafts.unsent(self.servers.vector)
        busy = [
            f"under way: {self.servers.device_title(key.owner)} {vector.label}"
            for key, vector in self.servers.vectors()
            if is_unfinished(vector)
        ]
        picked = (f"picked and not sent: {self.servers.device_title(key.owner)} {key.vector}" for key in drafts)
        return list(map(printable, (*picked, *self.series.unfinished(), *busy)))

    # Files

    def set_blob_folder(self, folder: Path | None) -> None:
        """Save BLOBs in a folder, or (None) nowhere. Raises `NotSaved` if it can't be used; then nothing changes."""
        self.transfers.set_folder(folder)
        self.images.notice_again()
        self._subscribers.publish(Change(transfers=True))

    def set_save_video(self, on: bool) -> None:
        """Save the frames of videos as well, or not."""
        self.transfers.set_save_video(on)
        self._subscribers.publish(Change(transfers=True))

    def set_blobs_wanted(self, key: VectorKey, on: bool) -> None:
        """Have the BLOBs of a property sent, or not."""
        self.transfers.set_wanted(key, on)
        self._subscribers.publish(Change(transfers=True))

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
