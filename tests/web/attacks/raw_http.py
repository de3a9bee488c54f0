"""HTTP as an attacker writes it: any bytes, on any socket, from any address of this machine."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import NamedTuple
from urllib.parse import urlencode

HOST = "127.0.0.1"
PATIENCE = 15.0


class Answer(NamedTuple):
    """What came back. `status` 0: the connection was closed without an answer; `closed`: it was closed at the end."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes
    closed: bool
    seconds: float

    def header(self, name: str) -> str:
        """The first header of a name; empty if there is none."""
        return next((value for found, value in self.headers if found == name), "")

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


class Post(NamedTuple):
    """A request that changes something."""

    path: str
    body: bytes
    kind: str

    @classmethod
    def form(cls, path: str, **fields: str) -> Post:
        return cls(path, urlencode(fields).encode(), "application/x-www-form-urlencoded")


@asynccontextmanager
async def connection(
    port: int, address: str = HOST, *, limit: int = 1 << 16
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection from an address of this machine."""
    reader, writer = await asyncio.open_connection(HOST, port, local_addr=(address, 0), limit=limit)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def exchange(port: int, data: bytes, *, address: str = HOST, patience: float = PATIENCE) -> Answer:
    """Send bytes as they are, and take the first answer to them."""
    began = time.monotonic()
    async with connection(port, address) as (reader, writer):
        writer.write(data)
        try:
            async with asyncio.timeout(patience):
                return await _answer(reader, began, whole=not data.startswith(b"HEAD "))
        except (OSError, asyncio.IncompleteReadError):
            return Answer(0, (), b"", True, time.monotonic() - began)


def request(
    port: int,
    method: str,
    path: str,
    *,
    host: str = "",
    cookie: str = "",
    origin: str = "",
    body: bytes = b"",
    kind: str = "",
    more: Mapping[str, str] | None = None,
) -> bytes:
    """A request as a browser writes it; `more` headers may have underscores for hyphens."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host or f'{HOST}:{port}'}", "Accept: text/html,*/*"]
    lines += [f"Origin: {origin}"] if origin else []
    lines += [f"Cookie: {cookie}"] if cookie else []
    lines += [f"Content-Type: {kind}"] if kind else []
    lines += [f"Content-Length: {len(body)}"] if body or method == "POST" else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in (more or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


async def _answer(reader: asyncio.StreamReader, began: float, *, whole: bool = True) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip("\r\n").split("\r\n")
    status = int(first.split(" ")[1]) if first.startswith("HTTP/") else 0
    headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    found = dict(headers)
    if not whole:
        body = b""
    elif found.get("transfer-encoding") == "chunked":
        body = b""
        while size := int((await reader.readuntil(b"\r\n")).partition(b";")[0], 16):
            body += await reader.readexactly(size + 2)
        await reader.readuntil(b"\r\n")
    else:
        body = await reader.readexactly(int(found.get("content-length", 0)))
    closed = found.get("connection") == "close"
    return Answer(status, headers, body, closed, time.monotonic() - began)
