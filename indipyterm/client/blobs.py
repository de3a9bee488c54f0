"""BLOBs into files under one folder: whole, with a name of their own, or not at all.

Names come from the network, so nothing of them is trusted: only letters, digits and ``._-`` are kept, and a file is
never written through a link, over another file, or outside the folder. Runs in worker threads, off the event loop.
"""

from __future__ import annotations

import contextlib
import os
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from indipyterm.exceptions import BadCompression, NotSaved, TooLarge
from indipyterm.files.opening import open_folder
from indipyterm.files.temporary import TempFiles
from indipyterm.protocol.blob_data import allocate_buffer

_UNSAFE = re.compile(r"[^A-Za-z0-9_+-]+")
_UNSAFE_SUFFIX = re.compile(r"[^A-Za-z0-9._-]+")
_PREFIX = ".indipyterm-"  # of temporary files
_PART_LENGTH = 60
_SUFFIX_LENGTH = 24
_TRIES = 1000
_WRITE_SIZE = 1 << 22
_INFLATED_SIZE = 1 << 20  # at a time

KEPT_PACKED = (".fz", ".gz")
"""Formats that are kept as they are: their announced size is that of what they become."""

MAX_INFLATED = 1_000_000_000
"""Bytes that a compressed BLOB may become at most, whatever the server announces, unless another limit is given."""


def check_folder(folder: str | os.PathLike[str]) -> Path:
    """Give the real path of a directory that can be written to; raises `NotSaved` where it is none."""
    try:
        path = Path(folder).expanduser().resolve()
    except (RuntimeError, ValueError) as error:  # an unknown ~user, or a NUL in the path
        raise NotSaved(str(error)) from None
    if not path.is_dir():
        raise NotSaved(f"{path} is not a directory")
    if not os.access(path, os.W_OK | os.X_OK):
        raise NotSaved(f"{path} cannot be written to")
    return path


def remove_abandoned_files(folder: Path) -> None:
    """Remove the temporary files that were left when this program was killed while it saved something there."""
    with contextlib.suppress(OSError):
        directory = open_folder(folder, readable=True)
        try:
            TempFiles(directory, _PREFIX).remove_abandoned()
        finally:
            os.close(directory)


def file_name(device: str, member: str, when: datetime, suffix: str) -> str:
    """A safe name made of names from the network: ``Device_MEMBER_20261122T104410.123Z.fits``."""
    parts = [_UNSAFE.sub("_", part).strip("_-")[:_PART_LENGTH] or "x" for part in (device, member)]
    stamp = when.astimezone(UTC).strftime("%Y%m%dT%H%M%S.") + f"{when.microsecond // 1000:03d}Z"
    ending = re.sub(r"\.{2,}", ".", _UNSAFE_SUFFIX.sub("_", suffix))[:_SUFFIX_LENGTH].strip("._")
    return "_".join([*parts, stamp]) + (f".{ending}" if ending else "")


def inflate(data: bytes, suffix: str, size: int, limit: int = MAX_INFLATED) -> tuple[bytes, str]:
    """Inflate data whose suffix ends in ``.z``; gives the data, and the suffix without it.

    `size` is how many bytes the server announced. Raises `TooLarge` where there are more than that, or than `limit`,
    and `BadCompression` for damaged data.
    """
    if not data or not suffix.endswith(".z"):
        return data, suffix
    limit = min(size or limit, limit)
    inflater, plain = zlib.decompressobj(), allocate_buffer(size)
    try:
        for piece in _inflated(inflater, memoryview(data)):
            plain.write(piece)
            if plain.tell() > limit:
                raise TooLarge(limit)
    except zlib.error as error:
        raise BadCompression(f"damaged: {error}") from None
    if not inflater.eof:
        raise BadCompression("cut off")
    plain.truncate()
    return plain.getvalue(), suffix.removesuffix(".z")


def _inflated(inflater: Any, data: memoryview) -> Iterator[bytes]:
    """Inflate data piece by piece: at once it would take its memory twice."""
    for begin in range(0, len(data), _INFLATED_SIZE):
        rest: bytes | memoryview = data[begin : begin + _INFLATED_SIZE]
        while rest and not inflater.eof:
            yield inflater.decompress(rest, _INFLATED_SIZE)
            rest = inflater.unconsumed_tail
    yield inflater.flush()


def save(folder: Path, name: str, data: bytes) -> Path:
    """Write `data` under `name` in `folder`, or under ``name`` with a number before its suffix if that exists.

    The data go to a temporary file in the same folder first, which gets its name when it is whole. The folder is opened
    once, so that it cannot be exchanged for another meanwhile.
    Raises `NotSaved`, after removing the temporary file; also where `folder` is not a real path, or no longer.
    """
    try:
        directory = open_folder(folder)
        try:
            return folder / _save_in(directory, name, data)
        finally:
            os.close(directory)
    except OSError as error:
        if os.path.realpath(folder) != str(folder):
            raise NotSaved(f"{folder} leads elsewhere now") from error
        raise NotSaved(f"{folder / name}: {error.strerror or error}") from error


def _save_in(directory: int, name: str, data: bytes) -> str:
    """Write data to a file in an open directory, and return the name that it got."""
    temporary = ""
    try:
        temporary, file = TempFiles(directory, _PREFIX).create()
        with file:
            for start in range(0, len(data), _WRITE_SIZE):
                file.write(memoryview(data)[start : start + _WRITE_SIZE])
            file.flush()
            os.fsync(file.fileno())
            return _rename_free(directory, temporary, name)  # while the file is still locked
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary, dir_fd=directory)


def _rename_free(directory: int, temporary: str, wanted: str) -> str:
    """Rename the temporary file to `wanted`, or to the next free name like it; never over another file."""
    for number in range(1, _TRIES):
        name = wanted if number == 1 else _numbered(wanted, number)
        try:
            _rename_new(directory, temporary, name)
        except FileExistsError:
            continue
        return name
    name = _numbered(wanted, os.urandom(8).hex())  # the clock stands still
    _rename_new(directory, temporary, name)
    return name


def _numbered(name: str, number: int | str) -> str:
    stem, mark, suffix = name.partition("Z.")  # the suffix behind the time may have dots
    return f"{stem}Z-{number}.{suffix}" if mark else f"{name}-{number}"


def _rename_new(directory: int, old: str, new: str) -> None:
    """Rename without ever replacing; raises FileExistsError."""
    try:
        os.link(old, new, src_dir_fd=directory, dst_dir_fd=directory, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:  # FAT and some network file systems have no links: create the name first, then replace it
        os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, dir_fd=directory))
        try:
            os.replace(old, new, src_dir_fd=directory, dst_dir_fd=directory)
        except BaseException:
            os.unlink(new, dir_fd=directory)
            raise
