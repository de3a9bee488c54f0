"""Who asks: by the cookie of a login, by a bearer token, or anybody where anyone may look."""

from __future__ import annotations

from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import Scope

from indipyterm.web.accounts import Accounts, Identity
from indipyterm.web.cookies import session_cookie
from indipyterm.web.options import WebOptions
from indipyterm.web.roles import Role, User

ANYBODY = User("", "", Role.VIEWER)
"""Who is not logged in, where anyone may look."""

_FOR_SCRIPTS = ("/api", "/live", "/changes")


class Who(NamedTuple):
    """Who asks. `identity`: by which login, if by any. `must_choose`: a password has to be chosen before all else."""

    user: User
    identity: Identity | None = None
    must_choose: bool = False


def bearer_token(headers: Headers) -> str:
    """The bearer token of a request; empty if it has none."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def identify(scope: Scope, accounts: Accounts, options: WebOptions) -> Who | None:
    """Who asks; None if nobody knows. A script with a token may look, by the paths for scripts."""
    connection = HTTPConnection(scope)
    if token := bearer_token(connection.headers):
        account = accounts.identify_script(token) if _is_for_scripts(scope) else None
        return Who(account.user._replace(role=Role.VIEWER)) if account else None
    token = connection.cookies.get(session_cookie(options), "")
    identity = accounts.identify(token) if token else None
    if identity:
        return Who(identity.account.user, identity, identity.account.default_password)
    return Who(ANYBODY) if accounts.settings.anyone_may_look else None


def _is_for_scripts(scope: Scope) -> bool:
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    reads = scope["type"] == "websocket" or scope["method"] in ("GET", "HEAD")
    return reads and any(path == one or path.startswith(f"{one}/") for one in _FOR_SCRIPTS)
