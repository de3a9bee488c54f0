"""Where to go on: places within the site, and none elsewhere."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse

_LONGEST = 4096


def go(request: Request, place: str) -> RedirectResponse:
    """Have the browser go on to a place within the site."""
    return RedirectResponse(request.scope["root_path"] + place, 303)


def safe_place(place: str) -> str:
    """A place that a request names, as a path and query within the site; for any other the first page."""
    if not place.startswith("/") or not place.isprintable() or len(place) > _LONGEST or "\\" in place:
        return "/"
    parts = urlsplit(place)
    if place.startswith("//") or parts.scheme or parts.netloc or unquote(parts.path).startswith(("//", "/\\")):
        return "/"
    return quote(place, safe="/?&=%:@+,;!$'()*~[]")
