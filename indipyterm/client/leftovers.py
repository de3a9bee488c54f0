"""Temporary files that were left by a program that was killed.

A program holds a lock on its temporary file for as long as it writes; the system takes the lock from the dead. So what
is locked is somebody's, on this machine or (where the file system tells) another, and what is not is nobody's.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
from pathlib import Path
from typing import IO


def create(folder: Path, prefix: str) -> IO[bytes]:
    """Open a new temporary file, ``<prefix><16 hexadecimal digits>.part``, claimed until it is closed. Raises OSError.

    Another run may take the file for a leftover just before it is claimed; then it is another one.
    """
    while True:
        file = open(folder / f"{prefix}{os.urandom(8).hex()}.part", "xb")  # noqa: SIM115 - the caller closes it
        if claim(file):
            return file
        file.close()


def claim(file: IO[bytes]) -> bool:
    """Show that a temporary file is being written, until it is closed; False where another run has removed it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(file.fileno()).st_nlink > 0
    except BlockingIOError:  # it is being removed
        return False
    except OSError:  # a file system without locks: nobody will sweep there, either
        return True


def sweep(folder: Path, prefix: str) -> None:
    """Remove nobody's temporary files in a folder, called ``<prefix><16 hexadecimal digits>.part``."""
    ours = re.compile(re.escape(prefix) + r"[0-9a-f]{16}\.part")
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if ours.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                _remove(entry.path)


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):  # somebody's, or gone already
        file = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(path)
        finally:
            os.close(file)
