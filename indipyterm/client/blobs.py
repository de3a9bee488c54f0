"""BLOBs into files under one folder: whole, with a name of their own, or not at all.

Names come from the network, so nothing of them is trusted: only letters, digits and ``._-`` are kept, and a file is
never written through a link, over another file, or outside the folder. Runs in worker threads, off the event loop.
"""

from __future__ import annotations

import contextlib
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import IO, Any, NamedTuple

from indipyterm.client.shared_memory import SharedMemory
from indipyterm.exceptions import BadCompression, NotSaved, TooLarge
from indipyterm.files.opening import open_folder
from indipyterm.files.temporary import TempFiles
from indipyterm.protocol.blob_data import BlobData, allocate_buffer

_UNSAFE = re.compile(r"[^A-Za-z0-9_+-]+")
_UNSAFE_SUFFIX = re.compile(r"[^A-Za-z0-9._-]+")
_NUMBER = re.compile(r"([0-9]{4,9})(?![^_.])")
_PREFIX = ".indipyterm-"  # of temporary files
_PART_LENGTH = 60
_SUFFIX_LENGTH = 24
_TRIES = 1000
_WRITE_SIZE = 1 << 22
_INFLATED_SIZE = 1 << 20  # at a time

PACKED = ".z"
"""The end of the formats that are inflated."""

KEPT_PACKED = (".fz", ".gz")
"""Formats that are kept as they are: their announced size is that of what they become."""

MAX_INFLATED = 1_000_000_000
"""Bytes that a compressed BLOB may become at most, whatever the server announces, unless another limit is given."""


class Numbering(NamedTuple):
    """Has BLOBs named with a running number and an ending in place of the time: ``Device_MEMBER_0007_Blue.fits``.

    The number is one above the highest that the folder has for this device and member, and at least `first`.
    """

    ending: str = ""
    first: int = 1


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
    stamp = when.astimezone(UTC).strftime("%Y%m%dT%H%M%S.") + f"{when.microsecond // 1000:03d}Z"
    return f"{_stem(device, member)}_{stamp}{_safe_suffix(suffix)}"


def _stem(device: str, member: str) -> str:
    return "_".join(_safe_part(part) or "x" for part in (device, member))


def _safe_part(text: str) -> str:
    return _UNSAFE.sub("_", text).strip("_-")[:_PART_LENGTH]


def _safe_suffix(suffix: str) -> str:
    ending = re.sub(r"\.{2,}", ".", _UNSAFE_SUFFIX.sub("_", suffix))[:_SUFFIX_LENGTH].strip("._")
    return f".{ending}" if ending else ""


def numbered_file_names(
    there: Iterable[str], device: str, member: str, suffix: str, numbering: Numbering
) -> Iterator[str]:
    """Safe names with a running number, the first above all numbers that the names `there` have."""
    taken = (number_of(name, device, member) for name in there)
    ending = f"_{safe}" if (safe := _safe_part(numbering.ending)) else ""
    for number in count(max([numbering.first, *(one + 1 for one in taken if one is not None)])):
        yield f"{_stem(device, member)}_{number:04d}{ending}{_safe_suffix(suffix)}"


def number_of(name: str, device: str, member: str) -> int | None:
    """The running number in the name of a file of this device and member; None if it has none."""
    stem = f"{_stem(device, member)}_"
    found = _NUMBER.match(name, len(stem)) if name.startswith(stem) else None
    return int(found[1]) if found else None


def inflate(data: bytes | memoryview, suffix: str, size: int, limit: int = MAX_INFLATED) -> tuple[bytes, str]:
    """Inflate data with a suffix that ends in ``.z``; gives the data, and the suffix without it.

    `size` is how many bytes the server announced. Raises `TooLarge` where there are more than that, or than `limit`,
    and `BadCompression` for damaged data.
    """
    if not data:
        return b"", suffix
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
    return plain.getvalue(), suffix.removesuffix(PACKED)


def _inflated(inflater: Any, data: memoryview) -> Iterator[bytes]:
    """Inflate data piece by piece: at once it would take its memory twice."""
    for begin in range(0, len(data), _INFLATED_SIZE):
        rest: bytes | memoryview = data[begin : begin + _INFLATED_SIZE]
        while rest and not inflater.eof:
            yield inflater.decompress(rest, _INFLATED_SIZE)
            rest = inflater.unconsumed_tail
    yield inflater.flush()


def save(folder: Path, name: str, data: bytes | BlobData) -> Path:
    """Write `data` under `name` in `folder`, or under ``name`` with a number before its suffix if that exists.

    The data go to a temporary file in the same folder first, which gets its name when it is whole. The folder is opened
    once, so that it cannot be exchanged for another meanwhile.
    Raises `NotSaved`, after removing the temporary file; also where `folder` is not a real path, or no longer.
    """
    with _opened(folder, name) as directory:
        return folder / _save_in(directory, _free_names(name), data)


def save_numbered(
    folder: Path, device: str, member: str, suffix: str, numbering: Numbering, data: bytes | BlobData
) -> Path:
    """Write `data` in `folder` under the next name with a running number, otherwise as `save` does."""
    with _opened(folder, f"{_stem(device, member)}_…", readable=True) as directory:
        names = numbered_file_names(os.listdir(directory), device, member, suffix, numbering)
        return folder / _save_in(directory, names, data)


@contextlib.contextmanager
def _opened(folder: Path, name: str, *, readable: bool = False) -> Iterator[int]:
    """A folder opened to save a file called `name` in it; turns what goes wrong into `NotSaved`."""
    try:
        directory = open_folder(folder, readable=readable)
        try:
            yield directory
        finally:
            os.close(directory)
    except OSError as error:
        if os.path.realpath(folder) != str(folder):
            raise NotSaved(f"{folder} leads elsewhere now") from error
        raise NotSaved(f"{folder / name}: {error.strerror or error}") from error


def _save_in(directory: int, names: Iterator[str], data: bytes | BlobData) -> str:
    """Write data to a file in an open directory, and return which of the names it got: the first that is free."""
    temporary = ""
    try:
        temporary, file = TempFiles(directory, _PREFIX).create()
        with file:
            _write(file, data)
            os.fsync(file.fileno())
            return _rename_free(directory, temporary, names)  # while the file is still locked
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary, dir_fd=directory)


def _write(file: IO[bytes], data: bytes | BlobData) -> None:
    """Write data to a file; raises `NotSaved` where memory that they are in was cut off meanwhile."""
    if isinstance(data, SharedMemory):
        if data.copy_to(file.fileno()) < data.length():
            raise NotSaved("the memory that it was in was cut off")
        return
    view = data.view() if isinstance(data, BlobData) else memoryview(data)
    for start in range(0, len(view), _WRITE_SIZE):
        file.write(view[start : start + _WRITE_SIZE])
    file.flush()


def _rename_free(directory: int, temporary: str, names: Iterator[str]) -> str:
    """Rename the temporary file to the first name that is free; never over another file."""
    while True:
        name = next(names)
        with contextlib.suppress(FileExistsError):
            _rename_new(directory, temporary, name)
            return name


def _free_names(wanted: str) -> Iterator[str]:
    """A name, and others like it."""
    yield wanted
    for number in range(2, _TRIES):
        yield _numbered(wanted, number)
    while True:
        yield _numbered(wanted, os.urandom(8).hex())  # the clock stands still


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
