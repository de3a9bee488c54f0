"""BLOBs that are received, and saved."""

from __future__ import annotations

import zlib
from base64 import b64encode
from pathlib import Path
from typing import Any

from tests.indipyclient_comparison.behaviours import Seen, behaviour
from tests.indipyclient_comparison.instruments import IMAGE
from tests.indipyclient_comparison.session import Session, attempt, attributes


async def _received(session: Session, xml: str = IMAGE) -> Any:
    """Let the server send a BLOB; gives the event."""
    session.server.say(xml)
    return await session.event("SetBLOB")


@behaviour("a BLOB is received")
async def received(session: Session) -> Seen:
    client = await session.start()
    event = await _received(session)
    vector = client["Camera"]["CCD1"]
    return {
        "event": attributes(event, "eventtype devicename vectorname timestamp state message timeout sizeformat"),
        "class": type(event).__name__,
        "values": [dict(event), dict(vector)],
        "vector": [vector.state, vector.timestamp],
        "member": attributes(vector.member("CCD1"), "membervalue blobsize blobformat filename"),
    }


@behaviour("before the first BLOB, a member's value is None")
async def before(session: Session) -> Seen:
    client = await session.start()
    return {"values": dict(client["Camera"]["CCD1"])}


@behaviour("a BLOB in lines, with a size that is not its own")
async def in_lines(session: Session) -> Seen:
    await session.start()
    event = await _received(session, IMAGE.replace("YWJj", "\n  YW\n  Jj\n").replace('size="3"', 'size="5"'))
    return {"values": dict(event), "sizeformat": event.sizeformat}


@behaviour("a compressed BLOB")
async def compressed(session: Session) -> Seen:
    await session.start()
    data = b64encode(zlib.compress(b"abc")).decode()
    event = await _received(session, IMAGE.replace("YWJj", data).replace(".fits", ".fits.z"))
    return {"inflated": event["CCD1"] == b"abc", "sizeformat": event.sizeformat}


@behaviour("a BLOB that is no base64, and a good one behind it")
async def damaged(session: Session) -> Seen:
    client = await session.start()
    session.server.say(IMAGE.replace("YWJj", "*") + IMAGE)
    await session.until(lambda: client["Camera"]["CCD1"]["CCD1"] == b"abc", "the good one")
    await session.settle()
    blobs = [dict(event) for event in session.events if event.eventtype == "SetBLOB"]
    return {"events": blobs}


@behaviour("a BLOB is saved in `BLOBfolder`")
async def saved(session: Session) -> Seen:
    client = session.new()
    client.BLOBfolder = session.folder
    await session.start(client)
    await _received(session)
    (file,) = session.folder.iterdir()
    member = client["Camera"]["CCD1"].member("CCD1")
    return {
        "contents": file.read_bytes(),
        "suffix": file.suffix,
        "`filename` is its name": member.filename == file.name,
        "value": member.membervalue,
    }


@behaviour("the name of a saved BLOB")
async def name(session: Session) -> Seen:
    client = session.new()
    client.BLOBfolder = session.folder
    await session.start(client)
    await _received(session)
    return {"name": client["Camera"]["CCD1"].member("CCD1").filename}


@behaviour("BLOBs of the same time are saved under different names")
async def same_time(session: Session) -> Seen:
    client = session.new()
    client.BLOBfolder = session.folder
    await session.start(client)
    session.server.say(IMAGE * 3)
    await session.until(lambda: sum(event.eventtype == "SetBLOB" for event in session.events) == 3, "three BLOBs")
    return {"files": len(list(session.folder.iterdir()))}


@behaviour("the file is there when the event comes")
async def file_first(session: Session) -> Seen:
    files: list[bool] = []

    async def rxevent(self: Any, event: Any) -> None:
        if event.eventtype == "SetBLOB":
            files.append(Path(session.folder, event.vector.member("CCD1").filename).read_bytes() == b"abc")

    client = session.new(rxevent=rxevent)
    client.BLOBfolder = session.folder
    await session.start(client)
    await _received(session)
    return {"there": files}


def _set_folder(client: Any, folder: Any) -> Any:
    client.BLOBfolder = folder
    return client.BLOBfolder


@behaviour("`BLOBfolder` as a string, and None again")
async def folder(session: Session) -> Seen:
    client = session.new()
    return {
        "string": await attempt(lambda: _set_folder(client, str(session.folder)) == session.folder),
        "None": await attempt(lambda: _set_folder(client, None)),
    }


@behaviour('`BLOBfolder = ""` is none')
async def no_folder(session: Session) -> Seen:
    client = session.new()
    return {"folder": await attempt(lambda: _set_folder(client, ""))}


@behaviour("a `BLOBfolder` that is no directory")
async def bad_folder(session: Session) -> Seen:
    client = session.new()
    raised = await attempt(_set_folder, client, session.folder / "none")
    return {"raises": raised, "folder": client.BLOBfolder}


@behaviour("without `BLOBfolder` nothing is saved")
async def not_saved(session: Session) -> Seen:
    client = await session.start()
    await _received(session)
    return {"files": len(list(session.folder.iterdir())), "filename": client["Camera"]["CCD1"].member("CCD1").filename}


@behaviour("ten BLOBs, and then a definition at which the script ends")
async def before_the_end(session: Session) -> Seen:
    async def rxevent(self: Any, event: Any) -> None:
        if event.devicename == "Dome":
            self.shutdown()

    client = session.new(rxevent=rxevent)
    client.BLOBfolder = session.folder
    await session.start(client)
    end = '<defLightVector device="Dome" name="NEW" state="Ok"><defLight name="A">Idle</defLight></defLightVector>'
    session.server.say(IMAGE * 10 + end)
    await session.until(client.stopped.is_set, "the end")
    return {"files": len(list(session.folder.iterdir()))}
