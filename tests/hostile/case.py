"""What a case is: something hostile, and what a good client must do about it. See tests/README.md."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

S = TypeVar("S")


@dataclass(frozen=True)
class Case(Generic[S]):
    """One attack. Everything but `name` and `attack` says what must come of it; what is not said must not happen.

    `attack` are bytes that the server says to the client, or a coroutine function that is given the stage `S`: it
    misbehaves as it likes, and may check what only it can know.
    """

    name: str
    attack: bytes | Callable[[S], Awaitable[None]] = b""
    changes: Mapping[str, object] = field(default_factory=dict)
    """What is different in the device Victim afterwards: ``{"TEXT.A": "new", "NUMBER:state": "Busy"}``.

    None stands for what is gone. All the rest of the model must be as it was; see `victim.picture` for the names.
    """
    told: str = ""
    """What must stand in a message of the client or the device."""
    answers: bytes = b""
    """What the client must have said to the server, and nothing else."""
    saved: Sequence[bytes] = ()
    """What the files in the BLOB folder hold, in any order; no other file may be anywhere."""
    first: bytes = b""
    """What the server says before its definitions."""
    local: bool = False
    """Whether client and server talk over a local socket; no memory may stay open then."""
    connections: int = 1
    """How many connections the client makes."""
    shows: Sequence[str] = ()
    """What must stand on the screen (families that have one)."""
    hides: Sequence[str] = ()
    """What must not."""

    def __str__(self) -> str:
        return self.name
