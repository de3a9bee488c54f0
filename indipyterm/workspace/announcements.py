"""What is worth telling somebody who looks elsewhere: what was waited for has ended, or something went wrong.

A face decides how: with a bell, a notification of the desktop, in the title of its window. What this program itself
has to announce, such as the end of a series, comes from `reports`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from fnmatch import fnmatchcase
from typing import NamedTuple

from indipyterm.model import standard
from indipyterm.model.events import Disconnected, ValuesSent
from indipyterm.model.members import NumberMember
from indipyterm.model.roles import Role
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.text import value_text
from indipyterm.protocol.messages import State
from indipyterm.protocol.numbers import number_or_none
from indipyterm.workspace.change import Announced, Announcement, Notice, NoticeKind
from indipyterm.workspace.clock import Clock
from indipyterm.workspace.frames import Frame
from indipyterm.workspace.servers import Servers

SHORTEST_SECONDS = 3.0
"""What ends sooner is not announced: nobody looked away."""

DANGERS = {"WEATHER_STATUS": "dangerous weather", "SAFETY_STATUS": "not safe to observe"}
"""Lights that warn of danger when they are Alert, and what is said; of a device that has both the first counts."""

_SLEWS = ("*EQUATORIAL*_COORD", "HORIZONTAL_COORD", "TELESCOPE_PARK", "TELESCOPE_HOME")
_NEVER_ENDS = ("*_MOTION_??", "*_TRACK_STATE", "*_TIMED_GUIDE_*")
_CYCLES = {"RA": 24.0, "AZ": 360.0}  # members that count around a circle
_BAD_NOTICES = (NoticeKind.ALERT, NoticeKind.NO_ANSWER)


class Running(NamedTuple):
    """Something that was asked for here and is under way; `share` from 0 to 1 is done, None where that is unknown."""

    key: VectorKey
    label: str
    share: float | None


class _Begun(NamedTuple):
    kind: Announced
    when: datetime
    asked: Mapping[str, float]
    """The numbers that were asked for, by member."""
    start: Mapping[str, float]
    """What they were before."""


def announced_as(vector: str) -> Announced | None:
    """As what the end of something that this property started is announced; None where it never ends, or only sets."""
    if standard.exposes(vector):
        return Announced.EXPOSURE
    if any(fnmatchcase(vector, pattern) for pattern in _SLEWS):
        return Announced.SLEW
    moves = standard.role(vector) is Role.MOVES and not any(fnmatchcase(vector, pattern) for pattern in _NEVER_ENDS)
    return Announced.MOVE if moves else None


class Announcements:
    """Notes what was asked for, frame by frame, and what became of it.

    `in_series`: whether a series takes the exposures of a camera, which are not announced one by one then.
    """

    def __init__(self, servers: Servers, clock: Clock, in_series: Callable[[VectorKey], bool]) -> None:
        self._servers, self._clock, self._in_series = servers, clock, in_series
        self._begun: dict[VectorKey, _Begun] = {}
        self._danger: set[VectorKey] = set()

    def update(self, frame: Frame, notices: Iterable[Notice]) -> list[Announcement]:
        """What a frame is worth; the servers are up to date, and `notices` are those about it."""
        found = [
            Announcement(Announced.ALERT, notice.title, notice.text)
            for notice in notices
            if notice.kind in _BAD_NOTICES
        ]
        for event in frame.events:
            match event:
                case ValuesSent(device, vector, members, when) if kind := announced_as(vector):
                    self._begin(VectorKey(frame.server, device, vector), kind, members, when)
                case Disconnected(reason, retry, True, _):
                    self._begun = {key: begun for key, begun in self._begun.items() if key.server != frame.server}
                    if retry:  # else a user ended it
                        found.append(Announcement(Announced.LOSS, frame.server, f"connection lost: {reason}"))
        found += self._endings(frame.vectors)
        found += self._weather(frame)
        return found

    def running(self) -> Iterator[Running]:
        """What was asked for here and is under way."""
        for key, begun in self._begun.items():
            if vector := self._servers.vector(key):
                yield Running(key, vector.label or key.vector, _share(vector, begun))

    def _begin(self, key: VectorKey, kind: Announced, values: Mapping[str, str], when: datetime) -> None:
        vector = self._servers.vector(key)
        numbers = {name: number_or_none(value) for name, value in values.items()}
        asked = {name: value for name, value in numbers.items() if value is not None}
        self._begun[key] = _Begun(kind, when, asked, _numbers(vector) if vector else {})

    def _endings(self, changed: frozenset[VectorKey]) -> Iterator[Announcement]:
        for key in sorted(self._begun.keys() & changed):
            vector, begun = self._servers.vector(key), self._begun[key]
            if vector and (vector.state is State.BUSY or vector.request):
                continue
            del self._begun[key]
            if vector is None or vector.state is State.ALERT or self._in_series(key):
                continue  # there is a notice about an Alert
            seconds = (self._clock.now() - begun.when).total_seconds()
            if seconds >= SHORTEST_SECONDS:
                done = vector.state is State.OK or standard.ends_idle(key.vector)
                text = f"{vector.label or key.vector}: {'done' if done else 'stopped'} after {seconds:.0f} s"
                yield Announcement(begun.kind, self._servers.device_title(key.owner), text)

    def _weather(self, frame: Frame) -> Iterator[Announcement]:
        keys = {key for key in frame.vectors if key.vector in DANGERS}
        keys |= {VectorKey(*owner, name) for owner in frame.devices for name in DANGERS}
        for key in sorted(keys):
            vector = self._servers.vector(key)
            danger = vector is not None and not vector.stale and vector.state is State.ALERT
            if danger and key not in self._danger and vector and self._is_first(key):
                causes = [one.label for one in vector.members.values() if value_text(one) == State.ALERT]
                text = f"{DANGERS[key.vector]}: {', '.join(causes)}" if causes else DANGERS[key.vector]
                yield Announcement(Announced.WEATHER, self._servers.device_title(key.owner), text)
            (self._danger.add if danger else self._danger.discard)(key)

    def _is_first(self, key: VectorKey) -> bool:
        """Whether no other light of the device says the same."""
        return next(name for name in DANGERS if self._servers.vector(VectorKey(*key.owner, name))) == key.vector


def _share(vector: Vector, begun: _Begun) -> float | None:
    """How much of it is done: an exposure counts down to 0, what moves goes from where it was to where it is sent.

    Before the device has answered, its numbers are those of what it did before.
    """
    now, total, left = _numbers(vector), 0.0, 0.0
    waits = vector.request is not None and not vector.request.answered
    for name, asked in begun.asked.items():
        start = 0.0 if begun.kind is Announced.EXPOSURE else begun.start.get(name)
        if start is None or name not in now:
            continue
        cycle = _CYCLES.get(name, 0.0)
        way = _distance(asked, start, cycle)
        total += way
        left += way if waits else now[name] if begun.kind is Announced.EXPOSURE else _distance(asked, now[name], cycle)
    return min(1.0, max(0.0, 1 - left / total)) if total else None


def _distance(one: float, other: float, cycle: float) -> float:
    """How far two numbers are from each other; on a circle the short way round, in degrees."""
    way = abs(one - other)
    return min(way, cycle - way) * 360 / cycle if cycle and way <= cycle else way


def _numbers(vector: Vector) -> dict[str, float]:
    found = ((name, number_or_none(one.value)) for name, one in vector.members.items() if isinstance(one, NumberMember))
    return {name: value for name, value in found if value is not None}
