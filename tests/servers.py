"""Servers for tests, on loopback only: Debian's real indiserver, and one that says what a test tells it to.

`IndiServer` is plain blocking code: start it in a fixture, use it from sync and async tests alike.
`WireServer` lives in the test's own event loop. Neither of them ever sleeps: each wait has its condition.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import IO, Self

import pytest

from tests.libindi import count_vectors, libindi_version

LOOPBACK = "127.0.0.1"
_PING = re.compile(rb"<pingRequest [^>]*/>\n")


@dataclass(frozen=True)
class Simulator:
    """A driver that comes with libindi, and how many vectors it defines in `KNOWN`, before and after connecting."""

    driver: str
    device: str
    known: int
    known_connected: int

    @property
    def vectors(self) -> int:
        """How many vectors it defines here before it is connected; for another libindi once a server was started."""
        return self._counts[0]

    @property
    def vectors_connected(self) -> int:
        """How many it defines here once it is connected."""
        return self._counts[1]

    @property
    def _counts(self) -> tuple[int, int]:
        return (self.known, self.known_connected) if libindi_version() == KNOWN else _COUNTED[self.driver]


KNOWN = "1.9.9"
"""The libindi of Debian 12, whose simulators were counted once and for all."""

_COUNTED: dict[str, tuple[int, int]] = {}  # by driver, for another libindi

TELESCOPE = Simulator("indi_simulator_telescope", "Telescope Simulator", 19, 42)
CCD = Simulator("indi_simulator_ccd", "CCD Simulator", 11, 65)
FOCUSER = Simulator("indi_simulator_focus", "Focuser Simulator", 11, 26)
WHEEL = Simulator("indi_simulator_wheel", "Filter Simulator", 3, 7)
WEATHER = Simulator("indi_simulator_weather", "Weather Simulator", 4, 17)
DOME = Simulator("indi_simulator_dome", "Dome Simulator", 13, 30)
ROTATOR = Simulator("indi_simulator_rotator", "Rotator Simulator", 9, 15)
LIGHT_PANEL = Simulator("indi_simulator_lightpanel", "Light Panel Simulator", 7, 9)

SIMULATORS = (TELESCOPE, CCD, FOCUSER, WHEEL, WEATHER, DOME)


def free_port() -> int:
    """A TCP port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port = probe.getsockname()[1]
    assert isinstance(port, int)
    return port


def require_indiserver(drivers: Sequence[Simulator] = SIMULATORS) -> None:
    """Fail the test, in one clear sentence, where the real server or one of its simulators is missing."""
    wanted = ["indiserver", *(simulator.driver for simulator in drivers)]
    missing = [program for program in wanted if shutil.which(program) is None]
    if missing:
        pytest.fail(
            f"{', '.join(missing)} not found: these tests need the real INDI server and its simulators, "
            "install the Debian package indi-bin (apt-get install indi-bin)",
            pytrace=False,
        )


class ServerFailed(AssertionError):
    """indiserver did not do what was waited for; the message carries the end of its log."""


class _Log:
    """What a process writes, copied to a file as it comes; a thread reads it, so that waiting needs no polling."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self._stream = stream
        self._file = path.open("ab", buffering=0)
        self._news = threading.Condition()
        self._text = ""
        self._ended = False
        self._thread = threading.Thread(target=self._copy, name="indiserver-log", daemon=True)
        self._thread.start()

    def _copy(self) -> None:
        with self._stream, self._file:
            for line in self._stream:
                self._file.write(line)
                with self._news:
                    self._text += line.decode(errors="replace")
                    self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    @property
    def text(self) -> str:
        with self._news:
            return self._text

    def wait(self, pattern: str, timeout: float) -> re.Match[str] | None:
        """The first match of `pattern`, or None when the process ended or the time is over."""
        found = re.compile(pattern)
        with self._news:
            self._news.wait_for(lambda: self._ended or found.search(self._text), timeout)
            return found.search(self._text)

    def join(self) -> None:
        self._thread.join()


class IndiServer:
    """Debian's indiserver with its simulators, with a port, a local socket and a home folder of its own.

    with IndiServer([TELESCOPE, WHEEL]) as server:
        connect to (LOOPBACK, server.port)

    `options` are further arguments of indiserver, such as ("-r", "0") for drivers that stay dead; `local_name` is that
    of its local socket, if a test needs one.
    The home folder, with what the drivers saved there, lives from `start` over `kill` and `restart` to `stop`.
    """

    def __init__(
        self, drivers: Sequence[Simulator] = SIMULATORS, *, options: Sequence[str] = (), local_name: str = ""
    ) -> None:
        self.drivers = tuple(drivers)
        self._local_name = local_name
        self.options = tuple(options)
        self._port: int | None = None
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._log: _Log | None = None

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def port(self) -> int:
        assert self._port is not None, "not started"
        return self._port

    @property
    def pid(self) -> int:
        assert self._process is not None, "not running"
        return self._process.pid

    @property
    def local_name(self) -> str:
        """The name of its local socket, which is an abstract one."""
        return self._local_name or self.home.name

    @property
    def home(self) -> Path:
        """HOME and working folder of the server and its drivers."""
        assert self._folder is not None, "not started"
        return self._folder

    @property
    def log(self) -> str:
        """All that this run of the server and its drivers wrote; also in `home / "indiserver.log"`."""
        return self._log.text if self._log else ""

    def start(self, timeout: float = 20.0) -> Self:
        """Start it and come back when each device has defined all its vectors (those before connecting)."""
        require_indiserver(self.drivers)
        assert self._process is None, "running already"
        _count_unknown(self.drivers)
        try:
            self.launch(timeout)
            self.wait_devices(timeout)
        except BaseException:
            self.kill()
            raise
        return self

    def launch(self, timeout: float = 20.0) -> None:
        """Run indiserver until it listens; on another port where the one chosen was taken meanwhile."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="indi-"))
        chosen = self._port
        for _ in range(5):
            self._port = chosen or free_port()
            self._spawn(self._port)
            assert self._log is not None
            if self._log.wait(rf"listening to port {self._port}\b", timeout):
                return
            said = self.log
            self.kill()
            if chosen or "in use" not in said:
                break
        raise ServerFailed(f"indiserver did not start to listen. Its log:\n{said}")

    def _spawn(self, port: int) -> None:
        command = [
            "indiserver", "-v", "-p", str(port),
            "-u", self.local_name,  # the name of an abstract socket on Linux: short and its own
            *self.options,
            *(simulator.driver for simulator in self.drivers),
        ]  # fmt: skip
        self._process = subprocess.Popen(
            command,
            cwd=self.home,
            env={**os.environ, "HOME": "."},  # the folder above, and no path of this machine in what drivers say
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,  # the drivers are in it too, so that one signal ends them all
        )
        assert self._process.stdout is not None
        self._log = _Log(self._process.stdout, self.home / "indiserver.log")

    def wait_devices(self, timeout: float = 20.0) -> None:
        """Ask for all properties, as a client does, until each device has defined as many as it has."""
        wanted = {simulator.device: simulator.vectors for simulator in self.drivers}
        heard: dict[str, set[str]] = {device: set() for device in wanted}
        definition = re.compile(r'<def\w+Vector device="([^"]*)" name="([^"]*)"')
        deadline = monotonic() + timeout
        data = b""
        with socket.create_connection((LOOPBACK, self.port), timeout) as client:
            client.sendall(b'<getProperties version="1.7"/>\n')
            while any(len(heard[device]) < count for device, count in wanted.items()):
                client.settimeout(max(0.001, deadline - monotonic()))
                try:
                    chunk = client.recv(65536)
                except TimeoutError:
                    chunk = b""
                if not chunk:
                    counts = {device: len(names) for device, names in heard.items()}
                    raise ServerFailed(f"devices did not answer: {counts} of {wanted}. Log:\n{self.log}")
                data += chunk
                for device, name in definition.findall(data.decode(errors="replace")):
                    heard.setdefault(device, set()).add(name)

    def driver_pid(self, simulator: Simulator) -> int:
        """The process of a driver: the last one that the server says it started."""
        found = re.findall(rf"Driver {re.escape(simulator.driver)}: pid=(\d+)", self.log)
        assert found, f"{simulator.driver} was never started"
        return int(found[-1])

    def kill_driver(self, simulator: Simulator) -> None:
        """SIGKILL to one driver: the server says delProperty, and starts it again unless options say -r 0."""
        for handle in (drivers := self._members([self.driver_pid(simulator)])):
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        _wait_for_end(drivers)

    def kill(self) -> None:
        """SIGKILL to the server and its drivers, all dead on return. Its clients see the connection end."""
        if self._process is None:
            return
        assert self._log is not None
        drivers = self._members(int(pid) for pid in re.findall(r"Driver .*: pid=(\d+)", self.log))
        os.killpg(self.pid, signal.SIGKILL)  # the group lasts as long as its first process was not waited for
        _wait_for_end(drivers)
        self._process.wait()
        self._log.join()
        self._process = None

    def restart(self, timeout: float = 20.0) -> None:
        """Killed if it runs, then started again on the same port with the same home folder."""
        self.kill()
        self.start(timeout)

    def stop(self) -> None:
        """The end: processes and folder gone. May be called at any time, again too."""
        self.kill()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
        self._port = None

    def _members(self, pids: Iterable[int]) -> list[int]:
        """Handles of those processes that are still of our group: never a stranger that got an old number."""
        handles = []
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                handle = os.pidfd_open(pid)
                handles.append(handle)
                if os.getpgid(pid) != self.pid:
                    os.close(handles.pop())
        return handles


def _wait_for_end(handles: Iterable[int]) -> None:
    """Wait until each of these processes has ended, and close the handles."""
    for handle in handles:
        select.select([handle], [], [])
        os.close(handle)


def _count_unknown(drivers: Iterable[Simulator]) -> None:
    """Count what drivers of another libindi define, each once, on a server that is there for nothing else."""
    unknown = [each for each in drivers if libindi_version() != KNOWN and each.driver not in _COUNTED]
    if not unknown:
        return
    counts = counted(unknown)
    _COUNTED.update({each.driver: counts[each.device] for each in unknown})


def counted(drivers: Sequence[Simulator]) -> dict[str, tuple[int, int]]:
    """How many vectors the devices of drivers define, before and after connecting, as a server of their own says."""
    server = IndiServer(drivers)
    try:
        server.launch()
        return count_vectors((LOOPBACK, server.port), [each.device for each in drivers])
    finally:
        server.stop()


class _Client(asyncio.Protocol):
    """One connection to a WireServer."""

    def __init__(self, server: WireServer) -> None:
        self.server = server
        self.received = bytearray()
        self.greeted = False
        self.flushed = True
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.set_write_buffer_limits(0)  # so that pause and resume tell when all is written
        if self.server.paused:
            transport.pause_reading()
        self.server.joined(self)

    def data_received(self, data: bytes) -> None:
        self.received += data
        if not self.greeted and b"<getProperties" in self.received:
            self.greeted = True
            self.transport.write(self.server.greeting)
        self.server.heard(data)

    def pause_writing(self) -> None:
        self.flushed = False

    def resume_writing(self) -> None:
        self.flushed = True
        self.server.changed()

    def connection_lost(self, exc: Exception | None) -> None:
        self.server.left(self)


class WireServer:
    """A server that says to each client what the test tells it to, and keeps every byte it hears.

    async with WireServer(greeting=definitions) as wire:
        ... start a client on (LOOPBACK, wire.port); it sends getProperties and hears the greeting ...
        wire.send(b'<setNumberVector .../>')
        await wire.wait_received(b"<newNumberVector")

    `greeting` is sent to each client once, after its first getProperties; it may be changed between clients.
    """

    def __init__(self, greeting: bytes = b"") -> None:
        self.greeting = greeting
        self.received = bytearray()  # of all clients together, in the order of arrival
        self.accepted = 0  # clients that ever connected
        self.paused = False
        self._clients: list[_Client] = []
        self._server: asyncio.Server | None = None
        self._port = 0
        self._news = asyncio.Event()

    async def __aenter__(self) -> Self:
        await self.listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.resume_reading()
        await self.refuse()
        for client in self._clients:
            client.transport.abort()
        await self.wait_clients(0)

    @property
    def port(self) -> int:
        assert self._port, "not started"
        return self._port

    @property
    def clients(self) -> int:
        """How many are connected now."""
        return len(self._clients)

    async def listen(self) -> None:
        """Accept clients, always on the same port; needed only after `refuse`."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Client(self), LOOPBACK, self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def refuse(self) -> None:
        """Stop listening: further clients are refused, those connected stay."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def send(self, data: bytes) -> None:
        """To every client that is connected now; `flush` waits until the system has taken it all."""
        for client in self._clients:
            client.transport.write(data)

    async def flush(self, timeout: float = 5.0) -> None:
        await self._wait(lambda: all(client.flushed for client in self._clients), timeout, "everything sent")

    def pause_reading(self) -> None:
        """Read nothing from any client, present or future, as a server does that hangs."""
        self.paused = True
        for client in self._clients:
            client.transport.pause_reading()

    def resume_reading(self) -> None:
        self.paused = False
        for client in self._clients:
            client.transport.resume_reading()

    async def drop_clients(self) -> None:
        """Close every connection in order, as a server does that ends: the client reads the end of the stream."""
        for client in self._clients:
            client.transport.close()
        await self.wait_clients(0)

    async def reset_clients(self) -> None:
        """Break every connection: the client gets ECONNRESET."""
        for client in self._clients:
            connection = client.transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.transport.abort()
        await self.wait_clients(0)

    async def wait_received(self, wanted: bytes | Callable[[bytes], bool], timeout: float = 20.0) -> bytes:
        """Wait until `wanted` is in what was received, or holds for it; everything received so far."""
        if isinstance(wanted, bytes):
            await self._wait(lambda: wanted in self.received, timeout, repr(wanted))
        else:
            await self._wait(lambda: wanted(bytes(self.received)), timeout, "what was waited for")
        return bytes(self.received)

    async def wait_requests(self, end: bytes, timeout: float = 20.0) -> bytes:
        """Wait until what was received ends in `end`; all of it but the pings that ask whether the server is there."""
        await self.wait_received(lambda data: _PING.sub(b"", data).rstrip().endswith(end), timeout)
        return _PING.sub(b"", bytes(self.received))

    async def wait_clients(self, count: int, timeout: float = 20.0) -> None:
        """Wait until just so many clients are connected."""
        await self._wait(lambda: len(self._clients) == count, timeout, f"{count} clients")

    async def wait_accepted(self, count: int, timeout: float = 20.0) -> None:
        """Wait until so many clients have ever connected: 2 for one that came back."""
        await self._wait(lambda: self.accepted >= count, timeout, f"connection {count}")

    async def _wait(self, done: Callable[[], bool], timeout: float, what: str) -> None:
        try:
            async with asyncio.timeout(timeout):
                while not done():
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(
                f"{what}: not within {timeout} s. {self.clients} clients of {self.accepted}, "
                f"{len(self.received)} bytes received, the last: {bytes(self.received[-2000:])!r}"
            ) from None

    # The side of the connections.

    def changed(self) -> None:
        """Wake all who wait; each looks at its own condition again."""
        news, self._news = self._news, asyncio.Event()
        news.set()

    def joined(self, client: _Client) -> None:
        self._clients.append(client)
        self.accepted += 1
        self.changed()

    def heard(self, data: bytes) -> None:
        self.received += data
        self.changed()

    def left(self, client: _Client) -> None:
        self._clients.remove(client)
        self.changed()
