"""Judging what a device sends after a request: which of it is the answer, and what the answer is."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from math import isclose
from typing import Any

from indipyterm.commands.answers import Answer, Verdict
from indipyterm.model.devices import is_complaint
from indipyterm.model.events import (
    Defined,
    Deleted,
    Disconnected,
    Event,
    MessageReceived,
    OtherClientSent,
    Updated,
    ValuesSent,
)
from indipyterm.model.roles import Role
from indipyterm.model.standard import ends_idle, finishes, is_in_effect, role
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import Kind, Rule, State
from indipyterm.protocol.numbers import parse_number

TIMEOUT = 10.0
"""Seconds to wait at least: the driver may have given less, or no timeout, and be busy with something else."""

_COMES_CLOSE = 1e-3  # as a share of the value: near enough for an instrument with gears
_COMES_CLOSE_AFTER_WORK = 1e-2  # the same for what has moved or cooled


class Judge:
    """Decides which events are the answer to one request."""

    def __init__(self, vector: Vector, values: Mapping[str, Any]) -> None:
        """Judge the answer to `values`, which will be sent to `vector` as it is now."""
        self.vector = vector
        self.timeout = max(vector.timeout, TIMEOUT)
        self.verdict = Verdict.NO_ANSWER
        self.over = False
        self.lost: str | None = None
        self.unsure_since: float | None = None
        self.changed = asyncio.Event()
        self._before = vector.state
        self._names = tuple(values)
        self._wanted: dict[str, str] = {}
        self._worked = self._showed_values_at_work = self._abort_seen = False
        self._gone = self._refused = False
        self._messages: Counter[str] = Counter()
        self._device_messages: Counter[str] = Counter()

    def on_event(self, event: Event) -> None:
        """Called with each event of the session."""
        mine = (self.vector.device, self.vector.name)
        match event:
            case ValuesSent(device, vector, members) if (device, vector) == mine:
                self._wanted = {name: members[name] for name in self._names}
            case MessageReceived(message) if message.device == mine[0] and message.message:
                self._device_messages[message.message] += 1
                if self._refused and is_complaint(message.message):
                    self._end(Verdict.REFUSED)
            case Updated(message) | Defined(message) if (message.device, message.name) == mine and self.sent:
                self._gone = False
                if message.message:
                    self._messages[message.message] += 1
                self._judge_state()
            case Updated(message) | OtherClientSent(message) if message.device == mine[0] and self._worked:
                self._abort_seen |= role(message.name) is Role.ABORTS
            case Deleted(message) if message.device in (None, mine[0]) and message.name in (None, mine[1]):
                self._gone = True
                self._unsure()
            case Disconnected() if self._refused:
                self._end(Verdict.REFUSED)
            case Disconnected(reason):
                self.lost, self.over = reason, True
                self.changed.set()

    def found(self, vector: Vector) -> None:
        """Judge by this vector, which was not defined before."""
        self.vector, self._gone, self.unsure_since = vector, False, None
        self.changed.set()

    def doubt(self) -> None:
        """Take it that there is no such vector, unless it is found soon."""
        self._gone, self.unsure_since = True, None
        self._unsure()

    def accept_unsure(self) -> None:
        """Accept what may have been the answer, since nothing contradicted it."""
        if self._refused or self._gone or self.vector.state is State.ALERT:
            self._end(Verdict.REFUSED)
        elif self._worked:
            self._end(Verdict.STOPPED if self._abort_seen else Verdict.DONE)
        elif self._not_accepted() and (self.vector.state is State.IDLE or self._complained):
            self._end(Verdict.REFUSED)
        else:
            self._end(Verdict.DONE)

    def answer(self) -> Answer:
        """The verdict, with what came with it."""
        vector = self.vector
        messages = _counted(self._messages)
        if self._gone:
            messages += ("the vector was deleted",)
        settled = self.over and vector.state in (State.OK, State.IDLE)
        untaken = self._not_accepted() if settled and self.verdict is not Verdict.STOPPED else {}
        return Answer(
            vector.device, vector.name, self.verdict, vector.state, messages, untaken, _counted(self._device_messages)
        )

    @property
    def sent(self) -> bool:
        """Whether the values were sent."""
        return bool(self._wanted)

    def _judge_state(self) -> None:
        """Judge the state of the vector, which has just changed."""
        state = self.vector.state
        if self._refused:
            return
        if state is State.BUSY:
            self._showed_values_at_work |= not self._not_accepted()
            self._worked, self.unsure_since = True, None
            self.changed.set()
            if is_in_effect(self.vector, self._wanted):
                self._end(Verdict.DONE)
        elif state is State.ALERT:
            if self._worked or self._before is not State.ALERT:
                self._refuse()
            else:
                self._unsure()
        elif state is State.IDLE and self._worked:
            self._judge_idle_after_work()
        elif self._worked or self._springs_back or not self._not_accepted():
            self._end(Verdict.DONE)
        else:
            self._unsure()

    def _judge_idle_after_work(self) -> None:
        name = self.vector.name
        runs_down = self.vector.kind is Kind.NUMBER and role(name) is Role.ACTS  # an exposure: its value tells nothing
        if ends_idle(name) or (self._springs_back and not finishes(name)):
            self._end(Verdict.DONE)
        elif self._springs_back or runs_down or self._abort_seen or self._not_accepted():
            self._end(Verdict.STOPPED)
        elif self._showed_values_at_work:
            self._unsure()  # it showed them from the start; an abort that is heard of next tells more
        else:
            self._end(Verdict.DONE)

    def _refuse(self) -> None:
        """End it, but not before the device had time for a reason: libindi 2 sends that after the state."""
        self._refused = True
        if self._messages or self._complained:
            self._end(Verdict.REFUSED)
        else:
            self.unsure_since = None
            self._unsure()

    @property
    def _complained(self) -> bool:
        """Whether the device reported an error or a warning."""
        return any(map(is_complaint, (*self._messages, *self._device_messages)))

    def _unsure(self) -> None:
        if self.unsure_since is None:
            self.unsure_since = asyncio.get_running_loop().time()
        self.changed.set()

    def _end(self, verdict: Verdict) -> None:
        if not self.over:
            self.verdict, self.over = verdict, True
        self.changed.set()

    @property
    def _springs_back(self) -> bool:
        """Whether it is a button: its values tell nothing."""
        return self.vector.rule is Rule.AT_MOST_ONE

    def _not_accepted(self) -> dict[str, str]:
        """The members that have other values than those sent, with these values."""
        vector = self.vector
        if vector.kind is Kind.BLOB or self._springs_back or ends_idle(vector.name):
            return {}
        now = {name: vector.members[name].value for name in self._wanted if name in vector.members}
        worked = self._worked and vector.state is State.OK
        return {name: value for name, value in now.items() if not _same(vector.kind, value, self._wanted[name], worked)}


def _counted(texts: Mapping[str, int]) -> tuple[str, ...]:
    """Each text once, with the number of times where there are more."""
    return tuple(text if times == 1 else f"{text} ({times} times)" for text, times in texts.items())


def _same(kind: Kind, value: str, wanted: str, worked: bool) -> bool:
    """Whether a value is what was asked for; of a number near enough, or where the device `worked` a time run down."""
    if kind is not Kind.NUMBER:
        return value.strip() == wanted.strip()  # not every driver keeps the blanks around a text
    share = _COMES_CLOSE_AFTER_WORK if worked else _COMES_CLOSE
    try:
        now = parse_number(value)
        return isclose(now, parse_number(wanted), rel_tol=share, abs_tol=share) or (worked and now == 0)
    except ValueError:
        return False
