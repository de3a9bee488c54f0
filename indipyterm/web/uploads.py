"""A file that a browser sends to a device. It is streamed to a file first: it may be larger than the memory."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import IO

from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response

from indipyterm.presentation.text import printable
from indipyterm.protocol.messages import Kind
from indipyterm.web.bodies import query_key, query_text
from indipyterm.web.idempotency import once
from indipyterm.web.roles import Role, Route
from indipyterm.web.sending import consent_of, sending_of, submit
from indipyterm.web.site import site_of
from indipyterm.workspace.submission import Request

_LONGEST_FORMAT = 20


@once
async def upload(http: HttpRequest) -> Response:
    """Send the body to a member of a BLOB vector, in the format that the query names."""
    site, key = site_of(http), query_key(http)
    member, suffix = query_text(http, "m"), http.query_params.get("format", "")
    vector = site.workspace.servers.vector(key)
    if vector is None or vector.kind is not Kind.BLOB or member not in vector.members:
        raise HTTPException(409, f"{printable(key.device)} has no BLOB {printable(key.vector)}.{printable(member)}")
    if why := site.workspace.permission.why_not(key):  # before a gigabyte is sent for nothing
        return JSONResponse({"error": why}, 409)
    if len(suffix) > _LONGEST_FORMAT or not suffix.isprintable():
        raise HTTPException(400, "The format is too long, or no text")
    with tempfile.NamedTemporaryFile(prefix="indipyweb-") as file:
        await _receive(http, file)
        sending = sending_of(http, {"page": http.query_params.get("page", "")})
        request = Request(key, {member: (Path(file.name), 0, suffix)})
        return await submit(site, sending, [request], consent_of({}))


async def _receive(http: HttpRequest, file: IO[bytes]) -> None:
    try:
        async for piece in http.stream():
            await asyncio.to_thread(file.write, piece)
        await asyncio.to_thread(file.flush)
    except OSError as error:
        raise HTTPException(507, f"The file cannot be kept until it is sent: {error.strerror}") from None


ROUTES = (Route("/blob", upload, Role.OPERATOR, ("POST",)),)
