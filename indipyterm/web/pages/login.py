"""Logging in and out, and the first password."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from indipyterm.exceptions import NotAccepted, TooManyTries
from indipyterm.web.accounts import Account
from indipyterm.web.cookies import delete_session_cookie, session_cookie, set_session_cookie
from indipyterm.web.errors import wants_page
from indipyterm.web.guards.identity import Who, identify
from indipyterm.web.guards.peer import peer_of
from indipyterm.web.pages.acting import FormPage
from indipyterm.web.pages.browsers import browser_name
from indipyterm.web.pages.forms import Form
from indipyterm.web.pages.places import go, safe_place
from indipyterm.web.roles import Route
from indipyterm.web.site import site_of

_log = logging.getLogger("indipyterm.web.logins")

_NEEDS_HTTPS = (
    "This site was started with --securecookie True: browsers keep its logins only if they reach it by https, and you "
    "came by plain http. Use the site's https address; if you did, the proxy does not pass on X-Forwarded-Proto."
)


async def login(request: Request) -> Response:
    """The page to log in; who is logged in goes on."""
    who = _who(request)
    if request.method == "GET" and who and who.identity:
        return go(request, "/setup" if who.must_choose else _wanted(request))
    response = await _LOGIN(request)
    if request.method == "GET" and "link" in request.query_params:
        # A link of another site led here, so the browser kept its cookie back. It shows it when this page asks.
        response.headers["refresh"] = f"0; url={request.url.path}?{urlencode({'next': _wanted(request)})}"
    return response


async def logout(request: Request) -> Response:
    """Log out."""
    who, site = _who(request), site_of(request)
    if who and who.identity:
        site.accounts.end_session(who.identity)
    response: Response = go(request, "/login") if wants_page(request.scope) else JSONResponse({})
    delete_session_cookie(response, site.options)
    return response


async def setup(request: Request) -> Response:
    """The page to choose the first password: for who has logged in with the documented one, or has the code."""
    who = _who(request)
    if who and who.identity and not who.must_choose:
        return go(request, "/")
    return await _SETUP(request)


async def _log_in(request: Request, form: Form) -> Response | None:
    _check_https(request)
    name, password, peer, site = (
        form.required("name"),
        form.secret("password"),
        peer_of(request.scope),
        site_of(request),
    )
    if form.faults:
        return None
    try:
        account = await site.accounts.login.check(name, password, peer.address, local=peer.local)
    except NotAccepted as error:
        level = logging.INFO if isinstance(error, TooManyTries) else logging.WARNING  # these may be thousands
        _log.log(level, "%s as %s: %s", ascii(peer.address), ascii(name[:80]), error.reason)
        raise
    goes_to = "/setup" if account.default_password else safe_place(form.typed("next"))
    return _logged_in(request, account, goes_to)


async def _choose(request: Request, form: Form) -> Response | None:
    _check_https(request)
    who, login = _who(request), site_of(request).accounts.login
    account = who.identity.account if who and who.identity and who.must_choose else None
    if account is None:
        code = form.required("code")
        account = None if form.faults else login.account_for_code(code)
    password = form.new_password()
    if account is None or form.faults:
        return None
    await site_of(request).accounts.set_password(account, password)
    return _logged_in(request, account, "/")


def _logged_in(request: Request, account: Account, goes_to: str) -> Response:
    """Begin another session than the browser had: a token from before the login is worth nothing."""
    site, who = site_of(request), _who(request)
    if who and who.identity:
        site.accounts.end_session(who.identity)
    token = site.accounts.begin_session(account, browser_name(request.headers.get("user-agent", "")))
    _log.info("%s logged in as %s", ascii(peer_of(request.scope).address), ascii(account.user.name))
    response = go(request, goes_to)
    set_session_cookie(response, token, site.options)
    return response


def _who(request: Request) -> Who | None:
    site = site_of(request)
    return identify(request.scope, site.accounts, site.options)


def _wanted(request: Request) -> str:
    return safe_place(request.query_params.get("next", ""))


def _check_https(request: Request) -> None:
    origin = request.headers.get("origin", "")
    if site_of(request).options.secure_cookie and not peer_of(request.scope).https and not origin.startswith("https:"):
        raise NotAccepted("", _NEEDS_HTTPS)


def _login_context(request: Request) -> Mapping[str, Any]:
    shown = session_cookie(site_of(request).options) in request.cookies  # nobody's: who is logged in goes on
    demo = site_of(request).options.demo
    return {"next": _wanted(request), "ended": shown and request.method == "GET", "demo": demo}


def _setup_context(request: Request) -> Mapping[str, Any]:
    who = _who(request)
    return {"needs_code": not (who and who.must_choose), "code": request.query_params.get("code", "")[:20]}


_LOGIN = FormPage("login.html", {"login": _log_in}, {}, _login_context)
_SETUP = FormPage("setup.html", {"setup": _choose}, {}, _setup_context)

ROUTES = (
    Route("/login", login, None, ("GET", "POST")),
    Route("/logout", logout, None, ("POST",)),
    Route("/setup", setup, None, ("GET", "POST")),
)
