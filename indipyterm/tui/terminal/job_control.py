"""SIGTSTP and SIGCONT, heard in the event loop in the order in which they came."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_LATEST = 0.05  # seconds in which what was sent together with SIGCONT is heard: SIGTERM by a shell's `kill %1`
_TURNS = 3  # of the event loop in which what came before is heard: it wakes up, reads which, and calls the callback


class JobControl:
    """Stops the process when it is told to, after `leave`; when it goes on, `resume` says whether it may.

    Both run in the event loop: a handler that interrupts whatever Python does would wait for ever for a lock that the
    interrupted code holds, as that of the queue of what is written to the terminal. And of two signals that came
    together Python calls the handlers in the order of their numbers, not in theirs.
    """

    def __init__(self, leave: Callable[[], object], resume: Callable[[], bool]) -> None:
        self._leave, self._resume = leave, resume
        self.resuming = False
        """Whether it goes on, and `resume` did not say yet that it may."""
        self._unheard = 0  # turns of the loop after which all signals that came are heard
        self._stopping: asyncio.Handle | None = None
        self._loop = asyncio.get_running_loop()
        for number, heard in ((signal.SIGTSTP, self._stop_heard), (signal.SIGCONT, self._continue_heard)):
            self._loop.add_signal_handler(number, heard)
            signal.signal(number, self._note)  # in place of asyncio's, which does nothing; the loop hears it as before

    @contextmanager
    def disabled(self) -> Iterator[None]:
        """Let the signals do what they do in any process."""
        before = {number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGTSTP, signal.SIGCONT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _note(self, number: int, _: FrameType | None) -> None:
        """Python calls this at once."""
        self._unheard = _TURNS
        self.resuming |= number == signal.SIGCONT

    def _stop_heard(self) -> None:
        self._cancel()
        self._leave()
        self._unheard = _TURNS
        self._stop_unless(lambda: False)

    def _continue_heard(self) -> None:
        self._cancel()
        if not self._resumed():
            self._stopping = self._loop.call_later(_LATEST, self._stop_unless, self._resumed)

    def _resumed(self) -> bool:
        self.resuming = not self._resume()
        return not self.resuming

    def _stop_unless(self, may_go_on: Callable[[], bool]) -> None:
        """Stop, once it is known that nothing came meanwhile that says otherwise."""
        if self._unheard:
            self._unheard -= 1
            self._stopping = self._loop.call_soon(self._stop_unless, may_go_on)
        elif not may_go_on():
            os.kill(os.getpid(), signal.SIGSTOP)

    def _cancel(self) -> None:
        if self._stopping:
            self._stopping.cancel()
            self._stopping = None
