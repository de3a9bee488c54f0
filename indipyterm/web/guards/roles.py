"""Each route takes a role: who lacks it is sent to the login, or told why."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from indipyterm.web.errors import refusal, refuse_socket, wants_page
from indipyterm.web.guards.identity import Who
from indipyterm.web.guards.peer import peer_of
from indipyterm.web.guards.sockets import Sockets
from indipyterm.web.roles import Role

NAMES = {Role.VIEWER: "a viewer", Role.OPERATOR: "an operator", Role.ADMIN: "an administrator"}
"""The roles in words."""


class RoleGuard:
    """Around a route: only who has the role comes through; `request.state.user` is who, `.who` by which login."""

    def __init__(self, app: ASGIApp, role: Role, identify: Callable[[Scope], Who | None], sockets: Sockets) -> None:
        self._app, self._role, self._identify, self._sockets = app, role, identify, sockets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it through."""
        who = self._identify(scope)
        status, fault = self._fault(who)
        if scope["type"] == "websocket":
            if fault:
                await refuse_socket(scope, send, fault)
                return
        elif fault:
            response = self._refusal(scope, who, status, fault)
            await response(scope, receive, send)
            return
        assert who
        scope["state"] = {**scope.get("state", {}), "user": who.user, "who": who}
        if scope["type"] == "websocket":
            await self._sockets.serve(self._app, scope, receive, send, lambda: self._is_still(who, scope))
        else:
            await self._app(scope, receive, send)

    def _fault(self, who: Who | None) -> tuple[int, str]:
        if who is None:
            return 401, "Please log in."
        if who.must_choose:
            return 403, "Please choose a password first."
        if who.user.role < self._role:
            if who.identity is None and not who.user.name:
                return 401, "Please log in."
            return 403, f"Only {NAMES[self._role]} may do this; {who.user.name} is {NAMES[who.user.role]}."
        return 0, ""

    def _is_still(self, who: Who, scope: Scope) -> bool:
        """Whether somebody may do what they could when they came."""
        now = self._identify(scope)
        same = now is not None and (now.user.name, now.user.role) == (who.user.name, who.user.role)
        return same and not self._fault(now)[1]

    def _refusal(self, scope: Scope, who: Who | None, status: int, fault: str) -> Response:
        base = scope.get("root_path", "")
        if not wants_page(scope):
            return JSONResponse({"error": fault}, status)
        if who and who.must_choose:
            return RedirectResponse(f"{base}/setup", 303)
        if status == 401:
            link = "&link=1" if _comes_from_elsewhere(scope) else ""
            return RedirectResponse(f"{base}/login?next={quote(_place(scope), safe='')}{link}", 303)
        return refusal(scope, status, fault)


def _comes_from_elsewhere(scope: Scope) -> bool:
    """Whether a link of another site led here."""
    headers = HTTPConnection(scope).headers
    referrer = urlsplit(headers.get("referer", "")).netloc
    own = urlsplit(peer_of(scope).origin).netloc
    return headers.get("sec-fetch-site") == "cross-site" or (bool(referrer) and referrer.lower() != own)


def _place(scope: Scope) -> str:
    """Where a request leads, within the site; a form that was sent leads to its page."""
    connection = HTTPConnection(scope)
    path = connection.url.path.removeprefix(scope.get("root_path", "")) or "/"
    return f"{path}?{connection.url.query}" if connection.url.query and scope["method"] == "GET" else path
