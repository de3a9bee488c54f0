"""How long a request has been waiting for its answer."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import NamedTuple

from indipyterm.model.vectors import Vector
from indipyterm.presentation.text import Piece
from indipyterm.protocol.messages import State

PATIENCE = 10
"""Seconds to wait for an answer if the driver gave no timeout."""

_MAX_ELAPSED = 86_400


class Pending(NamedTuple):
    """A request that is not answered: `elapsed` since it was sent, and the `limit` to wait, in whole seconds.

    `has_timeout`: the driver gave that limit. `overdue`: the limit has passed without any answer; the state of the
    vector is still the last one that the server sent.
    """

    elapsed: int
    limit: int
    has_timeout: bool
    overdue: bool

    @property
    def piece(self) -> Piece:
        """``2s``, or ``2/60s`` if the driver gave a timeout; "no answer for 10 s" if it is overdue."""
        if self.overdue:
            return Piece(f"no answer for {self.elapsed} s", "error")
        return Piece(f"{self.elapsed}/{self.limit}s" if self.has_timeout else f"{self.elapsed}s", "busy")


def pending(vector: Vector, now: datetime) -> Pending | None:
    """The request that a vector is Busy with; else None."""
    request = vector.request
    if request is None or vector.state is not State.BUSY:
        return None
    elapsed = min(_MAX_ELAPSED, max(0, int((now - request.when).total_seconds())))
    has_timeout = vector.timeout >= 1
    limit = ceil(vector.timeout) if has_timeout else PATIENCE
    return Pending(elapsed, limit, has_timeout, elapsed >= limit and not request.answered)


def pending_number(vector: Vector) -> float | None:
    """The (first) number that was requested and is not reached; None if there is none."""
    try:
        return float(next(iter(vector.request.members.values()))) if vector.request else None
    except (StopIteration, ValueError):
        return None
