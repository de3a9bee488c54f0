"""``watch``: every change, as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from indipyterm.commands.definitions import unheard
from indipyterm.commands.patterns import Part, Pattern, format_name, parse_pattern
from indipyterm.commands.selection import Value, format_time, printed_value, select_members
from indipyterm.commands.session import Session
from indipyterm.model.devices import RETURN_SECONDS
from indipyterm.model.events import Connected, Defined, Deleted, Disconnected, Event, Updated
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import BlobPolicy, Kind

GONE_SECONDS = 5.0
"""Seconds after a new connection in which a device that defines any of its vectors again must define all.

A device that says nothing may be busy: it has `RETURN_SECONDS`.
"""

STATE = "_STATE"


class Change(NamedTuple):
    """A member has a new value, or (`member` "_STATE") a vector another state. `state` is that of the vector.

    `t` is the time at which this program received it, UTC. Where a vector is gone, `value` and `state` are None.
    """

    t: datetime
    device: str
    vector: str
    member: str
    value: Value
    state: str | None

    def __str__(self) -> str:
        """Write it as a line for people."""
        if self.state is None:
            return f"{format_time(self.t)} {format_name(self.device, self.vector)} is gone"
        state = "" if self.member == STATE else f" [{self.state}]"
        name = format_name(self.device, self.vector, self.member)
        return f"{format_time(self.t)} {name}={printed_value(self.value)}{state}"

    def as_json(self) -> dict[str, object]:
        """Put it in one JSON object."""
        return {**self._asdict(), "t": format_time(self.t)}


async def watch(session: Session, patterns: Sequence[str] = (), *, blobs: bool = False) -> AsyncGenerator[Change, None]:
    """Give what the patterns name, everything without any: first as it is, then whatever changes, without an end.

    A pattern without a member stands for all members and for the state, one with a member for just that: ``*`` for
    all members, ``_STATE`` for the state. After a new connection only what differs from before is given. With `blobs`
    the BLOBs that are named are enabled; the value of one is the file in which the session saved it.
    Raises `BadPattern`, and `NoServer` where the session is not patient.
    """
    parsed = [parse_pattern(pattern) for pattern in patterns]
    changes: asyncio.Queue[Change | None] = asyncio.Queue()
    watcher = _Watcher(session, parsed, blobs, changes.put_nowait)
    with session.listening(watcher.on_event):
        watcher.compare_all()
        try:
            while (change := await changes.get()) is not None:
                yield change
            session.check()
        finally:
            watcher.stop()


class _Watcher:
    """Compares what the patterns name with what was last reported of it; None is reported where the session ends."""

    def __init__(
        self,
        session: Session,
        patterns: Sequence[Pattern],
        blobs: bool,
        report: Callable[[Change | None], None],
    ) -> None:
        self._session = session
        self._patterns = patterns
        self._blobs = blobs
        self._report = report
        self._reported: dict[tuple[str, str], dict[str, Value]] = {}
        self._sweeps: list[asyncio.TimerHandle] = []

    def on_event(self, event: Event) -> None:
        """Called with each event of the session, the model being current."""
        match event:
            case Updated(message) | Defined(message):
                if vector := self._session.catalog.find(message.device, message.name):
                    self._compare(vector)
            case Deleted():
                self._report_gone()
            case Connected():
                self.stop()
                later = asyncio.get_running_loop().call_later
                self._sweeps = [
                    later(GONE_SECONDS, self._report_gone, self._is_heard),
                    later(RETURN_SECONDS, self._report_gone, lambda device: True),
                ]
            case Disconnected() if not self._session.patient:
                self._report(None)

    def compare_all(self) -> None:
        """Report everything that is there now."""
        for device in self._session.catalog.devices.values():
            for vector in device.present():
                self._compare(vector)

    def stop(self) -> None:
        """Cancel what is to be done later."""
        for sweep in self._sweeps:
            sweep.cancel()

    def _compare(self, vector: Vector) -> None:
        key = (vector.device, vector.name)
        parts = [part for pattern in self._patterns if pattern.matches(*key) for part in _watched(pattern.member)]
        chosen = select_members(vector, parts or ([] if self._patterns else _watched(None)))
        if not (readings := chosen.readings()):
            return
        if self._blobs and vector.kind is Kind.BLOB and chosen.members and key not in self._reported:
            self._session.client.set_blob_policy(BlobPolicy.ALSO, *key)
        reported = self._reported.setdefault(key, {})
        now = self._session.client.clock()
        for reading in readings:
            value = reading.value
            if reading.member not in reported or reported[reading.member] != value:
                reported[reading.member] = value
                if value is not None:  # a BLOB that is in no file
                    self._report(Change(now, *reading, vector.state.value))

    def _report_gone(self, will_not_return: Callable[[str], bool] = lambda device: False) -> None:
        """Report what was deleted, and what was not defined again by devices that will not return it."""
        now = self._session.client.clock()
        for key in list(self._reported):
            vector = self._session.catalog.find(*key)
            if vector is None or (vector.stale and will_not_return(vector.device)):
                del self._reported[key]
                self._report(Change(now, *key, STATE, None, None))

    def _is_heard(self, device: str) -> bool:
        return not unheard(self._session, [device])


def _watched(member: Part | None) -> list[Part | None]:
    """The member parts that one of a pattern stands for here."""
    return [None, Part(STATE)] if member is None else [member]
