"""Requests as bytes to send, with their BLOBs read from files."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from indipyterm.client.blobs import MAX_INFLATED
from indipyterm.exceptions import Refused
from indipyterm.files.opening import read_regular
from indipyterm.model.requests import request
from indipyterm.model.unchecked_requests import unchecked_request
from indipyterm.model.vectors import Vector
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import Kind, NewVector


async def encode_request(
    vector: Vector,
    values: Mapping[str, Any],
    when: datetime | None,
    now: datetime,
    *,
    check: bool = True,
    limit: int = MAX_INFLATED,
) -> tuple[NewVector, bytes, Sequence[str]]:
    """The request for new values, its bytes, and without `check` what there is to be said against it.

    `when` is its timestamp, if it is to have one; `now` the time, UTC. BLOBs are encoded in a worker thread. Raises
    `Refused`, also for a file of more than `limit` bytes.
    """
    blobs = vector.kind is Kind.BLOB
    try:
        if blobs:
            values = await asyncio.to_thread(read_files, values, limit)
        message, doubts = (
            (request(vector, values, when, now), ()) if check else unchecked_request(vector, values, when, now)
        )
        return message, await asyncio.to_thread(encode, message) if blobs else encode(message), doubts
    except MemoryError:
        raise Refused("there is not enough memory for it") from None


def read_files(values: Mapping[str, Any], limit: int = MAX_INFLATED) -> dict[str, Any]:
    """Replace each path, or open file, in ``(value, size, format)`` by its bytes, an empty format by a path's suffix.

    None is as good as 0 for a size, and as an empty format. An open file is read from its beginning, if it has one.
    Reads whole files: call it off the event loop. Raises `Refused` where a file cannot be read, or has more than
    `limit` bytes, of which none are read then.
    """
    return {name: _read(name, value, limit) for name, value in values.items()}


def _read(name: str, value: Any, limit: int) -> Any:
    match value:
        case (str() | Path() as path, size, suffix):
            try:
                path = Path(path).expanduser()
                return _contents(path, limit, name), size or 0, suffix or _suffix(path)
            except OSError as error:
                raise Refused(f"{path}: {error.strerror or error}", name) from None
            except (RuntimeError, ValueError) as error:  # an unknown ~user, or a NUL in the path
                raise Refused(f"{path}: {error}", name) from None
        case (bytearray() | memoryview() as data, size, suffix):
            return bytes(data), size or 0, suffix or ""
        case (file, size, suffix) if hasattr(file, "read"):
            return _file_contents(name, file, limit), size or 0, suffix or ""
        case (data, size, suffix):
            return data, size or 0, suffix or ""
    return value


def _file_contents(name: str, file: Any, limit: int) -> bytes:
    try:
        if file.seekable():
            file.seek(0)  # a script has written to it just now
        data = file.read(limit + 1)
    except (OSError, ValueError, AttributeError) as error:  # closed, not open for reading, or no real file
        raise Refused(str(error), name) from None
    if not isinstance(data, bytes):
        raise Refused("a file opened in text mode has no bytes to send: open it in binary mode", name)
    if len(data) > limit:
        raise Refused(_too_large(limit), name)
    return data


def _contents(path: Path, limit: int, name: str) -> bytes:
    data = read_regular(path, limit)
    if data is None:
        raise Refused(f"{path}: {_too_large(limit)}", name)
    return data


def _too_large(limit: int) -> str:
    return f"larger than {limit:,} bytes, the largest BLOB that is sent"


def _suffix(path: Path) -> str:
    """The suffix, with the one before it where the last is that of a compression: ``.fits.fz``."""
    packed = path.suffix in (".fz", ".gz", ".z") and len(path.suffixes) > 1
    return "".join(path.suffixes[-2:]) if packed else path.suffix
