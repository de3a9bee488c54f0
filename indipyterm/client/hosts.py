"""Servers as users write them. Loads nothing: the command line needs it before anything else."""

from __future__ import annotations

DEFAULT_HOST = "localhost"
"""The server where none is named."""

DEFAULT_PORT = 7624
"""The port that INDI servers listen on unless told otherwise."""


def host_and_port(text: str, default: int = DEFAULT_PORT) -> tuple[str, int]:
    """Read a server as users write it: ``pi4``, ``dome:7625``, ``[::1]:7624``, ``::1``. Raises ValueError."""
    text = text.strip()
    if text.startswith("["):
        host, bracket, rest = text[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")) or not _is_ipv6(host):
            raise ValueError(f"{text!r} is no [address]:port")
        port = rest[1:] if rest else None
    elif text.count(":") == 1:
        host, port = text.split(":")
    elif ":" in text and not _is_ipv6(text):
        raise ValueError(f"{text!r} is neither HOST:PORT nor an IPv6 address; with a port, that is [address]:port")
    else:
        host, port = text, None
    if not host or any(character.isspace() or not character.isprintable() for character in host):
        raise ValueError(f"{text!r} has no host name")
    if port is None:
        return host, default
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and 0 < int(port) < 65536):
        raise ValueError(f"{text!r} has no port from 1 to 65535")
    return host, int(port)


def server_name(host: str, port: int) -> str:
    """How people call a server: ``pi4:7624``, ``[::1]:7624``; the inverse of `host_and_port`."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _is_ipv6(text: str) -> bool:
    from ipaddress import IPv6Address  # noqa: PLC0415 - only the few who write one pay for it

    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True
