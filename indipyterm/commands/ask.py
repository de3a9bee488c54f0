"""Sending values to one vector, and waiting for what its device answers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from indipyterm.commands.answers import Answer, Verdict
from indipyterm.commands.judge import Judge
from indipyterm.commands.session import Session
from indipyterm.exceptions import NoServer, NotSent, Refused
from indipyterm.model.events import Defined, Event, ValuesSent
from indipyterm.model.vectors import Vector
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import ON, Kind, NewVector, OneMember, Perm, Rule

GRACE = 0.5
"""Seconds that a device has to contradict what may be its answer."""


async def ask(
    session: Session, device: str, vector: str, values: Mapping[str, Any], timeout: float | None = None
) -> Answer:
    """Send `values` (see `requests.request`) to a vector and wait for its answer.

    Ok is done, Alert is refused. Busy is waited for, except where it is the steady state of a switch that is in effect.
    Idle after Busy is done with the values that were sent, else it was stopped, perhaps by another client. Ok or Idle
    with other values than those sent may be no answer at all: it counts after a short time without a contradiction,
    as refused if it is Idle or the device complains in a message. `timeout` is in seconds; without one the vector's
    own holds, from its last event on, so that a device that is visibly at work has all the time it needs.
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
        await wait_for_verdict(judge, timeout)
    _check_connection(judge)
    return judge.answer()


async def send_unseen(session: Session, device: str, vector: str, member: str) -> None:
    """Turn a switch On whose vector is not defined yet. Raises `NoServer`."""
    client = session.client
    try:
        client.link.send(encode(NewVector(Kind.SWITCH, device, vector, (OneMember(member, ON),))))
    except NotSent as error:
        session.check()
        raise NoServer(f"not sent: {error}") from None
    await client.publish(ValuesSent(device, vector, {member: ON}, client.clock()))


async def ask_unseen(session: Session, device: str, vector: str, member: str, timeout: float) -> Answer:
    """Do the same as `ask`, with a switch whose vector is not defined yet, as that of a driver that is busy.

    A definition that comes then is no answer: it was asked for before. Where the device defines others only, it is
    refused. Raises `NoServer`.
    """
    judge = Judge(Vector(Kind.SWITCH, device, vector, perm=Perm.WO, rule=Rule.AT_MOST_ONE), {member: ON})
    seen = False

    def listener(event: Event) -> None:
        nonlocal seen
        if not isinstance(event, Defined) or event.message.device != device:
            judge.on_event(event)
        elif event.message.name == vector:
            judge.found(session.catalog.devices[device].vectors[vector])
            seen = True
        elif not seen:
            judge.doubt()

    with session.listening(listener):
        await send_unseen(session, device, vector, member)
        await wait_for_verdict(judge, timeout)
    _check_connection(judge)
    if seen:
        return judge.answer()
    why = "nothing was heard of it" if judge.verdict is Verdict.NO_ANSWER else "there is no such vector"
    return Answer(device, vector, judge.verdict, None, (f"sent, but {why}",))


async def wait_for_verdict(judge: Judge, timeout: float | None = None) -> None:
    """Wait until a judge that hears all events has a verdict, or the time is up; see `ask`."""
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


def _check_connection(judge: Judge) -> None:
    """Raise `NoServer` where the connection was lost before there was an answer."""
    if judge.lost is not None:
        name = f"{judge.vector.device} {judge.vector.name}"
        raise NoServer(f"the connection was lost before {name} answered: {judge.lost}")
