"""The observed program in a terminal of its own, and what there is to do with it: press keys, resize, look inside."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import os
import pty
import signal
import socket
import struct
import sys
import termios
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.soak.figures import Sample
from tests.soak.observed import LINE

_PAGE = os.sysconf("SC_PAGE_SIZE")
_KEPT = 1 << 16  # bytes of output that are kept, to be shown when something goes wrong


class Program:
    """A running program; its output is read as fast as it comes."""

    def __init__(self, process: asyncio.subprocess.Process, terminal: int, line: socket.socket) -> None:
        self._process, self._terminal, self._line = process, terminal, line
        self._asked = asyncio.Lock()
        self.output = b""
        """The last bytes that it wrote to its terminal."""
        self.written = 0
        """How many bytes it wrote in all."""
        asyncio.get_running_loop().add_reader(terminal, self._read)

    def _read(self) -> None:
        try:
            data = os.read(self._terminal, 1 << 16)
        except OSError:  # it has ended
            asyncio.get_running_loop().remove_reader(self._terminal)
            return
        self.written += len(data)
        self.output = (self.output + data)[-_KEPT:]

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process.returncode is None

    def press(self, keys: bytes) -> None:
        """Send keys."""
        os.write(self._terminal, keys)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the terminal, which sends SIGWINCH."""
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._process.send_signal(signal.SIGWINCH)  # the terminal is not its controlling one

    async def sample(self, at: float, *, types: bool = False) -> Sample:
        """What it holds now."""
        inside = await self._ask(b"!" if types else b"?")
        root = Path(f"/proc/{self._process.pid}")
        pages = int((root / "statm").read_text().split()[1])
        memory, files = pages * _PAGE / (1 << 20), len(os.listdir(root / "fd"))
        threads = len(os.listdir(root / "task"))
        return Sample(at=at, memory=memory, files=files, threads=threads, **inside)

    async def _ask(self, question: bytes) -> dict[str, Any]:
        loop, answer = asyncio.get_running_loop(), b""
        async with self._asked, asyncio.timeout(60):
            await loop.sock_sendall(self._line, question)
            while not answer.endswith(b"\n"):
                data = await loop.sock_recv(self._line, 1 << 16)
                if not data:
                    raise AssertionError(f"the program has ended: {self.output[-4000:].decode(errors='replace')}")
                answer += data
        told: dict[str, Any] = json.loads(answer)
        return told

    async def quit(self) -> int:
        """Quit by keys; gives the exit status."""
        end = asyncio.create_task(self._process.wait())
        for keys in (b"\x1b", b"\x1b", b"\x1b", b"q", b"y"):
            if self.running:
                self.press(keys)
            await asyncio.wait([end], timeout=1.0)
        async with asyncio.timeout(20):
            return await end


@asynccontextmanager
async def started(arguments: list[str], home: Path) -> AsyncIterator[Program]:
    """Run the program with these arguments; `home` is where it finds and keeps its files."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    places = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "STATE", "CACHE", "DATA")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.soak.observed", *arguments),
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=os.environ | places | {"HOME": str(home), "TERM": "xterm-256color", LINE: str(theirs.fileno())},
        pass_fds=[theirs.fileno()],
        start_new_session=True,
    )
    theirs.close()
    os.close(slave)
    program = Program(process, master, ours)
    try:
        yield program
    finally:
        if program.running:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        asyncio.get_running_loop().remove_reader(master)
        os.close(master)
        ours.close()
