"""Which libindi is installed, and what its simulators define: other versions define other vectors."""

from __future__ import annotations

import re
import socket
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from time import monotonic
from typing import Self

_DEFINITION = re.compile(rb'<def\w+Vector device="([^"]*)" name="([^"]*)"')


@cache
def libindi_version() -> str:
    """What indiserver says that it was built with, such as "1.9.9"; empty where it does not say, or is missing."""
    with suppress(FileNotFoundError):
        told = subprocess.run(["indiserver", "-h"], capture_output=True, text=True, check=False)
        if found := re.search(r"INDI Library: (\S+)", told.stderr + told.stdout):
            return found[1]
    return ""


def count_vectors(
    address: tuple[str, int], devices: Iterable[str], timeout: float = 30.0
) -> dict[str, tuple[int, int]]:
    """How many vectors devices define before they are connected to their hardware, and after; they stay connected.

    A driver answers in order. So it has defined all when it answers a switch that was sent after the question.
    """
    with _Asker(address, timeout) as asker:
        asker.send('<getProperties version="1.7"/>')
        before = {device: asker.count_after(device, "DISCONNECT") for device in devices}
        for device in devices:
            asker.count_after(device, "CONNECT")  # answered before the definitions
        return {device: (before[device], asker.count_after(device, "CONNECT")) for device in devices}


class _Asker:
    """A client that only counts."""

    def __init__(self, address: tuple[str, int], timeout: float) -> None:
        self._socket = socket.create_connection(address, timeout)
        self._deadline = monotonic() + timeout
        self._heard = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def send(self, text: str) -> None:
        self._socket.sendall(f"{text}\n".encode())

    def count_after(self, device: str, member: str) -> int:
        """Send a member of CONNECTION once it is defined; how many vectors there are when that is answered."""
        self._until(rf'<defSwitchVector device="{re.escape(device)}" name="CONNECTION"', 0)
        since = len(self._heard)
        one = f'<oneSwitch name="{member}">On</oneSwitch>'
        self.send(f'<newSwitchVector device="{device}" name="CONNECTION">{one}</newSwitchVector>')
        self._until(rf'<setSwitchVector device="{re.escape(device)}" name="CONNECTION"', since)
        return len({name for owner, name in _DEFINITION.findall(self._heard) if owner == device.encode()})

    def _until(self, pattern: str, since: int) -> None:
        wanted = re.compile(pattern.encode())
        while not wanted.search(self._heard, since):
            self._socket.settimeout(max(0.001, self._deadline - monotonic()))
            chunk = self._socket.recv(65536)
            assert chunk, f"the end of the stream before {pattern}"
            self._heard += chunk
