"""Behind nginx and Caddy, by https, at a path of their own: everything works, or says what the proxy leaves away."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from starlette.websockets import WebSocket
from websockets.asyncio.client import connect

from indipyterm.web.serving import listen, serving
from tests.documents import block
from tests.web.visitor import GOOD, PAGE, site, where

heard: list[str] = []


async def live(socket: WebSocket) -> None:
    heard.append(socket.state.user.name)
    await socket.accept()
    await socket.close()


NGINX = """
daemon off; pid {folder}/pid; error_log stderr warn; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log off; client_max_body_size 0;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
    {location}
  }}
}}
"""

CADDY = """
{{
  admin off
  auto_https off
}}
https://localhost:{port} {{
  tls {folder}/cert.pem {folder}/key.pem
  {handle} {location}* {{
    reverse_proxy 127.0.0.1:{upstream}
  }}
}}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def trusting() -> ssl.SSLContext:
    """TLS to whoever has any certificate."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


async def answers(port: int) -> None:
    """Wait until something speaks TLS on a port."""
    async with asyncio.timeout(15):
        while True:
            try:
                _, writer = await asyncio.open_connection(
                    "127.0.0.1", port, ssl=trusting(), server_hostname="localhost"
                )
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


@asynccontextmanager
async def proxy(folder: Path, kind: str, config: str, port: int) -> AsyncIterator[None]:
    """Run a proxy with a certificate of its own."""
    program = shutil.which(kind)
    openssl = shutil.which("openssl")
    assert program, f"Debian's package {kind} is missing"
    assert openssl, "Debian's package openssl is missing"
    made = await asyncio.create_subprocess_exec(
        openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem",
        cwd=folder, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert await made.wait() == 0
    (folder / "config").write_text(config)
    how = (
        ("-p", str(folder), "-c", "config")
        if kind == "nginx"
        else ("run", "--adapter", "caddyfile", "--config", "config")
    )
    running = await asyncio.create_subprocess_exec(
        program, *how, cwd=folder, env={"HOME": str(folder)}, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        await answers(port)
        yield
    finally:
        running.terminate()
        await running.wait()


def config_of(kind: str, folder: Path, port: int, upstream: int, base: str, *, strips: bool) -> str:
    if kind == "nginx":
        to = f"127.0.0.1:{upstream}{'/' if strips else ''};"
        location = block("behind nginx").replace("/indi/", f"{base}/").replace("127.0.0.1:8000;", to)
        return NGINX.format(folder=folder, port=port, location=location)
    return CADDY.format(
        folder=folder, port=port, upstream=upstream, location=f"{base}/", handle="handle_path" if strips else "handle"
    )


@asynccontextmanager
async def behind(
    folder: Path, kind: str, base: str, *, strips: bool = False, leaves_away: str = ""
) -> AsyncIterator[str]:
    """A site with secure cookies behind a proxy; `strips`: the proxy cuts the base off."""
    heard.clear()
    listener, port = listen("127.0.0.1", 0), free_port()
    config = config_of(kind, folder, port, listener.getsockname()[1], base, strips=strips)
    lines = [line for line in config.splitlines() if not leaves_away or leaves_away not in line]
    with site(sockets={"/live": live}, base=base, secure_cookie=True) as (app, _):
        async with serving(app, listener), proxy(folder, kind, "\n".join(lines), port):
            yield f"https://localhost:{port}{base}"


def visitor(url: str) -> httpx.AsyncClient:
    """A browser that trusts the certificate."""
    origin = url.removesuffix("/indi")
    return httpx.AsyncClient(base_url=url, verify=trusting(), headers={"accept": PAGE, "origin": origin})


async def log_in(http: httpx.AsyncClient) -> httpx.Response:
    return await http.post("/login", data={"do": "login", "name": "ada", "password": GOOD, "next": "/me"})


@pytest.mark.parametrize(
    ("kind", "base", "strips"),
    [
        ("nginx", "", False),
        ("nginx", "/indi", False),
        ("nginx", "/indi", True),
        ("caddy", "", False),
        ("caddy", "/indi", True),
    ],
)
async def test_everything_works_behind_a_proxy(tmp_path: Path, kind: str, base: str, strips: bool) -> None:
    async with behind(tmp_path, kind, base, strips=strips) as url, visitor(url) as http:
        first = await http.get("/")
        assert where(first) == (303, f"{base}/login?next=%2F")
        answer = await log_in(http)
        assert where(answer) == (303, f"{base}/me")
        name = "indipyweb-8000" if base else "__Host-indipyweb-8000"
        assert answer.headers["set-cookie"].startswith(f"{name}=")
        assert all(part in answer.headers["set-cookie"] for part in ("Secure", "HttpOnly", f"Path={base or '/'}"))
        page = await http.get("/me")
        assert page.status_code == 200
        links = set(re.findall(r'(?:href|src|action)="([^"]+)"', page.text))
        assert all(link.startswith(f"{base}/") for link in links)
        for link in links - {f"{base}/abort"}:  # this site has pages only
            assert (await http.get(link.removeprefix(base))).status_code in (200, 302, 405), link
        cookie = f"{name}={http.cookies[name]}"
        headers = {"cookie": cookie, "origin": http.headers["origin"]}
        async with connect(
            f"{url.replace('https', 'wss')}/live", additional_headers=headers, ssl=trusting(), proxy=None
        ):
            assert heard == ["ada"]
        assert where(await http.post("/logout")) == (303, f"{base}/login")
        assert name not in http.cookies


async def test_the_address_of_the_visitor_counts_not_that_of_the_proxy(tmp_path: Path) -> None:
    async with behind(tmp_path, "nginx", "") as url, visitor(url) as http:
        for _ in range(6):
            answer = await http.post(
                "/login", data={"do": "login", "name": "ada", "password": "x"}, headers={"x-forwarded-for": "6.6.6.6"}
            )
        assert answer.status_code == 429  # what the visitor says of itself does not


async def test_a_proxy_that_leaves_the_scheme_away_works_with_secure_cookies(tmp_path: Path) -> None:
    async with behind(tmp_path, "nginx", "", leaves_away="X-Forwarded-Proto") as url, visitor(url) as http:
        assert where(await log_in(http)) == (303, "/me")


async def test_a_proxy_that_leaves_the_host_away_is_told_so(tmp_path: Path) -> None:
    async with behind(tmp_path, "nginx", "", leaves_away="Host $http_host") as url, visitor(url) as http:
        answer = await log_in(http)
        assert (answer.status_code, "has to pass on Host" in answer.text) == (403, True)
