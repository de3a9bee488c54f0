"""Whether a server that says nothing is still there.

A pulled cable, a frozen machine: the socket tells nothing of them. Where nothing was heard for some seconds the server
is asked with ``pingRequest``, which indiserver answers. One that has answered once and then stays silent is gone. One
that never answers is taken not to know the question, and TCP's keep-alive has to do (see `connection`). So that this
is known of those that have much to say, too, each server is asked once at the beginning.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Protocol

from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import PingRequest

BEAT = 1.0
"""Seconds between two looks. Time is counted in looks: while this process itself is stopped, no time goes by."""

QUIET = 5
"""Looks without a byte after which the server is asked."""

GONE = 11
"""Looks without a byte after which it is given up."""

UID = "indipyterm"
"""Of our questions, or what it begins with."""

_MUCH = 1 << 16  # bytes on their way: less is taken by a machine whose server is frozen


class Line(Protocol):
    """The connection that is looked after."""

    def write(self, data: bytes) -> None:
        """Send; raises OSError."""

    def unsent(self) -> int:
        """Bytes that the other side has not taken yet."""

    def abort(self, reason: str) -> None:
        """End it."""


class Heartbeat:
    """Looks after a connection from now until `stop`; `beat` is the seconds between two looks."""

    def __init__(self, line: Line, beat: float = BEAT) -> None:
        self._line = line
        self._beat = beat
        self._silent = 0
        self._asked = self._known = False
        self._unsent = 0
        self._timer = asyncio.get_running_loop().call_later(beat, self._look)

    def heard(self) -> None:
        """Something came."""
        self._silent = 0

    def answered(self, uid: str) -> None:
        """A ``pingReply`` came: one to our question shows that this server knows it."""
        self._known = self._known or uid.startswith(UID)

    def stop(self) -> None:
        """Look no more."""
        self._timer.cancel()

    def _look(self) -> None:
        self._silent += 1
        unsent = self._line.unsent()
        if unsent < self._unsent and self._unsent > _MUCH:  # it takes a BLOB, behind which a question would wait
            self._silent = 0
        self._unsent = unsent
        if self._silent == QUIET or not self._asked:
            self._ask()
        if self._silent >= GONE and self._known:
            self._line.abort(f"no answer for {round(self._silent * self._beat)} s")
            return
        self._timer = asyncio.get_running_loop().call_later(self._beat, self._look)

    def _ask(self) -> None:
        self._asked = True
        with contextlib.suppress(OSError):  # reading will tell
            self._line.write(encode(PingRequest(UID)))
