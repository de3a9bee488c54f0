"""Making, losing and making again a connection."""

from __future__ import annotations

from typing import Any

from tests.indipyclient_comparison.behaviours import Seen, behaviour
from tests.indipyclient_comparison.server import LOOPBACK
from tests.indipyclient_comparison.session import Session, attributes


@behaviour("the first that a client sends")
async def first(session: Session) -> Seen:
    client = session.new()
    session.run(client)
    await session.until(lambda: session.server.received, "anything")
    return {"sent": session.server.received[0]}


async def _connected(session: Session) -> list[Any]:
    """The events of connecting, without the definitions."""
    client = session.new()
    session.run(client)
    await session.until(lambda: "UPLOAD" in client.get("Camera", {}), "definitions")
    await session.settle()
    return [event for event in session.events if not event.eventtype.startswith("Define")]


@behaviour("the events of connecting, and the log")
async def connecting(session: Session) -> Seen:
    events = await _connected(session)
    server = f"{LOOPBACK}:{session.server.port}"
    return {
        "connected after": [event.eventtype for event in events].index("ConnectionMade"),
        "messages": [server in event.message for event in events if event.eventtype == "Message"],
        "logged": len(session.log("WARNING", "INFO")),
    }


@behaviour("the words of the messages of connecting")
async def words(session: Session) -> Seen:
    texts = [event.message for event in await _connected(session) if event.eventtype == "Message"]
    return {"messages": [session.without_port(text) for text in texts]}


@behaviour("`ConnectionMade`")
async def made(session: Session) -> Seen:
    session.run(session.new())
    event = await session.event("ConnectionMade")
    return {
        **attributes(event, "eventtype devicename vectorname device vector timestamp"),
        "connected": session.client.connected,
    }


@behaviour("a port that refuses: messages, events and the log")
async def refused(session: Session) -> Seen:
    await session.server.refuse()
    client = session.new()
    session.run(client)
    await session.until(lambda: len(session.events) > 1, "messages")
    server = f"{LOOPBACK}:{session.server.port}"
    return {
        "events": {event.eventtype for event in session.events},
        "of the server": all(server in event.message for event in session.events[:2]),
        "logged": bool(session.log("WARNING")),
        "connected": client.connected,
    }


@behaviour("a server that comes up later")
async def later(session: Session) -> Seen:
    await session.server.refuse()
    client = session.new()
    session.run(client)
    await session.until(lambda: session.logged, "a try to connect")
    await session.server.listen()
    await session.until(lambda: "UPLOAD" in client.get("Camera", {}), "definitions")
    return {"connected": client.connected, "devices": list(client)}


@behaviour("a connection that is reset: its event, and the next connection")
async def lost(session: Session) -> Seen:
    client = await session.start()
    session.server.reset_connections()
    event = await session.event("ConnectionLost")
    await session.event("ConnectionMade")
    await session.until(lambda: "UPLOAD" in client.get("Camera", {}), "definitions")
    return {
        "event": attributes(event, "eventtype devicename vectorname device vector timestamp"),
        "again": [client.connected, list(client), session.server.connections],
    }


@behaviour("what is known while the connection is lost")
async def while_lost(session: Session) -> Seen:
    client = await session.start()
    await session.server.refuse()
    session.server.reset_connections()
    await session.event("ConnectionLost")
    await session.until(lambda: not client.connected, "the end of the connection")
    return {"devices": list(client)}


@behaviour("what is sent while the connection is lost")
async def sent_while_lost(session: Session) -> Seen:
    client = await session.start()
    await session.server.refuse()
    session.server.reset_connections()
    await session.until(lambda: not client.connected, "the end of the connection")
    session.server.received.clear()
    await client.send_newVector("Mount", "RATE", members={"X": 2})
    await client.send_getProperties("Mount")
    return {"sent": session.server.received}


@behaviour("a connection that the server closes: is it noticed within three seconds?")
async def closed(session: Session) -> Seen:
    client = await session.start()
    await session.server.refuse()
    session.server.close_connections()
    try:
        await session.until(lambda: not client.connected, "the end of the connection", 3)
    except TimeoutError:
        return {"noticed": False}
    return {"noticed": True}


@behaviour("BLOBs are enabled again after the next connection")
async def blobs(session: Session) -> Seen:
    client = session.new()
    client.BLOBfolder = session.folder
    await session.start(client)
    session.server.received.clear()
    session.server.reset_connections()
    await session.until(lambda: sum("Also" in text for text in session.server.received) >= 2, "enableBLOB")
    return {"sent": sorted({text for text in session.server.received if text.startswith("enableBLOB")})}


@behaviour("another host and port, for the next connection")
async def other_server(session: Session) -> Seen:
    client = session.library.IPyClient(LOOPBACK, 1)
    client.indiport = session.server.port
    client.indihost = LOOPBACK
    session.run(client)
    await session.until(lambda: client.connected, "a connection")
    return {"connected": client.connected, "port": client.indiport == session.server.port}


@behaviour("a server that defines nothing, and then is silent")
async def asked_again(session: Session) -> Seen:
    session.server.definitions = ""
    session.run(session.new())
    server = session.server
    await session.until(lambda: len(server.received) + server.pings >= 2, "a second question")
    return {"questions": len(server.received[:2]), "pings": server.pings}
