"""BLOBs in memory that the server shares: read only when somebody wants the bytes, copied to files by the system.

libindi does not seal that memory: whoever else has it, any client on this machine, may cut it off at any time. Reading
a mapping of it would then end this process with SIGBUS. So it is mapped only where it is sealed, otherwise read.
"""

from __future__ import annotations

import errno
import fcntl
import mmap
import os
import threading
import weakref
from typing import Any

from indipyterm.protocol.blob_data import BlobData

_SMALL = 1 << 18
"""Bytes that are read at once: that costs less than keeping a descriptor."""

MAX_OPEN = 64
"""Descriptors that one client holds for the BLOBs that wait to be saved, or were the last of their members."""

_READ_SIZE = 1 << 24
_F_GET_SEALS = getattr(fcntl, "F_GET_SEALS", 1034)  # absent where Python was built without them
_F_SEAL_SHRINK = 2


def shared_data(descriptor: int, length: int) -> BlobData:
    """Return the first `length` bytes of what a descriptor stands for, which is closed when nobody needs it any more.

    Damaged data where it is no memory, or has fewer bytes.
    """
    shared = SharedMemory(descriptor, length)  # which owns the descriptor
    fault = _fault(descriptor, length)
    if fault:
        return BlobData(fault=fault)
    return BlobData(shared.decode()) if length <= _SMALL else shared


def _fault(descriptor: int, length: int) -> str:
    try:
        fcntl.fcntl(descriptor, _F_GET_SEALS)  # which nothing but memory has
        size = os.fstat(descriptor).st_size
        os.pread(descriptor, 1, 0)
    except OSError:
        return "what is attached is no memory that can be read"
    if length > size:
        return f"{size} bytes are attached of {length}"
    return ""


class SharedMemory(BlobData):
    """Data in shared memory. All methods may be called from any thread."""

    __slots__ = ("__weakref__", "_descriptor", "_length", "_lock", "_mapped")

    def __init__(self, descriptor: int, length: int) -> None:
        super().__init__()
        self._descriptor: int | None = descriptor
        self._length = length
        self._lock = threading.Lock()
        self._mapped: mmap.mmap | None = None

    def __del__(self) -> None:
        self._close()

    def __reduce__(self) -> tuple[Any, ...]:
        return BlobData, (self.decode(),)

    @property
    def open(self) -> bool:
        """Whether it holds a descriptor."""
        return self._descriptor is not None

    def length(self) -> int:
        """Return how many bytes there are."""
        return self._length

    def truncated_to(self, length: int) -> BlobData:
        """Return the data as they are: their length was announced."""
        return self

    def decode(self) -> bytes:
        """Return a copy of the data, which is kept from then on in place of the memory.

        It is shorter than `length` where the memory was cut off since it came.
        """
        with self._lock:
            if self._descriptor is not None:
                self._data = _read(self._descriptor, self._length)
                self._close()
            return self._data

    def view(self) -> memoryview:
        """Return the data to be read only: mapped where the memory cannot be cut off, else as `decode` does."""
        with self._lock:
            if self._mapped is None and self._descriptor is not None and _is_sealed(self._descriptor):
                self._mapped = mmap.mmap(self._descriptor, self._length, prot=mmap.PROT_READ)
            if self._mapped is not None:
                return memoryview(self._mapped)
        return memoryview(self.decode())

    def copy_to(self, file: int) -> int:
        """Copy the data to an open file, at its end, without reading them; return how many bytes came."""
        with self._lock:
            source = None if self._descriptor is None else os.dup(self._descriptor)
        if source is None:
            return _write(file, self._data)
        try:
            return _copy(source, file, self._length)
        finally:
            os.close(source)

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


def _is_sealed(descriptor: int) -> bool:
    return bool(fcntl.fcntl(descriptor, _F_GET_SEALS) & _F_SEAL_SHRINK)


def _read(descriptor: int, length: int) -> bytes:
    """Read the first `length` bytes, or those that there are."""
    data = os.pread(descriptor, length, 0)  # all that there is, unless it is more than 2 GB
    while len(data) < length and (more := os.pread(descriptor, length - len(data), len(data))):
        data += more
    return data


def _copy(source: int, file: int, length: int) -> int:
    """Copy as much as there is."""
    done = 0
    try:
        while done < length and (copied := os.sendfile(file, source, done, min(length - done, _READ_SIZE))):
            done += copied
    except OSError as error:
        if done or error.errno not in (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP):
            raise
        while done < length and (piece := os.pread(source, min(length - done, _READ_SIZE), done)):
            done += _write(file, piece)
    return done


def _write(file: int, data: bytes) -> int:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]
    return len(data)


class OpenMemory:
    """Which memory is held open, so that no more than `limit` descriptors are: what was held longest is read then."""

    def __init__(self, limit: int = MAX_OPEN) -> None:
        self._limit = limit
        self._held: list[weakref.ref[SharedMemory]] = []

    def hold(self, data: BlobData) -> BlobData:
        """Hold one more, if it is shared memory; return it."""
        if not isinstance(data, SharedMemory):
            return data
        held = [*(each for ref in self._held if (each := ref()) is not None and each.open), data]
        for oldest in held[: -self._limit]:
            oldest.decode()
        self._held = [weakref.ref(each) for each in held[-self._limit :]]
        return data
