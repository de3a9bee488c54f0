"""By which names the site is called: a page of another name, which points here, reads nothing (DNS rebinding)."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Sequence

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:/?#@\s]+)(?::([0-9]{1,5}))?")


class HostNames:
    """The names of this machine: addresses, localhost, its own name, the same with ``.local``, and `allowed` ones."""

    def __init__(self, allowed: Sequence[str] = (), own: str | None = None) -> None:
        name = (socket.gethostname() if own is None else own).lower().rstrip(".")
        short = name.partition(".")[0]
        names = {"localhost", name, short, f"{short}.local", *(_plain(one) for one in allowed)}
        self._names = names - {"", ".local"}

    def fault(self, host: str) -> str:
        """Why a request for a host (with or without port) is not answered, in words; empty if it is."""
        found = _HOST.fullmatch(host)
        if found is None or int(found[2] or 0) > 65535:
            return "The request does not say for which host it is meant."
        name = _plain(found[1])
        if name in self._names or name.endswith(".localhost") or _is_address(name):
            return ""
        return f"This site does not answer to the name {name[:80]}. If it is right, start with --allow-host {name[:80]}"


def _plain(name: str) -> str:
    return name.strip().lower().rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True
