"""Programs in real terminals of their own, which send signals and go away: what is shown, and what is left running."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import shlex
import signal
import socketserver
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from tests.benchmarks.screen_cells import Cells
from tests.servers import LOOPBACK

COLUMNS, ROWS = 80, 24
_NOTE_PID = 'echo $$ > "$0"; exec "$@"'  # of what runs it, so that it is known whatever starts it

MOUNT = b"""<defNumberVector device="Mount" name="COORD" label="Coordinates" group="Main" state="Idle" perm="rw">
<defNumber name="RA" label="RA" format="%.f" min="0" max="0" step="0">7</defNumber></defNumberVector>
<defNumberVector device="Mount" name="TEMP" label="Temperature" group="Main" state="Ok" perm="ro">
<defNumber name="T" label="Mirror" format="%.f" min="0" max="0" step="0">-1</defNumber></defNumberVector>
"""
_TEMPERATURE = b'<setNumberVector device="Mount" name="TEMP"><oneNumber name="T">%d</oneNumber></setNumberVector>\n'


class Flood:
    """A server with one device, whose temperature changes all the time once the flood has begun."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.over = threading.Event()
        flood = self

        class Client(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    while b"getProperties" not in self.request.recv(1 << 16):
                        pass
                    self.request.sendall(MOUNT)
                    flood.begun.wait()
                    for number in count(0, 20):
                        if flood.over.wait(0.005):
                            return
                        self.request.sendall(b"".join(_TEMPERATURE % (number + each) for each in range(20)))

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True

        self._server = Server((LOOPBACK, 0), Client)
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=[0.05], daemon=True).start()

    def end(self) -> None:
        """Serve no more."""
        self.over.set()
        self.begun.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def flood() -> Iterator[Flood]:
    """Serve a mount, for a flood that has yet to begin."""
    found = Flood()
    try:
        yield found
    finally:
        found.end()


def state(pid: int) -> str:
    """The state of a process, by its letter: T is stopped; nothing where there is no such process."""
    try:
        found = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return "" if found in "ZX" else found


def threads(pid: int) -> int:
    """How many threads a process has."""
    return len(os.listdir(f"/proc/{pid}/task"))


def _be_controlled() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class RealTerminal:
    """A terminal, and what was started in it, which it controls: it is sent a signal when the terminal goes away."""

    def __init__(self, command: Sequence[str], place: Path, controls: bool = True) -> None:
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.cells = Cells(COLUMNS, ROWS)
        self.output = b""
        self._pid_file = place / "pid"
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
        self.process = subprocess.Popen(
            command,
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            env=kept | {"HOME": str(place), "TERM": "xterm-256color"},
            start_new_session=True,
            preexec_fn=_be_controlled if controls else None,
        )

    @property
    def pid(self) -> int:
        """Of the program that is looked at, which something else may have started."""
        self.until(lambda: self._pid_file.exists() and self._pid_file.read_text().endswith("\n"), "its number is known")
        return int(self._pid_file.read_text())

    @property
    def modes(self) -> list[Any]:
        """Of the terminal's line."""
        return termios.tcgetattr(self.slave)

    @property
    def lines(self) -> list[str]:
        """What is shown."""
        return self.cells.lines

    def until(self, condition: Callable[[], object], what: str, timeout: float = 20.0) -> None:
        """Wait until something holds, and read meanwhile."""
        end = time.monotonic() + timeout
        while not condition():
            assert time.monotonic() < end, "\n".join([f"not within {timeout} s: {what}; on screen:", *self.lines])
            self.read(0.02)

    def read(self, seconds: float) -> None:
        """Read what comes within a time."""
        end = time.monotonic() + seconds
        if self.master < 0:  # there is nothing any more
            time.sleep(seconds)
            return
        while select.select([self.master], [], [], max(0.0, end - time.monotonic()))[0]:
            try:
                data = os.read(self.master, 1 << 16)
            except OSError:  # nobody has the other end open
                return
            self.output += data
            self.cells.feed(data)
            if time.monotonic() > end:
                return

    def shows(self, text: str) -> None:
        """Wait until a text is on screen."""
        self.until(lambda: any(text in line for line in self.lines), repr(text))

    def wipe(self) -> None:
        """Forget what is on screen, so that it has to be painted anew."""
        self.cells = Cells(COLUMNS, ROWS)
        self.output = b""

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self.master, keys.encode())

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def stopped(self) -> None:
        """Wait until the program is stopped."""
        self.until(lambda: state(self.pid) == "T", "it is stopped")

    def gone(self, seconds: float) -> None:
        """Wait until there is no such program any more."""
        pid = self.pid
        self.until(lambda: not state(pid), f"process {pid} is gone; it is in state {state(pid)}", seconds)

    def close(self) -> None:
        """The terminal goes away."""
        for name in ("slave", "master"):
            if (number := getattr(self, name)) >= 0:
                os.close(number)
                setattr(self, name, -1)

    def end(self) -> None:
        """Leave nothing behind."""
        self.close()
        if self._pid_file.exists() and state(pid := int(self._pid_file.read_text())):
            os.kill(pid, signal.SIGKILL)
        self.process.kill()
        self.process.wait()


def program(port: int, place: Path) -> list[str]:
    """What starts the screen, connected to a server; it keeps all that it has in a folder."""
    ours = [sys.executable, "-m", "indipyterm", "--host", f"{LOOPBACK}:{port}"]
    return ["sh", "-c", _NOTE_PID, str(place / "pid"), *ours]


def program_line(port: int, place: Path) -> str:
    """The same, for a shell."""
    return shlex.join(program(port, place))


@contextmanager
def real_terminal(command: Sequence[str], place: Path, controls: bool = True) -> Iterator[RealTerminal]:
    """Start something in a terminal of its own; nothing is left of it behind."""
    found = RealTerminal(command, place, controls)
    try:
        yield found
    finally:
        found.end()
