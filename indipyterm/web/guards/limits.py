"""How much a request may bring."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indipyterm.web.errors import refusal

LARGEST_BODY = 1 << 16
"""Bytes of the body of a request."""

LARGEST_UPLOAD = 512 << 20
"""Bytes of a BLOB that is uploaded."""

LARGEST_HEADERS = 1 << 13
"""Bytes of the headers of a request."""

LARGEST_SETTINGS = 1 << 18
"""Bytes of a request with a file of settings: those of a hundred devices."""

UPLOADS = {"/blob": LARGEST_UPLOAD, "/saved-compare": LARGEST_SETTINGS, "/saved-restore": LARGEST_SETTINGS}
"""Paths whose bodies may be larger."""

_PATIENCE = 30.0  # seconds for the next part of a body
_SHORT_BODY_SECONDS = 60.0  # for all of a body that is no upload
_DRAINED = 16 << 20  # bytes that are read and dropped, so that the browser listens to the answer


class Limits:
    """Around the site: refuses requests that are too large, before they are held in memory."""

    def __init__(self, app: ASGIApp, larger: Mapping[str, int] = UPLOADS) -> None:
        self._app, self._larger = app, larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it through with a body that ends in time."""
        headers = scope["headers"]
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if sum(len(name) + len(value) + 4 for name, value in headers) > LARGEST_HEADERS:
            await refusal(scope, 431, "The headers of the request are too long.")(scope, receive, send)
            return
        most = self._larger.get(scope["path"].removeprefix(scope.get("root_path", "")), LARGEST_BODY)
        length = dict(headers).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > most:
            await _drain(receive)
            await refusal(scope, 413, _too_large(most))(scope, receive, send)
            return
        await self._app(scope, _limited(receive, most), send)


def _limited(receive: Receive, most: int) -> Receive:
    """Receive a body up to a size; the route's handler does not see more than that."""
    size, ended = 0, False
    end = asyncio.get_running_loop().time() + (_SHORT_BODY_SECONDS if most == LARGEST_BODY else float("inf"))

    async def receive_limited() -> Message:
        nonlocal size, ended
        if ended:
            return await receive()
        try:
            async with asyncio.timeout_at(min(end, asyncio.get_running_loop().time() + _PATIENCE)):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408, "The rest of the request did not come in time.") from None
        size += len(message.get("body", b""))
        ended = not message.get("more_body", False)
        if size > most:
            if not ended:
                await _drain(receive)
            raise HTTPException(413, _too_large(most))
        return message

    return receive_limited


async def _drain(receive: Receive) -> None:
    size = 0
    try:
        async with asyncio.timeout(_PATIENCE):
            while size < _DRAINED:
                message = await receive()
                size += len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
    except TimeoutError:
        return


def _too_large(most: int) -> str:
    size = f"{most >> 20} MB" if most >= 1 << 20 else f"{most >> 10} kB"
    return f"This is too much: a request may bring {size}."
