"""What a recording looks like, and how to read one, whole or cut off.

A recording is a gzip file, so ``zcat FILE`` shows it. Inside, the first line is ``indipyterm-recording 1``, the number
being the version of the format. Records follow, each a line, the data that the line announces, and a line feed:

    in 2026-11-24T22:41:07.123456Z 312 pi4:7624
    <setNumberVector ...

The line holds what happened, when (UTC), the number of bytes of data, and the server's name, which is the rest of it:

- ``up``: the connection was made. No data.
- ``in``, ``out``: bytes that came from the server, or went to it, as they were cut into pieces on the way.
- ``down``: the connection was lost. The data are the reason, in words. That the recording client ended is no loss.

The bytes are INDI's XML as it was, with one exception: unless they were wanted, BLOBs have no body, and their elements
no ``enclen`` and ``len``; ``size`` and ``format`` tell what was there.

The writer flushes its compressor about every second. So a file that ends anywhere, because the power failed or the
program was killed, reads up to its last second; so does a damaged one up to the damage.
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

VERSION = 1

HEAD = b"indipyterm-recording %d\n" % VERSION

GZIP = 31
"""zlib's ``wbits`` for gzip files."""

_HEAD = re.compile(rb"indipyterm-recording (\d{1,9})\n")
_RECORD = re.compile(rb"(up|in|out|down) (\S{20,40}) (\d{1,10}) ([^\n]*)\n")
_LONGEST_LINE = 1000
_PIECE = 512  # bytes inflated at a time: what comes before damage in a piece is lost with it
_BLOCK = 1 << 14  # bytes read at a time


class What(StrEnum):
    """What a record tells of."""

    UP = "up"
    IN = "in"
    OUT = "out"
    DOWN = "down"


class Entry(NamedTuple):
    """One record; `when` is aware, in UTC."""

    what: What
    when: datetime
    server: str
    data: bytes = b""


def written(entry: Entry) -> bytes:
    """A record as it stands in the file, before compression."""
    when = entry.when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    server = " ".join(entry.server.split())
    return f"{entry.what} {when}Z {len(entry.data)} {server}\n".encode() + entry.data + b"\n"


class Reader:
    """The entries of a recording one by one, as far as it goes; it holds no file open."""

    def __init__(self, path: Path) -> None:
        """Begin to read. Raises `NoRecording`."""
        self._path = path
        self._text = _Text(path)
        try:
            head = _HEAD.fullmatch(self._text.line())
        except OSError as error:
            raise NoRecording(f"{path} cannot be read: {error.strerror or error}") from None
        if head is None:
            raise NoRecording(f"{path} is no recording")
        if int(head[1]) != VERSION:
            raise NoRecording(f"{path} is a recording of version {int(head[1])}: this program reads version {VERSION}")

    def __iter__(self) -> Iterator[Entry]:
        return self

    def __next__(self) -> Entry:
        try:
            entry = _record(self._text)
        except OSError as error:
            raise NoRecording(f"{self._path} cannot be read: {error.strerror or error}") from None
        if entry is None:
            self._text.end()
            raise StopIteration
        return entry

    def copy(self) -> Reader:
        """Another one at the same place."""
        other = Reader.__new__(Reader)
        other._path, other._text = self._path, self._text.copy()
        return other


def _record(text: _Text) -> Entry | None:
    """The next record; None where there is none, or nothing that is one."""
    match = _RECORD.fullmatch(text.line())
    if match is None:
        return None
    what, when, length, server = match.groups()
    data = text.take(int(length) + 1)
    try:
        time = datetime.fromisoformat(when.decode("ascii"))
    except ValueError:
        return None
    if data is None or time.tzinfo is None:
        return None
    return Entry(What(what.decode()), time.astimezone(UTC), server.decode(errors="replace"), data[:-1])


class _Text:
    """What is compressed in a file, up to its end or where it is damaged."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = 0  # of what was not read from the file yet
        self._block = b""
        self._inflater = zlib.decompressobj(GZIP)
        self._buffer = bytearray()
        self._at = 0
        self._ended = False

    def copy(self) -> _Text:
        """The same place again."""
        other = _Text(self._path)
        other._offset, other._block, other._inflater = self._offset, self._block, self._inflater.copy()
        other._buffer, other._at, other._ended = self._buffer[self._at :], 0, self._ended
        return other

    def end(self) -> None:
        """Read no further."""
        self._ended = True
        self._buffer.clear()
        self._at = 0

    def line(self) -> bytes:
        """The next line with its end; without that where it is too long, or the last."""
        while (end := self._buffer.find(b"\n", self._at, self._at + _LONGEST_LINE)) < 0:
            if len(self._buffer) - self._at >= _LONGEST_LINE or not self._more():
                end = min(len(self._buffer), self._at + _LONGEST_LINE) - 1
                break
        return self._cut(end + 1)

    def take(self, length: int) -> bytes | None:
        """So many bytes; None where there are no more so many."""
        while len(self._buffer) - self._at < length:
            if not self._more():
                return None
        return self._cut(self._at + length)

    def _cut(self, end: int) -> bytes:
        data = bytes(self._buffer[self._at : end])
        self._at = end
        return data

    def _more(self) -> bool:
        """Read on; False at the end, wherever that is."""
        del self._buffer[: self._at]
        self._at = 0
        while not self._ended and (piece := self._piece()):
            try:
                plain = self._inflater.decompress(piece)
            except zlib.error:
                break
            if plain:
                self._buffer += plain
                return True
        self._ended = True
        return False

    def _piece(self) -> bytes:
        """The next few bytes of the file."""
        if not self._block:
            with self._path.open("rb") as file:
                file.seek(self._offset)
                self._block = file.read(_BLOCK)
            self._offset += len(self._block)
        piece, self._block = self._block[:_PIECE], self._block[_PIECE:]
        return piece
