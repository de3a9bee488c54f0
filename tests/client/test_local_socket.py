"""Which connection is taken to a server on this machine: its local socket only where it is known to be the same one."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from indipyterm.client import connection as module
from indipyterm.client import local_socket
from indipyterm.client.connection import Connection
from tests.local_server import LocalServer
from tests.servers import LOOPBACK, WireServer, free_port

_LISTENS = """
import socket, sys
family, address = (socket.AF_UNIX, "\\0" + sys.argv[1]) if sys.argv[1].startswith("/") else (socket.AF_INET, ("127.0.0.1", int(sys.argv[1])))
with socket.socket(family) as listener:
    listener.bind(address)
    listener.listen()
    print("listens", flush=True)
    kept = [listener.accept() for _ in range(9)]
"""


@contextlib.contextmanager
def another_process(where: str) -> Iterator[None]:
    """Another process listens there: a port, or the name of a local socket."""
    command = [sys.executable, "-c", _LISTENS, where]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "listens\n"
        try:
            yield
        finally:
            process.kill()


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LocalServer]:
    """A server with a port and the usual local socket."""
    async with LocalServer(tcp=True) as server:
        monkeypatch.setattr(module, "USUAL_NAME", server.name)
        yield server


async def is_local(host: str, port: int) -> bool:
    """Whether a connection is over a local socket."""
    connection = await Connection.open(host, port)
    try:
        return connection.attachments is not None
    finally:
        await connection.close()


@pytest.mark.parametrize("host", ["localhost", LOOPBACK])
async def test_it_is_taken_where_the_server_at_the_port_has_it(server: LocalServer, host: str) -> None:
    assert await is_local(host, server.port)
    await server.wait_clients(0)  # the connection by TCP was only to see who is there


async def test_it_is_never_taken_where_tcp_is_asked_for(server: LocalServer) -> None:
    assert not await is_local(f"tcp:{LOOPBACK}", server.port)
    assert server.accepted == 1


async def test_it_is_always_taken_by_name(server: LocalServer) -> None:
    assert await is_local(server.host, 1)


async def test_it_may_have_a_path(tmp_path: Path) -> None:
    path = str(tmp_path / "socket")
    listener = await asyncio.start_unix_server(lambda _, writer: writer.close(), path)
    async with listener:
        assert await is_local(f"unix:{path}", 1)
    with pytest.raises(ConnectionRefusedError):
        await is_local(f"unix:{tmp_path}/none", 1)


async def test_that_of_another_server_is_not_taken(wire: WireServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "USUAL_NAME", name := f"/tmp/indipyterm-test-{free_port()}")
    with another_process(name):
        assert not await is_local(LOOPBACK, wire.port)


async def test_a_tunnel_at_the_port_is_not_mistaken_for_the_server(server: LocalServer) -> None:
    with another_process(str(port := free_port())):
        assert not await is_local(LOOPBACK, port)


async def test_it_is_found_behind_all_kinds_of_addresses(server: LocalServer) -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    with socket.socket(socket.AF_INET6) as listener:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        listener.bind(("::", 0))
        both = await asyncio.get_running_loop().create_server(asyncio.Protocol, sock=listener)
        async with both:
            port = both.sockets[0].getsockname()[1]
            assert await is_local("::1", port)
            assert await is_local(LOOPBACK, port)


async def test_where_the_system_does_not_show_whose_it_is_it_is_not_taken(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(process: int) -> set[str]:
        raise PermissionError(13, "another user")

    monkeypatch.setattr(local_socket, "_open_files", denied)
    assert not await is_local(LOOPBACK, server.port)


async def test_a_server_that_does_not_accept_is_not_waited_for_long(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_socket, "_ACCEPT_SECONDS", 0.05)
    with socket.socket() as listener:  # whose connections wait for ever
        listener.bind((LOOPBACK, 0))
        listener.listen()
        assert not await is_local(LOOPBACK, listener.getsockname()[1])


async def test_without_such_sockets_all_is_tcp(server: LocalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AVAILABLE", False)
    assert not await is_local(LOOPBACK, server.port)
    with pytest.raises(OSError, match="on Linux only"):
        await is_local(server.host, 1)


async def test_a_server_in_another_name_space_is_not_known(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system says 0 for a process there."""
    asked, nobody = socket.socket.getsockopt, local_socket._CREDENTIALS.pack(0, 0, 0)

    def credentials(self: socket.socket, *what: int) -> int | bytes:
        return nobody if what[1] == socket.SO_PEERCRED else asked(self, *what)

    monkeypatch.setattr(socket.socket, "getsockopt", credentials)
    assert not await is_local(LOOPBACK, server.port)


async def test_neither_connection_stays_when_the_program_ends_meanwhile(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> bool:
        raise asyncio.CancelledError

    monkeypatch.setattr(module, "serves_both", interrupted)
    with pytest.raises(asyncio.CancelledError):
        await Connection.open(LOOPBACK, server.port)
    await server.wait_clients(0)
