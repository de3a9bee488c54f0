"""A server on a local socket, for tests: as indiserver it sends descriptors along with bytes, and worse."""

from __future__ import annotations

import array
import asyncio
import contextlib
import fcntl
import itertools
import os
import socket
from collections.abc import Iterable, Iterator, Sequence

from tests.servers import WireServer, _Client

_NUMBERS = itertools.count()


class LocalServer(WireServer):
    """A `WireServer` whose clients connect to its local socket, which is called `name`.

    With `tcp` it listens on a port as well.
    """

    def __init__(self, greeting: bytes = b"", *, tcp: bool = False) -> None:
        super().__init__(greeting)
        self.name = f"/tmp/indipyterm-test-{os.getpid()}-{next(_NUMBERS)}"
        self._tcp = tcp
        self._local: asyncio.Server | None = None

    @property
    def port(self) -> int:
        return self._port or 7624  # of no meaning for a local socket

    @property
    def host(self) -> str:
        """The host that stands for it."""
        return f"unix:{self.name}"

    async def listen(self) -> None:
        if self._tcp:
            await super().listen()
        self._local = await asyncio.get_running_loop().create_unix_server(lambda: _Client(self), f"\0{self.name}")

    async def refuse(self) -> None:
        await super().refuse()
        if self._local is not None:
            self._local.close()
            self._local = None

    async def attach(self, data: bytes, descriptors: Sequence[int]) -> None:
        """Send bytes, and with the first of them descriptors, which are closed then, to every client."""
        try:
            await self.flush(30)
            for client in self._clients:
                with socket.socket(fileno=os.dup(client.transport.get_extra_info("socket").fileno())) as line:
                    await _send(line, data, descriptors)
        finally:
            for descriptor in descriptors:
                os.close(descriptor)


async def _send(line: socket.socket, data: bytes, descriptors: Sequence[int]) -> None:
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))] if descriptors else []
    async with asyncio.timeout(30):
        while data:
            try:
                data, rights = data[line.sendmsg([data], rights) :], []
            except BlockingIOError:
                await asyncio.sleep(0.001)


def memory(data: bytes, *, seals: int = 0, size: int | None = None) -> int:
    """Memory as libindi attaches it: `data`, rounded up to `size` bytes; sealed where that is asked for."""
    descriptor = os.memfd_create("test", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.ftruncate(descriptor, max(len(data), -(-len(data) // (1 << 20)) << 20) if size is None else size)
    if seals:
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)
    return descriptor


def attached(members: Iterable[tuple[str, str]], device: str = "Victim", vector: str = "FILES") -> bytes:
    """A vector of attached BLOBs: each a member, and what else stands in its tag."""
    ones = "".join(f'<oneBLOB name="{name}" {rest} attached="true"/>' for name, rest in members)
    return f'<setBLOBVector device="{device}" name="{vector}">{ones}</setBLOBVector>\n'.encode()


def open_descriptors() -> dict[str, str]:
    """The descriptors of this process, and what they stand for."""
    found = {}
    for number in os.listdir("/proc/self/fd"):
        with contextlib.suppress(FileNotFoundError):
            found[number] = os.readlink(f"/proc/self/fd/{number}")
    return found


def memories() -> list[str]:
    """Those of them that are memory."""
    return sorted(what for what in open_descriptors().values() if what.startswith("/memfd:"))


@contextlib.contextmanager
def no_memory_left() -> Iterator[None]:
    """See that no memory stays open that was not before."""
    before = memories()
    yield
    assert memories() == before
