"""Device names, short enough for tabs and lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import takewhile

from indipyterm.client.hosts import host_and_port
from indipyterm.presentation.keys import DeviceKey
from indipyterm.presentation.text import ELLIPSIS, printable, shortened

_MAX_LENGTH = 24  # characters
_SHORTEST = 4
_SIGNS = " @:.-_"  # before the part of a name that tells it from others


def short_names(names: Sequence[str]) -> dict[str, str]:
    """Names without a last word that all of them share: "Telescope Simulator" becomes "Telescope"."""
    words = [name.split() for name in names]
    shared = len(names) > 1 and all(len(parts) > 1 and parts[-1] == words[0][-1] for parts in words)
    short = {name: name.rsplit(None, 1)[0] if shared else name for name in names}
    if len(set(short.values())) < len(names):
        short = dict(zip(names, names, strict=True))
    shown = {name: printable(text) for name, text in short.items()}
    return {name: cut_name(text, _MAX_LENGTH, shown.values()) for name, text in shown.items()}


def cut_name(name: str, most: int, names: Iterable[str] = ()) -> str:
    """A name of at most `most` characters: cut at its end, or where it is like others of the `names`.

    So what tells it from the others stays: ``Apogee…:7624``.
    """
    if len(name) <= most or most < _SHORTEST:
        return shortened(name, max(1, most))
    alike = max((_alike(name, other) for other in names if other != name), default=0)
    if alike < most - 1:
        return shortened(name, most)
    start = max(name.rfind(sign, 0, alike + 1) for sign in _SIGNS)
    tail = (name[start:].lstrip() if 0 < len(name) - start <= most - 2 else name[alike:])[: most - 2]
    return f"{name[: most - 1 - len(tail)]}{ELLIPSIS}{tail}"


def _alike(name: str, other: str) -> int:
    """How many characters two names have in common at their beginnings."""
    pairs = zip(name, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


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
