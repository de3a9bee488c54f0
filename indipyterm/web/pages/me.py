"""A user's own page: name, password, logins, tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from indipyterm.exceptions import NotAccepted
from indipyterm.web.cookies import delete_session_cookie, set_session_cookie
from indipyterm.web.guards.peer import peer_of
from indipyterm.web.pages.acting import FormPage, identity_of
from indipyterm.web.pages.browsers import browser_name
from indipyterm.web.pages.forms import Form
from indipyterm.web.pages.places import go
from indipyterm.web.roles import Role, Route
from indipyterm.web.site import site_of


async def me(request: Request) -> Response:
    """A user's own page; who only looks without login is asked to log in."""
    if not request.state.user.name:
        return go(request, "/login?next=/me")
    return await _ME(request)


async def edit(request: Request) -> Response:
    """Where users' pages were expected once."""
    return go(request, "/me")


async def _change_name(request: Request, form: Form) -> None:
    full_name = form.text("full_name")
    if not form.faults:
        accounts = site_of(request).accounts
        accounts.users.set_full_name(identity_of(request).account, full_name)
        accounts.changed()


async def _change_password(request: Request, form: Form) -> Response | None:
    account = identity_of(request).account
    password, new = form.secret("password"), form.new_password()
    if form.faults:
        return None
    site = site_of(request)
    await _check_own_password(request, password)
    await site.accounts.set_password(account, new)
    token = site.accounts.begin_session(account, browser_name(request.headers.get("user-agent", "")))
    response = go(request, f"/me?done={form.do}")
    set_session_cookie(response, token, site.options)
    return response


async def _check_own_password(request: Request, password: str) -> None:
    peer, account = peer_of(request.scope), identity_of(request).account
    try:
        await site_of(request).accounts.login.check(account.user.name, password, peer.address, local=peer.local)
    except NotAccepted as error:
        if type(error) is NotAccepted:
            raise NotAccepted("password", "This is not your password.") from None
        raise


async def _end_session(request: Request, form: Form) -> None:
    session = form.number("of")
    if not form.faults:
        site_of(request).accounts.end_session_of(identity_of(request).account, session)


async def _make_token(request: Request, form: Form) -> Response | None:
    label = form.required("label")
    if form.faults:
        return None
    accounts = site_of(request).accounts
    secret = accounts.tokens.make(identity_of(request).account.id, label, accounts.now)
    return _ME.show(request, Form(), 201, secret=secret)


async def _revoke_token(request: Request, form: Form) -> None:
    token = form.number("of")
    if not form.faults:
        site_of(request).accounts.revoke_token(identity_of(request).account, token)


async def _delete(request: Request, form: Form) -> Response | None:
    password = form.secret("password")
    if not form.checked("sure"):
        form.fail("sure", "Please check this, if you mean it.")
    if form.faults:
        return None
    await _check_own_password(request, password)
    site = site_of(request)
    site.accounts.delete_user(identity_of(request).account)
    response = go(request, "/login")
    delete_session_cookie(response, site.options)
    return response


def _context(request: Request) -> Mapping[str, Any]:
    accounts, identity = site_of(request).accounts, identity_of(request)
    account = accounts.users.by_id(identity.account.id) or identity.account
    return {
        "me": account.user,
        "sessions": accounts.sessions.of(account.id, accounts.now),
        "this": identity.session.id,
        "tokens": accounts.tokens.of(account.id),
        "secret": "",
    }


_ME = FormPage(
    "me.html",
    {
        "name": _change_name,
        "password": _change_password,
        "session": _end_session,
        "token": _make_token,
        "revoke": _revoke_token,
        "delete": _delete,
    },
    {
        "name": "Your name is changed.",
        "password": "Your password is changed. All other logins of yours have ended.",
        "session": "That login has ended.",
        "revoke": "The token is revoked.",
    },
    _context,
)

ROUTES = (Route("/me", me, Role.VIEWER, ("GET", "POST")), Route("/edit", edit, Role.VIEWER))
