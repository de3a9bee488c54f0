"""Requests that are no good HTTP, or too much of it."""

from __future__ import annotations

import asyncio
import time

from tests.web.attacks.attack import Attack, Found, of_all
from tests.web.attacks.program import memory
from tests.web.attacks.raw_http import Answer, Post, exchange, request
from tests.web.attacks.target import HOSTILE, OPERATOR, Target

_FILES = (b"root:", b"[project]", b"SQLite format")

PATHS = (
    "/../../../../etc/passwd",
    "/static/../../../../../../../../etc/passwd",
    "/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/static/..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/static/..%5c..%5c..%5cetc%5cpasswd",
    "/static/%252e%252e%252fetc%252fpasswd",
    "/static//etc/passwd",
    "/static/x/%2fetc%2fpasswd",
    "//etc/passwd",
    "//evil.example/",
    "/\\evil.example",
    "/%00",
    "/static/0/%00",
    "/static/0/main.js%00.png",
    "/static/%ff%fe",
    "/api/%2e%2e/%2e%2e",
    "/api/" + "%2f" * 500,
    "/getblob/..%2findipyweb.db",
    "/getbackup/..%2findipyweb.db",
    "/image-file?id=../../../../etc/passwd",
    "/image-file?id=%2fetc%2fpasswd",
    "/indipyweb.db",
    "/.git/config",
    "http://evil.example/",
    "http://127.0.0.1:1/api",
    "*",
    "/" + "a" * 7_000,
    "/" + "%" * 3_000,
    "/login?next=" + "/" * 5_000,
)


async def paths(target: Target) -> Found:
    went = []
    for path in PATHS:
        for method in ("GET", "POST"):
            answer = await exchange(target.port, request(target.port, method, path, origin=target.origin))
            shown = any(one in answer.body for one in _FILES)
            if shown or answer.status in (500, 502, 503) or _leads_away(answer):
                went.append(f"{method} {path[:30]}: {answer.status}")
    return of_all("paths", went, 2 * len(PATHS))


def _leads_away(answer: Answer) -> bool:
    place = answer.header("location") or answer.header("refresh").partition("url=")[2]
    return place.startswith(("//", "/\\", "http://evil", "https://evil")) or "\n" in place


async def redirects(target: Target) -> Found:
    """Where a login leads to may not be another site, nor another header."""
    places = (
        "//evil.example", "///evil.example", "/\\evil.example", "https://evil.example", "http:evil.example", "/%2fevil.example",
        "/x%0d%0aSet-Cookie:%20a=b", "javascript:alert(1)", "/\t/evil.example", "%2f%2fevil.example", "/./%2fevil.example",
        "/..//evil.example", "/\x00/evil.example", "/login%E5%98%8D%E5%98%8ASet-Cookie:a=b",
    )  # fmt: skip
    cookie = (await target.log_in(OPERATOR)).pair
    went = []
    for place in places:
        escaped = "".join(f"%{byte:02x}" for byte in place.encode())
        for known in (cookie, ""):
            answer = await target.get(f"/login?next={escaped}&link=1", cookie=known)
            if _leads_away(answer) or any(value.startswith("a=b") for _, value in answer.headers):
                went.append(place)
        cookie = cookie if await target.is_logged_in(cookie) else (await target.log_in(OPERATOR)).pair
    return of_all("places lead away", went, len(places))


def _odd(target: Target, cookie: str) -> dict[str, bytes]:
    """Requests that a strict server refuses, each with a command within that must not be done."""
    command: Post = target.command(HOSTILE)
    own = f"127.0.0.1:{target.port}"
    good = {"cookie": cookie, "origin": target.origin, "body": command.body, "kind": command.kind}
    inner = request(target.port, "POST", command.path, **good)  # type: ignore[arg-type]
    head, _, body = inner.partition(b"\r\n\r\n")
    length = f"Content-Length: {len(command.body)}".encode()
    chunked = head.replace(length, b"Transfer-Encoding: chunked")
    host = f"Host: {own}".encode()
    return {
        "two Hosts": inner.replace(host, host + b"\r\nHost: evil.example"),
        "two Hosts, the other first": inner.replace(host, b"Host: evil.example\r\n" + host),
        "no Host": inner.replace(host + b"\r\n", b""),
        "no Host, HTTP/1.0": inner.replace(host + b"\r\n", b"").replace(b"HTTP/1.1", b"HTTP/1.0"),
        "Host with a user": inner.replace(host, f"Host: {own}@evil.example".encode()),
        "Host with a path": inner.replace(host, f"Host: {own}/x".encode()),
        "Host of another site, port ours": inner.replace(host, f"Host: evil.example:{target.port}".encode()),
        "X-Forwarded-Host": inner.replace(host, host + b"\r\nX-Forwarded-Host: evil.example"),
        "two lengths": inner.replace(length, length + b"\r\nContent-Length: 3"),
        "a length of -1": inner.replace(length, b"Content-Length: -1"),
        "a length of +": inner.replace(length, length.replace(b": ", b": +")),
        "a length of 1e99": inner.replace(length, b"Content-Length: " + b"9" * 99),
        "a line that goes on (obs-fold)": inner.replace(host, b"Host: evil.example\r\n " + own.encode()),
        "a space before the colon": inner.replace(b"Cookie:", b"Cookie :"),
        "a line without a colon": inner.replace(host, host + b"\r\nnonsense"),
        "a NUL in a header": inner.replace(host, host + b"\r\nX: a\0b"),
        "a line end in a header": inner.replace(host, host + b"\r\nX: a\rOrigin: x"),
        "20 kB of headers": inner.replace(host, host + b"\r\nX: " + b"y" * 20_000),
        "2,000 headers": inner.replace(host, host + b"\r\n" + b"\r\n".join(b"X%d: y" % one for one in range(2_000))),
        "chunks that are too long": chunked + b"\r\n\r\nFFFFFFFFFFFFFFFFFFFF\r\n" + body,
        "chunks in no hexadecimal": chunked + b"\r\n\r\nzz\r\n" + body,
        "Transfer-Encoding: x": head.replace(length, b"Transfer-Encoding: x") + b"\r\n\r\n" + body,
        "HTTP/9.9": inner.replace(b"HTTP/1.1", b"HTTP/9.9"),
        "HTTP/0.9": b"GET /me\r\n\r\n",
        "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)) * 4 + b"\r\n\r\n",
        "line ends alone": b"\r\n\r\n\r\n\r\n",
        "HTTP/2 by prior knowledge": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0" * 100,
    }


async def odd_requests(target: Target) -> Found:
    cookie = (await target.log_in(OPERATOR)).pair
    went, odd = [], _odd(target, cookie)
    answers = await asyncio.gather(
        *(exchange(target.port, data, patience=5) for data in odd.values()), return_exceptions=True
    )
    for name, answer in zip(odd, answers, strict=True):
        if isinstance(answer, Answer):
            if answer.status in (0, 501, 505) or 400 <= answer.status < 500:
                continue
            went.append(f"{name}: {answer.status}")
        elif not isinstance(answer, TimeoutError):
            went.append(f"{name}: {answer!r}")
    if await target.is_moved((await target.log_in(OPERATOR)).pair):
        went.append("the device moved")
    return of_all("requests were taken", went, len(odd))


async def smuggling(target: Target) -> Found:
    """Content-Length against Transfer-Encoding: what a proxy takes for a body must not be a second request."""
    cookie = (await target.log_in(OPERATOR)).pair
    command = target.command(HOSTILE)
    inner = request(
        target.port, "POST", command.path, cookie=cookie, origin=target.origin, body=command.body, kind=command.kind
    )
    outer = request(target.port, "POST", "/login", origin=target.origin)
    both = b"Content-Length: %d\r\nTransfer-Encoding: " % (len(inner) + 5)
    for coding in (b"chunked", b" chunked", b"chunked, identity", b"identity, chunked", b"\tchunked", b"xchunked"):
        data = outer.replace(b"Content-Length: 0", both + coding) + b"0\r\n\r\n" + inner
        await exchange(target.port, data, patience=5)
    moved = await target.is_moved((await target.log_in(OPERATOR)).pair)
    return Found(not moved, "the device moved" if moved else "no second request")


async def large_bodies(target: Target) -> Found:
    """10 MB to each form, by nobody, and by an operator."""
    before = memory(target.process) if target.process else 0.0
    went, began = [], time.monotonic()
    for cookie in ("", (await target.log_in(OPERATOR)).pair):
        for post in (target.login("x", "y"), *target.forms):
            large = post._replace(body=post.body + b"&x=" + bytes(target.large))
            try:
                answer = await target.post(large, cookie=cookie)
            except (OSError, TimeoutError):
                continue  # the connection was cut
            took = answer.status < 400 and not await target.is_refused(answer)
            if took or answer.status >= 500:
                went.append(f"{post.path}: {answer.status}")
    found = of_all("forms took them", went, 2 * (1 + len(target.forms)))
    grown = f", {memory(target.process) - before:+.0f} MB" if target.process else ""
    return found._replace(words=f"{found.words}, {time.monotonic() - began:.1f} s{grown}")


ATTACKS = (
    Attack("paths that lead out of the site's files", paths),
    Attack("logins that lead to another site, or write headers", redirects),
    Attack("requests that are no good HTTP, each with a command within", odd_requests),
    Attack("a second request within the body of the first (smuggling)", smuggling),
    Attack("10 MB to each form", large_bodies),
)
