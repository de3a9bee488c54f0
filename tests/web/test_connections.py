"""Connections end when nothing comes of them; one that is slow to read does not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.types import Receive, Scope, Send

from indipyterm.web import connections, serving
from tests.web.attacks.raw_http import connection, request

SIZE = 8 << 20


async def much(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with more than systems keep for one another; does not answer ``/wait``."""
    if scope["path"] == "/wait":
        await asyncio.Event().wait()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": bytes(SIZE)})


@asynccontextmanager
async def served(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    monkeypatch.setattr(serving, "IDLE_SECONDS", 0.3)
    monkeypatch.setattr(connections, "MOST", 3)
    listener = serving.listen("127.0.0.1", 0)
    async with serving.serving(much, listener):
        yield listener.getsockname()[1]


async def test_who_reads_slowly_gets_all_and_then_the_connection_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(monkeypatch) as port, connection(port) as (reader, writer):
        writer.write(request(port, "GET", "/"))
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        await asyncio.sleep(0.8)  # longer than a connection may wait for a request
        writer.transport.resume_reading()  # type: ignore[attr-defined]
        async with asyncio.timeout(10):
            assert len(await reader.read(-1)) > SIZE


async def test_the_oldest_goes_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    async with (
        served(monkeypatch) as port,
        connection(port) as (oldest, ask),
        connection(port) as (_, second),
        connection(port) as (_, third),
    ):
        for writer in (ask, second, third):
            writer.write(request(port, "GET", "/wait"))
            await writer.drain()
            await asyncio.sleep(0.01)
        async with connection(port) as (reader, writer), asyncio.timeout(10):
            assert await oldest.read(1) == b""
            writer.write(request(port, "GET", "/"))
            assert (await reader.readline()).startswith(b"HTTP/1.1 200")


async def test_nonsense_writes_no_lines(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    async with served(monkeypatch) as port, connection(port) as (reader, writer):
        writer.write(b"nonsense\r\n\r\n")
        assert b"400" in await reader.readline()
    assert [record.message for record in caplog.records if record.levelname != "INFO"] == []
