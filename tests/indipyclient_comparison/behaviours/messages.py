"""Messages of the server, and a script's own."""

from __future__ import annotations

from typing import Any

from tests.indipyclient_comparison.behaviours import Seen, behaviour
from tests.indipyclient_comparison.session import Session, attempt, attributes


@behaviour("a message of a device")
async def of_device(session: Session) -> Seen:
    client = await session.start()
    before = session.texts()
    await session.say('<message device="Mount" timestamp="2026-11-22T10:45:00" message="slewing"/>')
    (event,) = session.events
    return {
        "event": attributes(event, "eventtype devicename vectorname vector timestamp message"),
        "device.messages": next(iter(client["Mount"].messages)),
        "client.messages": session.texts() == before,
    }


@behaviour("a message of the server")
async def of_server(session: Session) -> Seen:
    client = await session.start()
    await session.say('<message message="shutting down"/>')
    (event,) = session.events
    return {
        "event": attributes(event, "eventtype devicename vectorname device vector timestamp message"),
        "newest": client.messages[0],
    }


@behaviour("a message of a device that was never defined")
async def of_unknown(session: Session) -> Seen:
    await session.start()
    await session.say('<message device="Dome" message="hello"/>')
    return {"events": session.seen()}


@behaviour("the newest message is the first, and eight are kept")
async def eight(session: Session) -> Seen:
    client = await session.start()
    texts = "".join(
        f'<message device="Mount" message="m{number}"/><message message="c{number}"/>' for number in range(9)
    )
    await session.say(texts)
    return {
        "client": session.texts(),
        "device": session.texts(client["Mount"]),
        "maxlen": [client.messages.maxlen, client["Mount"].messages.maxlen],
    }


@behaviour("the message of a definition, in the messages of its device")
async def of_definition(session: Session) -> Seen:
    client = await session.start()
    return {"device": session.texts(client["Mount"]), "vector": client["Mount"]["PARK"].message}


@behaviour('a message without a text has the message ""')
async def no_text(session: Session) -> Seen:
    await session.start()
    await session.say('<message device="Mount"/>')
    return {"messages": [event.message for event in session.events]}


@behaviour('new values without a message have the message ""')
async def no_text_of_set(session: Session) -> Seen:
    await session.start()
    await session.say('<setTextVector device="Mount" name="PLACE" state="Ok"/>')
    return {"message": session.events[0].message}


@behaviour("`report` is a message, an event and a line of the log")
async def report(session: Session) -> Seen:
    client = await session.start()
    session.logged.clear()
    await client.report("looked at the sky")
    return {
        "events": session.seen(),
        "event": attributes(session.events[0], "eventtype devicename vectorname timestamp"),
        "newest": client.messages[0],
        "logged": session.log("INFO"),
    }


@behaviour("`warning` is a message, an event and a line of the log")
async def warning(session: Session) -> Seen:
    client = await session.start()
    session.logged.clear()
    await client.warning("it may rain")
    return {"events": session.seen(), "newest": client.messages[0], "logged": session.log("WARNING")}


@behaviour("`report` with `enable_reports` off is only logged")
async def no_reports(session: Session) -> Seen:
    client = await session.start()
    client.enable_reports = False
    await client.report("quiet")
    return {"events": session.seen(), "newest": "quiet" in session.texts(), "logged": "quiet" in session.log("INFO")}


@behaviour("`report(message=…)` and `warning(message=…)`")
async def by_keyword(session: Session) -> Seen:
    client = await session.start()
    return {
        "report": await attempt(lambda: client.report(message="one")),
        "warning": await attempt(lambda: client.warning(message="two")),
        "events": session.seen(),
    }


@behaviour("`report` of a text with < and &")
async def markup(session: Session) -> Seen:
    client = await session.start()
    await client.report('a < b & "c"')
    return {"events": session.seen()}


@behaviour("`report` within `rxevent`")
async def within(session: Session) -> Seen:
    async def rxevent(self: Any, event: Any) -> None:
        if event.eventtype == "Set":
            await self.report("set")

    await session.start(session.new(rxevent=rxevent))
    await session.say('<setTextVector device="Mount" name="PLACE" state="Ok"/>')
    return {"events": sorted(session.seen()), "messages": session.texts()[:1]}
