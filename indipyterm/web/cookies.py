"""The cookies of the site: one for the login, one for the theme."""

from __future__ import annotations

from starlette.responses import Response

from indipyterm.web.accounts.sessions import LONGEST
from indipyterm.web.options import WebOptions

THEMES = ("dark", "light", "night", "auto")
"""The themes, the usual one first."""

THEME_COOKIE = "theme"
_YEAR = 365 * 86400


def session_cookie(options: WebOptions) -> str:
    """The name of the cookie of a login: another one for each port, as browsers do not tell ports apart."""
    prefix = "__Host-" if options.secure_cookie and not options.base else ""
    return f"{prefix}indipyweb-{options.port}"


def set_session_cookie(response: Response, token: str, options: WebOptions) -> None:
    """Have the browser keep the token of a login."""
    response.set_cookie(
        session_cookie(options),
        token,
        max_age=int(LONGEST),
        path=options.base or "/",
        secure=options.secure_cookie,
        httponly=True,
        samesite="strict",
    )


def delete_session_cookie(response: Response, options: WebOptions) -> None:
    """Have the browser forget the token of a login."""
    response.delete_cookie(
        session_cookie(options),
        path=options.base or "/",
        secure=options.secure_cookie,
        httponly=True,
        samesite="strict",
    )


def set_theme_cookie(response: Response, theme: str, options: WebOptions) -> None:
    """Have the browser keep a theme: it shows it from the first frame on, also where a foreign link led here."""
    response.set_cookie(
        THEME_COOKIE, theme, max_age=_YEAR, path=options.base or "/", secure=options.secure_cookie, samesite="lax"
    )


def theme_of(cookies: dict[str, str]) -> str:
    """The theme that a browser keeps."""
    theme = cookies.get(THEME_COOKIE, "")
    return theme if theme in THEMES else THEMES[0]
