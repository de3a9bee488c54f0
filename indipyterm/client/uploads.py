"""Requests as bytes to send, with their BLOBs read from files."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Mapping
from datetime import datetime
from io import IOBase
from pathlib import Path
from typing import Any

from indipyterm.exceptions import Refused
from indipyterm.model.requests import request
from indipyterm.model.vectors import Vector
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import Kind, NewVector


async def encode_request(
    vector: Vector, values: Mapping[str, Any], when: datetime | None, now: datetime
) -> tuple[NewVector, bytes]:
    """The request for new values, and its bytes; BLOBs are encoded in a worker thread. Raises `Refused`.

    `when` is its timestamp, if it is to have one; `now` the time, UTC.
    """
    if vector.kind is not Kind.BLOB:
        message = request(vector, values, when, now)
        return message, encode(message)
    message = request(vector, await asyncio.to_thread(read_files, values), when)
    return message, await asyncio.to_thread(encode, message)


def read_files(values: Mapping[str, Any]) -> dict[str, Any]:
    """Replace each path, or open file, in ``(value, size, format)`` by its bytes, an empty format by a path's suffix.

    Reads whole files: call it off the event loop. Raises `Refused` where a file cannot be read.
    """
    return {name: _read(name, value) for name, value in values.items()}


def _read(name: str, value: Any) -> Any:
    match value:
        case (str() | Path() as path, size, suffix):
            try:
                path = Path(path).expanduser()
                return _contents(path), size, suffix or _suffix(path)
            except OSError as error:
                raise Refused(f"{path}: {error.strerror or error}", name) from None
            except (RuntimeError, ValueError) as error:  # an unknown ~user, or a NUL in the path
                raise Refused(f"{path}: {error}", name) from None
        case (IOBase() as file, size, suffix):
            try:
                return file.read(), size, suffix
            except (OSError, ValueError) as error:  # a file that was closed, or is not open for reading
                raise Refused(str(error), name) from None
    return value


def _contents(path: Path) -> bytes:
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError("not a file")  # a pipe might never end
    return path.read_bytes()


def _suffix(path: Path) -> str:
    """The suffix, with the one before it where the last is that of a compression: ``.fits.fz``."""
    packed = path.suffix in (".fz", ".gz", ".z") and len(path.suffixes) > 1
    return "".join(path.suffixes[-2:]) if packed else path.suffix
