"""All guards, as the app puts them around its routes and around itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette import routing
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Scope
from starlette.websockets import WebSocket

from indipyterm.web.accounts import Accounts
from indipyterm.web.guards.identity import Who, identify
from indipyterm.web.guards.limits import Limits
from indipyterm.web.guards.roles import RoleGuard
from indipyterm.web.guards.site_guard import SiteGuard
from indipyterm.web.guards.sockets import Sockets
from indipyterm.web.options import WebOptions
from indipyterm.web.roles import Role, Route


class Guards:
    """The guards of a site. Raises ValueError for proxies that are no addresses."""

    def __init__(self, options: WebOptions, accounts: Accounts) -> None:
        self._options, self._accounts = options, accounts
        self.sockets = Sockets()
        accounts.listeners.append(self.sockets.check)

    def route(self, route: Route) -> routing.Route:
        """A route that only who has its role comes through."""
        guards = [self._role(route.role)] if route.role else []
        return routing.Route(route.path, route.endpoint, methods=list(route.methods), middleware=guards)

    def socket(self, path: str, endpoint: Callable[[WebSocket], Awaitable[None]], role: Role) -> routing.WebSocketRoute:
        """The same for a socket."""
        return routing.WebSocketRoute(path, endpoint, middleware=[self._role(role)])

    def around(self, app: ASGIApp) -> ASGIApp:
        """The site with its outer guards."""
        return SiteGuard(Limits(app), self._options)

    def who(self, scope: Scope) -> Who | None:
        """Who asks; None if nobody knows."""
        return identify(scope, self._accounts, self._options)

    def _role(self, role: Role) -> Middleware:
        return Middleware(RoleGuard, role=role, identify=self.who, sockets=self.sockets)
