"""What the program says at its start while the documented password stands."""

from __future__ import annotations

import ipaddress
import socket
import sys

from indipyterm.web.accounts.setup_code import LIFETIME
from indipyterm.web.options import WebOptions
from indipyterm.web.qr_code import qr_lines


def setup_lines(name: str, code: str, options: WebOptions) -> list[str]:
    """Where to choose the first password of a user; and loudly, if other machines can reach the site meanwhile."""
    link = f"{site_url(options)}/setup?code={code}"
    minutes = round(LIFETIME / 60)
    lines = [
        f"first start: choose the password of {name} at {link}",
        f"(for {minutes} minutes, once; start again for another code)",
    ]
    if not _is_loopback(options.host):
        lines += qr_lines(link, sys.stderr)
        lines.append(f"ATTENTION: other machines reach this site, and {name} has no password of your own yet")
    return lines


def site_url(options: WebOptions) -> str:
    """An address under which browsers find the site, as far as one can tell here."""
    host = options.host
    if host in ("", "0.0.0.0", "::"):
        own = socket.gethostname()
        host = own if "." in own or own == "localhost" else f"{own}.local"
    if options.secure_cookie:
        return f"https://{(*options.allowed_hosts, host)[0]}{options.base}"
    return f"http://{f'[{host}]' if ':' in host else host}:{options.port}{options.base}"


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
