"""The programs of the rows of the web face: a site, ours or the peer's, over the instrument; and what they use."""

from __future__ import annotations

import contextlib
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

PEER = "indipyweb==0.2.1"

_SITE = """
import asyncio, sys
from pathlib import Path
from indipyterm.web.accounts import Accounts
accounts = Accounts(Path(sys.argv[1]) / "indipyweb.db")
admin = accounts.users.find("admin")
asyncio.run(accounts.set_password(admin, "a long enough one"))
asyncio.run(accounts.change_settings(accounts.settings._replace(anyone_may_look=True)))
accounts.close()
"""
_PEER_SITE = "import sys, indipyweb.__main__ as program; sys.argv = ['indipyweb', *sys.argv[1:]]; program.main()"


def line(process: subprocess.Popen[str]) -> str:
    """The next line that a program says. Raises RuntimeError if it ended."""
    stream: IO[str] | None = process.stdout
    assert stream is not None
    text = stream.readline()
    if not text:
        raise RuntimeError(f"{process.args!r} ended")
    return text


@contextmanager
def running(*command: str, quiet: bool = False) -> Iterator[subprocess.Popen[str]]:
    """Run a program, and end it."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL if quiet else subprocess.PIPE,
        stderr=subprocess.DEVNULL if quiet else None,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


@contextmanager
def our_site(indi: int, folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Our site over the instrument on a port; everybody may look, as at the peer's."""
    subprocess.run([sys.executable, "-c", _SITE, str(folder)], check=True)
    port = _free_port()
    where = ["--host", "127.0.0.1", "--port", str(port), "--dbfolder", str(folder), "--indi", f"127.0.0.1:{indi}"]
    with running(sys.executable, "-m", "indipyterm", "web", *where, quiet=True) as process:
        _wait_for(port)
        yield process, f"http://127.0.0.1:{port}"


@contextmanager
def peer_site(indi: int, folder: Path, python: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The peer's, with the Python of its environment."""
    port = _free_port()
    command = [python, "-c", _PEER_SITE, "--host", "127.0.0.1", "--port", str(port), "--dbfolder", str(folder)]
    with running(*command, quiet=True):  # makes its database
        _wait_for(port)
    with contextlib.closing(sqlite3.connect(folder / "indipyweb.db")) as database, database:
        database.execute("UPDATE parameters SET indiport = ?", (indi,))
    with running(*command, quiet=True) as process:
        _wait_for(port)
        yield process, f"http://127.0.0.1:{port}"


def used(pid: int) -> float:
    """CPU seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def resident(pid: int) -> float:
    """Megabytes of a process in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 1e6


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_for(port: int) -> None:
    for _ in range(400):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")
