"""Names to addresses, without anybody waiting for a name server that does not answer."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import Any

import pytest

from indipyterm.client.name_lookup import resolve


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
async def test_an_address_is_its_own(address: str) -> None:
    assert await resolve(address, 7624) == [address]


async def test_a_name_has_its_addresses_each_once_in_the_systems_order(monkeypatch: pytest.MonkeyPatch) -> None:
    def known(host: str, port: int, **_: Any) -> list[Any]:
        assert (host, port) == ("pi4", 7624)
        six = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", port, 0, 0))
        four = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))
        return [six, four, four]

    monkeypatch.setattr(socket, "getaddrinfo", known)
    assert await resolve("pi4", 7624) == ["::1", "127.0.0.1"]


@pytest.mark.parametrize(
    ("host", "port"), [("a" * 70 + ".b", 1), ("a..b", 1), ("127.0.0.1", 2**80), ("127.0.0.1", -(2**80))]
)
async def test_what_no_host_or_port_can_be_is_an_oserror(host: str, port: int) -> None:
    with pytest.raises(OSError, match="is no host and port"):
        await resolve(host, port)


async def test_an_unknown_name_is_an_oserror(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(socket.gaierror):
        await resolve("nobody", 7624)


def test_a_program_can_end_while_a_name_server_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, answer, answered = threading.Event(), threading.Event(), threading.Event()

    def slow(*_: Any, **__: Any) -> list[Any]:
        asked.set()
        answer.wait(30)
        if threading.current_thread().daemon:  # which Python does not wait for at its end
            answered.set()
        return []

    async def program() -> None:
        task = asyncio.create_task(resolve("pi4", 7624))
        await asyncio.to_thread(asked.wait, 30)
        task.cancel()

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    asyncio.run(program())
    assert not answered.is_set()  # it did not wait for that
    answer.set()  # into a loop that is closed
    assert answered.wait(30)
