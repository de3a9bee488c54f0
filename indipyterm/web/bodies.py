"""Reading what a browser sends: wrong types become a 400 with the reason in words."""

from __future__ import annotations

import json
import re
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.web.scope import read_device_key, read_vector_key

MOST_BYTES = 65_536

_WHOLE = re.compile(r"[0-9]{1,9}")


async def json_body(request: Request, most: int = MOST_BYTES) -> dict[str, Any]:
    """Return the object in a body of `most` bytes at the most. Raises HTTPException."""
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > most:
            raise HTTPException(413, f"more than {most} bytes")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise HTTPException(400, "the body is not JSON") from None
    if not isinstance(found, dict):
        raise HTTPException(400, "the body has to be an object")
    return found


def vector_key_of(body: dict[str, Any], name: str = "key") -> VectorKey:
    """Return the property that a body names. Raises HTTPException."""
    try:
        return read_vector_key(body.get(name))
    except ValueError as error:
        raise HTTPException(400, f"{name}: {error}") from None


def device_key_of(body: dict[str, Any], name: str = "device") -> DeviceKey | None:
    """Return the device that a body names, if it names one. Raises HTTPException."""
    if body.get(name) is None:
        return None
    try:
        return read_device_key(body[name])
    except ValueError as error:
        raise HTTPException(400, f"{name}: {error}") from None


def texts_of(body: dict[str, Any], name: str) -> dict[str, str]:
    """Return texts by name. Raises HTTPException."""
    found = body.get(name)
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise HTTPException(400, f"{name} has to have a text for each member")
    return found


def text_of(body: dict[str, Any], name: str, default: str | None = None) -> str:
    """Return a text; without a default it must be there. Raises HTTPException."""
    found = body.get(name, default)
    if not isinstance(found, str):
        raise HTTPException(400, f"{name} has to be a text" if name in body else f"{name} is missing")
    return found


def query_key(request: Request) -> VectorKey:
    """Return the property that a query names by s, d and v. Raises HTTPException."""
    return VectorKey(*(query_text(request, name) for name in "sdv"))


def query_number(request: Request, name: str, low: int, high: int, default: int | None = None) -> int:
    """Return a whole number of the query; without a default it must be there. Raises HTTPException."""
    text = request.query_params.get(name)
    if text is None and default is not None:
        return default
    if text is None or not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
        raise HTTPException(400, f"{name} has to be a whole number from {low} to {high}")
    return int(text)


def query_text(request: Request, name: str) -> str:
    """Return a text of the query. Raises HTTPException."""
    found = request.query_params.get(name)
    if found is None:
        raise HTTPException(400, f"{name} is missing")
    return found
