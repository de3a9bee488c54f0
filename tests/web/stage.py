"""A whole site on loopback for tests: instruments, workspace, and a real server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from indipyterm.demo.server import DemoServer
from indipyterm.web.answers import Answers
from indipyterm.web.app import make_unguarded_app
from indipyterm.web.hub import Hub
from indipyterm.web.options import WebOptions
from indipyterm.web.roles import Role, User
from indipyterm.web.serving import listen, serving
from indipyterm.web.site import Site
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.workspace import Address, Workspace

ANNA = User("anna", "Anna", Role.ADMIN)


@dataclass
class Stage:
    """The parts of a running site."""

    site: Site
    demo: DemoServer | None
    url: str
    server: uvicorn.Server

    @property
    def workspace(self) -> Workspace:
        return self.site.workspace

    def unsent(self) -> int:
        """Bytes that are kept until browsers take them, of the connection that has the most."""
        kept = [one.transport.get_write_buffer_size() for one in self.server.server_state.connections]
        return max(kept, default=0)


def logged_in(app: ASGIApp, user: User = ANNA) -> ASGIApp:
    """An app without its guards: everybody is this user."""

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["user"] = user
        await app(scope, receive, send)

    return call


@asynccontextmanager
async def running(
    addresses: Iterable[Address] = (), *, demo: bool = False, options: LaunchOptions | None = None, user: User = ANNA
) -> AsyncIterator[Stage]:
    """Serve the demo's instruments, or other servers, to browsers on loopback."""
    instruments = DemoServer() if demo else None
    if instruments:
        await instruments.start()
        addresses = [Address(instruments.host, instruments.port, "demo"), *addresses]
    workspace = Workspace(addresses, options)
    hub = Hub(workspace)
    site = Site(workspace, hub, Answers(workspace, hub), None, WebOptions())  # type: ignore[arg-type]
    listener = listen("127.0.0.1", 0)
    tasks = [asyncio.create_task(workspace.run()), asyncio.create_task(hub.run())]
    try:
        async with serving(logged_in(make_unguarded_app(site), user), listener) as server:
            yield Stage(site, instruments, f"http://127.0.0.1:{listener.getsockname()[1]}", server)
    finally:
        hub.close()
        site.images.close()
        await workspace.close()
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if instruments:
            await instruments.stop()


def inflated(message: Any) -> dict[str, Any]:
    """A frame as it came on a socket."""
    import json
    import zlib

    text = zlib.decompress(message, -zlib.MAX_WBITS) if isinstance(message, bytes) else message
    found = json.loads(text)
    assert isinstance(found, dict)
    return found
