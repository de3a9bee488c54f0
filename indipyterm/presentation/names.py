"""Device names, short enough for tabs and lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from indipyterm.client.hosts import host_and_port
from indipyterm.presentation.keys import DeviceKey
from indipyterm.presentation.text import printable, shortened

_MAX_LENGTH = 24  # characters


def short_names(names: Sequence[str]) -> dict[str, str]:
    """Names without a last word that all of them share: "Telescope Simulator" becomes "Telescope"."""
    words = [name.split() for name in names]
    shared = len(names) > 1 and all(len(parts) > 1 and parts[-1] == words[0][-1] for parts in words)
    short = {name: name.rsplit(None, 1)[0] if shared else name for name in names}
    if len(set(short.values())) < len(names):
        short = dict(zip(names, names, strict=True))
    return {name: shortened(printable(text), _MAX_LENGTH) for name, text in short.items()}


def whole_names(keys: Collection[DeviceKey]) -> dict[DeviceKey, str]:
    """Full names; if two servers have a device of the same name, with the name of the server."""
    return {key: f"{key.device}{mark}" for key, mark in _marks(keys).items()}


def device_names(keys: Sequence[DeviceKey]) -> dict[DeviceKey, str]:
    """Short names; if two servers have a device of the same name, with the name of the server."""
    short = short_names(list(dict.fromkeys(key.device for key in keys)))
    return {key: f"{short[key.device]}{printable(mark)}" for key, mark in _marks(keys).items()}


def _marks(keys: Collection[DeviceKey]) -> dict[DeviceKey, str]:
    """What distinguishes devices of the same name: the host, or the server's full name if the host does not."""
    names = Counter(key.device for key in keys)
    servers = {key.server for key in keys}
    hosts = Counter(map(_host, servers))
    marks = {server: f"@{_host(server) if hosts[_host(server)] == 1 else server}" for server in servers}
    return {key: marks[key.server] if names[key.device] > 1 else "" for key in keys}


def _host(server: str) -> str:
    """A server's name without its port."""
    try:
        return host_and_port(server)[0]
    except ValueError:  # its name is not an address
        return server
