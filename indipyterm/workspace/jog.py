"""Moving things by hand, and stopping them again: a motion is never left on.

The engine of a jog pad. A face tells it which key was pressed; whatever then becomes of the face, the engine stops what
it started: when the key is not held any more, at the end of the program, before a server is left, and where the
connection was lost, as soon as it is back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from indipyterm.exceptions import Refused as RequestRefused
from indipyterm.model import standard
from indipyterm.model.events import Disconnected, ValuesSent
from indipyterm.model.requests import request
from indipyterm.model.roles import Role
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.protocol.messages import OFF, ON, State
from indipyterm.workspace import jog_targets
from indipyterm.workspace.frames import Frame
from indipyterm.workspace.jog_targets import Direction, JogKind, JogTarget
from indipyterm.workspace.permission import Permission
from indipyterm.workspace.servers import Servers
from indipyterm.workspace.submission import NeedsConsent, Outcome, Refused, Request, Sent, Submit, requests_to

TAP_SECONDS = 0.75
"""How long a motion goes on after the first press of a key: most keyboards wait up to 0.66 s before they repeat it."""

GAP_SECONDS = 0.25
"""How long it goes on after a repeat: they come every 30 to 90 ms, and a slow line may delay one."""

HELD_SECONDS = 0.1
"""While a step is under way, no other is added by a key that comes again so soon because it is held down."""

DELAY_SECONDS = 0.2
"""No keyboard repeats a key sooner after its press: what comes sooner was pressed, until there was such a pause."""

REFUSED_START_SECONDS = 0.3
"""A key that comes again so soon after it stopped a motion does not start it anew: it is held down."""


@dataclass(slots=True)
class _Motion:
    """A switch that this engine put On."""

    member: str
    timer: asyncio.TimerHandle | None = None
    owed: bool = False
    """Whether it was to be stopped, and could not be."""


class Jog:
    """Moves devices of a workspace by hand.

    `submit` is that of the workspace; `report` is called with a device and a sentence where something could not
    be stopped, or was stopped late.
    """

    def __init__(
        self,
        servers: Servers,
        permission: Permission,
        submit: Submit,
        report: Callable[[DeviceKey, str], object],
    ) -> None:
        self._servers, self._permission, self._submit, self._report = servers, permission, submit, report
        self._motions: dict[VectorKey, _Motion] = {}
        self._agreed: set[JogTarget] = set()
        self._goals: dict[VectorKey, tuple[float, datetime | None]] = {}  # where a step leads to, and when it was sent
        self._last: tuple[JogTarget, object] | None = None  # what was pressed last, and when
        self._pressed_at = 0.0
        self._may_repeat = False  # whether a pause since its first press was as long as before a key's repeats
        self._tasks: set[asyncio.Task[None]] = set()

    # What there is

    def targets(self) -> list[JogTarget]:
        """All that can be moved by hand, device by device."""
        found = ((key, self._servers.device(key)) for key in self._servers.devices())
        return [JogTarget(key, kind) for key, device in found if device for kind in jog_targets.kinds_of(device)]

    def target_for(self, device: DeviceKey | None) -> JogTarget | None:
        """What a pad opens with: the device that is shown, else a mount, else anything; None where nothing moves."""
        targets = self.targets()
        shown = [target for target in targets if target.device == device]
        mounts = [target for target in targets if target.kind is JogKind.MOUNT]
        return next(iter((*shown, *mounts, *targets)), None)

    def directions(self, target: JogTarget) -> list[Direction]:
        """In which directions a mount moves because this engine started it."""
        return [one for one in Direction if self._member_on(VectorKey(*target.device, one.vector)) == one.member]

    def owes_stop(self, device: DeviceKey) -> bool:
        """Whether something on a device is to be stopped as soon as that can be sent."""
        return any(motion.owed for key, motion in self._motions.items() if key.owner == device)

    # Moving a mount

    async def move(self, target: JogTarget, direction: Direction, *, hold: bool) -> Outcome:
        """A key for a direction was pressed, or came again because it is held down.

        `hold`: the motion ends soon after the last key. Else it goes on until the same key comes again, or `stop`.
        """
        key = VectorKey(*target.device, direction.vector)
        since = self._since_last(target, direction)
        going = self._member_on(key) == direction.member
        if going and not hold:
            await self._stop(key)
            return Sent()
        if going:
            self._hold(key, GAP_SECONDS if since < TAP_SECONDS else TAP_SECONDS)
            return Sent()
        if not hold and since < REFUSED_START_SECONDS:
            return Sent()
        if isinstance(refusal := self._refusal(target), NeedsConsent | Refused):
            return refusal
        before = self._motions.get(key)
        if before:
            self._cancel(before)
        self._motions[key] = _Motion(direction.member)  # before it is sent: what may have been sent is stopped
        if hold:
            self._hold(key, TAP_SECONDS)
        outcome = await self._send([Request(key, {direction.member: ON})])
        if isinstance(outcome, Refused):
            if before:
                await self._stop(key)
            else:
                self._forget(key)
        return outcome

    async def stop(self, device: DeviceKey) -> None:
        """Stop what moves on a device: a mount that anybody moves by hand; a focuser or rotator on its way."""
        self._last = None  # another key came: the next one for a direction is not held down
        for name in jog_targets.MOTIONS:
            key = VectorKey(*device, name)
            vector = self._servers.vector(key)
            if vector and vector.writable and any(member.value == ON for member in vector.members.values()):
                self._motions.setdefault(key, _Motion(""))
        for key in [key for key in self._motions if key.owner == device]:
            await self._stop(key)
        found = self._servers.device(device)
        for key in [key for key in self._goals if key.owner == device]:
            del self._goals[key]  # the next step starts from where it is
        if found and any(vector and vector.state is State.BUSY for vector in self._positions(device)):
            await self._send(requests_to(device, standard.abort_requests(found)), independent=True)

    async def stop_all(self) -> None:
        """Stop all that this engine moves; what goes by steps ends by itself."""
        self._last = None
        for key in list(self._motions):
            await self._stop(key)

    def stop_now(self, server: str | None = None) -> None:
        """Write the stops for a server, or for all, at once: the connection or the program is about to end."""
        self._last = None  # a key that comes after Ctrl+Z and `fg` is a new one
        for key, motion in list(self._motions.items()):
            vector = self._servers.vector(key)
            if server in (None, key.server) and vector and not vector.stale and self._servers.live(key.server):
                self._cancel(motion)
                with suppress(RequestRefused):
                    self._servers.client(key).write(request(vector, dict.fromkeys(vector.members, OFF)))
                    self._forget(key)

    def discard_server(self, server: str) -> None:
        """Forget what moved on a server that was removed; `stop_now` before."""
        for key in [key for key in self._motions if key.server == server]:
            self._forget(key)

    # Steps

    async def step(self, target: JogTarget, sign: int, size: float) -> Outcome:
        """Move a focuser inward (-1) or outward (1), or turn a rotator, by a step of `size`."""
        device = self._servers.device(target.device)
        vector = jog_targets.position_of(device, target.kind) if device else None
        if vector is None:
            return Refused("it cannot be moved by hand any more")
        since, busy = self._since_last(target, sign), vector.state is State.BUSY
        if busy and since < HELD_SECONDS and self._may_repeat:
            return Sent()
        if isinstance(refusal := self._refusal(target), NeedsConsent | Refused):
            return refusal
        key, number = VectorKey(*target.device, vector.name), jog_targets.first_number(vector)
        if jog_targets.is_relative(vector):
            if busy:
                return Refused("it still moves: wait, or stop it with Space", key)
            direction = VectorKey(*target.device, jog_targets.FOCUS_DIRECTION)
            return await self._send(
                [Request(direction, jog_targets.direction_values(sign > 0)), Request(key, {number.name: f"{size:g}"})]
            )
        ours, sent = self._goals.get(key, (None, None))
        under_way = busy and ours is not None and sent == vector.asked_at  # and not sent elsewhere since
        start = ours if under_way else jog_targets.value_of(vector)
        if start is None:
            return Refused(f"where it is now is not a number: {number.value}", key)
        wanted = round(jog_targets.goal(vector, start, sign * size), 6)
        outcome = await self._send([Request(key, {number.name: wanted})])
        if isinstance(outcome, Sent):
            self._goals[key] = wanted, vector.asked_at
        return outcome

    async def set_rate(self, target: JogTarget, sign: int) -> Outcome:
        """Choose the next slower (-1) or faster (1) rate of a mount; the last ones stay."""
        key = VectorKey(*target.device, jog_targets.RATE)
        vector = self._servers.vector(key)
        if vector is None:
            return Refused("this mount has no rates to choose from")
        names = list(vector.members)
        now = next((place for place, name in enumerate(names) if vector.members[name].value == ON), 0)
        wanted = max(0, min(len(names) - 1, now + sign))
        return Sent() if wanted == now else await self._send([Request(key, {names[wanted]: ON})])

    # Consent

    def agree(self, target: JogTarget) -> None:
        """Somebody agreed to all that a pad for this does, until `forget_consent`."""
        self._agreed.add(target)

    def forget_consent(self) -> None:
        """The pad was closed: whoever opens the next one is asked again."""
        self._agreed.clear()

    def _refusal(self, target: JogTarget) -> Outcome:
        """Why nothing may be moved, or what is to be asked first; `Sent` where nothing stands in the way."""
        device = self._servers.device(target.device)
        requests = [Request(*one) for one in jog_targets.requests_asked_about(target, device)] if device else []
        if why := self._permission.closed or self._permission.why_none(requests):
            return Refused(why)
        question = self._permission.question(requests)
        return NeedsConsent(question) if question and target not in self._agreed else Sent()

    # What the servers say

    def update(self, frame: Frame) -> None:
        """Take in what happened on a server: a loss, an abort, and that what could not be stopped can be now."""
        for event in frame.events:
            match event:
                case Disconnected():
                    self._lost(frame.server)
                case ValuesSent(device, vector, _, _) if standard.role(vector) is Role.ABORTS:
                    self._spawn_stops(DeviceKey(frame.server, device))
        if frame.devices:
            for key in [key for key, motion in self._motions.items() if motion.owed and key.owner in frame.devices]:
                self._spawn(self._stop(key))

    def _lost(self, server: str) -> None:
        for key, motion in self._motions.items():
            if key.server == server and not motion.owed:
                self._cancel(motion)
                motion.owed = True
                self._report(
                    key.owner,
                    "the connection was lost while it moved: it will be stopped once that is back",
                )

    def _spawn_stops(self, device: DeviceKey) -> None:
        for key in [key for key in self._motions if key.owner == device]:
            self._spawn(self._stop(key))

    # Parts

    async def _stop(self, key: VectorKey) -> None:
        """Send the stop of a motion now, or as soon as that can be done."""
        motion, vector = self._motions.get(key), self._servers.vector(key)
        if motion is None:
            return
        self._cancel(motion)
        if vector is None or vector.stale or not self._servers.live(key.server):
            if not motion.owed:
                motion.owed = True
                self._report(key.owner, "it may still be moving and cannot be reached: it will be stopped once it can")
            return
        self._forget(key)
        outcome = await self._send([Request(key, dict.fromkeys(vector.members, OFF))])
        if isinstance(outcome, Refused) and (device := self._servers.device(key.owner)):
            requests = requests_to(key.owner, standard.abort_requests(device))
            outcome = await self._send(requests, independent=True) if requests else outcome
        if isinstance(outcome, Refused):
            self._motions.setdefault(key, motion).owed = True
            self._report(key.owner, f"it could not be stopped: {outcome.why}")
        elif motion.owed:
            self._report(key.owner, "stopped, now that it can be reached again")

    async def _send(self, requests: Sequence[Request], *, independent: bool = False) -> Outcome:
        """Send what a pad was opened for, and what stops: nobody is asked about it any more."""
        outcome: Outcome = Sent()
        for one in requests:
            sent = await self._submit([one], consent=self._permission.question([one]))
            if isinstance(sent, Refused):
                outcome = sent
                if not independent:
                    return sent
        return outcome

    def _hold(self, key: VectorKey, seconds: float) -> None:
        """Stop a motion after so many seconds, unless its key comes again."""
        motion = self._motions[key]
        self._cancel(motion)
        motion.timer = asyncio.get_running_loop().call_later(seconds, lambda: self._spawn(self._stop(key)))

    def _forget(self, key: VectorKey) -> None:
        if motion := self._motions.pop(key, None):
            self._cancel(motion)

    @staticmethod
    def _cancel(motion: _Motion) -> None:
        if motion.timer:
            motion.timer.cancel()
            motion.timer = None

    def _member_on(self, key: VectorKey) -> str:
        """The switch that this engine put On and that its device has not put Off since; empty if there is none."""
        motion, vector = self._motions.get(key), self._servers.vector(key)
        if motion is None or motion.owed or vector is None:
            return ""
        member = vector.members.get(motion.member)
        ended = vector.request is None and vector.state is not State.BUSY and member and member.value != ON
        return "" if ended else motion.member

    def _positions(self, device: DeviceKey) -> list[Vector | None]:
        found = self._servers.device(device)
        return [jog_targets.position_of(found, kind) for kind in JogKind] if found else []

    def _since_last(self, target: JogTarget, what: object) -> float:
        """Seconds since the same was pressed last, if nothing else was meanwhile."""
        now = asyncio.get_running_loop().time()
        last, at = self._last, self._pressed_at
        self._last, self._pressed_at = (target, what), now
        since = now - at if last == (target, what) else float("inf")
        if since >= HELD_SECONDS:
            self._may_repeat = DELAY_SECONDS <= since < TAP_SECONDS
        return since

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
