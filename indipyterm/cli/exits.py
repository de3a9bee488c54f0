"""The exit statuses of the commands."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit statuses. A command ended by a signal has 128 plus the signal's number, as in a shell."""

    DONE = 0
    """Success: found, in effect, answered with Ok or with the values asked for, no difference; or the reader closed the
    output."""

    NEGATIVE = 1
    """Nothing matched, a request was refused, invalid or stopped, or something differs or is missing."""

    USAGE = 2
    """A wrong argument, pattern or expression, a file that cannot be used, output that cannot be written."""

    TIMED_OUT = 3
    """The timeout has expired: there was no answer, or nothing was heard of a device."""

    NO_SERVER = 4
    """The server cannot be reached, or the connection was lost before the command was done."""

    @staticmethod
    def of_signal(number: int) -> int:
        """Return the status of a command that a signal ended."""
        return 128 + number
