"""Taking the frames of a series, one after another, over what may happen between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import PurePath
from typing import NamedTuple

from indipyterm.client.blobs import Numbering, number_of
from indipyterm.model.events import Connected, Disconnected, Event, OtherClientSent, ValuesSent
from indipyterm.model.roles import Role
from indipyterm.model.standard import role
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.workspace.change import NoticeKind
from indipyterm.workspace.series.camera import (
    Settings,
    abort_exposure,
    different_settings,
    exposes,
    image_arrives,
    image_settings,
    present,
    reconnect_requests,
    seconds_left,
    why_away,
    why_no_images,
)
from indipyterm.workspace.series.frame import Failed, FrameOutcome, FrameWatch, Lost, Saved
from indipyterm.workspace.series.plan import Filter, Plan
from indipyterm.workspace.series.progress import EndKind, Phase, Progress
from indipyterm.workspace.series.surroundings import Policy, Surroundings
from indipyterm.workspace.series.waiting import Ended, News, device_of
from indipyterm.workspace.series.wheel import turn
from indipyterm.workspace.submission import Refused, Request

ABORT_SECONDS = 2.0
"""How long a camera has to say that its exposure is aborted."""

_SETTLE_SECONDS = 5.0  # in which a camera that is back defines what it had
_CONNECT_SECONDS = 10.0  # between two tries to connect a camera to its hardware


class _Pause(NamedTuple):
    """Why a series is paused; `goes_on` by itself when the reason is gone."""

    reason: str
    goes_on: bool = False


class Series:
    """One series. `run` takes its frames; the other methods are for the user, at any time."""

    def __init__(self, plan: Plan, around: Surroundings, policy: Policy) -> None:
        self.plan, self._around, self._policy = plan, around, policy
        self._servers = around.servers
        self._done = self._failures = self._number = 0
        self._phase, self._began = Phase.WAITING, around.now()
        self._reason, self._last = "", ""
        self._pause: _Pause | None = None
        self._pause_asked = self._end_asked = self._exposing = self._was_lost = False
        self._rest_until = 0.0
        self._end: EndKind | None = None
        self._seconds: list[float] = []
        self._settings: Settings = {}
        self._watch: FrameWatch | None = None
        self._number_images: Callable[[bool], None] = lambda on: None
        self._news = News()

    # For the user

    @property
    def progress(self) -> Progress:
        """How far it is now."""
        each = sum(self._seconds) / len(self._seconds) if self._seconds else 0.0
        pause = self._pause
        return Progress(
            self.plan,
            Phase.PAUSED if pause and self._phase is not Phase.ENDED else self._phase,
            self._done,
            self._began,
            pause.reason if pause else self._reason,
            pause is not None and pause.goes_on,
            self._pause_asked,
            self._end_asked,
            each,
            self._end,
            self._last,
        )

    def pause(self) -> None:
        """Pause when the present frame is done."""
        self._pause_asked = True
        self._asked()

    def go_on(self) -> None:
        """Go on after a pause; do not pause or end after the frame."""
        self._pause_asked, self._end_asked, self._failures = False, False, 0
        if not self._was_lost:
            self._pause = None
        self._asked()

    def end_after_frame(self) -> None:
        """End when the present frame is done."""
        self._end_asked = True
        self._asked()

    def stop(self, end: EndKind = EndKind.STOPPED, reason: str = "stopped") -> None:
        """End now; an exposure that runs is aborted, unless it was already (`end` is ABORTED)."""
        self._news.stop(end, reason)
        self._around.changed()

    def wake(self) -> None:
        """Look again what there is: the user wants something, or a connection was made or lost."""
        self._news.wake()

    def _asked(self) -> None:
        self.wake()
        self._around.changed()

    # Frames

    async def run(self) -> Progress:
        """Take all frames; return how it ended. If it is cancelled, the exposure that runs is aborted."""
        with self._listening():
            try:
                while self._done < self.plan.frames:
                    await self._take_frame()
                ended = Ended(EndKind.COMPLETE, "all done")
            except Ended as end:
                ended = end
            finally:
                await self._abort()
        self._end, self._pause = ended.end, None
        self._enter(Phase.ENDED, ended.reason)
        total = self.plan.frames
        good = ended.end is EndKind.COMPLETE
        text = f"{self._done} of {total} frames" + ("" if good else f": {ended.reason}")
        self._around.tell(self.plan.camera, NoticeKind.SERIES_DONE if good else NoticeKind.SERIES_STOPPED, text)
        return self.progress

    async def _abort(self) -> None:
        """Abort the exposure that runs for the series, unless somebody did, and give the camera time to say so."""
        stopped = self._news.stopped
        if not self._exposing or (stopped and stopped.end is EndKind.ABORTED):
            return
        if not why_away(self._servers, self.plan.camera):
            await self._around.submit(abort_exposure(self._servers, self.plan.camera))
            end = self._news.clock() + ABORT_SECONDS
            await self._news.until(lambda: not self._exposes(asked=True), end, to_the_end=True)

    async def _take_frame(self) -> None:
        await self._until_ready()
        if self._news.clock() < self._rest_until:
            self._enter(Phase.WAITING)
            await self._news.until(lambda: self._end_asked or self._pause_asked, self._rest_until)
            return  # the camera may be away by now
        begin = self._news.clock()
        used = self.plan.filter_of(self._done + 1)
        fault = await turn(self._around, self._news, used, self._turning) if used else None
        match fault or await self._expose(used):
            case Saved(path, member):
                self._done, self._failures, self._last = self._done + 1, 0, path
                self._number = number_of(PurePath(path).name, self.plan.image.device, member) or self._number
                self._seconds.append(self._news.clock() - begin)
                self._rest_until = self._news.clock() + self.plan.delay
                self._enter(Phase.WAITING)
            case Failed(why, stopped):
                await self._failed(why, stopped)
            case Lost(why):
                self._was_lost = True
                self._pause_for(why, goes_on=True)

    def _turning(self) -> None:
        self._enter(Phase.TURNING)

    async def _failed(self, why: str, stopped: bool) -> None:
        """Pause for the user, or where there is nobody, try the frame again after a while, so many times.

        What somebody `stopped` is not tried again.
        """
        self._failures += 1
        if self._policy.retries is None:
            self._pause_for(why)
        elif stopped or self._failures > self._policy.retries:
            raise Ended(EndKind.FAILED, why)
        else:
            self._pause_for(why, goes_on=True)
            await self._news.until(lambda: self._pause is None, self._news.clock() + self._policy.retry_seconds)

    async def _until_ready(self) -> None:
        """Wait until nothing keeps the camera from taking the next frame. Raises `Ended` if it is not to be taken."""
        while True:
            if self._end_asked:
                raise Ended(EndKind.STOPPED, "stopped")
            if self._pause_asked:
                self._pause_asked = False
                self._pause_for("")
            if self._pause and not self._pause.goes_on:
                await self._news.until(lambda: self._pause is None or self._end_asked)
            elif why := why_away(self._servers, *self._keys()):
                await self._until_back(why)
            elif self._was_lost:
                await self._check_settings()
            elif why := self._around.closed or why_no_images(self._servers, self._around.transfers, self.plan):
                self._blocked(why)
            elif self._exposes():
                self._enter(Phase.WAITING, "the camera is exposing already")
                await self._news.until(lambda: not self._exposes() or self._pause_asked or self._end_asked)
            else:
                if self._pause:
                    self._pause = None
                    self._around.tell(self.plan.camera, NoticeKind.SERIES_GOES_ON, self._frames_text())
                return

    def _blocked(self, why: str) -> None:
        """Pause for something that only the user can change; where there is none, end."""
        if self._policy.retries is not None:
            raise Ended(EndKind.FAILED, why)
        self._pause_for(why)

    async def _until_back(self, why: str) -> None:
        """Wait until the camera and the wheel are back, and connect them to their hardware."""
        self._was_lost = True
        self._pause_for(why, goes_on=True)
        keys, patience = self._keys(), self._policy.patience
        owners, next_try = {key.owner for key in keys}, 0.0
        end = self._news.clock() + patience if patience else None

        def changed() -> bool:
            return self._end_asked or not why_away(self._servers, *keys) or bool(self._reconnects(owners, next_try))

        while not self._end_asked and why_away(self._servers, *keys):
            until = next_try if next_try > self._news.clock() else end
            if not await self._news.until(changed, until) and end and self._news.clock() >= end:
                raise Ended(EndKind.LOST, f"{why}; not back for {patience:g} s")
            if requests := self._reconnects(owners, next_try):
                next_try = self._news.clock() + _CONNECT_SECONDS
                await self._around.submit(requests)

    def _reconnects(self, owners: set[DeviceKey], next_try: float) -> list[Request]:
        return reconnect_requests(self._servers, owners) if self._news.clock() >= next_try else []

    async def _check_settings(self) -> None:
        """Pause if the camera has come back with other settings: its images would be others."""
        before = self._settings
        known = [self.plan.camera._replace(vector=name) for name in before]
        await self._news.until(lambda: not why_away(self._servers, *known), self._news.clock() + _SETTLE_SECONDS)
        if why_away(self._servers, *self._keys()):
            return  # away again
        self._was_lost, now = False, image_settings(self._servers, self.plan.camera)
        if names := different_settings(before, now):
            self._blocked(f"the camera came back with another {', '.join(names)}")

    def _exposes(self, *, asked: bool = False) -> bool:
        return exposes(self._servers, self.plan.camera, asked=asked)

    # An exposure

    async def _expose(self, used: Filter | None) -> FrameOutcome:
        plan, servers = self.plan, self._servers
        vector = present(servers, plan.camera)
        if vector is None:
            return Lost(why_away(servers, plan.camera) or "the camera went away")
        self._settings = image_settings(servers, plan.camera)
        watch = self._watch = FrameWatch(plan, partial(seconds_left, servers, plan), self._news.clock, vector.timeout)
        client = servers.client(plan.camera)
        numbering = Numbering(used.name if used else "", self._number + 1)

        def number_images(on: bool) -> None:
            client.number_blobs(plan.image.device, plan.image.vector, numbering if on else None)

        self._number_images = number_images
        self._exposing = True
        self._enter(Phase.EXPOSING)
        try:
            outcome = await self._around.submit([Request(plan.camera, {plan.member: plan.seconds})])
            if isinstance(outcome, Refused):
                self._exposing = False
                away = why_away(servers, plan.camera)
                return Lost(away) if away else Failed(outcome.why)
            while watch.outcome is None:
                if watch.over and self._phase is Phase.EXPOSING:
                    self._enter(Phase.DOWNLOADING)
                if not await self._news.any(watch.deadline):
                    watch.expire(arriving=image_arrives(servers, plan.image))
            self._exposing = False
            return watch.outcome
        finally:
            self._watch = None
            number_images(False)

    # Hearing, and telling

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Hear what the servers of the camera and the wheels report."""
        names = dict.fromkeys(key.server for key in self._keys())
        with ExitStack() as stack:
            for name in names:
                listeners = self._servers[name].client.listeners
                hear = self._listener(name)
                listeners.append(hear)
                stack.callback(listeners.remove, hear)
            yield

    def _listener(self, server: str) -> Callable[[Event], None]:
        devices = {key.device for key in self._keys() if key.server == server}
        of_camera = server == self.plan.camera.server

        def hear(event: Event) -> None:
            if of_camera and self._watch:
                self._watch.on_event(event)
                self._number_images(self._watch.wants_image)  # at once: it may be the next in what is being read
            match event:
                case ValuesSent(device, vector) if device in devices and role(vector) is Role.ABORTS:
                    self.stop(EndKind.ABORTED, "ABORT")
                case OtherClientSent(sent) if sent.device in devices and role(sent.name) is Role.ABORTS:
                    self.stop(EndKind.ABORTED, "ABORT by another client")
                case Connected() | Disconnected():
                    self._news.wake()
                case _ if device_of(event) in devices | {None}:
                    self._news.wake()

        return hear

    def _keys(self) -> list[VectorKey]:
        return [self.plan.camera, self.plan.image, *(one.wheel for one in self.plan.filters)]

    def _pause_for(self, why: str, *, goes_on: bool = False) -> None:
        if self._pause and (self._pause.reason == why or (self._pause.goes_on and goes_on)):
            return
        self._pause = _Pause(why, goes_on)
        self._began = self._around.now()
        if why:
            text = f"{why}; {self._frames_text()}" + ("; it goes on by itself" if goes_on else "")
            self._around.tell(self.plan.camera, NoticeKind.SERIES_PAUSED, text)
        self._around.changed()

    def _frames_text(self) -> str:
        return f"{self._done} of {self.plan.frames} frames are there"

    def _enter(self, phase: Phase, reason: str = "") -> None:
        self._phase, self._reason, self._began = phase, reason, self._around.now()
        self._around.changed()
