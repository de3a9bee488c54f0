"""A port that is kept: refused while it is closed, and nobody else's."""

from __future__ import annotations

import asyncio
import errno
import socket
import sys

import pytest

from indipyterm.demo.listener import HOST, Listener


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
