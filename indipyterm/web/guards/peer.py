"""Who is at the other end: the browser itself, or a proxy that says for whom it asks."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from starlette.datastructures import Headers
from starlette.types import Scope

_ADDED_BY_PROXIES = ("forwarded", "via", "x-real-ip", "x-client-ip", "cf-connecting-ip", "true-client-ip")
_FORWARDED = re.compile(r'(for|proto|host)=(?:"([^"]*)"|([^;,"\s]*))', re.IGNORECASE)
_KEY = "indipyterm.peer"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Peer(NamedTuple):
    """The browser of a request.

    `address` is its address, `https` whether it asked by https, `host` the site's name (with the port, unless it is the
    usual one) as the browser has it. `local`: it runs on this machine, as far as one can tell.
    """

    address: str
    https: bool
    host: str
    local: bool

    @property
    def origin(self) -> str:
        """What the site's own pages have as their Origin."""
        return f"http{'s' * self.https}://{without_usual_port(self.host, self.https)}"


def read_networks(addresses: Sequence[str]) -> tuple[Network, ...]:
    """Addresses and networks of proxies, such as ``192.168.1.2`` or ``10.0.0.0/8``. Raises ValueError."""
    return tuple(ipaddress.ip_network(text, strict=False) for text in addresses)


def find_peer(scope: Scope, proxies: Sequence[Network], *, behind_proxy: bool) -> Peer:
    """Who sent a request. Only this machine and the `proxies` are believed what they say of others.

    `behind_proxy`: browsers come through a proxy, even if nothing in the request shows it.
    """
    headers = Headers(scope=scope)
    address = (scope.get("client") or ("127.0.0.1", 0))[0]
    https, host = scope.get("scheme") in ("https", "wss"), headers.get("host", "")
    forwarded = any(name in headers for name in _ADDED_BY_PROXIES) or any(
        name.startswith("x-forwarded-") for name in headers
    )
    old = scope.get("http_version") == "1.0"  # no browser speaks it, but proxies do
    local = _is_loopback(address) and not forwarded and not old and not behind_proxy
    if forwarded and _is_trusted(address, proxies):
        said = _said_by_proxy(headers)
        for one in reversed(said["for"]):
            address = one
            if not _is_trusted(address, proxies):
                break
        https = said["proto"][-1].lower() in ("https", "wss") if said["proto"] else https
        host = said["host"][-1] if said["host"] else host
    return Peer(address, https, host, local)


def keep_peer(scope: Scope, peer: Peer) -> None:
    """Keep who sent a request with it."""
    scope[_KEY] = peer
    scope["client"] = (peer.address, 0)


def peer_of(scope: Scope) -> Peer:
    """Who sent a request, as the first guard found out."""
    return cast(Peer, scope[_KEY])


def without_usual_port(host: str, https: bool) -> str:
    """A Host as browsers write it in an Origin."""
    usual = ":443" if https else ":80"
    return host.lower().removesuffix(usual)


def _said_by_proxy(headers: Headers) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {"for": [], "proto": [], "host": []}
    for line in headers.getlist("forwarded"):
        for name, quoted, plain in _FORWARDED.findall(line):
            said[name.lower()].append(quoted or plain)
    for name, values in said.items():
        older = [part.strip() for line in headers.getlist(f"x-forwarded-{name}") for part in line.split(",")]
        values[:] = list(filter(None, older)) or values
    said["for"] = [_without_port(text) for text in said["for"]]
    return said


def _without_port(text: str) -> str:
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text


def _ip(text: str) -> Any:
    try:
        ip = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(ip, "ipv4_mapped", None) or ip


def _is_loopback(address: str) -> bool:
    ip = _ip(address)
    return ip is not None and ip.is_loopback


def _is_trusted(address: str, proxies: Sequence[Network]) -> bool:
    ip = _ip(address)
    return ip is not None and (ip.is_loopback or any(ip in network for network in proxies))
