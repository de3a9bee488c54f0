"""The state of a connection to a server in words."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from indipyterm.presentation.text import Piece, printable

_SILENT_SECONDS = 2  # after connecting, in which a server need not have sent anything


class Connection(Protocol):
    """What is known of a connection. Times are UTC: `since` it was made or lost, `retry_at` it is tried again.

    `ever_connected`: whether it was made at least once. `data_received`: whether the server sent anything since it was
    made. `reason` is why the last of so many `tries` failed. `held`: the user ended it. `local`: it
    is over a local socket.
    """

    @property
    def connected(self) -> bool: ...
    @property
    def local(self) -> bool: ...
    @property
    def ever_connected(self) -> bool: ...
    @property
    def reason(self) -> str: ...
    @property
    def tries(self) -> int: ...
    @property
    def since(self) -> datetime | None: ...
    @property
    def retry_at(self) -> datetime | None: ...
    @property
    def data_received(self) -> bool: ...
    @property
    def held(self) -> bool: ...


def connection_pieces(connection: Connection, now: datetime, retry_hint: str = "") -> list[Piece]:
    """The state of a connection; if there is none, also when it is tried again, and since when values are stale.

    `retry_hint` is how to try at once, in words of the face.
    """
    since = connection.since
    elapsed = int((now - since).total_seconds()) if since else 0
    if connection.held:
        return [Piece("○ disconnected", "stale"), *([Piece(retry_hint.strip(" ()"), "dim")] if retry_hint else [])]
    if connection.connected:
        silent = not connection.data_received and elapsed >= _SILENT_SECONDS
        state = Piece(f"◐ silent for {elapsed} s", "busy") if silent else Piece("● live", "ok")
        return [state, *([Piece("local socket", "dim")] if connection.local else [])]
    if not connection.reason:
        return [Piece("… connecting", "busy")]
    lost = Piece(f"✗ LOST {elapsed} s" if connection.ever_connected else f"✗ {printable(connection.reason)}", "alert")
    pieces = [lost, Piece(_retry(connection, now, retry_hint), "busy")]
    if connection.ever_connected and since:
        pieces.append(Piece(f"STALE since {since:%H:%M:%S}", "stale"))
    return pieces


def _retry(connection: Connection, now: datetime, hint: str) -> str:
    wait = max(0, round((connection.retry_at - now).total_seconds())) if connection.retry_at else 0
    return f"retry {connection.tries} in {wait} s{hint}" if wait else f"retry {connection.tries} …"
