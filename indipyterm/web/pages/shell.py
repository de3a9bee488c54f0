"""The pages that the browser builds itself: one template for all."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from indipyterm.web.cookies import THEMES, set_theme_cookie
from indipyterm.web.errors import wants_page
from indipyterm.web.pages.forms import read_form
from indipyterm.web.pages.places import go, safe_place
from indipyterm.web.rendering import page
from indipyterm.web.roles import Role, Route
from indipyterm.web.site import site_of

PATHS = ("/", "/device", "/watch", "/panel", "/images", "/image", "/plot", "/log", "/saved")


async def shell(request: Request) -> Response:
    """The frame of a page; the rest comes by the socket."""
    return page(request.scope, "shell.html")


async def theme(request: Request) -> Response:
    """Keep a theme in the browser, given as JSON or in a form."""
    if wants_page(request.scope):
        form = await read_form(request)
        name = form.typed("theme")
        response: Response = go(request, safe_place(form.typed("next", "/")))
    else:
        name, response = await _name_in_json(request), JSONResponse({})
    if name not in THEMES:
        raise HTTPException(422, f"A theme is one of {', '.join(THEMES)}.")
    set_theme_cookie(response, name, site_of(request).options)
    return response


async def _name_in_json(request: Request) -> str:
    try:
        content = await request.json()
    except (ValueError, RecursionError):
        raise HTTPException(400, "This is not JSON.") from None
    name = content.get("theme") if isinstance(content, dict) else None
    return name if isinstance(name, str) else ""


ROUTES = (*(Route(path, shell, Role.VIEWER) for path in PATHS), Route("/theme", theme, None, ("POST",)))
