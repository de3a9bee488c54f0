"""How long the answer to a request has been awaited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from indipyterm.model.vectors import Vector
from indipyterm.presentation.text import Piece
from indipyterm.protocol.messages import State

PATIENCE = 10
"""Seconds to wait for an answer where the driver gave no timeout."""

_LONGEST = 86_400


@dataclass(frozen=True, slots=True)
class Pending:
    """Of a request that is not answered, in whole seconds: how long ago it was sent, and how long to wait for it.

    `has_timeout` is whether the driver gave that limit. `overdue` is whether the limit has passed and nothing was
    heard: a word of this program, the state of the vector stays what the server said.
    """

    elapsed: int
    limit: int
    has_timeout: bool
    overdue: bool

    @property
    def piece(self) -> Piece:
        """``2s``, or ``2/60s`` where the driver gave a timeout; "no answer for 10 s" when it is overdue."""
        if self.overdue:
            return Piece(f"no answer for {self.elapsed} s", "error")
        return Piece(f"{self.elapsed}/{self.limit}s" if self.has_timeout else f"{self.elapsed}s", "busy")


def pending(vector: Vector, now: datetime) -> Pending | None:
    """The time since a vector was asked for something, while it is Busy with it; else None."""
    request = vector.request
    if request is None or vector.state is not State.BUSY:
        return None
    elapsed = min(_LONGEST, max(0, int((now - request.when).total_seconds())))
    has_timeout = vector.timeout >= 1
    limit = ceil(vector.timeout) if has_timeout else PATIENCE
    return Pending(elapsed, limit, has_timeout, elapsed >= limit and not request.answered)


def pending_number(vector: Vector) -> float | None:
    """The number that was asked for and is not reached, the first of several; None where there is none."""
    try:
        return float(next(iter(vector.request.members.values()))) if vector.request else None
    except (StopIteration, ValueError):
        return None
