"""A site without instruments, and visitors of it who send what browsers send."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from starlette import routing
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from indipyterm.web import pages, static_files
from indipyterm.web.accounts import Accounts
from indipyterm.web.accounts.passwords import hash_password
from indipyterm.web.errors import HANDLERS
from indipyterm.web.guards import Guards
from indipyterm.web.options import WebOptions
from indipyterm.web.roles import Role, Route
from indipyterm.web.site import Site
from indipyterm.workspace.workspace import Workspace

GOOD = "a good long one"
"""The password of everybody here."""

PAGE = "text/html,application/xhtml+xml"
USERS = (("vera", Role.VIEWER), ("olga", Role.OPERATOR), ("ada", Role.ADMIN))


async def echo(request: Request) -> Response:
    """What a handler gets to know."""
    return JSONResponse({"user": list(request.state.user), "bytes": len(await request.body())})


async def broken(request: Request) -> Response:
    raise RuntimeError("secret detail")


ROUTES = (
    Route("/api", echo, Role.VIEWER),
    Route("/api/{device}", echo, Role.VIEWER),
    Route("/send", echo, Role.OPERATOR, ("POST",)),
    Route("/blob", echo, Role.OPERATOR, ("POST",)),
    Route("/broken", broken, None),
)


@contextmanager
def site(
    path: Path | None = None,
    *,
    users: bool = True,
    routes: Sequence[Route] = ROUTES,
    sockets: Mapping[str, Any] = {},
    **options: Any,
) -> Iterator[tuple[ASGIApp, Accounts]]:
    """A guarded site; with `users` there is one of each role, and the documented password is changed."""
    accounts = Accounts(path)
    if users:
        hashed = hash_password(GOOD)
        for name, role in USERS:
            accounts.users.add(name, name.title(), role, hashed)
        accounts.users.set_hash(accounts.users.all()[1], hashed)
    shared = Site(Workspace([]), None, None, accounts, WebOptions(**options))  # type: ignore[arg-type]
    guards = Guards(shared.options, accounts)
    made: list[routing.BaseRoute] = [guards.route(route) for route in (*pages.ROUTES, *static_files.ROUTES, *routes)]
    made += [guards.socket(name, endpoint, Role.VIEWER) for name, endpoint in sockets.items()]
    app = Starlette(routes=made, exception_handlers=HANDLERS)
    app.router.redirect_slashes = False
    app.state.site = shared
    try:
        yield guards.around(app), accounts
    finally:
        accounts.close()


class Visitor:
    """A browser: it keeps cookies, says where its forms stand, and wants pages."""

    def __init__(
        self, app: ASGIApp, address: str = "10.0.0.1", url: str = "http://localhost:8000", base: str = ""
    ) -> None:
        transport = httpx.ASGITransport(app, client=(address, 1234), raise_app_exceptions=False)
        self.http = httpx.AsyncClient(
            transport=transport, base_url=url, headers={"accept": PAGE, "user-agent": "Firefox; Linux"}
        )
        self.origin, self.base = url, base

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.http.get(self.base + path, headers=headers)

    async def fetch(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Ask as the site's own JavaScript does."""
        headers = {"accept": "*/*", "origin": self.origin} | more.pop("headers", {})
        return await self.http.request(method, self.base + path, headers=headers, **more)

    async def post(self, path: str, headers: Mapping[str, str] | None = None, **fields: Any) -> httpx.Response:
        """Send a form."""
        return await self.http.post(self.base + path, data=fields, headers={"origin": self.origin, **(headers or {})})

    async def log_in(self, name: str, password: str = GOOD, **fields: Any) -> httpx.Response:
        return await self.post("/login", do="login", name=name, password=password, **fields)


def where(response: httpx.Response) -> tuple[int, str]:
    """Where a browser is sent on."""
    return response.status_code, response.headers.get("location", "")


def faults(response: httpx.Response) -> dict[str, str]:
    """What a page says beside its fields, by field."""
    return dict(re.findall(r'<p class="error" id="([^"]+)-error">([^<]*)</p>', response.text))


def value_of(response: httpx.Response, field: str) -> str | None:
    """What stands in a field of a page."""
    found = re.search(rf'<input id="{field}"[^>]* value="([^"]*)"', response.text)
    return found[1] if found else None
