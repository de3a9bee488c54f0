"""Servers as users write them. Loads nothing: the command line needs it before anything else."""

from __future__ import annotations

DEFAULT_HOST = "localhost"
"""The server where none is named."""

DEFAULT_PORT = 7624
"""The port that INDI servers listen on unless told otherwise."""

_MAX_SOCKET_NAME = 107  # bytes, of ``sun_path`` in Linux


LOCAL = "unix:"
"""Begins the host that stands for a local socket: ``unix:/tmp/indiserver``. It has no port."""

TCP = "tcp:"
"""Begins a host that is connected to by TCP even where its server has a local socket: ``tcp:localhost``."""


def host_and_port(text: str, default: int = DEFAULT_PORT) -> tuple[str, int]:
    """Read a server as users write it: ``pi4``, ``dome:7625``, ``[::1]:7624``, ``::1``, ``unix:/tmp/indiserver``.

    ``tcp:`` before a name or address stays a part of the host. Raises ValueError.
    """
    text = text.strip()
    if text.startswith(LOCAL) and not text[len(LOCAL) :].isdigit():  # else a host of that name, and its port
        if text == LOCAL or not text.isprintable() or len(text.encode()) - len(LOCAL) > _MAX_SOCKET_NAME:
            raise ValueError(f"{text!r} is no name of a local socket")
        return text, DEFAULT_PORT
    if text.startswith(TCP) and not text[len(TCP) :].isdigit():
        host, port = host_and_port(text[len(TCP) :], default)
        if host.startswith((LOCAL, TCP)):
            raise ValueError(f"{text!r} has no host name")
        return TCP + host, port
    if text.startswith("["):
        host, bracket, rest = text[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")) or not _is_ipv6(host):
            raise ValueError(f"{text!r} is no [address]:port")
        given = rest[1:] if rest else None
    elif text.count(":") == 1:
        host, given = text.split(":")
    elif ":" in text and not _is_ipv6(text):
        raise ValueError(f"{text!r} is neither HOST:PORT nor an IPv6 address; with a port, that is [address]:port")
    else:
        host, given = text, None
    if not host or any(character.isspace() or not character.isprintable() for character in host):
        raise ValueError(f"{text!r} has no host name")
    if given is None:
        return host, default
    if not (given.isascii() and given.isdigit() and len(given) <= 5 and 0 < int(given) < 65536):
        raise ValueError(f"{text!r} has no port from 1 to 65535")
    return host, int(given)


def server_name(host: str, port: int) -> str:
    """How people call a server: ``pi4:7624``, ``[::1]:7624``; the inverse of `host_and_port`."""
    if host.startswith(LOCAL):
        return host
    if host.startswith(TCP):
        return TCP + server_name(host.removeprefix(TCP), port)
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def by_tcp(server: str) -> str:
    """A server as users write it, to be connected to by TCP; a local socket stays one. Raises ValueError."""
    host, _ = host_and_port(server)
    return server if host.startswith((LOCAL, TCP)) else TCP + server.strip()


def _is_ipv6(text: str) -> bool:
    from ipaddress import IPv6Address  # noqa: PLC0415 - only the few who write one pay for it

    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True
