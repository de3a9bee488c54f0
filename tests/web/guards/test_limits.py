"""Nobody fills the memory."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from starlette.types import Message

from indipyterm.web.guards import limits
from tests.web.visitor import Visitor, site


async def parts(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 1024):
        yield b"x" * 1024


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_is_64_kilobytes_at_most_but_for_uploads(chunked: bool) -> None:
    with site() as (app, _):
        olga = Visitor(app)
        await olga.log_in("olga")
        for path, size, status in (
            ("/send", 65_536, 200),
            ("/send", 66_560, 413),
            ("/send", 10 << 20, 413),
            ("/blob", 1 << 20, 200),
        ):
            body = parts(size) if chunked else b"x" * size
            answer = await olga.fetch("POST", path, content=body)
            assert answer.status_code == status
            assert answer.json() == (
                {"error": "This is too much: a request may bring 64 kB."}
                if status == 413
                else {"user": ["olga", "Olga", 2], "bytes": size}
            )


async def test_headers_are_8_kilobytes_at_most() -> None:
    with site() as (app, _):
        answer = await Visitor(app).get("/login", cookie="a=" + "x" * 8192)
        assert answer.status_code == 431


async def test_a_body_that_stops_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    monkeypatch.setattr(limits, "_PATIENCE", 0.01)
    with site() as (app, _):
        sent: list[Message] = []

        async def receive() -> Message:
            if not sent_first:
                sent_first.append(True)
                return {"type": "http.request", "body": b"do=lo", "more_body": True}
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: Message) -> None:
            sent.append(message)

        sent_first: list[bool] = []
        headers = [
            (b"host", b"localhost"),
            (b"origin", b"http://localhost"),
            (b"content-type", b"application/x-www-form-urlencoded"),
        ]
        scope = {
            "type": "http", "method": "POST", "path": "/login", "query_string": b"", "headers": headers, "scheme": "http",
            "client": ("10.0.0.1", 1), "http_version": "1.1", "server": ("localhost", 80),
        }  # fmt: skip
        await app(scope, receive, send)
        assert sent[0]["status"] == 408
