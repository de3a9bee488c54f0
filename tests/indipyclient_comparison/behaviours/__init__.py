"""All behaviours that are compared: what a script does, and what it sees then.

Each is an async function that gets a `Session` and returns what was seen by name, as JSON has it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any, NamedTuple, TypeAlias

from tests.indipyclient_comparison.session import Session

Seen: TypeAlias = dict[str, Any]
"""What a script sees, by name."""


class Behaviour(NamedTuple):
    """What is compared. `group` is its heading in the documents."""

    number: int
    group: str
    title: str
    function: Callable[[Session], Awaitable[Seen]]


FAILED = "it ends with"
"""The name of what is seen where a behaviour could not be brought to its end."""

LOGGING = "Logging"

_GROUPS = {
    "names": "Names",
    "definitions": "Definitions",
    "updates": "New values",
    "deletions": "Deletions",
    "messages": "Messages",
    "mappings": "Mappings and attributes",
    "numbers": "Numbers",
    "sending": "Sending",
    "sending_blobs": "Sending BLOBs",
    "receiving_blobs": "Receiving BLOBs",
    "enabling_blobs": "Enabling BLOBs",
    "timeouts": "Timeouts",
    "snapshots": "Snapshots",
    "overriding": "Overriding",
    "connection": "Connection",
    "logging": LOGGING,
    "queues": "Queues",
}
"""The modules, and the headings of what is in them."""

_found: dict[str, Behaviour] = {}


def behaviour(title: str) -> Callable[[Callable[[Session], Awaitable[Seen]]], Callable[[Session], Awaitable[Seen]]]:
    """Register a function under the title that documents and tests know it by."""

    def register(function: Callable[[Session], Awaitable[Seen]]) -> Callable[[Session], Awaitable[Seen]]:
        assert title not in _found, title
        group = _GROUPS[function.__module__.rpartition(".")[2]]
        _found[title] = Behaviour(len(_found), group, title, function)
        return function

    return register


def all_behaviours() -> dict[str, Behaviour]:
    """All behaviours by title, in the order of the documents."""
    for module in _GROUPS:
        import_module(f"{__name__}.{module}")
    return _found
