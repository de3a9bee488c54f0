"""The heaviest cases at full size, with figures: ``python -m tests.hostile.large``. Takes about a minute.

The client is in this process, the server in another one, so that the memory measured is the client's alone.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import resource
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import indipyterm as ipc
from indipyterm.model.events import BlobSaved, Connected, Disconnected
from tests.client.running import Script, running
from tests.hostile.victim import SENTINEL, VICTIM, beat, beaten
from tests.servers import LOOPBACK, WireServer

SIZE = 512 << 20
SECONDS = 10
RATE = 20_000
LOSSES = 200

_PIECE = 3 << 20


def _serve(what: str, port: Connection) -> None:
    """The server: sends one of the attacks to the first client, with beats before and after it."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        port.send(listener.getsockname()[1])
        client = listener.accept()[0]
    with client:
        threading.Thread(target=_read, args=(client,), daemon=True).start()
        client.sendall(SENTINEL + VICTIM + beat(1))
        {"blob": _send_blob, "flood": _send_flood}[what](client)
        client.sendall(beat(2))
        with contextlib.suppress(EOFError):
            port.recv()


def _read(client: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while client.recv(1 << 16):
            pass


def _send_blob(client: socket.socket) -> None:
    text = base64.b64encode(bytes(_PIECE))
    client.sendall(
        b'\n<setBLOBVector device="Victim" name="IMAGE"><oneBLOB name="IMG" size="%d" format=".fits">' % SIZE
    )
    for _ in range(SIZE // _PIECE):
        client.sendall(text)
    client.sendall(base64.b64encode(bytes(SIZE % _PIECE)) + b"</oneBLOB></setBLOBVector>\n")


def _send_flood(client: socket.socket) -> None:
    start = time.monotonic()
    for second in range(SECONDS * 20):
        sets = (
            b'<setNumberVector device="Victim" name="NUMBER" state="Ok"><oneNumber name="X">%d</oneNumber></setNumberVector>\n'
            % n
            for n in range(second * RATE // 20 + 1, (second + 1) * RATE // 20 + 1)
        )
        client.sendall(b"".join(sets))
        time.sleep(max(0.0, start + (second + 1) / 20 - time.monotonic()))


@contextlib.contextmanager
def _server(what: str) -> Iterator[int]:
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_serve, args=(what, theirs))
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.close()
        process.terminate()
        process.join()


def _peak() -> int:
    """The most memory that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


async def _blob(folder: Path) -> str:
    with _server("blob") as port:
        client = Script(port)
        client.BLOBfolder = folder
        before, start = _peak(), time.monotonic()
        async with running(client):
            saved = await _change(client)
            await client.until(lambda: beaten(client.catalog) == "2", 120)
        took, most = time.monotonic() - start, _peak() - before
    assert Path(saved.path).stat().st_size == SIZE
    assert most < 2 * SIZE, f"{most >> 20} MB"
    return f"a BLOB of {SIZE >> 20} MB: {took:.1f} s, {most >> 20} MB of memory ({most / SIZE:.2f} times its size)"


async def _change(client: Script) -> BlobSaved:
    await client.until(lambda: client.all_changes(BlobSaved), 120)
    return client.all_changes(BlobSaved)[0]


async def _flood(folder: Path) -> str:
    with _server("flood") as port:
        client = Script(port)
        start, used = time.monotonic(), time.process_time()
        longest, arrived = 0.0, 0
        async with running(client):
            await client.until(lambda: beaten(client.catalog) == "1", 20)
            while beaten(client.catalog) != "2":
                asked = time.monotonic()
                await asyncio.sleep(0.01)
                longest = max(longest, time.monotonic() - asked - 0.01)
                arrived += sum(isinstance(event, ipc.setNumberVector) for event in client.heard)
                client.heard.clear()  # a script that kept all events would measure itself
                client.changes.clear()
                assert asked - start < 60, "never through"
            arrived += sum(isinstance(event, ipc.setNumberVector) for event in client.heard)
            assert client["Victim"]["NUMBER"]["X"] == str(RATE * SECONDS)
        took, used = time.monotonic() - start, time.process_time() - used
    sets = arrived - 2  # but for the beats
    assert sets == RATE * SECONDS, f"{sets:,} arrived"
    return f"{RATE:,} sets a second for {SECONDS} s: all {sets:,} heard after {took:.1f} s, {used / took:.0%} of a core, longest stall {longest * 1000:.0f} ms, {_peak() >> 20} MB"


async def _loss(folder: Path) -> str:
    """How long it takes to notice a loss that the socket tells of."""
    longest = 0.0
    async with WireServer(SENTINEL + VICTIM) as server:
        client = Script(server.port)
        async with running(client):
            for count in range(1, LOSSES + 1):
                await server.wait_accepted(count)
                await client.change(Connected, count)
                start = time.monotonic()
                await (server.reset_clients() if count % 2 else server.drop_clients())
                await client.change(Disconnected, count)
                longest = max(longest, time.monotonic() - start)
    assert longest < 0.5, f"{longest:.3f} s"
    return f"{LOSSES} lost connections: noticed after {longest * 1000:.0f} ms at the longest"


async def main() -> None:
    """Print a line for each."""
    for attack in (_loss, _flood, _blob):  # the BLOB last: memory that was had once is not given back
        with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
            print(await attack(Path(folder)), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
