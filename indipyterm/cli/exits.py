"""The exit statuses of the commands, all of them."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a command's exit status says. A signal that ends a command gives 128 and its number, as in a shell."""

    DONE = 0
    """Done: found, set, answered with Ok or Idle, no difference, ended by the reader of the output."""

    NO = 1
    """Nothing matched; the device or the check before sending refused; there is a difference, or something missing."""

    USAGE = 2
    """A wrong argument, pattern or expression, a file that cannot be used, output that cannot be written."""

    TIME_UP = 3
    """The time was up before it came to pass."""

    NO_SERVER = 4
    """The server cannot be reached, or went away before the command was done."""

    @staticmethod
    def of_signal(number: int) -> int:
        """The status of a command that a signal ended."""
        return 128 + number
