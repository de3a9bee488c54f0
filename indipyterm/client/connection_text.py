"""What becomes of the connection, as messages for scripts."""

from __future__ import annotations

from indipyterm.client.hosts import server_name
from indipyterm.model.events import Disconnected

ASKED = "asked for all properties"
SHUTDOWN = "this client was shut down"


def connecting(host: str, port: int) -> str:
    """A connection is about to be made."""
    return f"connecting to {server_name(host, port)}"


def connected(host: str, port: int, local: bool) -> str:
    """It is made; `local`: over a local socket."""
    return f"connected to {server_name(host, port)}{' over its local socket' if local else ''}"


def disconnected(host: str, port: int, event: Disconnected) -> str:
    """It is lost, or could not be made."""
    what = "lost the connection" if event.lost else "no connection"
    return f"{what} to {server_name(host, port)}: {event.reason}; trying again in {event.retry:.1f} s"


def closed(host: str, port: int) -> str:
    """This client has ended it."""
    return f"closed the connection to {server_name(host, port)}"
