"""The client that is driven by two queues."""

from __future__ import annotations

import asyncio
import queue
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Any

from tests.indipyclient_comparison.behaviours import Seen, behaviour
from tests.indipyclient_comparison.server import LOOPBACK
from tests.indipyclient_comparison.session import PATIENCE, Session, attempt


class _Program:
    """A program that drives a client in a thread of its own by `runqueclient`."""

    def __init__(self, session: Session, make: Callable[[], Any] = queue.Queue, **more: Any) -> None:
        self._session = session
        self.tx, self.rx = make(), make()
        module = session.submodule("queclient")
        arguments = (self.tx, self.rx, LOOPBACK, session.server.port)
        self.thread = Thread(target=module.runqueclient, args=arguments, kwargs=more, daemon=True)
        self.thread.start()

    def put(self, item: Any) -> None:
        (self.tx.append if isinstance(self.tx, deque) else self.tx.put)(item)

    async def item(self, eventtype: str, vector: str | None = None) -> Any:
        """Wait for an item of a type, and drop those before it."""
        found: list[Any] = []
        await self._session.until(lambda: self._find(found, eventtype, vector), eventtype)
        return found[0]

    def _find(self, found: list[Any], eventtype: str, vector: str | None) -> bool:
        with suppress(IndexError, queue.Empty):
            while not found:
                item = self.rx.popleft() if isinstance(self.rx, deque) else self.rx.get_nowait()
                if item.eventtype == eventtype and vector in (None, item.vectorname):
                    found.append(item)
        return bool(found)

    async def end(self) -> bool:
        self.put(None)
        await asyncio.to_thread(self.thread.join, PATIENCE)
        return not self.thread.is_alive()


async def _received(session: Session, name: str) -> None:
    """Wait until the server has received something with a name in it."""
    await session.until(lambda: any(name in text for text in session.server.received), f"something of {name}")


async def _driven(session: Session, make: Callable[[], Any]) -> Seen:
    program = _Program(session, make)
    defined = await program.item("Define", "RATE")
    await program.item("DefineBLOB", "UPLOAD")
    program.put(("Mount", "RATE", {"X": 3}))
    state = await program.item("State")
    session.server.say(
        '<setNumberVector device="Mount" name="RATE" state="Ok"><oneNumber name="X">3</oneNumber></setNumberVector>'
    )
    answer = await program.item("Set", "RATE")
    await _received(session, "RATE")
    return {
        "defined": [defined.devicename, defined.timestamp, defined.snapshot["Mount"]["RATE"]["X"]],
        "state": [state.devicename, state.vectorname, state.timestamp, state.snapshot["Mount"]["RATE"].state],
        "answer": [answer.snapshot["Mount"]["RATE"].state, answer.snapshot["Mount"]["RATE"]["X"]],
        "sent": [text for text in session.server.received if "RATE" in text],
        "ended": await program.end(),
    }


@behaviour("`runqueclient` with `queue.Queue`")
async def queues(session: Session) -> Seen:
    return await _driven(session, queue.Queue)


@behaviour("`runqueclient` with `deque`")
async def deques(session: Session) -> Seen:
    return await _driven(session, deque)


@behaviour("`runqueclient`: snapshots of client, device and vector, getProperties, enableBLOB")
async def requests(session: Session) -> Seen:
    program = _Program(session)
    await program.item("DefineBLOB", "UPLOAD")
    found = []
    for device, vector in ((None, None), ("Mount", None), ("Mount", "RATE")):
        program.put((device, vector, "snapshot"))
        item = await program.item("snapshot")
        found.append([item.devicename, item.vectorname, item.timestamp, type(item.snapshot).__name__])
    session.server.received.clear()
    program.put((None, None, "Get"))
    program.put(("Mount", "RATE", "Get"))
    program.put(("Camera", "CCD1", "Also"))
    await session.until(lambda: any("CCD1 Also" in text for text in session.server.received), "enableBLOB")
    return {"snapshots": found, "sent": session.server.received, "ended": await program.end()}


@behaviour('`runqueclient`: a "State" item also where nothing could be sent')
async def not_sent(session: Session) -> Seen:
    program = _Program(session)
    await program.item("DefineBLOB", "UPLOAD")
    program.put(("Mount", "NONE", {"X": 3}))
    item = await program.item("State")
    return {"state": [item.devicename, item.vectorname], "ended": await program.end()}


@behaviour("`runqueclient`: an item that makes no sense is ignored")
async def nonsense(session: Session) -> Seen:
    program = _Program(session)
    await program.item("DefineBLOB", "UPLOAD")
    program.put(("one", "two"))
    program.put(("Mount", "RATE", 5))
    program.put(("Mount", "RATE", {"X": 3}))
    await program.item("State")
    await _received(session, "RATE")
    return {"sent": [text for text in session.server.received if "RATE" in text], "ended": await program.end()}


@behaviour("`runqueclient` with a `blobfolder`")
async def folder(session: Session) -> Seen:
    program = _Program(session, blobfolder=str(session.folder))
    await program.item("DefineBLOB", "UPLOAD")
    from tests.indipyclient_comparison.instruments import IMAGE

    session.server.say(IMAGE)
    item = await program.item("SetBLOB")
    filename = item.snapshot["Camera"]["CCD1"].member("CCD1").filename
    return {"saved": [path.name for path in session.folder.iterdir()] == [filename], "ended": await program.end()}


@behaviour("`QueClient` keeps its queues in `clientdata`")
async def clientdata(session: Session) -> Seen:
    module = session.submodule("queclient")
    client = module.QueClient(deque(), deque())
    return {"names": sorted(client.clientdata), "folder": client.BLOBfolder}


@behaviour("`QueClient` with `asyncio.Queue`, and `task_done` for what it takes")
async def asyncio_queues(session: Session) -> Seen:
    module = session.submodule("queclient")
    tx: asyncio.Queue[Any] = asyncio.Queue()
    rx: asyncio.Queue[Any] = asyncio.Queue()
    client = module.QueClient(tx, rx, LOOPBACK, session.server.port)
    session.run(client)
    async with asyncio.timeout(PATIENCE):
        while (await rx.get()).vectorname != "UPLOAD":
            pass
        await tx.put(("Mount", "RATE", {"X": 3}))
        while (await rx.get()).eventtype != "State":
            pass
        await tx.put(None)
        await client.stopped.wait()
    joined = await attempt(lambda: asyncio.wait_for(tx.join(), 1))
    return {"joined": joined, "sent": [text for text in session.server.received if "RATE" in text]}


@behaviour("the fields of an `EventItem`")
async def fields(session: Session) -> Seen:
    module = session.submodule("queclient")
    return {"fields": list(module.EventItem._fields)}
