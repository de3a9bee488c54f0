"""Sending values to one vector, and waiting for what its device answers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from indipyterm.commands.answers import Answer, Verdict
from indipyterm.commands.judge import Judge
from indipyterm.commands.session import Session
from indipyterm.exceptions import NoServer, NotSent, Refused

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
