"""The socket of a page, and the same by asking again and again where a proxy lets no socket through."""

from __future__ import annotations

import asyncio
import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from indipyterm.web.encoding import encoded, with_more
from indipyterm.web.hub import EVERYTHING
from indipyterm.web.live_page import LivePage
from indipyterm.web.roles import Role, Route
from indipyterm.web.scope import read_scope
from indipyterm.web.site import site_of

_POLLED_SECONDS = 10.0
_POLICY_VIOLATION = 1008


async def live(socket: WebSocket) -> None:
    """The endpoint of the sockets; the guards have let in only who may look."""
    await socket.accept()
    hub = site_of(socket).hub
    page = LivePage(hub, socket)
    sending = asyncio.create_task(page.send())
    try:
        await page.receive()
    except ValueError as error:
        await socket.close(_POLICY_VIOLATION, str(error)[:100])
    except (WebSocketDisconnect, KeyError):  # Starlette knows text only: bytes are no text
        pass
    finally:
        hub.pages.discard(page)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


async def changes(request: Request) -> Response:
    """What a socket would send now: the difference since a frame, or everything."""
    query, hub = request.query_params, site_of(request).hub
    try:
        scope = read_scope(json.loads(query.get("show", "[]")))
        known = int(query.get("since") or EVERYTHING)
    except (ValueError, RecursionError) as error:
        return JSONResponse({"error": f"not understood: {error}"}, 400)
    hub.prepare(scope, seconds=_POLLED_SECONDS)
    since = hub.since(query.get("epoch"), known)
    frame = hub.encoded(scope, since) if since < hub.frame else None
    frame = with_more(frame or encoded({"n": hub.frame}), hub.greeting(since))
    return Response(frame.text.encode("utf-8", "replace"), media_type="application/json")


ROUTES = (Route("/changes", changes, Role.VIEWER),)
