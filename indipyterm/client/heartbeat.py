"""Whether a silent server is still there.

The socket does not show a pulled cable or a frozen machine. So a server that was silent for some seconds is sent a
``pingRequest``, which indiserver answers. One that has answered before, and then stays silent, is gone. One that never
answers may not know pings: it is asked for the definition of a property that it has, then for one of another device
(a single driver may be busy). If it says nothing at all it is gone, too. While nothing is known to ask for, TCP's
keep-alive has to do (see `connection`). Each server is pinged once at the beginning, so that it is known whether it
answers pings before it is silent.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Protocol

from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import PingRequest

CHECK_SECONDS = 1.0
"""Seconds between two checks. Time is counted in checks: while this process itself is stopped, no time passes."""

PING_AFTER = 5
"""Checks without a byte after which the server is pinged."""

GIVE_UP_AFTER = 11
"""Checks without a byte after which it is given up, if it answers pings."""

ASK_AFTER = 10
"""Checks without a byte after which a server that does not answer pings is asked something, again and again."""

DEAF_AFTER = 30
"""Checks without a byte after which it is given up, if it was asked."""

UID = "indipyterm"
"""The uid of our pings, or its beginning."""

_MUCH = 1 << 16  # bytes: so much, and more, is not taken by the system of a server that is frozen


class Line(Protocol):
    """The connection that is checked."""

    def write(self, data: bytes) -> None:
        """Send; raises OSError."""

    def unsent(self) -> int:
        """Bytes that the other side has not taken yet."""

    def abort(self, reason: str) -> None:
        """End it."""


class Heartbeat:
    """Checks a connection from now until `stop`, every `seconds`.

    `question` gives what to ask a server that does not answer pings, None where there is nothing to ask for.
    `ask_after` and `deaf_after` are in checks.
    """

    def __init__(
        self,
        line: Line,
        seconds: float = CHECK_SECONDS,
        question: Callable[[], bytes | None] = lambda: None,
        *,
        ask_after: int = ASK_AFTER,
        deaf_after: int = DEAF_AFTER,
    ) -> None:
        self._line = line
        self._seconds = seconds
        self._question, self._ask_after, self._deaf_after = question, ask_after, deaf_after
        self._asked = False
        self._silent = 0  # checks
        self._pinged = self._answers = False
        self._unsent = 0
        self._timer = asyncio.get_running_loop().call_later(seconds, self._check)

    def data_received(self) -> None:
        """Note that the server sent something."""
        self._silent, self._asked = 0, False

    def ping_answered(self, uid: str) -> None:
        """Note that a ping was answered: if it was one of ours, this server answers pings."""
        self._answers = self._answers or uid.startswith(UID)

    def stop(self) -> None:
        """Check no more."""
        self._timer.cancel()

    def _check(self) -> None:
        self._silent += 1
        unsent = self._line.unsent()
        if unsent < self._unsent and self._unsent > _MUCH:  # it is receiving a BLOB, behind which a ping would wait
            self._silent = 0
        self._unsent = unsent
        if self._silent == PING_AFTER or not self._pinged:
            self._ping()
        if not self._answers and self._silent and self._silent % self._ask_after == 0:
            self._ask()
        if self._silent >= (GIVE_UP_AFTER if self._answers else self._deaf_after) and (self._answers or self._asked):
            self._line.abort(f"no answer for {round(self._silent * self._seconds)} s")
            return
        self._timer = asyncio.get_running_loop().call_later(self._seconds, self._check)

    def _ping(self) -> None:
        self._pinged = True
        self._write(encode(PingRequest(UID)))

    def _ask(self) -> None:
        question = self._question()
        if question is not None:
            self._asked = True
            self._write(question)

    def _write(self, data: bytes) -> None:
        with contextlib.suppress(OSError):  # which reading will show
            self._line.write(data)
