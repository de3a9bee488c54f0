"""What went wrong, in words: as a page for people, as JSON for scripts and the site's own pages."""

from __future__ import annotations

import logging
import sqlite3

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Scope, Send

from indipyterm.web.rendering import page

_log = logging.getLogger("indipyterm.web.requests")

_TITLES = {
    400: "Not understood",
    401: "Please log in",
    403: "Not allowed",
    404: "Not found",
    405: "Not possible here",
    408: "Too slow",
    413: "Too large",
    415: "Not understood",
    421: "Another name",
    429: "Too many tries",
    431: "Too large",
    500: "A fault in the server",
    503: "Not now",
}
_TEXTS = {
    "Not Found": "There is no such page.",
    "Method Not Allowed": "This page does not take that kind of request.",
}


def wants_page(scope: Scope) -> bool:
    """Whether a request is of a person's browser, which shows what it gets as a page."""
    return scope["type"] == "http" and "text/html" in HTTPConnection(scope).headers.get("accept", "")


def refusal(scope: Scope, status: int, text: str) -> Response:
    """What is said instead of an answer."""
    if wants_page(scope):
        return page(scope, "error.html", status, title=_TITLES.get(status, "Not possible"), text=text)
    return JSONResponse({"error": text}, status)


async def refuse_socket(scope: Scope, send: Send, text: str) -> None:
    """Refuse a socket before it is accepted. Browsers tell pages nothing of why; `GET /changes` does."""
    _log.info("%s: socket refused: %s", ascii(scope["client"][0])[1:-1], ascii(text)[1:-1])
    await send({"type": "websocket.close", "code": 1008})


async def http_exception(request: Request, error: Exception) -> Response:
    """What Starlette and handlers raise."""
    assert isinstance(error, HTTPException)
    response = refusal(request.scope, error.status_code, _TEXTS.get(error.detail, error.detail))
    response.headers.update(error.headers or {})
    return response


async def server_fault(request: Request, error: Exception) -> Response:
    """A fault of this program. What it was is in the log."""
    return refusal(request.scope, 500, "Something went wrong in the server; its log says what.")


async def database_fault(request: Request, error: Exception) -> Response:
    """The database cannot be written: a full disk, most likely."""
    return refusal(request.scope, 503, f"Not done, as the database cannot be used: {error}.")


HANDLERS = {HTTPException: http_exception, sqlite3.OperationalError: database_fault, Exception: server_fault}
"""For Starlette's `exception_handlers`."""
