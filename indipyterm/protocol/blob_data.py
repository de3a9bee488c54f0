"""BLOB data, and decoding it from base64 as it arrives.

A camera frame is tens of megabytes. Decoding each piece on arrival takes well under a millisecond, so nothing stalls,
and memory never holds more than the decoded data and one piece of text.
"""

from __future__ import annotations

import binascii
import sys
from collections.abc import Iterable
from io import SEEK_END, BytesIO
from typing import Protocol

import pybase64

from indipyterm.exceptions import BadBase64

_WHITESPACE = b" \t\r\n"

_MAX_PREALLOCATED = 1 << 26
"""The most bytes to allocate in advance. Larger buffers are grown: the system moves their memory without copying."""

_EXTRA_BYTES = 1 << 16
"""Extra bytes to allocate, so that a BLOB of the same size gets its own memory mapping and does not fragment memory."""

_MAX_PADDING = 2  # bytes by which a length computed from base64 may be too large

_MAX_POOLED = 4  # buffers: enough for two cameras


class BlobData:
    """Binary data received or to be sent; `fault` says why received data could not be decoded."""

    __slots__ = ("_data", "_fault")

    def __init__(self, data: bytes = b"", fault: str = "") -> None:
        self._data, self._fault = data, fault

    @classmethod
    def from_base64(cls, pieces: Iterable[bytes]) -> BlobData:
        """Decode base64 text given in pieces of any length; white space is allowed."""
        decoder = Base64Decoder()
        for piece in pieces:
            decoder.feed(piece)
        return decoder.finish()

    def truncated_to(self, length: int) -> BlobData:
        """Return the first `length` bytes (0: all of them); damaged data if there are fewer."""
        if self._fault or not length or length == len(self._data):
            return self
        if length > len(self._data):
            return BlobData(fault=f"{len(self._data)} bytes came of {length}")
        return BlobData(self._data[:length])

    def length(self) -> int:
        """Return how many bytes there are. Raises `BadBase64` as `decode` does."""
        if self._fault:
            raise BadBase64(self._fault)
        return len(self._data)

    def decode(self) -> bytes:
        """Return the data. Raises `BadBase64` if the received text was damaged."""
        if self._fault:
            raise BadBase64(self._fault)
        return self._data

    def view(self) -> memoryview:
        """Return the data to be read only, without copying them where that is possible; raises as `decode` does."""
        return memoryview(self.decode())

    def base64(self) -> bytes:
        """Return the data as one line of base64. Raises `BadBase64` as `decode` does."""
        return pybase64.b64encode(self.decode())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BlobData):
            return NotImplemented
        if self._fault or other._fault:
            return self._fault == other._fault
        return self.length() == other.length() and self.decode() == other.decode()

    def __hash__(self) -> int:
        return hash(self._fault or self.decode())

    def __repr__(self) -> str:
        return f"<BlobData {self._fault or f'{self.length()} bytes'}>"


class Attachments(Protocol):
    """The data of BLOBs that come beside the stream: ``<oneBLOB attached="true"/>`` has them, and no text."""

    def take(self, vector_begin: int, end: int, length: int) -> BlobData:
        """Return the data of the next such element, `length` bytes; damaged data where they did not come.

        Its vector begins at `vector_begin` in the stream, its tag ends at `end`.
        """


class AttachedBlob:
    """A ``oneBLOB`` whose data were attached; what there is of text in it makes it a damaged one."""

    length = 0
    """The number of bytes decoded so far."""

    def __init__(self, data: BlobData) -> None:
        self._data = data

    def feed(self, piece: bytes) -> None:
        """Take the next piece of text."""
        if piece.strip(_WHITESPACE):
            self._data = BlobData(fault="it is attached, and has text as well")

    def finish(self) -> BlobData:
        """Return the data."""
        return self._data


def allocate_buffer(expected: int) -> BytesIO:
    """Return a buffer with room for at least `expected` bytes (0: unknown). Call `truncate` before `getvalue`.

    A buffer that grows from nothing is copied again and again, some 40 ms each time for an image, and fragments memory.
    """
    try:
        return BytesIO(bytes(min(expected, _MAX_PREALLOCATED) + _EXTRA_BYTES) if expected else b"")
    except MemoryError:
        return BytesIO()


class BufferPool:
    """Buffers to decode BLOBs into; one is used again once nobody holds its bytes any more.

    A camera sends images of one size, and fresh memory costs more than decoding does. Even if references were counted
    wrongly no bytes would change: `BytesIO` copies bytes that others hold before it writes.
    """

    def __init__(self) -> None:
        self._buffers: list[BytesIO] = []

    def acquire(self, expected: int) -> BytesIO:
        """Return a free buffer of `expected` bytes, or a new one. Free buffers of other sizes are dropped."""
        free = [buffer for buffer in self._buffers if _references(buffer) == _UNSHARED]
        self._buffers = [buffer for buffer in self._buffers if buffer not in free]
        for buffer in free:
            if 0 <= expected - len(buffer.getvalue()) <= _MAX_PADDING:
                return _rewound(buffer)
        return allocate_buffer(expected)

    def release(self, buffer: BytesIO) -> None:
        """Put a buffer into the pool, to be used again once its bytes are no longer referenced."""
        if buffer.tell() <= _MAX_PREALLOCATED:
            self._buffers = [*self._buffers, buffer][-_MAX_POOLED:]


def _rewound(buffer: BytesIO) -> BytesIO:
    """Rewind a buffer for writing, and make its bytes forget their cached hash: growing them does that."""
    buffer.seek(0, SEEK_END)
    buffer.write(b"\0")
    buffer.seek(0)
    return buffer


def _references(buffer: BytesIO) -> int:
    return sys.getrefcount(buffer.getvalue())


_UNSHARED = _references(BytesIO(bytes(2)))  # not 1: bytes of length 1 are shared singletons


class Base64Decoder:
    """Decodes base64 text: `feed` it pieces of any length, then `finish`. `expected` is the announced size in bytes.

    The buffer is taken from the pool with the second piece only: the first often arrives together with the end of the
    previous BLOB, which has not replaced the one before it yet, so that one's buffer is not free.
    """

    __slots__ = ("_buffer", "_expected", "_fault", "_first_piece", "_padded", "_pool", "_rest")

    def __init__(self, expected: int = 0, pool: BufferPool | None = None) -> None:
        self._expected, self._pool = expected, pool or BufferPool()
        self._buffer = self._first_piece = BytesIO()
        self._rest = b""  # fewer than the four characters that make three bytes
        self._padded = False  # padding was read: nothing may follow
        self._fault = ""

    @property
    def length(self) -> int:
        """The number of bytes decoded so far."""
        return self._buffer.tell()

    def feed(self, piece: bytes) -> None:
        """Decode the next piece of text. Faults are reported by the result of `finish`."""
        if self._fault:
            return
        try:
            if self._buffer is self._first_piece and self._first_piece.tell():
                self._buffer = self._pool.acquire(self._expected)
                self._buffer.write(self._first_piece.getvalue())
            try:
                self._decode(piece.replace(b"\n", b""))
            except binascii.Error:
                self._rest = self._rest.translate(None, _WHITESPACE)
                self._decode(piece.translate(None, _WHITESPACE))  # far slower, and hardly ever needed
        except binascii.Error:
            self._fail("base64 is damaged")
        except MemoryError:
            self._fail("not enough memory")

    def _decode(self, text: bytes) -> None:
        """Decode text without white space; raises before anything is changed."""
        rest = self._rest
        missing = -len(rest) % 4
        end = len(text) - (len(rest) + len(text)) % 4
        if end <= 0:
            self._rest = rest + text
            return
        head, whole = rest + text[:missing], memoryview(text)[missing:end]  # a view: the text is long
        data = [pybase64.b64decode(part, validate=True) for part in (head, whole)]
        if self._padded or (head.endswith(b"=") and whole):
            raise binascii.Error("there is more after the padding")
        self._buffer.writelines(data)
        self._rest, self._padded = text[end:], text.endswith(b"=", 0, end)

    def _fail(self, reason: str) -> None:
        self._fault, self._rest = reason, b""
        self._buffer = BytesIO()

    def finish(self) -> BlobData:
        """Return the decoded data, or damaged data if the text was faulty."""
        if self._rest.strip(_WHITESPACE):
            self._fail("base64 is cut off")
        self._buffer.truncate()  # it may be longer than the data
        if self._buffer is not self._first_piece:
            self._pool.release(self._buffer)
        return BlobData(self._buffer.getvalue(), self._fault)
