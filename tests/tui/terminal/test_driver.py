"""The program in a real pseudo-terminal: it leaves the terminal as it was, however it ends."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.unmeasured

CRASH = """
import asyncio
from indipyterm.tui.app import Address, IPyTerm

class Crash(IPyTerm):
    def action_abort(self):
        raise RuntimeError("a defect of ours")

asyncio.run(Crash([Address("127.0.0.1", 9)]).run_async())
"""


@dataclass
class Session:
    """A program with a terminal of its own."""

    process: subprocess.Popen[bytes]
    terminal: int
    output: bytes = b""
    restores: bool = True
    """Whether it has to put the terminal's modes back."""

    def until(self, wanted: bytes, timeout: float = 20.0) -> None:
        """Read until something was printed."""
        end = time.monotonic() + timeout
        while wanted not in self.output:
            assert time.monotonic() < end, self.output[-2000:]
            self._read(0.1)

    def finish(self, timeout: float = 10.0) -> int:
        """Read to the end; gives the exit status."""
        end = time.monotonic() + timeout
        while self.process.poll() is None:
            assert time.monotonic() < end, "it did not end"
            self._read(0.05)
        while self._read(0.0):
            pass
        return self.process.returncode

    def _read(self, timeout: float) -> bool:
        if not select.select([self.terminal], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self.terminal, 65536)
        except OSError:
            return False
        self.output += data
        return bool(data)

    def press(self, keys: bytes) -> None:
        """Send keys."""
        os.write(self.terminal, keys)


@contextmanager
def session(*arguments: str) -> Iterator[Session]:
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    before = termios.tcgetattr(slave)
    environment = os.environ | {"TERM": "xterm-256color"}
    process = subprocess.Popen(
        [sys.executable, *arguments], stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
    )
    found = Session(process, master)
    try:
        yield found
        assert not found.restores or termios.tcgetattr(slave) == before, "the terminal's modes were not put back"
    finally:
        process.kill()
        process.wait()
        os.close(slave)
        os.close(master)


def assert_restored(output: bytes) -> None:
    """The screen, the cursor, the mouse and the paste mode are as they were before."""
    for on, off in ((b"\x1b[?1049h", b"\x1b[?1049l"), (b"\x1b[?25l", b"\x1b[?25h"), (b"\x1b[?1000h", b"\x1b[?1000l")):
        assert on in output
        assert output.rindex(off) > output.rindex(on)


@pytest.mark.parametrize("key", [b"q", b"\x11"], ids=["q", "ctrl+q"])
def test_quitting_leaves_the_terminal_as_it_was(key: bytes) -> None:
    with session("-m", "indipyterm", "--demo") as screen:
        screen.until(b"Weather")
        screen.press(key)
        assert screen.finish() == 0
        assert_restored(screen.output)
        assert b"Traceback" not in screen.output


def test_an_exception_leaves_the_terminal_as_it_was_and_is_shown(tmp_path: Path) -> None:
    program = tmp_path / "crash.py"
    program.write_text(CRASH)
    with session(str(program)) as screen:
        screen.until(b"retry")
        screen.press(b"X")
        screen.finish()
        assert_restored(screen.output)
        assert b"a defect of ours" in screen.output[screen.output.rindex(b"\x1b[?1049l") :]


def test_a_wrong_argument_leaves_the_terminal_untouched() -> None:
    with session("-m", "indipyterm", "--port", "abc") as screen:
        assert screen.finish() == 2
        assert b"\x1b" not in screen.output


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_cleanly(number: signal.Signals) -> None:
    with session("-m", "indipyterm", "--demo") as screen:
        screen.until(b"Weather")
        screen.process.send_signal(number)
        screen.finish()
        assert_restored(screen.output)
        assert b"Traceback" not in screen.output
