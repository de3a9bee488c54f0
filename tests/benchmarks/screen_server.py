"""The server side of the screen's rows, in a process of its own: it defines devices, and sends updates at a pace.

``python -m tests.benchmarks.screen_server '<json>'``: `devices` says how many vectors each has ("Device 000" and so
on), `kinds` which kinds, in turns. Prints the port that it listens on. A line of JSON on its standard input is a
flood: see `Flood`. When it is over it prints the time (`time.monotonic`).
"""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tests.benchmarks import streams

DEVICE = "Device 000"
_STEP = 0.002  # seconds between two writes, at the least


@dataclass(frozen=True)
class Flood:
    """`rate` updates a second for `seconds`: to `vectors` number vectors of "Device 000" in turns, from `first` on.

    Each changes `members` values, so that it shows. Then `last` is sent as the first value of the first vector.
    """

    rate: float
    seconds: float
    vectors: int
    first: int = 0
    members: int = 4
    last: float | None = None


def device_name(number: int) -> str:
    """What a device is called."""
    return f"Device {number:03d}"


def definitions(sizes: list[int], kinds: list[str]) -> Iterator[bytes]:
    """All devices, their vectors in five groups."""
    for number, size in enumerate(sizes):
        yield from streams.definitions(size, partial(_first, device_name(number)), partial(_of, kinds), 5)


def _first(name: str, _: int) -> str:
    return name


def _of(kinds: list[str], number: int) -> str:
    return kinds[number % len(kinds)]


def updates(flood: Flood) -> list[bytes]:
    """What a flood consists of."""
    return [
        update(
            flood.first + number % flood.vectors,
            dict.fromkeys(streams.MEMBERS[: flood.members], number * 7.3217 % 360),
        )
        for number in range(1, int(flood.rate * flood.seconds) + 1)
    ]


def update(vector: int, values: dict[str, float]) -> bytes:
    """New values, with the time of now."""
    attributes = {"device": DEVICE, "name": streams.name(vector), "state": "Idle", "timeout": "60"}
    attributes["timestamp"] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    children = [("oneNumber", {"name": member}, f"{value:.15g}") for member, value in values.items()]
    return streams.LIBINDI.element("setNumberVector", attributes, children).encode()


def send(client: socket.socket, flood: Flood) -> None:
    """Send a flood at its pace: what is late is made up for."""
    messages = updates(flood)
    began, sent = time.monotonic(), 0
    while sent < len(messages):
        due = min(len(messages), int((time.monotonic() - began) * flood.rate) + 1)
        if due > sent:
            client.sendall(b"".join(messages[sent:due]))
            sent = due
        time.sleep(max(_STEP, 1 / flood.rate / 4))
    if flood.last is not None:
        client.sendall(update(0, {streams.MEMBERS[0]: flood.last}))


def main() -> None:
    """Serve one client to its end."""
    what = json.loads(sys.argv[1])
    begin = b"".join(definitions(what["devices"], what["kinds"]))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        print(listening.getsockname()[1], flush=True)
        client, _ = listening.accept()
    with client:
        heard = b""
        while b"getProperties" not in heard:
            heard += client.recv(4096)
        client.sendall(begin)
        threading.Thread(target=_drop, args=[client], daemon=True).start()
        for line in sys.stdin:
            send(client, Flood(**json.loads(line)))
            print(time.monotonic(), flush=True)


def _drop(client: socket.socket) -> None:
    with contextlib.suppress(ConnectionResetError):
        while client.recv(1 << 16):
            pass


class Server:
    """A running server process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.port = int(self._line())

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def begin(self, flood: Flood) -> None:
        """Begin to send; `over` waits for its end."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(flood)) + "\n")
        self._process.stdin.flush()

    def over(self) -> float:
        """The time at which all was sent."""
        return float(self._line())


@contextmanager
def serving(devices: list[int], kinds: tuple[str, ...] = streams.KINDS) -> Iterator[Server]:
    """Run a server process."""
    command = [sys.executable, "-m", "tests.benchmarks.screen_server", json.dumps({"devices": devices, "kinds": kinds})]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        try:
            yield Server(process)
        finally:
            process.kill()


if __name__ == "__main__":
    main()
