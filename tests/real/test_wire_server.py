"""The scripted server: a test that relies on it must be able to trust it."""

from __future__ import annotations

import asyncio

import pytest

from tests.servers import LOOPBACK, WireServer


async def test_greets_records_and_sends() -> None:
    async with WireServer(greeting=b"<hello/>") as wire:
        reader, writer = await asyncio.open_connection(LOOPBACK, wire.port)
        await wire.wait_clients(1)
        writer.write(b"<getProp")
        await wire.wait_received(b"<getProp")
        writer.write(b'erties version="1.7"/><getProperties/>')
        assert await reader.readexactly(8) == b"<hello/>"
        wire.send(b"<message/>")
        assert await reader.readexactly(10) == b"<message/>"
        heard = await wire.wait_received(lambda data: data.count(b"<getProperties") == 2)
        assert heard == bytes(wire.received) == b'<getProperties version="1.7"/><getProperties/>'
        with pytest.raises(AssertionError, match=r"not within 0\.01 s"):
            await wire.wait_received(b"never", timeout=0.01)
        writer.close()
        await wire.wait_clients(0)
        await writer.wait_closed()


async def test_drops_resets_and_refuses() -> None:
    async with WireServer() as wire:
        reader, writer = await asyncio.open_connection(LOOPBACK, wire.port)
        await wire.wait_clients(1)
        await wire.drop_clients()
        assert await reader.read() == b""
        writer.close()
        reader, writer = await asyncio.open_connection(LOOPBACK, wire.port)
        await wire.wait_accepted(2)
        await wire.reset_clients()
        with pytest.raises(ConnectionResetError):
            await reader.read()
        writer.close()
        await wire.refuse()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(LOOPBACK, wire.port)
        await wire.listen()
        _, writer = await asyncio.open_connection(LOOPBACK, wire.port)
        await wire.wait_clients(1)
        writer.close()
        await wire.wait_clients(0)


async def test_pauses_reading_and_flushes() -> None:
    async with WireServer() as wire:
        reader, writer = await asyncio.open_connection(LOOPBACK, wire.port)
        await wire.wait_clients(1)
        wire.pause_reading()
        writer.write(b"x" * 12_000_000)
        wire.send(b"y" * 12_000_000)
        with pytest.raises(AssertionError):
            await wire.flush(timeout=0.01)
        assert len(await reader.readexactly(12_000_000)) == 12_000_000
        await wire.flush()
        assert not wire.received
        wire.resume_reading()
        await wire.wait_received(lambda data: len(data) == 12_000_000)
        writer.transport.abort()
        await wire.wait_clients(0)
