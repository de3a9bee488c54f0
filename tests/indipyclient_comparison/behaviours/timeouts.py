"""Vectors that do not answer."""

from __future__ import annotations

from tests.indipyclient_comparison.behaviours import Seen, behaviour
from tests.indipyclient_comparison.session import Session, attributes

ANSWER = '<setNumberVector device="Mount" name="RATE" state="Ok"><oneNumber name="X">2</oneNumber></setNumberVector>'


@behaviour("a vector that does not answer")
async def unanswered(session: Session) -> Seen:
    client = await session.start()
    client.set_vector_timeouts(timeout_min=0.2)
    await client.send_newVector("Mount", "RATE", members={"X": 2})
    event = await session.event("TimeOut")
    return {
        "event": attributes(event, "eventtype devicename vectorname timestamp"),
        "class": isinstance(event, session.library.VectorTimeOut),
        "leads to": [event.vector is client["Mount"]["RATE"], event.device is client["Mount"]],
        "state": client["Mount"]["RATE"].state,
    }


async def _timed_out(session: Session, answer: str) -> list[str]:
    """The vectors that time out. A second one, which nobody answers, tells when it is time to look."""
    client = session.client
    await client.send_newVector("Mount", "RATE", members={"X": 2})
    await session.say(answer)
    await client.send_newVector("Mount", "PLACE", members={"WHO": "x"})
    await session.event("TimeOut")
    return [event.vectorname for event in session.events if event.eventtype == "TimeOut"]


@behaviour("a vector that answers in time")
async def answered(session: Session) -> Seen:
    (await session.start()).set_vector_timeouts(timeout_min=0.2)
    return {"timed out": await _timed_out(session, ANSWER)}


@behaviour("a definition is an answer, too")
async def defined(session: Session) -> Seen:
    (await session.start()).set_vector_timeouts(timeout_min=0.2)
    definition = (
        '<defNumberVector device="Mount" name="RATE" state="Ok" perm="rw">'
        '<defNumber name="X" format="%g" min="0" max="10" step="0">2</defNumber></defNumberVector>'
    )
    return {"timed out": await _timed_out(session, definition)}


@behaviour("timeouts that are disabled")
async def disabled(session: Session) -> Seen:
    silent, other = await session.start(), await session.start()
    silent.set_vector_timeouts(timeout_enable=False, timeout_min=0.1)
    await silent.send_newVector("Mount", "RATE", members={"X": 2})
    other.set_vector_timeouts(timeout_min=0.5)  # what is waited for meanwhile
    await other.send_newVector("Mount", "RATE", members={"X": 2})
    await session.event("TimeOut")
    return {"timed out": sum(event.eventtype == "TimeOut" for event in session.events)}


@behaviour("`set_vector_timeouts` changes what it is given")
async def settings(session: Session) -> Seen:
    client = session.new()
    names = "timeout_enable vector_timeout_min vector_timeout_max idle_timeout respond_timeout"
    before = attributes(client, names)
    client.set_vector_timeouts(timeout_max=20)
    client.set_vector_timeouts(timeout_enable=False, timeout_min=1)
    after = attributes(client, names)
    return {**{f"{name} at first": value for name, value in before.items()}, **after}


@behaviour("timeouts that are set as attributes")
async def as_attributes(session: Session) -> Seen:
    client = await session.start()
    client.vector_timeout_min = 0.1
    client.vector_timeout_max = 1
    await client.send_newVector("Mount", "COORD", members={"RA": 2})
    return {"event": (await session.event("TimeOut")).vectorname}


@behaviour("the longest timeout counts where a vector has a longer one")
async def longest(session: Session) -> Seen:
    client = await session.start()
    client.set_vector_timeouts(timeout_min=0.1, timeout_max=1)
    await client.send_newVector("Mount", "COORD", members={"RA": 2})  # its own is 60 s
    return {"event": (await session.event("TimeOut")).vectorname}
