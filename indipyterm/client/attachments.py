"""The descriptors that came over a local socket beside the stream, until the elements that they belong to are parsed.

libindi sends those of a vector with its first byte, in the order of its elements, at most 16 at a time and none later
than its element (``indiserver.cpp``, ``MsgQueue::writeToFd``). Where the numbers do not agree, the vectors that follow
must get their own all the same: so each descriptor is kept with the place in the stream at which it came.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from indipyterm.client.blobs import MAX_INFLATED
from indipyterm.client.shared_memory import OpenMemory, shared_data
from indipyterm.protocol.blob_data import BlobData

MAX_WAITING = 256
"""Descriptors that may wait for their elements: those of one vector. Of more, those that came first are closed."""


class _Descriptor(NamedTuple):
    number: int
    begin: int  # of the bytes of the stream that it came with
    end: int


class AttachmentQueue:
    """Descriptors in the order in which they came; see `indipyterm.protocol.blob_data.Attachments`.

    `max_blob` is the most bytes of a BLOB; what is taken is held in `memory`.
    """

    def __init__(self, max_blob: int = MAX_INFLATED, memory: OpenMemory | None = None) -> None:
        self._max_blob, self._memory = max_blob, memory or OpenMemory()
        self.taken: dict[int, BlobData] | None = None
        """What was taken, by the place in the stream at which its tag ends; None: it is not to be kept."""
        self._waiting: deque[_Descriptor] = deque()
        self._truncated = self._closed = -1
        """The end of the last bytes with which fewer came than were sent, or came some that were closed unused."""

    def add(self, descriptors: Iterable[int], begin: int, end: int, *, truncated: bool) -> None:
        """Add those that came with the bytes from `begin` to `end` of the stream; `truncated` if some were lost."""
        if truncated:
            self._truncated = end
        self._waiting += [_Descriptor(number, begin, end) for number in descriptors]
        while len(self._waiting) > MAX_WAITING:
            oldest = self._waiting.popleft()
            os.close(oldest.number)
            self._closed = oldest.end

    def take(self, vector_begin: int, end: int, length: int) -> BlobData:
        """Return the data of an element whose vector begins, and whose tag ends, at these places in the stream."""
        data = self._data(vector_begin, end, length)
        if self.taken is not None:
            self.taken[end] = data
        return data

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Close those that nobody took: the connection is over."""
        while self._waiting:
            os.close(self._waiting.popleft().number)

    def _data(self, vector_begin: int, end: int, length: int) -> BlobData:
        waiting = self._waiting
        while waiting and waiting[0].end <= vector_begin:  # those of an earlier vector, that had too many
            os.close(waiting.popleft().number)
        if self._closed > vector_begin:  # which of the others belongs to which element is not known
            return BlobData(fault=f"more than {MAX_WAITING} are attached to one vector")
        if not waiting or waiting[0].begin >= end:
            lost = self._truncated > vector_begin
            return BlobData(fault="too many files are open" if lost else "it is said to be attached, and nothing is")
        descriptor = waiting.popleft().number
        if not length:
            os.close(descriptor)
            return BlobData(fault="it is attached, and does not say how many bytes it has")
        if length > self._max_blob:
            os.close(descriptor)
            return BlobData(fault=f"it has {length} bytes, more than the {self._max_blob} that are allowed")
        return self._memory.hold(shared_data(descriptor, length))
