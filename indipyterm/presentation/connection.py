"""A connection to a server in words."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from indipyterm.presentation.text import Piece, printable

_SILENT = 2  # seconds after connecting in which no server has to say anything


class Connection(Protocol):
    """What is known of a connection. Times are UTC.

    `ever` is whether it was made at least once, `since` when it was made or lost; `heard` whether the server has said
    anything since then. `reason` is why the last of so many `tries` failed, `retry_at` when the next one comes.
    """

    @property
    def connected(self) -> bool: ...
    @property
    def ever(self) -> bool: ...
    @property
    def reason(self) -> str: ...
    @property
    def tries(self) -> int: ...
    @property
    def since(self) -> datetime | None: ...
    @property
    def retry_at(self) -> datetime | None: ...
    @property
    def heard(self) -> bool: ...


def connection_pieces(connection: Connection, now: datetime) -> list[Piece]:
    """The state of a connection; without one also when the next try comes, and since when values are stale."""
    since = connection.since
    elapsed = int((now - since).total_seconds()) if since else 0
    if connection.connected:
        silent = not connection.heard and elapsed >= _SILENT
        return [Piece(f"◐ silent for {elapsed} s", "busy") if silent else Piece("● live", "ok")]
    if not connection.reason:
        return [Piece("… connecting", "busy")]
    lost = Piece(f"✗ LOST {elapsed} s" if connection.ever else f"✗ {printable(connection.reason)}", "alert")
    pieces = [lost, Piece(_retry(connection, now), "busy")]
    if connection.ever and since:
        pieces.append(Piece(f"STALE since {since:%H:%M:%S}", "stale"))
    return pieces


def _retry(connection: Connection, now: datetime) -> str:
    wait = max(0, round((connection.retry_at - now).total_seconds())) if connection.retry_at else 0
    return f"retry {connection.tries} in {wait} s (r = now)" if wait else f"retry {connection.tries} …"
