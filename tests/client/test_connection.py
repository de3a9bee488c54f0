"""One connection: bytes both ways, its end, what happens when the other side does nothing."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import socket
from collections.abc import AsyncIterator

import pytest

from indipyterm.client import connection as module
from indipyterm.client.connection import Connection, fault_of, reason_of
from indipyterm.exceptions import NotReading
from indipyterm.model.events import ConnectionFault
from tests.servers import LOOPBACK, WireServer, free_port


@contextlib.asynccontextmanager
async def connected(wire: WireServer) -> AsyncIterator[Connection]:
    connection = await Connection.open(LOOPBACK, wire.port)
    try:
        yield connection
    finally:
        await connection.close()


async def test_bytes_go_both_ways(wire: WireServer) -> None:
    async with connected(wire) as connection:
        await wire.wait_clients(1)
        wire.send(b"there")
        assert await connection.read() == b"there"
        connection.write(b"back")
        assert await wire.wait_received(b"back") == b"back"
    await wire.wait_clients(0)


async def test_names_and_addresses_of_both_families(wire: WireServer) -> None:
    connection = await Connection.open("localhost", wire.port)
    await connection.close()
    if not socket.has_ipv6:
        return
    server = await asyncio.start_server(lambda _, writer: writer.close(), "::1", 0)
    async with server:
        connection = await Connection.open("::1", server.sockets[0].getsockname()[1])
        assert await connection.read() == b""
        await connection.close()


async def test_the_next_address_of_a_host_is_tried(wire: WireServer, monkeypatch: pytest.MonkeyPatch) -> None:
    async def several(host: str, port: int) -> list[str]:
        return ["127.0.0.77", LOOPBACK]

    monkeypatch.setattr(module, "resolve", several)
    await (await Connection.open("host", wire.port)).close()
    assert wire.accepted == 1


async def test_what_went_wrong_with_all_addresses_is_said_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    async def several(host: str, port: int) -> list[str]:
        return [LOOPBACK, "127.0.0.2"]

    monkeypatch.setattr(module, "resolve", several)
    with pytest.raises(ConnectionRefusedError) as raised:
        await Connection.open("host", free_port())
    assert reason_of(raised.value) == "connection refused"


async def test_a_silent_address_does_not_keep_the_next_one_waiting(
    wire: WireServer, silent: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def several(host: str, port: int) -> list[str]:
        return [silent[0], "127.0.0.2"]

    monkeypatch.setattr(module, "resolve", several)
    monkeypatch.setattr(module, "NEXT_ADDRESS_SECONDS", 0.05)
    with pytest.raises(OSError, match=r"^no answer, connection refused$"):
        await Connection.open("host", silent[1])


async def test_a_server_that_never_answers_is_given_up(
    silent: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CONNECT_SECONDS", 0.05)
    with pytest.raises(TimeoutError):
        await Connection.open(*silent)


async def test_the_end_of_the_stream_is_no_bytes(wire: WireServer) -> None:
    async with connected(wire) as connection:
        await wire.wait_clients(1)
        wire.send(b"last words")
        await wire.drop_clients()
        assert await connection.read() == b"last words"
        assert await connection.read() == b""


async def test_a_reset_is_an_oserror(wire: WireServer) -> None:
    async with connected(wire) as connection:
        await wire.wait_clients(1)
        reading = asyncio.create_task(connection.read())
        await wire.reset_clients()
        with pytest.raises(ConnectionResetError):
            await reading


def write_much(connection: Connection) -> None:
    for _ in range(100):
        connection.write(bytes(1 << 20))


async def test_a_server_that_does_not_read_is_never_waited_for(wire: WireServer) -> None:
    wire.pause_reading()
    async with connected(wire) as connection:
        await wire.wait_clients(1)
        with pytest.raises(NotReading):
            write_much(connection)
        start = asyncio.get_running_loop().time()
        line = connection._transport.get_extra_info("socket")
        await connection.close()
        assert asyncio.get_running_loop().time() - start < 0.19
        assert line.fileno() == -1  # closed, with all that nobody took
        with pytest.raises(OSError, match="closed"):
            connection.write(b"more")


async def test_one_large_blob_may_be_written_at_once(wire: WireServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WRITE_LIMIT", 1000)
    async with connected(wire) as connection:
        connection.write(bytes(1 << 20))
        await wire.wait_received(lambda data: len(data) == 1 << 20)


async def test_what_was_written_before_closing_still_goes_out(wire: WireServer) -> None:
    async with connected(wire) as connection:
        connection.write(b"x" * 1_000_000)
    await wire.wait_clients(0)
    assert len(wire.received) == 1_000_000


async def test_the_line_is_watched_for_a_pulled_cable(wire: WireServer) -> None:
    async with connected(wire) as connection:
        line = connection._transport.get_extra_info("socket")
        assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        if hasattr(socket, "TCP_KEEPIDLE"):
            assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 5


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (TimeoutError(), "no answer"),
        (TimeoutError(errno.ETIMEDOUT, "x"), "no answer"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connect call failed ('127.0.0.1', 7624)"), "connection refused"),
        (OSError(errno.ENETUNREACH, "Connect call failed"), os.strerror(errno.ENETUNREACH).lower()),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "name or service not known"),
        (ConnectionError("the connection is closed"), "the connection is closed"),
        (OSError(), "oserror"),
    ],
)
def test_what_went_wrong_is_said_in_words(error: OSError, words: str) -> None:
    assert reason_of(error) == words


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (ConnectionRefusedError(), ConnectionFault.REFUSED),
        (TimeoutError(), ConnectionFault.NO_ANSWER),
        (ConnectionResetError(), ConnectionFault.RESET),
        (BrokenPipeError(), ConnectionFault.RESET),
        (OSError(errno.EHOSTUNREACH, "x"), ConnectionFault.UNREACHABLE),
        (OSError(errno.ENETUNREACH, "x"), ConnectionFault.UNREACHABLE),
        (socket.gaierror(socket.EAI_NONAME, "x"), ConnectionFault.UNKNOWN_HOST),
        (OSError("x"), ConnectionFault.OTHER),
    ],
)
def test_what_kind_of_fault_it_is(error: OSError, fault: ConnectionFault) -> None:
    assert fault_of(error) is fault
