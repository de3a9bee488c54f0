"""The file format of recordings, and reading a recording, even an incomplete one.

A recording is a gzip file, so ``zcat FILE`` shows it. The first line is ``indipyterm-recording 1``, where 1 is the
version of the format. Then come the records: each is a line, the data that the line announces, and a line feed:

    in 2026-11-24T22:41:07.123456Z 312 pi4:7624
    <setNumberVector ...

The line holds the type of the record, its time (UTC), the number of bytes of data, and the name of the server:

- ``up``: the connection was made. No data.
- ``in``, ``out``: bytes that were received from the server, or sent to it, in the pieces in which they were read.
- ``down``: the connection was lost. The data are the reason, as a text. The end of the recording is not a loss.

No record has more than 1 MB of data; what was sent or received in a larger piece has several. A longer one is damage.

The bytes are the INDI stream, unchanged but for BLOBs: unless the recording was to include them, their elements have
no data and no ``enclen`` and ``len``; ``size`` and ``format`` remain.

The writer flushes its compressor about every second. If the power fails or the program is killed, the file can be read
up to its last second; a damaged file can be read up to the damage.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from indipyterm.exceptions import NoRecording
from indipyterm.files.opening import open_regular

VERSION = 1

HEADER = b"indipyterm-recording %d\n" % VERSION

GZIP_WBITS = 31
"""zlib's ``wbits`` for gzip files."""

MAX_DATA = 1 << 20
"""The most bytes of data in a record."""

_HEADER = re.compile(rb"indipyterm-recording (\d{1,9})\n")
_RECORD = re.compile(rb"(up|in|out|down) (\S{20,40}) (\d{1,10}) ([^\n]*)\n")
_MAX_LINE = 1000
_PIECE_SIZE = 512  # bytes to inflate at a time: a damaged piece is lost whole
_BLOCK_SIZE = 1 << 14  # bytes to read at a time


class RecordType(StrEnum):
    """What happened on the connection."""

    CONNECTED = "up"
    RECEIVED = "in"
    SENT = "out"
    LOST = "down"


class Record(NamedTuple):
    """One record; `time` is aware, in UTC."""

    type: RecordType
    time: datetime
    server: str
    data: bytes = b""


def encode_record(record: Record) -> bytes:
    """Return a record as it is written to the file, before compression; as several if it has much data."""
    if len(record.data) > MAX_DATA:
        pieces = (record.data[begin : begin + MAX_DATA] for begin in range(0, len(record.data), MAX_DATA))
        return b"".join(encode_record(record._replace(data=piece)) for piece in pieces)
    time = record.time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    server = " ".join(record.server.split())
    return f"{record.type} {time}Z {len(record.data)} {server}\n".encode() + record.data + b"\n"


class RecordingReader:
    """Iterates over the records of a file, as far as it can be read. The file is not kept open."""

    def __init__(self, path: Path) -> None:
        """Read the header. Raises `NoRecording`."""
        self._path = path
        self._file = _CompressedFile(path)
        try:
            header = _HEADER.fullmatch(self._file.read_line())
        except OSError as error:
            raise NoRecording(f"{path} cannot be read: {error.strerror or error}") from None
        if header is None:
            raise NoRecording(f"{path} is not a recording")
        version = int(header[1])
        if version != VERSION:
            raise NoRecording(f"{path} is a recording of version {version}: this program reads version {VERSION}")

    def __iter__(self) -> Iterator[Record]:
        return self

    def __next__(self) -> Record:
        try:
            record = _read_record(self._file)
        except OSError as error:
            raise NoRecording(f"{self._path} cannot be read: {error.strerror or error}") from None
        if record is None:
            self._file.stop()
            raise StopIteration
        return record

    def copy(self) -> RecordingReader:
        """Return another reader at the same position."""
        other = RecordingReader.__new__(RecordingReader)
        other._path, other._file = self._path, self._file.copy()
        return other


def _read_record(file: _CompressedFile) -> Record | None:
    """Return the next record; None if there is none, or it is invalid."""
    match = _RECORD.fullmatch(file.read_line())
    if match is None:
        return None
    record_type, time_text, length, server = match.groups()
    data = file.read(int(length) + 1) if int(length) <= MAX_DATA else None
    time = _utc(time_text)
    if data is None or time is None:
        return None
    return Record(RecordType(record_type.decode()), time, server.decode(errors="replace"), data[:-1])


def _utc(text: bytes) -> datetime | None:
    """Return a time with its zone, in UTC; None for anything else."""
    try:
        time = datetime.fromisoformat(text.decode("ascii"))
        return time.astimezone(UTC) if time.tzinfo else None
    except (ValueError, OverflowError):  # the latter: an offset leads outside the years 1 to 9999
        return None


class _CompressedFile:
    """The decompressed contents of a file, up to its end or the first damage."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = 0  # of the next block in the file
        self._block = b""
        self._inflater = zlib.decompressobj(GZIP_WBITS)
        self._buffer = bytearray()
        self._position = 0  # in the buffer
        self._ended = False

    def copy(self) -> _CompressedFile:
        """Return the same file at the same position."""
        other = _CompressedFile(self._path)
        other._offset, other._block, other._inflater = self._offset, self._block, self._inflater.copy()
        other._buffer, other._position, other._ended = self._buffer[self._position :], 0, self._ended
        return other

    def stop(self) -> None:
        """Read no further."""
        self._ended = True
        self._buffer.clear()
        self._position = 0

    def read_line(self) -> bytes:
        """Return the next line with its line feed; without one if it is too long, or the last."""
        while (end := self._buffer.find(b"\n", self._position, self._position + _MAX_LINE)) < 0:
            if len(self._buffer) - self._position >= _MAX_LINE or not self._inflate():
                end = min(len(self._buffer), self._position + _MAX_LINE) - 1
                break
        return self._consume(end + 1)

    def read(self, length: int) -> bytes | None:
        """Return the next `length` bytes; None if there are fewer."""
        while len(self._buffer) - self._position < length:
            if not self._inflate():
                return None
        return self._consume(self._position + length)

    def _consume(self, end: int) -> bytes:
        data = bytes(self._buffer[self._position : end])
        self._position = end
        return data

    def _inflate(self) -> bool:
        """Add more to the buffer; False at the end or the first damage."""
        del self._buffer[: self._position]
        self._position = 0
        while not self._ended and (piece := self._read_piece()):
            try:
                plain = self._inflater.decompress(piece)
            except zlib.error:
                break
            if plain:
                self._buffer += plain
                return True
        self._ended = True
        return False

    def _read_piece(self) -> bytes:
        """Return the next few bytes of the file."""
        if not self._block:
            with open_regular(self._path) as file:
                file.seek(self._offset)
                self._block = file.read(_BLOCK_SIZE)
            self._offset += len(self._block)
        piece, self._block = self._block[:_PIECE_SIZE], self._block[_PIECE_SIZE:]
        return piece
