"""Which of the things that happen are told at once, and how many of them: the log has all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from indipyterm.client.status_text import status_text
from indipyterm.model.events import (
    BlobLost,
    BlobNotSaved,
    BlobSaved,
    Event,
    RequestUnanswered,
    SendFailed,
    TimedOut,
    Updated,
    ValuesSent,
)
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import State
from indipyterm.workspace.change import Notice, NoticeKind
from indipyterm.workspace.frames import Frame
from indipyterm.workspace.rate_limiter import RateLimiter
from indipyterm.workspace.servers import Servers


class Notices:
    """Makes notices of what happened on the servers; it remembers which requests were not answered yet."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._unanswered: set[VectorKey] = set()
        self._saved_limit, self._fault_limit = RateLimiter(1, 60.0), RateLimiter(4, 5.0)

    def of_frame(self, frame: Frame) -> Iterator[Notice]:
        """The notices of what a frame tells."""
        for event in frame.events:
            yield from self._of_event(frame.server, event)
        yield from self._silent_alerts(frame.vectors, frame.events)

    def _of_event(self, server: str, event: Event) -> Iterator[Notice]:
        match event:
            case ValuesSent(device, vector, _, _):
                self._unanswered.add(VectorKey(server, device, vector))
            case TimedOut(device, vector, seconds, _):
                yield Notice(NoticeKind.NO_ANSWER, device, f"{vector}: no answer for {seconds:g} s")
            case BlobSaved(_, _, _, path, _, _):
                if self._saved_limit.allows(path):
                    file = PurePath(path)
                    yield Notice(NoticeKind.SAVED, file.name, f"in {file.parent}")
            case Updated(message, _) if message.state is State.ALERT and message.message:
                ours = VectorKey(server, message.device, message.name) in self._unanswered
                if ours or self._fault_limit.allows(f"{message.device}: {message.message}"):
                    yield Notice(NoticeKind.ALERT, message.device, message.message)
            case BlobLost() | BlobNotSaved():
                text = status_text(event)
                if self._fault_limit.allows(text):
                    yield Notice(NoticeKind.NOT_SAVED, "BLOB", text)
            case SendFailed():
                yield Notice(NoticeKind.NOT_SENT, "Not sent", status_text(event))
            case RequestUnanswered():
                yield Notice(NoticeKind.NOT_SENT, "Not answered", status_text(event))

    def _silent_alerts(self, changed: frozenset[VectorKey], events: Sequence[Event]) -> Iterator[Notice]:
        """Requests of ours that were answered with Alert, and no text that says why."""
        for key in self._unanswered & changed:
            vector = self._servers.vector(key)
            if vector and vector.request:
                continue
            self._unanswered.discard(key)
            explained = any(isinstance(event, Updated) and event.message.name == key.vector for event in events)
            if vector and vector.state is State.ALERT and not explained:
                yield Notice(NoticeKind.ALERT, key.device, f"{vector.label}: the device answered Alert")
