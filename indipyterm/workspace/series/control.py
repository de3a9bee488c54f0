"""All series of a workspace: starting one, and the user's hand on those that run."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.workspace.change import NoticeKind
from indipyterm.workspace.permission import Permission
from indipyterm.workspace.series.camera import why_away, why_no_images
from indipyterm.workspace.series.plan import Plan
from indipyterm.workspace.series.progress import EndKind, Phase, Progress, Step
from indipyterm.workspace.series.surroundings import Policy, Surroundings
from indipyterm.workspace.servers import Servers
from indipyterm.workspace.submission import NeedsConsent, Outcome, Question, Refused, Request, Sent, Submit
from indipyterm.workspace.transfers import Transfers

if TYPE_CHECKING:
    from indipyterm.workspace.series.run import Series

_CLOSE_SECONDS = 0.5


class AllSeries:
    """The series that run, one for each property that exposes at most.

    `submit` is that of the workspace. `changed` is called when a series has another progress, `tell` with a notice
    about a camera: its kind and text.
    """

    def __init__(
        self,
        servers: Servers,
        transfers: Transfers,
        permission: Permission,
        submit: Submit,
        changed: Callable[[], object],
        tell: Callable[[VectorKey, NoticeKind, str], object],
    ) -> None:
        self._servers, self._transfers, self._permission, self._submit = servers, transfers, permission, submit
        self._changed, self._tell = changed, tell
        self._running: dict[VectorKey, tuple[Series, asyncio.Task[Progress]]] = {}
        self._ended: dict[VectorKey, Progress] = {}

    def progress(self) -> list[Progress]:
        """How far each is that runs, the first to be started first."""
        return [series.progress for series, _ in self._running.values()]

    def of_camera(self, camera: VectorKey) -> Progress | None:
        """How far the series is that a property exposes for now."""
        running = self._running.get(camera)
        return running[0].progress if running else None

    def now(self) -> datetime:
        """The time, UTC, that progress counts from."""
        return self._servers.now()

    def why_no_images(self, plan: Plan) -> str:
        """Why the images of a series would not be saved as things are now; empty if they would."""
        return why_no_images(self._servers, self._transfers, plan)

    def start(
        self, plan: Plan, *, consent: Question | None = None, user: str = "", policy: Policy | None = None
    ) -> Outcome:
        """Start a series, in the running event loop: `Sent`, why not, or what somebody has to agree to before.

        It is checked first that the images will be saved. Consent is for all that the series will send.
        """
        keys = (plan.camera, plan.image, *(used.wheel for used in plan.filters))
        requests = [Request(used.wheel, {used.member: str(used.slot)}) for used in plan.filters]
        requests.append(Request(plan.camera, {plan.member: plan.seconds}))
        if why := (
            self._permission.closed
            or why_away(self._servers, *keys)
            or self._permission.why_none(requests)
            or ("a series runs with this camera already" if plan.camera in self._running else "")
            or self.why_no_images(plan)
        ):
            return Refused(why, plan.camera)
        question = self._permission.question(requests)
        if question is not None and question != consent:
            return NeedsConsent(question)
        from indipyterm.workspace.series.run import Series  # noqa: PLC0415 - for whoever takes series

        series = Series(plan, self._surroundings(user), policy or Policy())
        self._running[plan.camera] = series, asyncio.create_task(self._run(series))
        self._changed()
        return Sent()

    async def ended(self, camera: VectorKey) -> Progress | None:
        """Wait for the end of the series of a camera; how the last one ended, None if there was none."""
        running = self._running.get(camera)
        return await asyncio.shield(running[1]) if running else self._ended.get(camera)

    def take_step(self, camera: VectorKey, step: Step) -> bool:
        """Do what the user wants of a series; False if there is none."""
        running = self._running.get(camera)
        if running is None:
            return False
        series = running[0]
        match step:
            case Step.PAUSE:
                series.pause()
            case Step.GO_ON:
                series.go_on()
            case Step.STOP_AFTER_FRAME:
                series.end_after_frame()
            case Step.STOP_NOW:
                series.stop()
        return True

    def abort(self, owners: Iterable[DeviceKey] | None = None) -> list[DeviceKey]:
        """End the series of these cameras, or all (None), at once; return whose. An ABORT calls this as well."""
        wanted = None if owners is None else set(owners)
        keys = [key for key in self._running if wanted is None or key.owner in wanted]
        for key in keys:
            self._running[key][0].stop(reason="ABORT")
        return [key.owner for key in keys]

    def unfinished(self) -> list[str]:
        """A line for each series, for who is about to leave."""
        return [
            f"a series: {one.done} of {one.plan.frames} frames, {one.plan.camera.device}"
            for one in self.progress()
            if one.phase is not Phase.ENDED
        ]

    def discard_server(self, name: str) -> None:
        """End the series of a server that is removed."""
        for key, (series, _) in tuple(self._running.items()):
            if name in (key.server, *(used.wheel.server for used in series.plan.filters)):
                series.stop(EndKind.LOST, "the server was removed")

    def wake(self) -> None:
        """Have all series look again: a connection was made or lost."""
        for series, _ in tuple(self._running.values()):
            series.wake()

    async def close(self) -> None:
        """End all series: what exposes for them is aborted."""
        tasks = [task for _, task in self._running.values()]
        for series, _ in tuple(self._running.values()):
            series.stop()
        if tasks:
            await asyncio.wait(tasks, timeout=_CLOSE_SECONDS)
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _run(self, series: Series) -> Progress:
        try:
            progress = self._ended[series.plan.camera] = await series.run()
            return progress
        except Exception as error:
            text = f"a fault of this program: {error!r}"
            self._tell(series.plan.camera, NoticeKind.SERIES_STOPPED, text)
            raise
        finally:
            self._running.pop(series.plan.camera, None)

    def _surroundings(self, user: str) -> Surroundings:
        """What a series needs that a user starts."""

        async def submit(requests: Sequence[Request]) -> Outcome:
            consent = self._permission.question(requests)  # it was given at the start
            return await self._submit(requests, consent=consent, user=user)

        closed, now = self._permission.closed, self._servers.now
        return Surroundings(self._servers, self._transfers, submit, closed, now, self._changed, self._tell)
