"""What an administrator sets in the browser, and what is accepted."""

from __future__ import annotations

import contextlib
import ipaddress
import json
import re
import sqlite3
from typing import Any, NamedTuple

from indipyterm.client.blobs import check_folder
from indipyterm.client.hosts import LOCAL, TCP, host_and_port, server_name
from indipyterm.exceptions import NotAccepted, NotSaved
from indipyterm.web.accounts.database import transaction

MOST_SERVERS = 20
_HOST = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*\.?")


class Settings(NamedTuple):
    """What is kept. `servers` None: never set here, so those of the command line or the configuration.

    `host` and `port` are where the site listens from the next start on; empty and 0: not set. `blob_folder` empty:
    BLOBs are not saved. `anyone_may_look`: without login, too.
    """

    servers: tuple[str, ...] | None = None
    host: str = ""
    port: int = 0
    blob_folder: str = ""
    anyone_may_look: bool = False


class SettingsTable:
    """The settings, by name, as JSON."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def read(self) -> Settings:
        """The settings; what is damaged or unknown is as if it were not set."""
        found: dict[str, Any] = {}
        for key, value in self._database.execute("SELECT key, value FROM settings"):
            with contextlib.suppress(ValueError):
                found[key] = json.loads(value)
        settings = Settings()
        match found.get("servers"):
            case list(names) if all(isinstance(name, str) for name in names):
                settings = settings._replace(servers=tuple(names))
        match found.get("port"):
            case int(port) if 0 < port < 65536:
                settings = settings._replace(port=port)
        return settings._replace(
            host=_text(found.get("host")),
            blob_folder=_text(found.get("blob_folder")),
            anyone_may_look=found.get("anyone_may_look") is True,
        )

    def write(self, settings: Settings) -> None:
        """Keep settings."""
        with transaction(self._database):
            self._database.execute("DELETE FROM settings")
            rows = [(key, json.dumps(value)) for key, value in settings._asdict().items() if value is not None]
            self._database.executemany("INSERT INTO settings (key, value) VALUES (?, ?)", rows)


def read_servers(text: str) -> tuple[str, ...]:
    """Servers, a line each, as ``HOST`` or ``HOST:PORT``. Raises NotAccepted."""
    found: dict[str, None] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            host, port = host_and_port(line)
            if not host.startswith(LOCAL):
                _check_host(host.removeprefix(TCP))
        except ValueError as error:
            raise NotAccepted("servers", f"{error}.") from None
        found[server_name(host, port)] = None
    if len(found) > MOST_SERVERS:
        raise NotAccepted("servers", f"At most {MOST_SERVERS} servers; these are {len(found)}.")
    return tuple(found)


def read_host(text: str) -> str:
    """An address or name to listen at; empty: not set. Raises NotAccepted."""
    host = text.strip()
    if host:
        try:
            _check_host(host)
        except ValueError as error:
            raise NotAccepted("host", f"{error}.") from None
    return host


def read_port(text: str) -> int:
    """A port to listen at; 0: not set. Raises NotAccepted."""
    text = text.strip()
    if not text:
        return 0
    if text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) < 65536:
        return int(text)
    raise NotAccepted("port", "A port is a whole number from 1 to 65535.")


def read_folder(text: str) -> str:
    """A folder that exists and can be written to; empty: none. Raises NotAccepted."""
    if not text.strip():
        return ""
    try:
        return str(check_folder(text.strip()))
    except (NotSaved, OSError) as error:
        raise NotAccepted("blob_folder", f"{error}.") from None


def _check_host(host: str) -> None:
    with contextlib.suppress(ValueError):
        ipaddress.ip_address(host.partition("%")[0])
        return
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise ValueError(f"{host[:60]!r} is not a name or address of a computer")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
