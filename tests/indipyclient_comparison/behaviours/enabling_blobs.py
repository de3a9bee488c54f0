"""What asks the server for BLOBs."""

from __future__ import annotations

from typing import Any

from tests.indipyclient_comparison.behaviours import Seen, behaviour
from tests.indipyclient_comparison.session import Session, attempt, raised

AGAIN = '<defBLOBVector device="Camera" name="CCD1" state="Idle" perm="ro"><defBLOB name="CCD1"/></defBLOBVector>'


async def _from_the_start(session: Session, client: Any) -> list[str]:
    """What a client sends of enableBLOB until all is defined."""
    session.run(client)
    await session.until(lambda: "UPLOAD" in client.get("Camera", {}), "definitions")
    await session.settle()
    return _enabling(await session.sent())


def _enabling(sent: list[str]) -> list[str]:
    return [text for text in sent if text.startswith("enableBLOB")]


@behaviour("enableBLOB after a definition, nothing being set")
async def at_first(session: Session) -> Seen:
    return {"sent": await _from_the_start(session, session.new())}


@behaviour("enableBLOB after a definition, with an `enableBLOBdefault`")
async def with_default(session: Session) -> Seen:
    client = session.new()
    client.enableBLOBdefault = "Also"
    return {"sent": await _from_the_start(session, client)}


@behaviour("enableBLOB after a definition, with a `BLOBfolder`")
async def with_folder(session: Session) -> Seen:
    client = session.new()
    client.BLOBfolder = session.folder
    return {"sent": await _from_the_start(session, client)}


@behaviour("an `enableBLOBdefault` that INDI does not have")
async def bad_default(session: Session) -> Seen:
    client = session.new()

    def work() -> None:
        client.enableBLOBdefault = "Sometimes"

    return {"raises": await attempt(work), "default": client.enableBLOBdefault}


async def _sent(session: Session, *arguments: tuple[Any, ...]) -> Seen:
    client = await session.start()
    results = [await attempt(client.send_enableBLOB, *each) for each in arguments]
    return {"sent": await session.sent(), "raises": [raised(result) for result in results]}


@behaviour("`send_enableBLOB` of a vector")
async def of_vector(session: Session) -> Seen:
    return await _sent(session, ("Also", "Camera", "CCD1"), ("Never", "Camera", "CCD1"))


@behaviour("`send_enableBLOB` of a device")
async def of_device(session: Session) -> Seen:
    return await _sent(session, ("Also", "Camera"), ("Only", "Camera"))


@behaviour("`send_enableBLOB` of an unknown device, and of what is no BLOB vector")
async def of_unknown(session: Session) -> Seen:
    return await _sent(session, ("Also", "Dome"), ("Also", "Mount", "PLACE"), ("Also", "Camera", "NONE"))


@behaviour("`send_enableBLOB` with a word that INDI does not have")
async def bad_word(session: Session) -> Seen:
    return await _sent(session, ("Sometimes", "Camera"))


@behaviour("`send_enableBLOB` holds for a definition that comes again")
async def kept(session: Session) -> Seen:
    client = await session.start()
    await client.send_enableBLOB("Also", "Camera", "CCD1")
    await session.sent()
    await session.say(AGAIN)
    return {"sent": await session.sent()}


@behaviour("`send_enableBLOB` of a device holds for a vector that is defined later")
async def later(session: Session) -> Seen:
    client = await session.start()
    await client.send_enableBLOB("Also", "Camera")
    await session.sent()
    await session.say(AGAIN.replace('name="CCD1" state', 'name="GUIDER" state'))
    return {"sent": await session.sent()}


@behaviour("`resend_enableBLOB` of a vector and a device")
async def resend(session: Session) -> Seen:
    client = await session.start()
    await client.send_enableBLOB("Also", "Camera", "CCD1")
    await session.sent()
    results = [
        await attempt(lambda: client.resend_enableBLOB("Camera", "CCD1")),
        await attempt(lambda: client.resend_enableBLOB("Camera")),
    ]
    return {"sent": await session.sent(), "returned": results}


@behaviour("`resend_enableBLOB_on_def = False`: no enableBLOB after a definition")
async def no_resend(session: Session) -> Seen:
    client = session.new()
    at_first = getattr(client, "resend_enableBLOB_on_def", "no such attribute")
    client.resend_enableBLOB_on_def = False
    client.enableBLOBdefault = "Also"
    return {"at first": at_first, "sent": await _from_the_start(session, client)}


@behaviour("a `BLOBfolder` that is set, and unset, while the client runs")
async def folder(session: Session) -> Seen:
    client = await session.start()
    client.BLOBfolder = session.folder
    await session.until(lambda: any("UPLOAD Also" in text for text in session.server.received), "enableBLOB")
    on = sorted(await session.sent())
    client.BLOBfolder = None
    await session.until(
        lambda: any("UPLOAD Never" in text for text in session.server.received[len(on) + 4 :]), "enableBLOB"
    )
    return {"on": on, "off": sorted(await session.sent())}
