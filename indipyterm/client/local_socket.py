"""The local socket of indiserver, and whether it belongs to the server at the other end of a TCP connection.

Two servers may run on one machine, a tunnel or a container's proxy may listen on localhost, and anybody may take the
name of the socket. So it is used in place of TCP only where one process has both: the one that made the socket, as the
system says (``SO_PEERCRED``), must have the other end of the TCP connection among its open files. Where the system
does not show that, as of another user's process, the answer is no.

Sources: unix(7), proc(5), and the kernel's ``Documentation/networking/proc_net_tcp.rst``.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
from collections.abc import Iterator
from time import monotonic, sleep

USUAL_NAME = "/tmp/indiserver"
"""The name of the socket, unless indiserver was started with ``-u``."""

AVAILABLE = sys.platform == "linux"
"""Whether there are such sockets: other systems lack names without files, and what `shared_memory` needs."""

_ACCEPT_SECONDS = 0.5
"""How long a server may take to accept a connection; until then no process has it."""

_LOOK_SECONDS = 0.005
_CREDENTIALS = struct.Struct("3i")
_ESTABLISHED = "01"


def abstract_address(name: str) -> str:
    """The address of a socket that has no file."""
    return f"\0{name}"


def is_near(connected: socket.socket) -> bool:
    """Whether the other end of a TCP connection may be on this machine."""
    return bool(connected.getpeername()[0] == connected.getsockname()[0])


def serves_both(local: socket.socket, connected: socket.socket) -> bool:
    """Whether the process that made the socket which `local` is connected to has the other end of `connected`, too.

    Waits up to half a second until the server has accepted the latter.
    """
    process, _, _ = _CREDENTIALS.unpack(local.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size))
    if process <= 0:  # in another name space
        return False
    deadline = monotonic() + _ACCEPT_SECONDS
    try:
        while (inode := _inode_of_other_end(connected)) == 0:
            if monotonic() > deadline:
                return False
            sleep(_LOOK_SECONDS)
        return inode is not None and f"socket:[{inode}]" in _open_files(process)
    except OSError:
        return False


def _inode_of_other_end(connected: socket.socket) -> int | None:
    """The number of the socket at the other end; 0 while no process has it, None where it is not on this machine."""
    ipv6 = connected.family == socket.AF_INET6
    ours, theirs = (
        _as_in_proc(connected.family, *address[:2]) for address in (connected.getsockname(), connected.getpeername())
    )
    # an IPv4 connection to a server that listens on IPv6 stands among those of IPv6
    tables = [("tcp6", ours, theirs)] if ipv6 else [("tcp", ours, theirs), ("tcp6", _mapped(ours), _mapped(theirs))]
    for table, our_end, other_end in tables:
        for local, remote, state, inode in _connections(table):
            if (local, remote, state) == (other_end, our_end, _ESTABLISHED):
                return inode
    return None


def _connections(table: str) -> Iterator[tuple[str, str, str, int]]:
    with open(f"/proc/self/net/{table}", encoding="ascii") as file:  # as this process sees the network
        next(file)
        for line in file:
            _, local, remote, state, _, _, _, _, _, inode, *_ = line.split()
            yield local, remote, state, int(inode)


def _as_in_proc(family: int, host: str, port: int) -> str:
    """An address as /proc has it: words of four bytes in the machine's order."""
    packed = socket.inet_pton(family, host.partition("%")[0])
    words = (packed[begin : begin + 4] for begin in range(0, len(packed), 4))
    return "".join(f"{int.from_bytes(word, sys.byteorder):08X}" for word in words) + f":{port:04X}"


def _mapped(address: str) -> str:
    """An IPv4 address as one of IPv6."""
    return f"{'0' * 16}{int.from_bytes(bytes((0, 0, 255, 255)), sys.byteorder):08X}{address}"


def _open_files(process: int) -> set[str]:
    files: set[str] = set()
    with os.scandir(f"/proc/{process}/fd") as entries:
        for entry in entries:
            try:
                files.add(os.readlink(entry.path))
            except FileNotFoundError:  # closed meanwhile
                continue
    return files
