"""The terminal that is drawn on, wherever stdout and stderr go."""

from __future__ import annotations

import os
import sys
from typing import TextIO

_SIGNS = "‹›◐●○█▁╭│…⏎✗"
"""Some of the characters beyond ASCII that the screen draws with."""


def open_terminal() -> TextIO:
    """Open the terminal for writing: stderr, else stdout, else the terminal that controls this process.

    Characters that its encoding lacks become question marks. Raises OSError where there is no terminal.
    """
    for stream in (sys.__stderr__, sys.__stdout__):
        if stream is not None and stream.isatty():
            return os.fdopen(os.dup(stream.fileno()), "w", encoding=stream.encoding, errors="replace")
    return open("/dev/tty", "w", errors="replace")


def only_ascii() -> bool:
    """Whether the encoding of the terminal lacks characters that the screen draws with; False where there is none."""
    try:
        with open_terminal() as terminal:
            _SIGNS.encode(terminal.encoding)
    except UnicodeEncodeError:
        return True
    except OSError:
        return False
    return False
