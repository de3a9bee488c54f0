"""Requests that change something come from the site's own pages only (CSRF)."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import Scope

from indipyterm.web.guards.identity import bearer_token
from indipyterm.web.guards.peer import peer_of, without_usual_port

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def origin_fault(scope: Scope, *, secure_cookie: bool) -> str:
    """Why a request is not believed to be the user's, in words; empty if it is.

    `secure_cookie`: browsers use https, even if the proxy does not say so.
    """
    if scope["type"] == "http" and scope["method"] in SAFE_METHODS:
        return ""
    headers, peer = Headers(scope=scope), peer_of(scope)
    if bearer_token(headers):
        return ""  # no browser adds it by itself
    origin = headers.get("origin", "").lower()
    own = {peer.origin}
    if secure_cookie:
        own.add(f"https://{without_usual_port(peer.host, True)}")
    if not origin or origin == "null":
        return "The request does not say which page sent it (no Origin), so it was refused."
    if origin not in own:
        return (
            f"The request came from a page of {origin[:80]}, not of {peer.origin[:80]}, so it was refused. "
            "A proxy in between has to pass on Host and X-Forwarded-Proto."
        )
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return "The request came from a page of another site, so it was refused."
    return ""
