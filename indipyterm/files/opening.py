"""Opening files that may be anything, and folders that somebody else may exchange. Nothing here waits."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

_SEARCH = getattr(os, "O_PATH", os.O_RDONLY)  # to go through a directory: O_PATH needs no permission to read it


def open_regular(path: str | os.PathLike[str]) -> BinaryIO:
    """Open a regular file to be read.

    Raises OSError, also for a pipe or a device, which might never end, or not even open.
    """
    _check_regular(os.stat(path))  # before it is opened: that alone has an effect on some of them
    return _opened(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC))


def read_regular(path: str | os.PathLike[str], most: int) -> bytes | None:
    """The content of a regular file; None, and not read, if it is longer than `most` bytes. Raises OSError."""
    with open_regular(path) as file:
        if os.fstat(file.fileno()).st_size > most:
            return None
        data = file.read(most + 1)  # some, as those of /proc, do not say how long they are
    return data if len(data) <= most else None


def open_regular_in(folder: Path, name: str) -> BinaryIO:
    """Open a regular file in a directory, given by its real path; neither may be a link, nor `name` have a slash.

    Raises OSError.
    """
    _check_name(name)
    directory = open_folder(folder)
    try:
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
        _check_regular(os.stat(name, dir_fd=directory, follow_symlinks=False))
        descriptor = os.open(name, flags, dir_fd=directory)
    finally:
        os.close(directory)
    return _opened(descriptor)


def _opened(descriptor: int) -> BinaryIO:
    """The file of a descriptor, which is closed if it is no regular one."""
    try:
        _check_regular(os.fstat(descriptor))
        return open(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def remove_from(folder: Path, name: str) -> None:
    """Remove a regular file from a directory, given by its real path. Raises OSError, also where one is a link."""
    _check_name(name)
    directory = open_folder(folder)
    try:
        _check_regular(os.stat(name, dir_fd=directory, follow_symlinks=False))
        os.unlink(name, dir_fd=directory)
    finally:
        os.close(directory)


def open_folder(path: Path, *, readable: bool = False) -> int:
    """Open a directory by its real path, for use as ``dir_fd``; `readable`: to list it, too.

    What is done with the descriptor happens in this directory, wherever its path leads meanwhile. Raises OSError, also
    where a part of the path is a link.
    """
    descriptor = os.open(path.anchor, _SEARCH | os.O_DIRECTORY | os.O_CLOEXEC)
    names = path.parts[1:] or (".",)
    for number, name in enumerate(names, 1):
        access = os.O_RDONLY if readable and number == len(names) else _SEARCH
        try:
            below = os.open(name, access | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=descriptor)
        finally:
            os.close(descriptor)
        descriptor = below
    return descriptor


def _check_name(name: str) -> None:
    if "/" in name or name in ("", ".", ".."):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), name)


def _check_regular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "not a regular file")
