"""Those who are slow, many, or send what no page does: they are ended, and the others notice nothing."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import socket
import struct
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tests.web.attacks.attack import NOTHING, Attack, Found
from tests.web.attacks.program import memory
from tests.web.attacks.raw_http import HOST, connection, exchange, request
from tests.web.attacks.target import OPERATOR, Target

_OTHERS_WAIT = 2.0  # seconds at most
_MORE_MEMORY = 30.0  # megabytes at most
_SLOW = 20  # connections


class Others:
    """Somebody else, who asks for a page again and again."""

    def __init__(self, target: Target) -> None:
        self._target, self.longest, self.answers = target, 0.0, 0
        self._before = memory(target.process) if target.process else 0.0

    async def look(self) -> None:
        while True:
            began = time.monotonic()
            data = request(self._target.port, "GET", "/login")
            answer = await exchange(self._target.port, data, address="127.0.0.99")
            self.longest = max(self.longest, time.monotonic() - began)
            self.answers += answer.status == 200
            await asyncio.sleep(0.05)

    def found(self, words: str, *, safe: bool = True) -> Found:
        """What comes of an attack: words, and how the others fared."""
        grown = memory(self._target.process) - self._before if self._target.process else 0.0
        shown = f"{words}; others wait {self.longest:.2f} s at most" + (f", {grown:+.0f} MB" if grown else "")
        return Found(safe and self.longest <= _OTHERS_WAIT and grown <= _MORE_MEMORY, shown)


@asynccontextmanager
async def others(target: Target) -> AsyncIterator[Others]:
    """Have somebody else look meanwhile, twice at least."""
    someone = Others(target)
    looking = asyncio.create_task(someone.look())
    try:
        yield someone
        until = someone.answers + 2
        async with asyncio.timeout(20):
            while someone.answers < until and not looking.done():  # noqa: ASYNC110
                await asyncio.sleep(0.02)
    finally:
        looking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await looking


async def _until_ended(reader: asyncio.StreamReader, more: Callable[[], object], patience: float) -> float | None:
    """Send more and more, until the connection is ended; after how many seconds, None: not at all."""
    began = time.monotonic()
    pause = min(1.0, patience / 20)
    while (now := time.monotonic() - began) < patience:
        try:
            async with asyncio.timeout(pause):
                if not await reader.read(1 << 16):
                    return now
        except TimeoutError:
            with contextlib.suppress(OSError):
                more()
        except OSError:
            return now
    return None


async def _slow(target: Target, start: bytes, more: bytes) -> Found:
    async def one(number: int) -> float | None:
        async with connection(target.port, f"127.0.4.{number + 1}") as (reader, writer):
            writer.write(start)
            return await _until_ended(reader, lambda: writer.write(more), target.patience)

    async with others(target) as someone:
        ends = await asyncio.gather(*(one(number) for number in range(_SLOW)))
    return someone.found(*_ended(ends, target), safe=None not in ends)


def _ended(ends: list[float | None], target: Target) -> tuple[str]:
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return (f"{len(ends) - len(known)} of {len(ends)} are still there after {target.patience:.0f} s",)
    return (f"all ended within {max(known):.0f} s",)


async def slow_headers(target: Target) -> Found:
    return await _slow(target, b"GET / HTTP/1.1\r\nHost: x\r\nX: ", b"y")


async def slow_body(target: Target) -> Found:
    data = request(target.port, "POST", "/login", origin=target.origin, kind="application/x-www-form-urlencoded")
    return await _slow(target, data.replace(b"Content-Length: 0", b"Content-Length: 60000"), b"y")


async def never_reads(target: Target) -> Found:
    """Asks for page after page, and reads none."""
    data = request(target.port, "GET", "/login") * 2_000

    async def one(number: int) -> float | None:
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.setblocking(False)
        client.bind((f"127.0.5.{number + 1}", 0))
        loop = asyncio.get_running_loop()
        began, rest = time.monotonic(), data
        with client:
            await loop.sock_connect(client, (HOST, target.port))
            while time.monotonic() - began < target.patience:
                try:
                    rest = rest[client.send(rest[:1000] or b"x") :]
                except BlockingIOError:
                    await asyncio.sleep(min(0.5, target.patience / 20))
                except OSError:
                    return time.monotonic() - began
                else:
                    await asyncio.sleep(0 if rest else min(0.5, target.patience / 20))
        return None

    async with others(target) as someone:
        ends = await asyncio.gather(*(one(number) for number in range(5)))
    return someone.found(*_ended(ends, target), safe=None not in ends)


async def silent_connections(target: Target) -> Found:
    """More connections than a program may have files, which say nothing."""
    async with contextlib.AsyncExitStack() as stack:
        for number in range(target.connections):
            await stack.enter_async_context(connection(target.port, f"127.0.6.{number % 10 + 1}"))
        async with others(target) as someone:
            pass
    return someone.found(f"{target.connections} connections")


async def many_sockets(target: Target) -> Found:
    """Live updates for 300 pages, of which 60 each are at one address."""
    cookie = (await target.log_in(OPERATOR)).pair
    count, each = target.pages_at_once
    async with contextlib.AsyncExitStack() as stack:
        taken = 0
        for number in range(count):
            address = f"127.0.7.{number // each + 1}"
            reader, writer = await stack.enter_async_context(connection(target.port, address))
            writer.write(_handshake(target, cookie))
            with contextlib.suppress(asyncio.IncompleteReadError, OSError):
                async with asyncio.timeout(10):
                    taken += (await reader.readline()).split(b" ")[1:2] in ([b"101"], [b"200"])
        async with others(target) as someone:
            pass
    began = time.monotonic()
    while not await _gets_socket(target, cookie) and time.monotonic() - began < 10:  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    given_back = time.monotonic() - began < 10
    words = f"{taken} of {count} open" + ("" if given_back else ", and none is given back")
    return someone.found(words, safe=given_back)


def _handshake(target: Target, cookie: str) -> bytes:
    if target.stream:
        return request(target.port, "GET", target.stream, cookie=cookie)
    key = base64.b64encode(os.urandom(16)).decode()
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13", "Sec_WebSocket_Key": key}
    upgrade["Sec_WebSocket_Extensions"] = "permessage-deflate; client_max_window_bits"
    return request(target.port, "GET", target.socket, cookie=cookie, origin=target.origin, more=upgrade)


async def _gets_socket(target: Target, cookie: str) -> bool:
    async with connection(target.port, "127.0.7.1") as (reader, writer):
        writer.write(_handshake(target, cookie))
        async with asyncio.timeout(10):
            return (await reader.readline()).split(b" ")[1:2] in ([b"101"], [b"200"])


# What no page says on its socket


def _frame(
    opcode: int, data: bytes, *, final: bool = True, bits: int = 0, masked: bool = True, size: int = -1
) -> bytes:
    size = len(data) if size < 0 else size
    head = bytes([(0x80 if final else 0) | bits | opcode])
    mask = 0x80 if masked else 0
    if size < 126:
        head += bytes([mask | size])
    elif size < 1 << 16:
        head += struct.pack("!BH", mask | 126, size)
    else:
        head += struct.pack("!BQ", mask | 127, size)
    return head + (b"\0\0\0\0" if masked else b"") + data  # masked with zeros


_TEXT, _BINARY, _CONTINUED, _PING = 1, 2, 0, 9
_CLOSE = b"\x88"
_SUBSCRIBE = b'{"show": [{"vectors": [%s]}]}' % b", ".join(b'["a", "b", "%d"]' % one for one in range(10_000))

NONSENSE = {
    "a frame of a terabyte": _frame(_TEXT, b"x" * 1000, size=1 << 40),
    "a frame of 4 MB": _frame(_TEXT, b"[" * (4 << 20)),
    "a compressed frame": _frame(_TEXT, base64.b64decode("7cEBDQAAAMKg909tDjegAAAAAAAAAAAAvg0hAAAB"), bits=0x40),
    "a frame without a mask": _frame(_TEXT, b"{}", masked=False),
    "a reserved opcode": _frame(7, b"x"),
    "a long ping": _frame(_PING, b"x" * 1000),
    "bytes": _frame(_BINARY, os.urandom(10_000)),
    "no UTF-8": _frame(_TEXT, b"\xff\xfe\x80"),
    "no frame at all": b"GET / HTTP/1.1\r\n\r\n" * 100,
    "10,000 subscriptions": _frame(_TEXT, _SUBSCRIBE),
    "deep JSON": _frame(_TEXT, b'{"show": ' + b"[" * 200_000),
    "a number of 200,000 digits": _frame(_TEXT, b"9" * 200_000) + _frame(_TEXT, b"[]"),
    "the same as JSON": _frame(_TEXT, b'{"show": ' + b"9" * 200_000 + b"}"),
    "parts without end": _frame(_TEXT, b"", final=False) + _frame(_CONTINUED, b"", final=False) * 100_000,
}


async def nonsense(target: Target) -> Found:
    if not target.socket:
        return NOTHING
    cookie = (await target.log_in(OPERATOR)).pair

    async def one(name: str, number: int) -> bool:
        async with _socket(target, cookie, f"127.0.8.{number + 1}") as (reader, writer):
            writer.write(NONSENSE[name])
            try:
                async with asyncio.timeout(10):
                    return (await reader.read(1 << 16))[:1] in (b"", _CLOSE)
            except OSError:
                return True
            except TimeoutError:
                return False

    async with others(target) as someone:
        ends = await asyncio.gather(*(one(name, number) for number, name in enumerate(NONSENSE)))
    kept = [name for name, end in zip(NONSENSE, ends, strict=True) if not end]
    words = f"{len(NONSENSE)} kinds of it end the socket" if not kept else f"the socket stays: {', '.join(kept)}"
    return someone.found(words, safe=not kept)


async def ping_flood(target: Target) -> Found:
    """Pings whose answers are not read, for as long as they are taken."""
    return await _flood(target, _frame(_PING, b"x" * 125) * 2_000, reads=False)


async def message_flood(target: Target) -> Found:
    """A page that says what it shows, thousands of times a second."""
    show = json.dumps({"show": [{"device": ["a", "b"]}], "page": "x"}).encode()
    return await _flood(target, _frame(_TEXT, show) * 2_000, reads=True)


async def _flood(target: Target, data: bytes, *, reads: bool) -> Found:
    if not target.socket:
        return NOTHING
    cookie = (await target.log_in(OPERATOR)).pair
    sent, end = 0, time.monotonic() + target.flood_seconds
    async with others(target) as someone, _socket(target, cookie, "127.0.9.1") as (reader, writer):
        if not reads:
            writer.transport.pause_reading()  # type: ignore[attr-defined]
        with contextlib.suppress(OSError, TimeoutError):
            while time.monotonic() < end:
                writer.write(data)
                async with asyncio.timeout(1):
                    await writer.drain()
                sent += len(data)
                if reads and len(reader._buffer) > 1 << 15:  # type: ignore[attr-defined]
                    await reader.read(1 << 16)
    return someone.found(f"{sent / 1e6:.0f} MB taken")


@asynccontextmanager
async def _socket(
    target: Target, cookie: str, address: str
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    async with connection(target.port, address) as (reader, writer):
        writer.write(_handshake(target, cookie))
        assert b"101" in await reader.readuntil(b"\r\n\r\n")
        yield reader, writer


ATTACKS = (
    Attack("20 clients whose headers never end (slowloris)", slow_headers),
    Attack("20 clients whose form never ends", slow_body),
    Attack("5 clients that ask for pages, and read none", never_reads),
    Attack("connections that say nothing", silent_connections),
    Attack("300 live pages at once, 60 of an address", many_sockets),
    Attack("nonsense on the live socket", nonsense),
    Attack("pings whose answers are never read", ping_flood),
    Attack("one page that says what it shows without end", message_flood),
)
