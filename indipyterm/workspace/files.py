"""Reading small files, and replacing files atomically."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from indipyterm.client.temp_files import TempFiles

MAX_SIZE = 1 << 20
"""The largest size of a configuration or state file, in bytes."""


def read_small_file(path: Path) -> bytes:
    """The content of a regular file of at most `MAX_SIZE` bytes. Raises OSError, also for any other file."""
    if path.exists() and not path.is_file():
        raise OSError(0, "not a file")  # a device or a pipe might never end
    with open(path, "rb") as file:
        data = file.read(MAX_SIZE + 1)
    if len(data) > MAX_SIZE:
        raise OSError(0, f"longer than {MAX_SIZE} bytes")
    return data


def short_path(path: Path) -> str:
    """A path as people write it: ``~`` stands for the home directory."""
    text, home = str(path), str(Path.home())
    return f"~{text[len(home) :]}" if text == home or text.startswith(f"{home}/") else text


def reason_of(error: OSError) -> str:
    """What went wrong with a file, in the words of the system, without its path."""
    return error.strerror or str(error)


def write_atomically(path: Path, data: bytes) -> None:
    """Replace the content of a file: readers see the old or the new one, never a part, even after a crash.

    Creates its directory, follows a link, and removes temporary files that a killed program left. Raises OSError.
    """
    target = Path(os.path.realpath(path))
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    prefix = f".{target.name}-"
    temporaries = TempFiles(target.parent, prefix)
    temporaries.remove_abandoned()
    temporary: Path | None = None
    try:
        with temporaries.create() as file:
            temporary = Path(file.name)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            os.replace(temporary, target)  # while the file is still locked
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                temporary.unlink()  # there only if something failed
    _sync_directory(target.parent)


def _sync_directory(directory: Path) -> None:
    """Make the new name survive a power cut, if the file system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
