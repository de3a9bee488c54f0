"""Replacing files as a whole."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from indipyterm.files.temporary import TempFiles


def write_atomically(path: Path, data: bytes) -> None:
    """Replace the content of a file: readers see the old or the new one, never a part, even after a crash.

    Keeps the file's permissions, follows a link, and removes temporary files that a killed program left.
    Raises OSError.
    """
    target = Path(os.path.realpath(path))
    directory = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _replace(directory, target.name, data)
        with contextlib.suppress(OSError):
            os.fsync(directory)  # the new name survives a power cut, if the file system can
    finally:
        os.close(directory)


def _replace(directory: int, name: str, data: bytes) -> None:
    temporaries = TempFiles(directory, f".{name}-")
    temporaries.remove_abandoned()
    mode = _permissions(directory, name)
    temporary = ""
    try:
        temporary, file = temporaries.create(0o666 if mode is None else mode & 0o700)
        with file:
            if mode is not None:
                with contextlib.suppress(OSError):  # else it is the user's alone
                    os.fchmod(file.fileno(), mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            os.replace(temporary, name, src_dir_fd=directory, dst_dir_fd=directory)  # while the file is still locked
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary, dir_fd=directory)  # there only if something failed


def _permissions(directory: int, name: str) -> int | None:
    """The permissions of a file; None if there is none."""
    try:
        return os.stat(name, dir_fd=directory).st_mode & 0o7777
    except FileNotFoundError:
        return None
