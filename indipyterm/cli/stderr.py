"""Lines to stderr. Every one goes through `warn`: texts of servers and files never reach the terminal as control.

This loads hardly anything, so that ``--help`` is fast.
"""

from __future__ import annotations

import contextlib
import sys

from indipyterm.model.control_characters import escape_controls


def warn(*lines: str, program: str = "indipyterm") -> None:
    """Write lines to stderr, if it is open, with control characters escaped; the first begins with the program."""
    if sys.stderr is not None:
        text = "\n".join(map(escape_controls, (f"{program}: {lines[0]}", *lines[1:])))
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()
