"""Lines to stderr. Every one goes through `warn`: texts of servers and files never reach the terminal as control.

This loads hardly anything, so that ``--help`` is fast.
"""

from __future__ import annotations

import contextlib
import re
import sys

# Control characters, line separators, and characters that change the direction of writing.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def escape_controls(text: str) -> str:
    """Return a text on one line, with escapes in place of control characters."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def warn(*lines: str, program: str = "indipyterm") -> None:
    """Write lines to stderr, if it is open, with control characters escaped; the first begins with the program."""
    if sys.stderr is not None:
        text = "\n".join(map(escape_controls, (f"{program}: {lines[0]}", *lines[1:])))
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()
