"""What a subclass overrides, and how a client runs and ends."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from tests.indipyclient_comparison.behaviours import Seen, behaviour
from tests.indipyclient_comparison.session import Session, attempt

CHANGE = '<setTextVector device="Mount" name="PLACE" state="Ok"/>'


@behaviour("an exception in `rxevent`")
async def raising(session: Session) -> Seen:
    async def rxevent(self: Any, event: Any) -> None:
        if event.eventtype == "Set":
            raise RuntimeError("in rxevent")

    client = await session.start(session.new(rxevent=rxevent))
    await session.say(CHANGE + '<message device="Mount" message="good"/>')
    return {
        "events": [event.eventtype for event in session.events],
        "logged": bool(session.log("ERROR")),
        "connected": client.connected,
    }


@behaviour("an exception in `hardware` ends `asyncrun` with it")
async def hardware_raising(session: Session) -> Seen:
    async def hardware(self: Any) -> None:
        raise RuntimeError("in hardware")

    client = session.new(hardware=hardware)
    run = session.run(client)
    ended = await attempt(lambda: run)
    return {"asyncrun": ended, "stopped": client.stopped.is_set(), "stop": client.stop}


@behaviour("`hardware` runs beside the connection and ends by itself, and the code behind its loop runs")
async def hardware(session: Session) -> Seen:
    steps: list[str] = []

    async def hardware(self: Any) -> None:
        steps.append("begin")
        while not self._stop:
            await asyncio.sleep(0.01)
        steps.append("behind the loop")

    client = await session.start(session.new(hardware=hardware))
    client.shutdown()
    await session.until(client.stopped.is_set)
    return {"steps": steps}


@behaviour("`hardware` that looks at `stop`, and cleans up for a while")
async def hardware_cleaning(session: Session) -> Seen:
    steps: list[str] = []

    async def hardware(self: Any) -> None:
        while not self.stop:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.4)
        steps.append("cleaned up")

    client = await session.start(session.new(hardware=hardware))
    client.shutdown()
    await session.until(client.stopped.is_set)
    return {"steps": steps}


@behaviour("`hardware` that never looks at `stop`: does `asyncrun` end?")
async def hardware_for_ever(session: Session) -> Seen:
    async def hardware(self: Any) -> None:
        while True:
            await asyncio.sleep(0.05)

    client = await session.start(session.new(hardware=hardware))
    client.shutdown()
    await asyncio.wait([asyncio.create_task(client.stopped.wait())], timeout=4)
    return {"ends": client.stopped.is_set()}


@behaviour("what `hardware` sends is sent, and its events come")
async def hardware_sending(session: Session) -> Seen:
    async def hardware(self: Any) -> None:
        while "UPLOAD" not in self.get("Camera", {}):
            await asyncio.sleep(0.01)
        await self.send_newVector("Mount", "RATE", members={"X": 9})

    client = session.new(hardware=hardware)
    session.run(client)
    await session.until(lambda: any("RATE" in text for text in session.server.received), "a new value")
    return {"sent": [text for text in session.server.received if "RATE" in text]}


NAMES = (
    "log link now write enable learn dispatch marks catalog submit logs core tasks events connection session state name "
    "device devices vector vectors status config loop queue folder run start send_text _tasks _blobs _deadlines _core _log "
    "_link _queue _devices _state _lock _events _task _actions _config"
)


@behaviour("a subclass may have attributes of any other name")
async def attributes_of_subclass(session: Session) -> Seen:
    def begin(self: Any, *arguments: Any) -> None:
        session.library.IPyClient.__init__(self, *arguments)
        for name in NAMES.split():
            setattr(self, name, logging.getLogger("x"))

    client = await session.start(session.new(__init__=begin))
    await client.send_newVector("Mount", "RATE", members={"X": 3})
    await client.report("hello")
    await session.say(CHANGE)
    kept = [name for name in NAMES.split() if not isinstance(getattr(client, name), logging.Logger)]
    return {"sent": await session.sent(), "events": sorted(session.seen()), "changed": kept}


@behaviour("attributes that are set before `super().__init__`")
async def attributes_before(session: Session) -> Seen:
    def begin(self: Any, *arguments: Any) -> None:
        self.log, self.settings = logging.getLogger("x"), {"a": 1}
        session.library.IPyClient.__init__(self, *arguments)

    client = await session.start(session.new(__init__=begin))
    return {"kept": [client.settings, isinstance(client.log, logging.Logger)]}


@behaviour("`rxevent` that answers a definition with new values")
async def answering(session: Session) -> Seen:
    async def rxevent(self: Any, event: Any) -> None:
        if event.eventtype == "Define" and event.vectorname == "RATE":
            await event.vector.send_newNumberVector(members={"X": event.vector.getfloatvalue("X") + 0.5})

    client = session.new(rxevent=rxevent)
    session.run(client)
    await session.until(lambda: any("RATE" in text for text in session.server.received), "a new value")
    await session.say(
        '<setNumberVector device="Mount" name="RATE"><oneNumber name="X">2.0</oneNumber></setNumberVector>'
    )
    return {
        "sent": [text for text in session.server.received if "RATE" in text],
        "then": [text for text in session.seen() if text.startswith("set")],
    }


@behaviour("`asyncrun` again after `shutdown`")
async def again(session: Session) -> Seen:
    client = await session.start()
    client.shutdown()
    await session.until(client.stopped.is_set)
    session.events.clear()
    session.run(client)
    await session.event("ConnectionMade")
    await session.event("DefineBLOB")
    return {"connected": client.connected, "stop": client.stop, "connections": session.server.connections}


@behaviour("`shutdown`, `stop` and `stopped`")
async def shutdown(session: Session) -> Seen:
    client = await session.start()
    before = [client.stop, client.stopped.is_set(), client.connected]
    client.shutdown()
    at_once = client.stop
    await asyncio.wait_for(client.stopped.wait(), 5)
    return {"before": before, "at once": at_once, "after": [client.stop, client.stopped.is_set(), client.connected]}


@behaviour("`shutdown` before `asyncrun`")
async def shutdown_before(session: Session) -> Seen:
    client = session.new()
    client.shutdown()
    session.run(client)
    await session.until(lambda: client.connected or client.stopped.is_set(), "a connection or the end")
    return {"connected": client.connected, "stop": client.stop}


@behaviour("`shutdown` within `rxevent`")
async def shutdown_within(session: Session) -> Seen:
    async def rxevent(self: Any, event: Any) -> None:
        if event.eventtype == "Set":
            self.shutdown()

    client = await session.start(session.new(rxevent=rxevent))
    session.server.say(CHANGE)
    await session.until(client.stopped.is_set)
    return {
        "stopped": client.stopped.is_set(),
        "events": [event.eventtype for event in session.events if event.eventtype == "Set"],
    }


@behaviour("the last events of a client that is shut down")
async def last_events(session: Session) -> Seen:
    client = await session.start()
    client.shutdown()
    await session.until(client.stopped.is_set)
    events = [event.eventtype for event in session.events]
    return {"events": events, "devices": len(client), "messages": len(client.messages) > 0}


@behaviour("`asyncrun` that is cancelled")
async def cancelled(session: Session) -> Seen:
    client = session.new()
    run = session.run(client)
    await session.event("ConnectionMade")
    run.cancel()
    await asyncio.wait([run], timeout=5)
    return {"cancelled": run.cancelled(), "stopped": client.stopped.is_set(), "connected": client.connected}


@behaviour("two clients in one program")
async def two(session: Session) -> Seen:
    first, second = session.new(), session.new()
    await session.start(first)
    await session.start(second)
    await first.send_newVector("Mount", "RATE", members={"X": 5})
    session.client = first
    sent = await session.sent()
    first.shutdown()
    await session.until(first.stopped.is_set)
    return {"sent": sent, "states": [second["Mount"]["RATE"].state], "running": [first.connected, second.connected]}


@behaviour("events come one after another, also while `rxevent` waits")
async def in_order(session: Session) -> Seen:
    steps: list[str] = []

    async def rxevent(self: Any, event: Any) -> None:
        if event.eventtype == "Set":
            steps.append(f"begin {event['X']}")
            await asyncio.sleep(0.02)
            steps.append(f"end {event['X']}")

    await session.start(session.new(rxevent=rxevent))
    new = '<setNumberVector device="Mount" name="RATE"><oneNumber name="X">{}</oneNumber></setNumberVector>'
    await session.say("".join(map(new.format, range(3))))
    return {"steps": steps}


@behaviour("events by class and with `match`")
async def by_class(session: Session) -> Seen:
    library, client = session.library, session.new()
    session.run(client)
    await session.until(lambda: "UPLOAD" in client.get("Camera", {}), "definitions")
    session.server.say(CHANGE + '<delProperty device="Mount"/>')
    await session.event("Delete")
    classes = "ConnectionMade defSwitchVector defTextVector defNumberVector defLightVector defBLOBVector setTextVector delProperty Message"
    return {
        name: any(isinstance(event, getattr(library, name)) for event in session.events) for name in classes.split()
    }
