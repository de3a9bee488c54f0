"""Temporary files, and those that were left by a program that was killed.

A program holds a lock on its temporary file for as long as it writes; the system releases the lock when the program
ends. So a locked file is in use, on this machine or (where the file system can) another, and an unlocked one is not.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
from typing import IO


class TempFiles:
    """The temporary files in a directory that are called ``<prefix><16 hexadecimal digits>.part``.

    `directory` is its descriptor. To `remove_abandoned` it has to be readable.
    """

    def __init__(self, directory: int, prefix: str) -> None:
        self._directory, self._prefix = directory, prefix

    def create(self, mode: int = 0o666) -> tuple[str, IO[bytes]]:
        """Open a new temporary file, locked until it is closed; return its name, too. Raises OSError.

        `mode`: its permissions, from which the umask is taken.
        """
        while True:
            name = f"{self._prefix}{os.urandom(8).hex()}.part"
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            file = open(os.open(name, flags, mode, dir_fd=self._directory), "wb")  # noqa: SIM115 - the caller closes it
            if lock(file):
                return name, file
            file.close()  # another run took it for abandoned before it was locked

    def remove_abandoned(self) -> None:
        """Remove the files that no program is writing."""
        ours = re.compile(re.escape(self._prefix) + r"[0-9a-f]{16}\.part")
        with contextlib.suppress(OSError), os.scandir(self._directory) as entries:
            for entry in entries:
                if ours.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                    self._remove_unlocked(entry.name)

    def _remove_unlocked(self, name: str) -> None:
        with contextlib.suppress(OSError):  # in use, or gone already
            file = os.open(name, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=self._directory)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.unlink(name, dir_fd=self._directory)
            finally:
                os.close(file)


def lock(file: IO[bytes]) -> bool:
    """Lock a temporary file until it is closed; False where another run has removed it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(file.fileno()).st_nlink > 0
    except BlockingIOError:  # it is being removed
        return False
    except OSError:  # a file system without locks: nothing is removed there, either
        return True
