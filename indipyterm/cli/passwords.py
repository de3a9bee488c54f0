"""Reads a password that nobody sees, or a line where the input is no terminal."""

from __future__ import annotations

import sys
from getpass import getpass


def read_unseen(prompt: str) -> str:
    """Ask at the terminal; of other input the next line counts. Raises EOFError where nothing comes any more."""
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass(prompt)
    line = sys.stdin.readline() if sys.stdin else ""
    if not line:
        raise EOFError
    return line.rstrip("\n")
