"""The server side of a measurement, in a process of its own: ``python -m tests.benchmarks.sender '<json>'``.

Prints the port that it listens on. To a client that asks for properties it sends its definitions, and for each line
that it reads from its standard input it sends the whole flood once, as fast as the client takes it.
"""

from __future__ import annotations

import contextlib
import json
import socket
import sys
import threading
from collections.abc import Iterator
from typing import Any

from tests.benchmarks import strangers, streams

DEVICE = "Benchmark"
_BLOCK = 1 << 16


def definitions(what: dict[str, Any]) -> Iterator[bytes]:
    """What is sent before the flood."""
    if what["flood"] == "blobs":
        return iter([streams.blob_definition(DEVICE), *streams.blobs(1, what["size"], DEVICE, what["wrapped"])])
    if what["flood"].endswith("definitions"):
        return iter(())
    if what["flood"].startswith("strangers"):
        return strangers.definitions(what["vectors"], what["devices"], what["kinds"])
    kinds = streams.KINDS if what["flood"] == "mixed" else ("Number",)
    return streams.definitions(what["vectors"], lambda _: DEVICE, lambda number: kinds[number % len(kinds)])


def flood(what: dict[str, Any]) -> Iterator[bytes]:
    """What is measured."""
    match what["flood"]:
        case "numbers":
            return streams.numbers(what["count"], what["vectors"], DEVICE)
        case "mixed":
            return streams.mixed(what["count"], what["vectors"], DEVICE)
        case "blobs":
            return streams.blobs(what["count"], what["size"], DEVICE, what["wrapped"])
        case "strangers-definitions":
            return strangers.definitions(what["count"], what["devices"])
        case "strangers":
            several = what["kinds"]
            return strangers.updates(
                what["count"], what["vectors"], what["devices"], several, messages=len(several) > 1
            )
        case _:
            per = what["count"] // what["devices"]
            return streams.definitions(
                what["count"], lambda n: f"Device {n // per:03d}", lambda n: streams.KINDS[n % len(streams.KINDS)], 5
            )


def blocks(elements: Iterator[bytes]) -> list[bytes]:
    """Join elements to blocks worth a system call."""
    out, block = [], bytearray()
    for element in elements:
        block += element
        if len(block) >= _BLOCK:
            out.append(bytes(block))
            block.clear()
    return [*out, bytes(block)]


def main() -> None:
    """Serve one client to its end."""
    what = json.loads(sys.argv[1])
    begin, rest = blocks(definitions(what)), blocks(flood(what))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        print(listening.getsockname()[1], flush=True)
        client, _ = listening.accept()
    with client:
        heard = b""
        while b"getProperties" not in heard:
            heard += client.recv(4096)
        for block in begin:
            client.sendall(block)
        threading.Thread(target=_drop, args=[client], daemon=True).start()
        for _ in sys.stdin:
            for block in rest:
                client.sendall(block)


def _drop(client: socket.socket) -> None:
    with contextlib.suppress(ConnectionResetError):
        while client.recv(1 << 16):
            pass


if __name__ == "__main__":
    main()
