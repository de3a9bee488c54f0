"""Every route, for every role, with everything wrong that can be: an answer in words, never a fault of the program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

import httpx

from indipyterm.web.accounts import Accounts
from indipyterm.web.accounts.passwords import hash_password
from indipyterm.web.answers import Answers
from indipyterm.web.app import ROUTES, make_app
from indipyterm.web.guards.limits import UPLOADS
from indipyterm.web.hub import Hub
from indipyterm.web.options import WebOptions
from indipyterm.web.roles import Role, Route
from indipyterm.web.site import Site
from indipyterm.workspace.workspace import Workspace
from tests.web.visitor import GOOD, USERS, Visitor

V, O, A = Role.VIEWER, Role.OPERATOR, Role.ADMIN  # noqa: E741 - columns of a table

ROLES = {
    ("GET", "/"): V,
    ("GET", "/device"): V,
    ("GET", "/watch"): V,
    ("GET", "/panel"): V,
    ("GET", "/images"): V,
    ("GET", "/image"): V,
    ("GET", "/plot"): V,
    ("GET", "/log"): V,
    ("GET", "/saved"): V,
    ("POST", "/theme"): None,
    ("GET", "/login"): None,
    ("POST", "/login"): None,
    ("POST", "/logout"): None,
    ("GET", "/setup"): None,
    ("POST", "/setup"): None,
    ("GET", "/night"): V,
    ("GET", "/me"): V,
    ("POST", "/me"): V,
    ("GET", "/edit"): V,
    ("GET", "/users"): A,
    ("POST", "/users"): A,
    ("GET", "/settings"): A,
    ("POST", "/settings"): A,
    ("GET", "/backup"): A,
    ("GET", "/static/{hash}/{path:path}"): None,
    ("GET", "/favicon.ico"): None,
    ("GET", "/manifest.webmanifest"): None,
    ("GET", "/changes"): V,
    ("GET", "/meaning"): V,
    ("GET", "/editor"): V,
    ("GET", "/command"): V,
    ("GET", "/details"): V,
    ("GET", "/blob-list"): V,
    ("GET", "/search"): V,
    ("GET", "/panels"): V,
    ("GET", "/panel-data"): V,
    ("GET", "/api"): V,
    ("GET", "/api/{device}"): V,
    ("GET", "/api/{device}/{vector}"): V,
    ("GET", "/history"): V,
    ("GET", "/image-list"): V,
    ("GET", "/image-file"): V,
    ("GET", "/image-preview"): V,
    ("GET", "/image-samples"): V,
    ("GET", "/image-crop"): V,
    ("GET", "/image-header"): V,
    ("POST", "/image-delete"): A,
    ("POST", "/send"): O,
    ("POST", "/abort"): O,
    ("POST", "/connect"): O,
    ("POST", "/blobs"): O,
    ("POST", "/blob"): O,
    ("POST", "/verb"): O,
    ("GET", "/saved-file"): V,
    ("GET", "/saved-restoring"): V,
    ("POST", "/saved-compare"): O,
    ("POST", "/saved-restore"): O,
    ("POST", "/saved-stop"): O,
}
"""Who may do what. A route that is not in this table is a fault."""

FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json"}

BODIES: dict[str, tuple[bytes, dict[str, str]]] = {
    "nothing": (b"", {}),
    "an empty form": (b"", FORM),
    "another form": (b"do=nothing&of=%00&x=" + b"y" * 1000, FORM),
    "a form in no UTF-8": (b"do=%ff&name=%ff&password=%ff&of=\xff", FORM),
    "an empty object": (b"{}", JSON),
    "wrong types": (b'{"page": 1, "key": {"a": []}, "values": [1], "device": 5, "consent": 7, "q": [], "theme": {}, "on": "x"}', JSON),
    "names of nothing": (b'{"page": "p", "key": ["a", "b", "c"], "values": {"m": "\\ud800"}, "device": ["a", "b"], "q": "x", "title": "x", "effect": "y", "on": true}', JSON),
    "no JSON": (b"{", JSON),
    "deep JSON": (b"[" * 60_000, JSON),
    "bad UTF-8": (b'{"page": "\xff"}', JSON),
    "no object": (b"[]", JSON),
    "10 MB": (b"x" * (10 << 20), JSON),
}  # fmt: skip

QUERIES = (
    "",
    "?s=&d=&v=&m=&id=&p=&q=&text=&page=&since=&show=&g=",
    "?s=%ff&d=%00&v=%F0%9F%94%AD&m=%5B%5D&id=../x&p=../../etc&q=%ff%fe&text=%ff&since=x&show=%7B",
    "?m=%5B%5B%5B%5D&show=" + "%5B" * 1000 + "&since=1e9999&epoch=%00&id=-1&format=%2F..",
    "?m=%5B1%2C2%2C3%2C4%5D&show=%5B%7B%22vectors%22%3A1%7D%5D&since=" + "9" * 5000,
)


@contextmanager
def whole_site() -> Iterator[tuple[list[Visitor], Visitor]]:
    """The site with all its routes; visitors who are logged in are to come."""
    accounts = Accounts()
    hashed = hash_password(GOOD)
    for name, role in USERS:
        accounts.users.add(name, "", role, hashed)
    accounts.accept_default_password()
    workspace = Workspace([])
    hub = Hub(workspace)
    site = Site(workspace, hub, Answers(workspace, hub), accounts, WebOptions())
    app = make_app(site)
    try:
        yield [Visitor(app, f"10.0.0.{number}") for number in range(len(USERS))], Visitor(app, "10.0.0.99")
    finally:
        accounts.close()


def path_of(route: Route) -> str:
    return (
        route.path.replace("{hash}", "0")
        .replace("{path:path}", "..%2f..%2fetc%2fpasswd")
        .replace("{device}", "%3F%F0")
        .replace("{vector}", "%00")
    )


def said(answer: httpx.Response) -> str:
    """The reason in an answer, for scripts or on a page."""
    if answer.headers.get("content-type") == "application/json":
        body = answer.json()
        return str(body.get("error") or body.get("question") or "")
    return "error" if 'class="error"' in answer.text else ""


def test_the_table_names_every_route() -> None:
    found = {(method, route.path): route.role for route in ROUTES for method in route.methods}
    assert found == ROLES


def wrong_requests(role: Role | None) -> Iterator[tuple[Route, str, str, bytes, dict[str, str]]]:
    """Requests that make no sense: all of them where the role gets through, some where it is refused."""
    for route in ROUTES:
        refused = route.role is not None and (role or 0) < route.role
        for method in route.methods:
            if method == "GET":
                for query in QUERIES[1:3] if refused else QUERIES:
                    yield route, method, query, b"", {}
            elif route.path != "/logout":
                for what in ("nothing", "bad UTF-8", "10 MB") if refused else BODIES:
                    yield route, method, what, *BODIES[what]


async def test_no_request_is_a_fault_of_the_program() -> None:
    faults, accepts = [], cycle(("*/*", "text/html", "text/html"))  # bodies and queries meet each of them
    with whole_site() as (users, stranger):
        for visitor, (name, role) in [*zip(users, USERS, strict=True), (stranger, ("", None))]:
            if name:
                await visitor.log_in(name)
            kept = httpx.Cookies(visitor.http.cookies)
            for route, method, what, content, headers in wrong_requests(role):
                visitor.http.cookies = httpx.Cookies(kept)
                place = path_of(route) + (what if method == "GET" else "")
                answer = await visitor.fetch(
                    method, place, content=content, headers={"accept": next(accepts), **headers}
                )
                status = answer.status_code
                if status >= 400:
                    fine = bool(said(answer)) and (status < 500 or status == 503)
                else:
                    fine = status in (302, 303) or method == "GET" or place == "/abort"
                if not fine or (what == "10 MB" and status != 413 and route.path not in UPLOADS):
                    faults.append((name, method, place[:80], what[:20], status, answer.text[:200]))
    assert not faults


async def test_nobody_gets_more_than_their_role() -> None:
    with whole_site() as (users, stranger):
        for visitor, (name, role) in [*zip(users, USERS, strict=True), (stranger, ("", None))]:
            if name:
                await visitor.log_in(name)
            kept = httpx.Cookies(visitor.http.cookies)
            for (method, path), needed in ROLES.items():
                if path == "/logout":
                    continue
                visitor.http.cookies = httpx.Cookies(kept)
                answer = await visitor.fetch(method, path.replace("{hash}", "0").replace("{path:path}", "x"))
                may = needed is None or (role is not None and role >= needed)
                assert (answer.status_code in (401, 403)) is not may, (name, method, path, answer.text)
                assert answer.status_code != 401 or role is None


async def test_a_method_that_a_route_does_not_have_is_refused() -> None:
    with whole_site() as ((_, _, ada), _):
        await ada.log_in("ada")
        for route in ROUTES:
            for method in {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"} - set(route.methods):
                answer = await ada.fetch(method, path_of(route))
                assert answer.status_code == 405, (method, route.path)
                assert answer.json()["error"]
