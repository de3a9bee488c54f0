"""Temporary files, and those that were left by a program that was killed.

A program holds a lock on its temporary file for as long as it writes; the system releases the lock when the program
ends. So a locked file is in use, on this machine or (where the file system can) another, and an unlocked one is not.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
from pathlib import Path
from typing import IO


class TempFiles:
    """The temporary files in a folder that are called ``<prefix><16 hexadecimal digits>.part``."""

    def __init__(self, folder: Path, prefix: str) -> None:
        self._folder, self._prefix = folder, prefix

    def create(self) -> IO[bytes]:
        """Open a new temporary file, locked until it is closed. Raises OSError."""
        while True:
            path = self._folder / f"{self._prefix}{os.urandom(8).hex()}.part"
            file = open(path, "xb")  # noqa: SIM115 - the caller closes it
            if lock(file):
                return file
            file.close()  # another run took it for abandoned before it was locked

    def remove_abandoned(self) -> None:
        """Remove the files that no program is writing."""
        ours = re.compile(re.escape(self._prefix) + r"[0-9a-f]{16}\.part")
        with contextlib.suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                if ours.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                    _remove_unlocked(entry.path)


def lock(file: IO[bytes]) -> bool:
    """Lock a temporary file until it is closed; False where another run has removed it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(file.fileno()).st_nlink > 0
    except BlockingIOError:  # it is being removed
        return False
    except OSError:  # a file system without locks: nothing is removed there, either
        return True


def _remove_unlocked(path: str) -> None:
    with contextlib.suppress(OSError):  # in use, or gone already
        file = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(path)
        finally:
            os.close(file)
