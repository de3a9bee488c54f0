"""How the site is served."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WebOptions:
    """How the site is served.

    `base` is the path before every route, empty or like "/indi". `secure_cookie`: browsers reach the site by https.
    `proxies` are the addresses whose Forwarded headers count, `allowed_hosts` further names of this machine. `database`
    None: nothing is kept (the demo). `servers_given`: the command line names the INDI servers.
    `tcp`: they are connected to by TCP only.
    """

    host: str = "localhost"
    port: int = 8000
    base: str = ""
    secure_cookie: bool = False
    proxies: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] = ()
    database: Path | None = None
    demo: bool = False
    servers_given: bool = False
    tcp: bool = False
