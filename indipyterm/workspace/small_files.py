"""Small files of the user's, and how paths and faults of files are said."""

from __future__ import annotations

from pathlib import Path

from indipyterm.files.opening import read_regular

MAX_SIZE = 1 << 20
"""The largest size of a configuration or state file, in bytes."""


def read_small_file(path: Path) -> bytes:
    """The content of a regular file of at most `MAX_SIZE` bytes. Raises OSError, also for any other file."""
    data = read_regular(path, MAX_SIZE)
    if data is None:
        raise OSError(0, f"longer than {MAX_SIZE} bytes")
    return data


def short_path(path: Path) -> str:
    """A path as people write it: ``~`` stands for the home directory."""
    text, home = str(path), str(Path.home())
    return f"~{text[len(home) :]}" if text == home or text.startswith(f"{home}/") else text


def reason_of(error: OSError) -> str:
    """What went wrong with a file, in the words of the system, without its path."""
    return error.strerror or str(error)
