"""The site as an ASGI app: all routes, and the guards before them."""

from __future__ import annotations

from starlette import routing
from starlette.applications import Starlette
from starlette.types import ASGIApp

from indipyterm.web import (
    api,
    history,
    live,
    pages,
    palette,
    panels,
    properties,
    saved,
    sending,
    static_files,
    uploads,
)
from indipyterm.web.errors import HANDLERS
from indipyterm.web.guards import Guards
from indipyterm.web.images import routes as images
from indipyterm.web.live import live as live_socket
from indipyterm.web.roles import Role
from indipyterm.web.site import Site

ROUTES = (
    *pages.ROUTES,
    *static_files.ROUTES,
    *live.ROUTES,
    *properties.ROUTES,
    *sending.ROUTES,
    *saved.ROUTES,
    *uploads.ROUTES,
    *palette.ROUTES,
    *panels.ROUTES,
    *images.ROUTES,
    *history.ROUTES,
    *api.ROUTES,
)
"""Every route of the site with its role, but for the socket, which viewers may open."""

SOCKET = "/live"


def make_app(site: Site) -> ASGIApp:
    """Return the app; `site` is what its handlers share. Raises ValueError for proxies that are no addresses."""
    static_files.static_files()  # packed now, not while somebody waits for a page
    guards = Guards(site.options, site.accounts)
    return guards.around(_app(site, [*map(guards.route, ROUTES), guards.socket(SOCKET, live_socket, Role.VIEWER)]))


def make_unguarded_app(site: Site) -> Starlette:
    """Return the routes without their guards, for tests of the handlers."""
    routes = [routing.Route(route.path, route.endpoint, methods=list(route.methods)) for route in ROUTES]
    return _app(site, [*routes, routing.WebSocketRoute(SOCKET, live_socket)])


def _app(site: Site, routes: list[routing.BaseRoute]) -> Starlette:
    app = Starlette(routes=routes, exception_handlers=HANDLERS)
    app.router.redirect_slashes = False  # it would name a scheme and a host, which a proxy may have changed
    app.state.site = site
    return app
