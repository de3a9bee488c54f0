"""What is logged of the elements that are received and sent."""

from __future__ import annotations

from tests.indipyclient_comparison.behaviours import Seen, behaviour
from tests.indipyclient_comparison.instruments import IMAGE
from tests.indipyclient_comparison.session import Session, attempt


async def _logged(session: Session, verbosity: int | None) -> Seen:
    """What is logged of one text and one BLOB each way."""
    client = await session.start()
    if verbosity is not None:
        client.debug_verbosity(verbosity)
    session.logged.clear()
    await client.send_newVector("Mount", "PLACE", members={"WHO": "somebody"})
    await client.send_newVector("Camera", "UPLOAD", members={"FILE": (b"to the camera", 0, ".x")})
    await session.say(
        '<setTextVector device="Mount" name="PLACE" state="Ok"><oneText name="WHO">somebody</oneText></setTextVector>'
    )
    session.server.say(IMAGE)
    await session.event("SetBLOB")
    await session.settle()
    lines = session.log("DEBUG")
    tags = ["newTextVector", "newBLOBVector", "setTextVector", "setBLOBVector"]
    return {
        "elements": [sum(tag in line for line in lines) for tag in tags],
        "texts": sum("somebody" in line for line in lines),
        "BLOBs": sum("YWJj" in line or "dG8gdGhlIGNhbWVyYQ" in line for line in lines),
    }


@behaviour("what is logged from the start")
async def at_first(session: Session) -> Seen:
    return await _logged(session, None)


@behaviour("`debug_verbosity(0)`")
async def nothing(session: Session) -> Seen:
    return await _logged(session, 0)


@behaviour("`debug_verbosity(1)`")
async def tags(session: Session) -> Seen:
    return await _logged(session, 1)


@behaviour("`debug_verbosity(2)`")
async def members(session: Session) -> Seen:
    return await _logged(session, 2)


@behaviour("`debug_verbosity(3)`")
async def blobs(session: Session) -> Seen:
    return await _logged(session, 3)


@behaviour("`debug_verbosity` of another number")
async def bad(session: Session) -> Seen:
    client = session.new()
    return {
        "raises": [await attempt(lambda: client.debug_verbosity(4)), await attempt(lambda: client.debug_verbosity("1"))]
    }
