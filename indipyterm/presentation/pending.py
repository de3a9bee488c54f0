"""How long a request has been waiting for its answer."""

from __future__ import annotations

from datetime import datetime
from math import ceil, isfinite
from typing import NamedTuple

from indipyterm.model.standard import takes_seconds
from indipyterm.model.vectors import Vector
from indipyterm.presentation.durations import progress_text
from indipyterm.presentation.text import Piece
from indipyterm.protocol.messages import State
from indipyterm.protocol.numbers import parse_number

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
    progress: str = ""
    """How much of a time that was asked for is over: ``74 of 300 s``."""

    @property
    def piece(self) -> Piece:
        """``2s``, or ``74 of 300 s`` of an exposure; "no answer for 10 s" if it is overdue.

        The driver's timeout is said once half of it is over: ``31s, at most 60s``.
        """
        if self.overdue:
            return Piece(f"no answer for {self.elapsed} s", "error")
        if self.progress:
            return Piece(self.progress, "busy")
        limited = self.has_timeout and self.limit <= 2 * self.elapsed <= 2 * self.limit
        return Piece(f"{self.elapsed}s, at most {self.limit}s" if limited else f"{self.elapsed}s", "busy")


def pending(vector: Vector, now: datetime) -> Pending | None:
    """The request that a vector is Busy with; else None."""
    request = vector.request
    if request is None or vector.state is not State.BUSY:
        return None
    elapsed = min(_MAX_ELAPSED, max(0, int((now - request.when).total_seconds())))
    has_timeout = vector.timeout >= 1
    limit = ceil(vector.timeout) if has_timeout else PATIENCE
    overdue = elapsed >= limit and not request.answered
    return Pending(elapsed, limit, has_timeout, overdue, progress_of(vector))


def pending_number(vector: Vector) -> float | None:
    """The (first) number that was requested and is not reached; None if there is none."""
    try:
        return float(next(iter(vector.request.members.values()))) if vector.request else None
    except (StopIteration, ValueError):
        return None


def progress_of(vector: Vector) -> str:
    """How far an exposure is, of the time that was asked for: ``74 of 300 s``; empty where that is not known."""
    asked, left = _seconds(vector, asked=True), _seconds(vector, asked=False)
    if not asked or left is None or not 0 <= left <= asked or vector.state is not State.BUSY:
        return ""
    return progress_text(asked - left, asked)


def _seconds(vector: Vector, *, asked: bool) -> float | None:
    if len(vector.members) != 1 or not takes_seconds(vector.name, vector):
        return None
    name, member = next(iter(vector.members.items()))
    try:
        number = parse_number(vector.asked.get(name, "") if asked else member.value)
    except ValueError:
        return None
    return number if isfinite(number) else None
