"""The outermost guard: who asks, by which name, from which page; and what every answer tells the browser."""

from __future__ import annotations

import logging
import time

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indipyterm.web.errors import refusal, refuse_socket
from indipyterm.web.guards.framing import framing_fault
from indipyterm.web.guards.host import HostNames
from indipyterm.web.guards.origin import origin_fault
from indipyterm.web.guards.peer import Peer, find_peer, keep_peer, read_networks
from indipyterm.web.options import WebOptions

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    # Not "no-referrer": with it browsers send our own forms with "Origin: null".
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
"""What every answer has."""

_log = logging.getLogger("indipyterm.web.requests")


class SiteGuard:
    """Around all of the site, so that no answer, be it an error, goes without the headers."""

    def __init__(self, app: ASGIApp, options: WebOptions) -> None:
        self._app, self._options = app, options
        self._names = HostNames((*options.allowed_hosts, options.host))
        self._proxies = read_networks(options.proxies)
        self._behind_proxy = bool(options.base or options.proxies or options.secure_cookie)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it through."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        scope = dict(scope)
        self._put_base(scope)
        peer = find_peer(scope, self._proxies, behind_proxy=self._behind_proxy)
        keep_peer(scope, peer)
        status, fault = framing_fault(scope)
        if fault and scope["type"] == "http":
            await _answer(_last(refusal(scope, status, fault)), scope, receive, send)
            return
        status, fault = (status, fault) if fault else self._fault(scope, peer)
        if scope["type"] == "websocket":
            if fault:
                await refuse_socket(scope, send, fault)
            else:
                await self._app(scope, receive, send)
            return
        await _answer(refusal(scope, status, fault) if fault else self._app, scope, receive, send)

    def _put_base(self, scope: Scope) -> None:
        """Have the path begin with the base: some proxies leave it away."""
        base = scope["root_path"] = self._options.base
        path = scope["path"]
        if base and path != base and not path.startswith(f"{base}/"):
            scope["path"] = f"{base}{path}"
        elif base and path == base:
            scope["path"] = f"{base}/"

    def _fault(self, scope: Scope, peer: Peer) -> tuple[int, str]:
        host = HTTPConnection(scope).headers["host"]
        if fault := self._names.fault(host) or self._names.fault(peer.host):
            return 421, fault
        fault = origin_fault(scope, secure_cookie=self._options.secure_cookie)
        return (403, fault) if fault else (0, "")


def _last(response: Response) -> Response:
    """A response after which nothing more of the connection is read."""
    response.headers["connection"] = "close"
    return response


async def _answer(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the headers, and a line in the log: without query, cookies, and what was typed."""
    start, status = time.monotonic(), 500

    async def send_with_headers(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "no-store")
        await send(message)

    try:
        await app(scope, receive, send_with_headers)
    finally:
        milliseconds = (time.monotonic() - start) * 1000
        address, path = ascii(scope["client"][0])[1:-1], ascii(scope["path"][:200])[1:-1]
        _log.info("%s %s %s %d, %.0f ms", address, scope["method"][:20], path, status, milliseconds)
