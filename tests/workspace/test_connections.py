"""Which servers a workspace is connected to, and what is kept and told when that changes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from indipyterm.model import events
from indipyterm.presentation.keys import VectorKey
from indipyterm.workspace.change import NoticeKind
from indipyterm.workspace.workspace import Address, Workspace
from tests.servers import LOOPBACK, WireServer, free_port
from tests.tui.host import DEFINITIONS
from tests.workspace.waiting import running, until


async def test_close_ends_run_and_may_be_called_again() -> None:
    async with WireServer(DEFINITIONS) as wire:
        workspace = Workspace([Address(LOOPBACK, wire.port)])
        running = asyncio.create_task(workspace.run())
        await wire.wait_clients(1)
        await workspace.close()
        await running
        await workspace.close()
        await wire.wait_clients(0)


async def test_close_before_run() -> None:
    async with WireServer() as wire:
        workspace = Workspace([Address(LOOPBACK, wire.port)])
        await workspace.close()
        await workspace.run()
        assert wire.accepted == 0


async def test_a_failure_in_a_client_is_raised_by_run_and_close_still_works() -> None:
    async with WireServer(DEFINITIONS) as wire:
        workspace = Workspace([Address(LOOPBACK, free_port()), Address(LOOPBACK, wire.port)])

        def fail(event: events.Event) -> None:
            if isinstance(event, events.Defined):
                raise ValueError("bad listener")

        list(workspace.servers)[1].client.listeners.append(fail)
        with pytest.raises(ValueError, match="bad listener"):
            await workspace.run()
        await workspace.close()


async def test_a_server_added_after_close_is_not_connected_to() -> None:
    async with WireServer() as first, WireServer() as second:
        workspace = Workspace([Address(LOOPBACK, first.port)])
        running = asyncio.create_task(workspace.run())
        await first.wait_clients(1)
        closing = asyncio.create_task(workspace.close())
        await asyncio.sleep(0)
        workspace.connections.connect(LOOPBACK, second.port)
        await closing
        await asyncio.wait_for(running, 5)
        assert second.accepted == 0


async def test_a_further_server_replaces_those_that_are_not_connected() -> None:
    async with WireServer(DEFINITIONS) as first, WireServer(DEFINITIONS) as second, running(first.port) as live:
        workspace = live.workspace
        await live.defined("COORD")
        gone = workspace.servers.add(LOOPBACK, free_port())
        workspace.drafts.pick(VectorKey(gone.name, "Mount", "MODE"), "LUNAR")
        added = workspace.connections.connect(LOOPBACK, second.port)
        await until(lambda: added.connected)
        assert [server.name for server in workspace.servers] == [live.server, added.name]
        assert [notice.kind for notice in live.subscriber.notices] == [NoticeKind.DRAFT_DROPPED]
        assert workspace.drafts.keys() == []


async def test_other_addresses_replace_all_servers_but_those_that_stay() -> None:
    async with (
        WireServer(DEFINITIONS) as first,
        WireServer() as second,
        WireServer() as third,
        running(first.port) as live,
    ):
        workspace = live.workspace
        await live.defined("COORD")
        workspace.connections.connect(LOOPBACK, second.port)
        await second.wait_clients(1)
        workspace.connections.set_addresses([Address(LOOPBACK, third.port), Address(LOOPBACK, first.port)])
        await third.wait_clients(1)
        await until(lambda: not second.clients)
        assert [server.client.port for server in workspace.servers] == [first.port, third.port]
        assert first.accepted == 1


async def test_connecting_to_a_known_server_changes_nothing() -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        await live.defined("COORD")
        (server,) = live.workspace.servers
        assert live.workspace.connections.connect(LOOPBACK, wire.port) is server
        assert (wire.accepted, server.connected) == (1, True)


async def test_connecting_to_a_known_server_without_connection_tries_again_and_keeps_its_devices() -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        key = await live.defined("COORD")
        (server,) = live.workspace.servers
        await wire.refuse()
        await wire.drop_clients()
        await until(lambda: server.tries >= 2)  # the next one is a second away
        await wire.listen()
        assert live.workspace.connections.connect(LOOPBACK, wire.port) is server
        assert live.workspace.servers.vector(key)
        await until(lambda: server.connected)


async def test_what_a_removed_server_reported_last_is_not_lost() -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        await live.defined("COORD")
        (server,) = live.workspace.servers
        await wire.refuse()
        await wire.drop_clients()
        await until(lambda: not server.connected)
        server.client.listeners[0](events.BlobSaved("CCD", "CCD1", "CCD1", "/tmp/a.fits", 5, live.workspace.now()))
        live.workspace.connections.connect(LOOPBACK, free_port())
        assert live.server not in live.workspace.servers
        assert live.workspace.journal.entries[-1].text == "saved a.fits (5 bytes) in /tmp"
        assert server.client.listeners == []
        await until(server.client.stopped.is_set)


async def test_a_blob_folder_that_is_gone_does_not_keep_from_connecting(tmp_path: Path) -> None:
    folder = tmp_path / "images"
    folder.mkdir()
    async with WireServer() as first, WireServer() as second, running(first.port) as live:
        live.workspace.set_blob_folder(folder)
        folder.rmdir()
        added = live.workspace.connections.connect(LOOPBACK, second.port)
        await until(lambda: added.connected)
        assert [notice.kind for notice in live.subscriber.notices] == [NoticeKind.NOT_SAVED]


async def test_a_server_is_disconnected_and_connected_again_and_what_is_known_stays() -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        coordinates, workspace = await live.defined("COORD"), live.workspace
        server = workspace.servers[live.server]
        workspace.connections.disconnect(live.server)
        workspace.connections.disconnect(live.server)
        await until(lambda: not server.connected)
        vector = workspace.servers.vector(coordinates)
        assert vector
        assert vector.stale
        assert "disconnected from" in workspace.journal.entries[-1].text
        await wire.wait_clients(0)
        assert workspace.connections.retry()
        await until(lambda: server.connected and not vector.stale)
        workspace.connections.disconnect(live.server)
        await until(lambda: not server.connected)
        assert workspace.connections.connect(LOOPBACK, wire.port) is server
        await until(lambda: server.connected)
        workspace.connections.reconnect(live.server)
        assert wire.accepted == 3
