"""Live sockets are refused before they are open, and close when their user may no longer look."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from indipyterm.web.accounts import Accounts
from indipyterm.web.guards import sockets
from indipyterm.web.roles import Role
from indipyterm.web.serving import listen, serving
from tests.web.visitor import site

ended: list[str] = []
socket_ended = asyncio.Event()


async def live(socket: WebSocket) -> None:
    """Says who it is, then what it hears, once more."""
    await socket.accept()
    name = socket.state.user.name
    try:
        await socket.send_text(name)
        while True:
            await socket.send_text(await socket.receive_text())
    except WebSocketDisconnect:
        ended.append(name)
        socket_ended.set()


@asynccontextmanager
async def served(**options: Any) -> AsyncIterator[tuple[int, Accounts]]:
    listener = listen("127.0.0.1", 0)
    ended.clear()
    socket_ended.clear()
    with site(sockets={"/live": live}, **options) as (app, accounts):
        async with serving(app, listener):
            yield listener.getsockname()[1], accounts


def opened(port: int, token: str = "", origin: str | None = "", **headers: str) -> connect:
    own = f"http://127.0.0.1:{port}" if origin == "" else origin
    more = {**headers, **({"cookie": f"indipyweb-8000={token}"} if token else {})}
    return connect(f"ws://127.0.0.1:{port}/live", origin=own, additional_headers=more, proxy=None)  # type: ignore[arg-type]


def logged_in(accounts: Accounts, name: str) -> str:
    account = accounts.users.find(name)
    assert account
    return accounts.begin_session(account, "Firefox")


async def closed(socket: ClientConnection) -> int:
    async with asyncio.timeout(5):
        await socket.wait_closed()
    assert socket.close_code
    return socket.close_code


async def test_who_may_look_gets_a_socket_and_nobody_else(caplog: pytest.LogCaptureFixture) -> None:
    async with served() as (port, accounts):
        token = logged_in(accounts, "vera")
        async with opened(port, token) as socket:
            assert await socket.recv() == "vera"
        script = accounts.tokens.make(1, "script", accounts.now)
        async with opened(port, origin=None, Authorization=f"Bearer {script}") as socket:
            assert await socket.recv() == "admin"
        for refused in (
            opened(port),
            opened(port, "guessed"),
            opened(port, token, "http://evil.example"),
            opened(port, token, f"http://localhost:{port}"),
            opened(port, token, None),
            opened(port, token, "http://evil.example", **{"X-Forwarded-Host": "evil.example"}),
            opened(port, origin=None, Authorization="Bearer x"),
        ):
            with pytest.raises(InvalidStatus) as caught:
                await refused
            assert caught.value.response.status_code == 403
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_socket_closes_at_once_when_its_user_may_no_longer_look() -> None:
    async with served() as (port, accounts):

        async def end_session(name: str, token: str) -> None:
            identity = accounts.identify(token)
            assert identity
            accounts.end_session(identity)

        async def change_role(name: str, token: str) -> None:
            account = accounts.users.find(name)
            assert account
            accounts.set_role(account, Role.VIEWER)

        async def delete(name: str, token: str) -> None:
            account = accounts.users.find(name)
            assert account
            accounts.delete_user(account)

        for name, change in (("vera", end_session), ("olga", change_role), ("ada", delete)):
            token = logged_in(accounts, name)
            async with opened(port, token) as socket, opened(port, logged_in(accounts, "admin")) as other:
                await socket.recv()
                await other.recv()
                accounts.users.set_full_name(accounts.users.all()[1], f"another name, {name}")
                accounts.changed()  # which nobody need log in anew for
                await change(name, token)
                assert await closed(socket) == sockets.LOGGED_OUT
                await other.send("still here")
                assert await other.recv() == "still here"
            assert name in ended


async def test_looking_without_login_ends_with_the_setting() -> None:
    async with served() as (port, accounts):
        await accounts.change_settings(accounts.settings._replace(anyone_may_look=True))
        async with opened(port) as socket:
            assert await socket.recv() == ""
            await accounts.change_settings(accounts.settings._replace(anyone_may_look=False))
            assert await closed(socket) == sockets.LOGGED_OUT


async def test_what_another_program_changed_is_noticed_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "_LOOK", 0.0)
    async with served() as (port, accounts), opened(port, logged_in(accounts, "vera")) as socket:
        await socket.recv()
        accounts.database.execute("DELETE FROM sessions")
        await socket.send("1")
        assert await closed(socket) == sockets.LOGGED_OUT


async def test_there_are_only_so_many_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "MOST_OF_ADDRESS", 2)
    monkeypatch.setattr(sockets, "MOST", 3)
    async with served() as (port, accounts):
        token = logged_in(accounts, "vera")

        def of(address: str) -> connect:
            return opened(port, token, **{"X-Forwarded-For": address})

        async with of("10.0.0.1") as first, of("10.0.0.1"):
            with pytest.raises(InvalidStatus):
                await of("10.0.0.1")
            async with of("10.0.0.2"):
                with pytest.raises(InvalidStatus):
                    await of("10.0.0.3")
            await first.close()
            await socket_ended.wait()
        async with of("10.0.0.1") as again:
            assert await again.recv() == "vera"
