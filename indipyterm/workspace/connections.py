"""Which servers a workspace is connected to: making connections, ending them by hand, adding and removing servers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from indipyterm.exceptions import NotSaved
from indipyterm.model.events import Disconnected
from indipyterm.workspace.change import Change, Notice, NoticeKind
from indipyterm.workspace.servers import Address, Server, Servers
from indipyterm.workspace.transfers import Transfers

_CLOSE_SECONDS = 1.0
_BY_HAND = "it was disconnected here"


class Connections:
    """Runs the clients of the servers, from `run` until `close`.

    `before_removal` is called with the name of a server that is still there, `after_removal` with that of one that is
    gone; the latter returns notices about what is lost with it.
    """

    def __init__(
        self,
        servers: Servers,
        transfers: Transfers,
        publish: Callable[[Change], object],
        before_removal: Callable[[str], object],
        after_removal: Callable[[str], list[Notice]],
    ) -> None:
        self._servers, self._transfers, self._publish = servers, transfers, publish
        self._before_removal, self._after_removal = before_removal, after_removal
        self._tasks: asyncio.TaskGroup | None = None
        self._closing = asyncio.Event()

    # Life

    async def run(self, *background: Coroutine[Any, Any, None], before_end: Callable[[], object]) -> None:
        """Connect to all servers and stay connected until `close`; meanwhile, do some work in the background.

        `before_end` is called while there are connections yet, whatever ends this. Raises the first failure of a task.
        """
        try:
            async with asyncio.TaskGroup() as self._tasks:
                for server in self._servers:
                    self._tasks.create_task(server.client.run())
                tasks = [self._tasks.create_task(work) for work in background]
                try:
                    await self._closing.wait()
                finally:
                    before_end()
                for task in tasks:
                    task.cancel()
                self._shut_down()
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from None
        finally:
            self._tasks = None

    async def close(self) -> None:
        """End the connections within a second; may be called before `run`, which ends at once then, and again."""
        self._closing.set()
        self._shut_down()
        if self._tasks:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_CLOSE_SECONDS):
                    for server in self._servers:
                        await server.client.stopped.wait()

    def _shut_down(self) -> None:
        for server in self._servers:
            server.client.shutdown()

    # Which servers

    def connect(self, host: str, port: int) -> Server:
        """Connect to a further server, or try again now if it is known; other servers without a connection are removed.

        Drafts for a removed server are dropped, with a notice.
        """
        self._servers.flush()  # the state of all connections is up to date then
        server, notices = self._servers.at(host, port), list[Notice]()
        for other in self._servers:
            if other is not server and not other.connected:
                notices += self._remove(other.name)
        if server:
            self._retry(server)
        else:
            server, faults = self._add(host, port)
            notices += faults
        self._publish(Change(connection=True, drafts=True, notices=tuple(notices)))
        return server

    def set_addresses(self, addresses: Sequence[Address]) -> None:
        """Connect to these servers; others are removed, and drafts for them are dropped, with a notice."""
        self._servers.flush()
        wanted = {(address.host, address.port) for address in addresses}
        notices = list[Notice]()
        for server in self._servers:
            if (server.client.host, server.client.port) not in wanted:
                notices += self._remove(server.name)
        for host, port, _ in addresses:
            if self._servers.at(host, port) is None:
                notices += self._add(host, port)[1]
        self._publish(Change(connection=True, drafts=True, notices=tuple(notices)))

    def _add(self, host: str, port: int) -> tuple[Server, list[Notice]]:
        server, notices = self._servers.add(host, port), list[Notice]()
        try:
            self._transfers.add_server(server)
        except NotSaved as error:
            notices.append(Notice(NoticeKind.NOT_SAVED, "BLOBs are not saved", str(error)))
        if self._tasks and not self._closing.is_set():
            self._tasks.create_task(server.client.run())
        return server, notices

    def _remove(self, name: str) -> list[Notice]:
        self._before_removal(name)
        self._servers.remove(name).client.shutdown()
        return self._after_removal(name)

    # By hand

    def retry(self) -> bool:
        """Try now to connect to the servers without a connection, also to those that the user disconnected.

        Return whether there are any.
        """
        away = [server for server in self._servers if not server.connected or server.held]
        for server in away:
            self._retry(server)
        return bool(away)

    def disconnect(self, name: str) -> None:
        """End the connection to a server and keep all that is known of it, as stale, until `reconnect`."""
        server = self._servers[name]
        if not server.held and self._tasks and not self._closing.is_set():
            server.held = True
            self._tasks.create_task(self._end_connection(server))

    def reconnect(self, name: str) -> None:
        """Connect again to a server that was disconnected."""
        server = self._servers[name]
        if server.held and self._tasks and not self._closing.is_set():
            server.held, server.reason, server.tries = False, "", 0
            self._tasks.create_task(self._begin_connection(server))
            self._publish(Change(connection=True))

    def _retry(self, server: Server) -> None:
        if server.held:
            self.reconnect(server.name)
        else:
            server.client.retry()

    async def _end_connection(self, server: Server) -> None:
        server.client.shutdown()
        await server.client.stopped.wait()
        await server.client.publish(Disconnected(_BY_HAND, 0.0, True, self._servers.now()))

    async def _begin_connection(self, server: Server) -> None:
        await server.client.stopped.wait()
        if not server.held and not self._closing.is_set():
            await server.client.run()
