"""A program in a real pseudo-terminal: keys in, cells, bytes, CPU time and memory out."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.screen_cells import Cells

TIGHT, WIDE = (80, 24), (120, 40)
OURS = (sys.executable, "-m", "indipyterm")

_QUIET = 0.3  # seconds without a byte after which a program is done with what it was asked for


class NotShown(RuntimeError):
    """Something was not on screen in time."""


class Terminal:
    """A running program and what it shows; a thread of this process reads its output as it comes."""

    def __init__(self, process: subprocess.Popen[bytes], terminal: int, size: tuple[int, int]) -> None:
        self.process, self.size = process, size
        self.began = time.monotonic()
        self.written = 0
        """Bytes that the program wrote so far."""
        self._terminal = terminal
        self._cells = Cells(*size)
        self._news = threading.Condition()
        self._read_at = self.began
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._terminal, 1 << 16)
            except OSError:
                return
            with self._news:
                self._read_at = time.monotonic()
                self.written += len(data)
                self._cells.feed(data)
                self._news.notify_all()

    @property
    def lines(self) -> list[str]:
        """What the terminal shows."""
        with self._news:
            return self._cells.lines

    def until(self, shown: Callable[[list[str]], object], timeout: float = 90.0) -> float:
        """Wait until what is shown is as wanted; gives the time at which it was (`time.monotonic`)."""
        with self._news:
            if not self._news.wait_for(lambda: shown(self._cells.lines), timeout):
                raise NotShown("\n".join(self._cells.lines))
            return self._read_at

    def shows(self, text: str, timeout: float = 90.0) -> float:
        """Wait until a text is on screen; gives the time at which it was."""
        return self.until(lambda lines: any(text in line for line in lines), timeout)

    def settle(self, quiet: float = _QUIET) -> None:
        """Wait until nothing was written for a while."""
        with self._news:
            written = -1
            while written != self.written:
                written = self.written
                self._news.wait_for(lambda before=written: self.written != before, quiet)  # type: ignore[misc]

    def press(self, keys: str) -> float:
        """Type; gives the time at which it was done."""
        now = time.monotonic()
        os.write(self._terminal, keys.encode())
        return now

    def wipe(self) -> None:
        """Forget what is on screen, as if another program had written over all of it."""
        with self._news:
            self._cells = Cells(*self.size)

    def resize(self, size: tuple[int, int]) -> None:
        """Give the terminal another size, and tell the program; what is on screen until it paints is not kept."""
        with self._news:
            self.size, self._cells = size, Cells(*size)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.process.send_signal(signal.SIGWINCH)

    @property
    def cpu(self) -> float:
        """The CPU seconds that the program took so far, all threads together."""
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    @property
    def memory(self) -> float:
        """The memory that the program has now, in megabytes."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _environment(home: str) -> dict[str, str]:
    """A terminal of these days, nothing of the user's, and compiled modules, as an installed program has them."""
    kept = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "HOME": home,
        "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "indi-benchmark-compiled"),
    }


@contextmanager
def terminal(command: Sequence[str], size: tuple[int, int] = TIGHT) -> Iterator[Terminal]:
    """Run a program in a terminal, with a home of its own; it is ended behind."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    with tempfile.TemporaryDirectory(prefix="indi-benchmark-") as home:
        process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=_environment(home), cwd=home, start_new_session=True
        )
        os.close(slave)
        try:
            yield Terminal(process, master, size)
        finally:
            process.kill()
            process.wait()
            os.close(master)


def quiet_minute(seconds: float) -> None:
    """Wait where the minute, which the status line shows, would change within so many seconds."""
    left = 60 - time.time() % 60
    if left < seconds:
        time.sleep(left + 2.5)  # the line is brought up to date once a second
