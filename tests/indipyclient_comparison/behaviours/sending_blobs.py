"""What goes out when a script sends BLOBs."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.indipyclient_comparison.behaviours import Seen, behaviour
from tests.indipyclient_comparison.instruments import IMAGE
from tests.indipyclient_comparison.session import Session, attempt, raised


async def _sent(session: Session, *values: Any, name: str = "FILE") -> Seen:
    """What is sent for each (value, size, format)."""
    client = await session.start()
    for each in values:
        await attempt(client.send_newVector, "Camera", "UPLOAD", members={name: each})
    return {"sent": await session.sent()}


def _file(session: Session, name: str = "dark.fits.fz") -> Path:
    path = session.folder / name
    path.write_bytes(b"from a file")
    return path


@behaviour("a BLOB of bytes")
async def of_bytes(session: Session) -> Seen:
    return await _sent(session, (b"abc", 0, ".txt"))


@behaviour("a BLOB with a size of its own")
async def of_size(session: Session) -> Seen:
    return await _sent(session, (b"abc", 1000, ".txt.z"))


@behaviour("a BLOB from a `Path`, whose suffixes are the format")
async def of_path(session: Session) -> Seen:
    return await _sent(session, (_file(session), 0, ""), (_file(session, "a.png"), 0, ""))


@behaviour("a BLOB from a path in a string")
async def of_string(session: Session) -> Seen:
    return await _sent(session, (str(_file(session)), 0, ""), (str(_file(session)), 0, ".fits"))


@behaviour("a BLOB from a file with more than two suffixes")
async def of_suffixes(session: Session) -> Seen:
    return await _sent(session, (_file(session, "m31.2026.red.fits"), 0, ""))


@behaviour("a BLOB from an open file")
async def of_file(session: Session) -> Seen:
    file = _file(session).open("rb")
    seen = await _sent(session, (file, 0, ".fits"))
    closed = file.closed
    file.close()
    return {**seen, "closed": closed}


@behaviour("a BLOB from a `BytesIO` that was written to")
async def of_bytes_io(session: Session) -> Seen:
    file = BytesIO()
    file.write(b"written")
    return await _sent(session, (file, 0, ".txt"))


@behaviour("a BLOB from a `NamedTemporaryFile`")
async def of_temporary_file(session: Session) -> Seen:
    with tempfile.NamedTemporaryFile(dir=session.folder) as file:
        file.write(b"temporary")
        file.flush()
        return await _sent(session, (file, 0, ".txt"))


@behaviour("a BLOB with None for size and format")
async def of_none(session: Session) -> Seen:
    return await _sent(session, (b"abc", None, ".txt"), (_file(session), None, None))


@behaviour("bytes without a format, after a BLOB was received")
async def format_received(session: Session) -> Seen:
    client = await session.start()
    await session.say(IMAGE.replace("CCD1", "UPLOAD", 1).replace("CCD1", "FILE"))
    await session.event("SetBLOB")
    await client.send_newVector("Camera", "UPLOAD", members={"FILE": (b"abc", 0, "")})
    return {"sent": await session.sent()}


@behaviour("bytes without a format")
async def no_format(session: Session) -> Seen:
    return await _sent(session, (b"abc", 0, ""))


@behaviour("two BLOBs of one vector")
async def two(session: Session) -> Seen:
    client = await session.start()
    members = {"SECOND": (b"second", 0, ".b"), "FILE": (b"first", 0, ".a")}
    await client["Camera"]["UPLOAD"].send_newBLOBVector(members=members)
    return {"sent": await session.sent(), "state": client["Camera"]["UPLOAD"].state}


@behaviour("an empty BLOB")
async def empty(session: Session) -> Seen:
    client = await session.start()
    result = await attempt(lambda: client.send_newVector("Camera", "UPLOAD", members={"FILE": (b"", 0, ".txt")}))
    return {"raises": raised(result), "sent": await session.sent()}


@behaviour("a BLOB from a file that is not there")
async def no_file(session: Session) -> Seen:
    client = await session.start()
    path = session.folder / "none.fits"
    result = await attempt(lambda: client.send_newVector("Camera", "UPLOAD", members={"FILE": (path, 0, "")}))
    return {"raises": raised(result), "sent": await session.sent()}


@behaviour("a BLOB of an unknown member, and of no member")
async def unknown(session: Session) -> Seen:
    client = await session.start()
    await attempt(lambda: client.send_newVector("Camera", "UPLOAD", members={"NONE": (b"abc", 0, ".x")}))
    await attempt(lambda: client.send_newVector("Camera", "UPLOAD"))
    return {"sent": await session.sent()}


@behaviour("a BLOB that is not (value, size, format)")
async def no_triple(session: Session) -> Seen:
    client = await session.start()
    result = await attempt(lambda: client.send_newVector("Camera", "UPLOAD", members={"FILE": b"no triple"}))
    return {"raises": raised(result), "sent": await session.sent()}


@behaviour("a BLOB as a bytearray or memoryview")
async def of_buffer(session: Session) -> Seen:
    return await _sent(session, (bytearray(b"abc"), 0, ".txt"), (memoryview(b"abc"), 0, ".txt"))
