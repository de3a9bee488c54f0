"""The stage with everything: the program as it is started, in a pseudo-terminal, with files of its own."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import itertools
import os
import pty
import re
import resource
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.victim import SENTINEL, VICTIM, beat
from tests.servers import LOOPBACK, WireServer
from tests.tui.terminal.test_driver import Session

ROWS, COLUMNS = 40, 120
REPAINT = 2.0
"""Seconds after which a program that did not paint what is waited for has to paint everything."""

MODES = (b"\x1b[?1049", b"\x1b[?25", b"\x1b[?1000", b"\x1b[?2004")
"""Of the terminal: our screen, the cursor, the mouse, pasting. Each of them is switched back at the end."""


@dataclass
class Program:
    """A running program, the server that it is connected to, and where its files are."""

    place: Path
    server: WireServer
    session: Session | None = None
    beats: int = 0

    @property
    def folder(self) -> Path:
        """Where BLOBs are saved."""
        return self.place / "blobs"

    @property
    def running(self) -> Session:
        """The program and its terminal."""
        assert self.session is not None, "not started"
        return self.session

    @property
    def arguments(self) -> list[str]:
        """What it is started with."""
        return ["--host", f"{LOOPBACK}:{self.server.port}", "--blobfolder", str(self.folder)]

    def start(self, *arguments: str, room: int | None = None) -> None:
        """Start it; with `room` no file may become larger than so many bytes, as on a full disk."""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        homes = {name: str(self.place / name.lower()) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
        outside = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}  # the size

        def limit() -> None:
            if room is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

        process = subprocess.Popen(
            [sys.executable, "-m", "indipyterm", *(arguments or self.arguments)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=outside | homes | {"TERM": "xterm-256color", "PYTHONDONTWRITEBYTECODE": "1"},
            start_new_session=True,
            preexec_fn=limit,
        )
        os.close(slave)
        self.session = Session(process, master)

    async def shows(self, *texts: str, since: int = 0, again: Callable[[], None] = lambda: None) -> None:
        """Wait until each text was painted. Only cells that differ are: now and then another size has all painted.

        Then `again` is called, too.
        """
        columns = itertools.cycle((COLUMNS - 1, COLUMNS))
        for text in texts:
            asked = time.monotonic()

            def there(text: str = text) -> bool:
                nonlocal asked
                if time.monotonic() > asked + REPAINT:
                    self.resize(ROWS, next(columns))
                    again()
                    asked = time.monotonic()
                return text.encode() in self.running.output[since:]

            await self.until(there)

    def resize(self, rows: int, columns: int) -> None:
        """Give the terminal another size."""
        fcntl.ioctl(self.running.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.signal(signal.SIGWINCH)

    async def paints(self, since: int) -> None:
        """Wait until it printed more than so many bytes."""
        await self.until(lambda: len(self.running.output) > since)

    async def until(self, condition: Callable[[], object], timeout: float = 30.0) -> None:
        """Wait until something holds, reading what the program prints."""
        end = time.monotonic() + timeout
        while not condition():
            assert time.monotonic() < end, self.running.output[-1500:]
            self.running._read(0.0)
            await asyncio.sleep(0.01)

    async def ready(self) -> None:
        """Wait until Victim is on the screen."""
        await self.shows("Victim")
        self.running.press(b"2")
        await self.shows("Reading")

    async def beat(self) -> None:
        """Let the sentinel speak, and see that the program hears it: its message is painted.

        Others may push it off the message lines before that, so it speaks until it is seen.
        """
        self.beats += 1

        def speak() -> None:
            self.server.send(beat(self.beats) + b'<message device="Sentinel" message="beat %d !"/>' % self.beats)

        speak()
        await self.shows(f"beat {self.beats} !", again=speak)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        self.running.process.send_signal(number)

    async def ended(self) -> int:
        """Wait for the end; gives the exit status."""
        await self.until(lambda: self.running.process.poll() is not None)
        while self.running._read(0.0):
            pass
        return self.running.process.returncode

    async def quit(self) -> None:
        """End it by its key."""
        self.running.press(b"q")
        assert await self.ended() == 0
        self.judge_end()

    def judge_end(self) -> None:
        """The terminal is as it was, nothing was thrown, and nothing half done is left in the files."""
        output = self.running.output
        assert b"Traceback" not in output, output[-3000:]
        for switched in MODES:
            last = re.findall(re.escape(switched) + rb"[hl]", output)[-1:]
            assert not last or last[0] == switched + (b"h" if switched == b"\x1b[?25" else b"l"), last
        assert not list(self.place.rglob("*.part"))

    def close(self) -> None:
        """End it by force, if it is not at its end."""
        if self.session is not None:
            with contextlib.suppress(OSError):
                os.close(self.session.terminal)
            self.session.process.kill()
            self.session.process.wait()
            self.session = None


@contextlib.asynccontextmanager
async def programmed(place: Path) -> AsyncIterator[Program]:
    """A server, and a place for a program that a case starts itself."""
    for name in ("blobs", "home", "xdg_config_home", "xdg_state_home"):
        (place / name).mkdir()
    async with WireServer(SENTINEL + VICTIM) as server:
        program = Program(place, server)
        try:
            yield program
        finally:
            program.close()
