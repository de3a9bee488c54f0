"""The program as people start it: what it says, serves, refuses to touch, and how it ends."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import re
import signal
import socket
import stat
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from indipyterm.__main__ import main
from indipyterm.exceptions import NotAccepted
from indipyterm.web.accounts import Accounts
from indipyterm.web.launch import DATABASE, change_password
from tests.servers import LOOPBACK, WireServer, free_port
from tests.web.test_live import DEFINITIONS

PATIENCE = 20.0


@contextlib.asynccontextmanager
async def program(*arguments: str, module: str = "indipyterm") -> AsyncIterator[Process]:
    """The program in a process of its own."""
    command = [sys.executable, "-m", module, *(["web"] if module == "indipyterm" else []), *arguments]
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def told(process: Process, wanted: str) -> str:
    """Read lines until one has a text in it; return that."""
    assert process.stderr
    async with asyncio.timeout(PATIENCE):
        while wanted not in (line := (await process.stderr.readline()).decode()):
            assert line, f"it ended before it said {wanted!r}"
    return line


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Starts the program where it can't; returns the only line that it says."""

    def start(*arguments: str) -> str:
        assert main(["web", *arguments]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        return line

    return start


async def test_the_demo_is_served_and_ends_when_it_is_told_to() -> None:
    port = free_port()
    async with program("--demo", "--port", str(port), module="indipyweb") as process:
        url = re.findall(r"http://\S+", await told(process, "open http://"))[0]
        assert url == f"http://localhost:{port}"
        async with httpx.AsyncClient(base_url=url, headers={"origin": url, "accept": "text/html"}) as http:
            assert (await http.get("/")).headers["location"].startswith("/login")
            form = {"do": "login", "name": "admin", "password": "password!", "next": "/"}
            assert (await http.post("/login", data=form)).status_code == 303
            async with asyncio.timeout(PATIENCE):
                while "Telescope" not in (everything := (await http.get("/api")).json())["devices"]:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            assert everything["connected"]
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(5):
            assert await process.wait() == 0


async def test_servers_of_the_command_line_and_a_database_that_only_its_owner_reads(tmp_path: Path) -> None:
    port = free_port()
    where = ("--port", str(port), "--dbfolder", str(tmp_path))
    async with WireServer(DEFINITIONS) as wire, program(*where, "--indi", f"{LOOPBACK}:{wire.port}") as process:
        code = re.findall(r"code=(\S+)", await told(process, "code="))[0]
        assert re.fullmatch(r"\w{4}-\w{4}", code)
        await wire.wait_clients(1)
        assert stat.S_IMODE((tmp_path / DATABASE).stat().st_mode) == 0o600
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(5):
            assert await process.wait() == 0


def test_what_cannot_be_served_is_told_in_one_line_and_nothing_is_touched(
    tmp_path: Path, refused: Callable[..., str]
) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = str(taken.getsockname()[1])
        line = refused("--host", LOOPBACK, "--port", port, "--dbfolder", str(tmp_path))
        assert f"cannot listen on {LOOPBACK} port {port}: Address already in use" in line
    assert not (tmp_path / DATABASE).exists()
    other = tmp_path / "other"
    other.mkdir()
    (other / DATABASE).write_text("my diary")
    os.utime(other / DATABASE, (1, 1))
    assert DATABASE in refused("--port", str(free_port()), "--dbfolder", str(other))
    assert ((other / DATABASE).read_text(), (other / DATABASE).stat().st_mtime) == ("my diary", 1)
    assert "none" in refused("--port", str(free_port()), "--dbfolder", str(tmp_path / "none"))
    assert "no.invalid" in refused("--host", "no.invalid", "--dbfolder", str(tmp_path))


async def test_a_forgotten_password_is_set_on_the_machine(tmp_path: Path) -> None:
    Accounts(tmp_path / DATABASE).close()
    options = argparse.Namespace(dbfolder=tmp_path, passwd="admin")
    asked = iter(["four useful words", "four useful words"])
    assert change_password(options, lambda _: next(asked)) == 0
    accounts = Accounts(tmp_path / DATABASE)
    try:
        found = await accounts.login.check("admin", "four useful words", LOOPBACK, local=True)
        assert not found.default_password
    finally:
        accounts.close()
    with pytest.raises(NotAccepted, match="not the same"):
        change_password(options, lambda text: text)
    with pytest.raises(NotAccepted, match="no user 'eve'"):
        change_password(argparse.Namespace(dbfolder=tmp_path, passwd="eve"), pytest.fail)
