"""Pages from templates, in the theme of the browser."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse
from starlette.types import Scope

from indipyterm._version import __version__
from indipyterm.web.cookies import THEMES, theme_of
from indipyterm.web.roles import Role, User
from indipyterm.web.static_files import static_files

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER = Path(__file__).parent / "templates"

THEME_COLORS = {"dark": "#242f38", "light": "#e6ecf1", "night": "#1c0000", "auto": ""}
"""The colour of the browser's own bars by theme; for "auto" the page has one for each."""


def page(scope: Scope, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page from a template. What is put in is text, never markup."""
    connection, base = HTTPConnection(scope), scope.get("root_path", "")
    theme = theme_of(connection.cookies)
    user: User | None = scope.get("state", {}).get("user")
    text = (
        _templates()
        .get_template(template)
        .render(
            base=base,
            asset=lambda name: f"{base}{static_files().path(name)}",
            here=scope["path"].removeprefix(base) or "/",
            theme=theme,
            themes=THEMES,
            theme_color=THEME_COLORS[theme],
            theme_colors=THEME_COLORS,
            user=user,
            operator=user is not None and user.role >= Role.OPERATOR,
            admin=user is not None and user.role is Role.ADMIN,
            version=__version__,
            **context,
        )
    )
    return HTMLResponse(text, status)


def utc_text(seconds: float | None) -> str:
    """A time as people read it; empty for None."""
    if seconds is None:
        return ""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
    except (OverflowError, ValueError, OSError):
        return "?"


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - a fifth of the time to start

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["utc"] = utc_text
    return environment
