"""A port of this machine: reserved, opened, closed, opened again."""

from __future__ import annotations

import asyncio
import errno
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from indipyterm.demo.connection import Connection
from indipyterm.demo.listener import HOST, Listener
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import PingReply, PingRequest, Received
from tests.demo.client import DemoClient
from tests.demo.test_connection import Wire


def answer(connection: Connection, received: Received) -> None:
    """Answer pings, so that a client knows when it has received everything."""
    if isinstance(received, PingRequest):
        connection.send(encode(PingReply(received.uid)))


@asynccontextmanager
async def client_of(listener: Listener) -> AsyncIterator[DemoClient]:
    client = await DemoClient.connect(listener.port, everything=False)
    try:
        await client.receive_all()
        yield client
    finally:
        client.writer.close()


async def test_it_is_opened_and_closed_on_one_port() -> None:
    listener = Listener(answer)
    listener.bind()
    port = listener.port
    assert port
    with pytest.raises(ConnectionRefusedError):
        await DemoClient.connect(port, everything=False)
    for _ in range(2):
        await listener.open()
        assert (listener.is_open, listener.port) == (True, port)
        async with client_of(listener) as client:
            assert len(listener.connections) == 1
            await listener.close()
            assert not await client.is_connected()
        assert (listener.is_open, listener.connections) == (False, [])
    await listener.close()


async def test_clients_can_be_dropped_and_come_back() -> None:
    listener = Listener(answer)
    await listener.open()
    async with client_of(listener) as client:
        await listener.drop_clients()
        assert listener.connections == []
        assert not await client.is_connected()
    async with client_of(listener):
        assert len(listener.connections) == 1
    await listener.close()


async def test_a_port_that_is_taken_is_named() -> None:
    first = Listener(answer)
    await first.open()
    second = Listener(answer, first.port)
    with pytest.raises(OSError, match=f"127.0.0.1:{first.port}: Address already in use"):
        second.bind()
    with pytest.raises(OSError, match=f"127.0.0.1:{first.port}: Address already in use"):
        await second.open()
    await first.close()
    second.bind()
    second.release()
    second.release()


async def test_what_connects_while_it_is_closed_is_sent_away() -> None:
    listener, wire = Listener(answer), Wire()
    Connection(answer, listener._on_opened, 1000).connection_made(wire)  # accepted before the end, told after it
    assert wire.aborted
    assert listener.connections == []


def take(port: int, *, reuse: bool) -> None:
    """Try to serve on a port, as another program of this machine would."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, reuse)
        other.bind((HOST, port))
        other.listen()


async def refused(port: int) -> None:
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(HOST, port)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can close a port and keep it")
async def test_a_closed_port_is_nobody_elses() -> None:
    listener = Listener(lambda connection, received: None, keep_port=True)
    listener.bind()
    for _ in range(3):
        for reuse in (False, True):
            with pytest.raises(OSError, match="in use") as fault:
                take(listener.port, reuse=reuse)
            assert fault.value.errno == errno.EADDRINUSE
        await refused(listener.port)
        await listener.open()
        reader, writer = await asyncio.open_connection(HOST, listener.port)
        await listener.close()
        assert await reader.read() == b""
        writer.close()
        await refused(listener.port)
    await listener.close()
    listener.release()
    take(listener.port, reuse=True)


async def test_another_port_is_free_once_it_is_closed() -> None:
    listener = Listener(lambda connection, received: None)
    listener.bind()
    await listener.open()
    await listener.close()
    take(listener.port, reuse=True)
    await listener.open()
    await listener.close()
