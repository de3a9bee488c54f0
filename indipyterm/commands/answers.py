"""Sending values to one vector, and judging what its device answers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import isclose
from typing import Any

from indipyterm.commands.session import Session
from indipyterm.exceptions import NoServer, NotSent, Refused
from indipyterm.model.events import Defined, Deleted, Disconnected, Event, MessageReceived, Updated, ValuesSent
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import Kind, Rule, State
from indipyterm.protocol.numbers import parse_number

TIMEOUT = 10.0
"""Seconds to wait for a vector whose driver gave no timeout."""

GRACE = 0.5
"""Seconds that a device has to contradict what may be its answer."""

_COMPLAINTS = ("[ERROR]", "[WARNING]")


class Verdict(StrEnum):
    """What became of a request."""

    DONE = "done"
    REFUSED = "refused"
    NO_ANSWER = "no answer"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a device made of a request.

    `messages` are the device's texts that came with it, or the reason why nothing was sent. `untaken` names the members
    that have another value than they were sent, though the answer was Ok or Idle.
    """

    device: str
    vector: str
    verdict: Verdict
    state: State | None = None
    messages: tuple[str, ...] = ()
    untaken: tuple[str, ...] = ()


async def ask(
    session: Session, device: str, vector: str, values: Mapping[str, Any], timeout: float | None = None
) -> Answer:
    """Send `values` (see `requests.request`) to a vector and wait for its answer.

    Ok or Idle is done, Alert is refused; Busy is waited for. Ok or Idle with other values than those sent may be no
    answer at all: it counts after a short time without a contradiction, as refused if the device complains in a
    message. `timeout` is in seconds; without one the vector's own holds, from its last event on, so that a device that
    is visibly at work has all the time it needs.
    Raises `NoServer` where the connection is lost before.
    """
    known = session.catalog.find(device, vector)
    if known is None:
        return Answer(device, vector, Verdict.REFUSED, None, ("there is no such vector",))
    judge = Judge(known, values)
    with session.listening(judge.on_event):
        try:
            await session.client.submit(device, vector, values)
        except Refused as error:
            return Answer(device, vector, Verdict.REFUSED, None, (str(error),))
        except NotSent as error:
            session.check()
            raise NoServer(f"not sent: {error}") from None
        await _wait(judge, timeout)
    if judge.lost is not None:
        raise NoServer(f"the connection was lost before {device} {vector} answered: {judge.lost}")
    return judge.answer()


async def _wait(judge: Judge, timeout: float | None) -> None:
    """Wait until the judge has a verdict, or the time is up."""
    now = asyncio.get_running_loop().time
    end = now() + (judge.timeout if timeout is None else timeout)
    while not judge.over:
        grace = judge.unsure_since is not None
        until = min(end, judge.unsure_since + GRACE) if judge.unsure_since is not None else end
        judge.changed.clear()
        try:
            async with asyncio.timeout_at(until):
                await judge.changed.wait()
        except TimeoutError:
            if grace and not judge.over:
                judge.accept_unsure()
            return
        if timeout is None:
            end = now() + judge.timeout


class Judge:
    """Decides which events are the answer to one request."""

    def __init__(self, vector: Vector, values: Mapping[str, Any]) -> None:
        """Judge the answer to `values`, which will be sent to `vector` as it is now."""
        self.vector = vector
        self.timeout = vector.timeout or TIMEOUT
        self.verdict = Verdict.NO_ANSWER
        self.over = False
        self.lost: str | None = None
        self.unsure_since: float | None = None
        self.changed = asyncio.Event()
        self._before = vector.state
        self._names = tuple(values)
        self._wanted: dict[str, str] = {}
        self._worked = False
        self._gone = False
        self._messages: list[str] = []

    def on_event(self, event: Event) -> None:
        """Called with each event of the session."""
        mine = (self.vector.device, self.vector.name)
        match event:
            case ValuesSent(device, vector, members) if (device, vector) == mine:
                self._wanted = {name: members[name] for name in self._names}
            case MessageReceived(message) if message.device == mine[0] and message.message:
                self._messages.append(message.message)
            case Updated(message) | Defined(message) if (message.device, message.name) == mine and self._sent:
                self._gone = False
                if message.message:
                    self._messages.append(message.message)
                self._judge_state()
            case Deleted(message) if message.device in (None, mine[0]) and message.name in (None, mine[1]):
                self._gone = True
                self._unsure()
            case Disconnected(reason):
                self.lost, self.over = reason, True
                self.changed.set()

    def accept_unsure(self) -> None:
        """Accept what may have been the answer, since nothing contradicted it."""
        complained = any(text.startswith(_COMPLAINTS) for text in self._messages)
        refused = self._gone or self.vector.state is State.ALERT or complained
        self._end(Verdict.REFUSED if refused else Verdict.DONE)

    def answer(self) -> Answer:
        """The verdict, with what came with it."""
        vector = self.vector
        messages = [*self._messages, "the vector was deleted"] if self._gone else self._messages
        untaken = self._not_accepted() if self.verdict is Verdict.DONE and not self._worked else ()
        return Answer(vector.device, vector.name, self.verdict, vector.state, tuple(messages), untaken)

    @property
    def _sent(self) -> bool:
        return bool(self._wanted)

    def _judge_state(self) -> None:
        """Judge the state of the vector, which has just changed."""
        state = self.vector.state
        if state is State.BUSY:
            self._worked, self.unsure_since = True, None
            self.changed.set()
        elif state is State.ALERT:
            if self._worked or self._before is not State.ALERT:
                self._end(Verdict.REFUSED)
            else:
                self._unsure()
        elif self._worked or self.vector.rule is Rule.AT_MOST_ONE or not self._not_accepted():
            self._end(Verdict.DONE)
        else:
            self._unsure()

    def _unsure(self) -> None:
        if self.unsure_since is None:
            self.unsure_since = asyncio.get_running_loop().time()
        self.changed.set()

    def _end(self, verdict: Verdict) -> None:
        if not self.over:
            self.verdict, self.over = verdict, True
        self.changed.set()

    def _not_accepted(self) -> tuple[str, ...]:
        if self.vector.kind is Kind.BLOB or self.vector.rule is Rule.AT_MOST_ONE:
            return ()
        members = self.vector.members
        return tuple(
            name
            for name, wanted in self._wanted.items()
            if name in members and not _same(self.vector.kind, members[name].value, wanted)
        )


def _same(kind: Kind, value: str, wanted: str) -> bool:
    """Whether a value is what was asked for, or near enough for an instrument with gears."""
    if kind is not Kind.NUMBER:
        return value.strip() == wanted.strip()  # not every driver keeps the blanks around a text
    try:
        return isclose(parse_number(value), parse_number(wanted), rel_tol=1e-3, abs_tol=1e-3)
    except ValueError:
        return False
