"""Which events people are told of at once, and how many: the log has a line for each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from math import inf
from pathlib import PurePath

from indipyterm.client.status_text import status_text
from indipyterm.model.devices import is_complaint
from indipyterm.model.events import (
    BlobLost,
    BlobNotSaved,
    BlobSaved,
    BlobSizeDiffers,
    Deleted,
    Disconnected,
    Event,
    MessageReceived,
    RequestUnanswered,
    SendFailed,
    TimedOut,
    Updated,
    ValuesSent,
    VideoNotSaved,
)
from indipyterm.model.roles import Role
from indipyterm.model.standard import role
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.protocol.messages import State
from indipyterm.workspace.change import Notice, NoticeKind
from indipyterm.workspace.frames import Frame
from indipyterm.workspace.servers import Servers

SAVED_SECONDS = 60.0
"""Between two notices about saved BLOBs."""

MAX_FAULTS = 4
FAULT_SECONDS = 5.0
"""At most `MAX_FAULTS` notices about what devices report or BLOBs suffer in so many seconds, and none twice."""

REASON_SECONDS = 2.0
"""A device that answered Alert without a text may say why so long after it."""


class Notices:
    """Makes notices of the events of all servers; remembers which requests were not answered yet.

    `replaying`: a recording may have no more of a BLOB than its size, which is no fault then.
    """

    def __init__(
        self, servers: Servers, *, replaying: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._servers, self._replaying, self._clock = servers, replaying, clock
        self._complaints: dict[DeviceKey, str] = {}  # the last of each device that has not answered yet
        self._silent_since: dict[DeviceKey, float] = {}  # when an Alert was told of without a reason
        self._unanswered: set[VectorKey] = set()
        self._aborted: set[VectorKey] = set()  # requests that this client aborted: Alert is no news then
        self._saved_limit, self._fault_limit = RateLimiter(1, SAVED_SECONDS), RateLimiter(MAX_FAULTS, FAULT_SECONDS)

    def of_frame(self, frame: Frame) -> Iterator[Notice]:
        """The notices about a frame; the servers are up to date."""
        for event in frame.events:
            yield from self._of_event(frame.server, event)
        yield from self._silent_alerts(frame.vectors)

    def discard_server(self, server: str) -> None:
        """Forget the requests to a server that was removed, or lost."""
        self._unanswered = {key for key in self._unanswered if key.server != server}
        self._aborted = {key for key in self._aborted if key.server != server}
        self._complaints = {owner: text for owner, text in self._complaints.items() if owner.server != server}

    def _sent(self, key: VectorKey) -> None:
        self._complaints.pop(key.owner, None)
        self._unanswered.add(key)
        self._aborted.discard(key)
        if role(key.vector) is Role.ABORTS:
            ended = {one for one in self._unanswered if one.owner == key.owner and one != key}
            self._unanswered -= ended
            self._aborted |= ended

    def _of_event(self, server: str, event: Event) -> Iterator[Notice]:
        match event:
            case ValuesSent(device, vector, _, _):
                self._sent(VectorKey(server, device, vector))
            case Disconnected():
                self.discard_server(server)
            case Deleted(gone, _) if gone.device and not gone.name:
                yield from self._device_gone(DeviceKey(server, gone.device))
            case TimedOut(device, vector, seconds, _):
                title = self._servers.device_title(DeviceKey(server, device))
                yield Notice(NoticeKind.NO_ANSWER, title, f"{vector}: no answer for {seconds:g} s")
            case BlobSaved(_, _, _, path, _, _):
                if self._saved_limit.allows(path):
                    file = PurePath(path)
                    yield Notice(NoticeKind.SAVED, file.name, f"in {file.parent}")
            case Updated(message, _) if message.state is State.ALERT and message.message:
                key = VectorKey(server, message.device, message.name)
                if key in self._aborted:
                    self._aborted.discard(key)
                elif key in self._unanswered or self._fault_limit.allows(f"{message.device}: {message.message}"):
                    yield Notice(NoticeKind.ALERT, self._servers.device_title(key.owner), message.message)
                self._unanswered.discard(key)
            case MessageReceived(message, _, False) if message.device and is_complaint(message.message or ""):
                yield from self._complained(DeviceKey(server, message.device), message.message or "")
            case BlobLost() | BlobNotSaved():
                yield from self._blob_fault(event)
            case BlobSizeDiffers(received=received, announced=announced) if received < announced:
                if received or not self._replaying:
                    yield from self._blob_fault(event)
            case VideoNotSaved(device, vector, _, _):
                text = f"{vector}: its frames are not saved"
                device = self._servers.device_title(DeviceKey(server, device))
                yield Notice(NoticeKind.VIDEO, f"Video of {device}", text)
            case SendFailed():
                yield Notice(NoticeKind.NOT_SENT, "Not sent", status_text(event))
            case RequestUnanswered():
                yield Notice(NoticeKind.NOT_SENT, "Not answered", status_text(event))

    def _device_gone(self, owner: DeviceKey) -> Iterator[Notice]:
        """A driver that stopped before it had done what was asked of it."""
        lost = sorted(key for key in self._unanswered if key.owner == owner)
        self._unanswered.difference_update(lost)
        if lost:
            text = f"gone, before it had done this: {', '.join(key.vector for key in lost)}"
            yield Notice(NoticeKind.ALERT, self._servers.device_title(owner), text)

    def _blob_fault(self, event: BlobLost | BlobNotSaved | BlobSizeDiffers) -> Iterator[Notice]:
        text = status_text(event)
        if self._fault_limit.allows(text):
            yield Notice(NoticeKind.NOT_SAVED, "BLOB", text)

    def _silent_alerts(self, changed: frozenset[VectorKey]) -> Iterator[Notice]:
        """Requests of this client that were answered with Alert, without a text that says why.

        Drivers of libindi give the reason as a message of its own: version 1 before the answer, version 2 behind it.
        """
        for key in sorted(self._unanswered & changed):
            vector = self._servers.vector(key)
            if vector and vector.request:
                continue
            self._unanswered.discard(key)
            if vector and vector.state is State.ALERT:
                reason = self._complaints.pop(key.owner, "")
                if not reason:
                    self._silent_since[key.owner] = self._clock()
                title = self._servers.device_title(key.owner)
                yield Notice(NoticeKind.ALERT, title, f"{vector.label}: {reason or 'the device answered Alert'}")

    def _complained(self, owner: DeviceKey, text: str) -> Iterator[Notice]:
        """A reason: of an Alert that is told of already, or of one to come."""
        if self._clock() - self._silent_since.pop(owner, -inf) < REASON_SECONDS:
            yield Notice(NoticeKind.ALERT, self._servers.device_title(owner), text)
        elif any(key.owner == owner for key in self._unanswered):
            self._complaints[owner] = text


def draft_notices(dropped: Iterable[VectorKey]) -> list[Notice]:
    """Notices about drafts that are dropped since their vectors are gone."""
    text = "What was picked and not sent is gone: the device no longer has it"
    return [Notice(NoticeKind.DRAFT_DROPPED, key.device, f"{key.vector}: {text}") for key in dropped]


class RateLimiter:
    """Allows `most` different texts within any `seconds`; `clock` returns seconds."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._allowed: dict[str, float] = {}

    def allows(self, text: str) -> bool:
        """Whether a text may be shown now; if so, it counts as shown."""
        now = self._clock()
        self._allowed = {known: when for known, when in self._allowed.items() if now < when + self._seconds}
        if text in self._allowed or len(self._allowed) >= self._most:
            return False
        self._allowed[text] = now
        return True
