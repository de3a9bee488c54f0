"""The payload of one BLOB: base64 text off the wire, decoded piece by piece as it comes.

A camera frame is tens of megabytes. Decoding each piece as it is received takes well under a millisecond for each,
so nothing stalls, and never holds more than the data and one piece.
"""

from __future__ import annotations

import binascii
import sys
from collections.abc import Iterable
from io import SEEK_END, BytesIO

import pybase64

from indipyterm.exceptions import BadBase64

_WHITESPACE = b" \t\r\n"

_MOST_ROOM = 1 << 26
"""Bytes that are reserved at most before anything came; what is larger than that, systems move without a copy."""

_SPARE = 1 << 16
"""Bytes reserved in addition: so a BLOB as large as the last one gets a mapping of its own, and leaves no hole."""

_PADDING = 2  # bytes that a length told in base64 is too much

_MOST_KEPT = 4  # places, of two cameras


class BlobData:
    """Binary data as it was received or is to be sent. Equal when the data are equal."""

    __slots__ = ("_data", "_fault")

    def __init__(self, data: bytes = b"", fault: str = "") -> None:
        self._data, self._fault = data, fault

    @classmethod
    def from_base64(cls, pieces: Iterable[bytes]) -> BlobData:
        """Take base64 text, whole or in pieces cut anywhere, white space allowed."""
        decoder = Decoder()
        for piece in pieces:
            decoder.feed(piece)
        return decoder.finish()

    def of_length(self, length: int) -> BlobData:
        """The first `length` bytes, all where it is 0; damaged where there are fewer."""
        if self._fault or not length or length == len(self._data):
            return self
        if length > len(self._data):
            return BlobData(fault=f"{len(self._data)} bytes came of {length}")
        return BlobData(self._data[:length])

    def decode(self) -> bytes:
        """Return the data in bytes. Raises `BadBase64` where the text was damaged, each time that it is asked."""
        if self._fault:
            raise BadBase64(self._fault)
        return self._data

    def base64(self) -> bytes:
        """Return the data as base64 in one line."""
        return pybase64.b64encode(self.decode())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BlobData):
            return NotImplemented
        return (self._fault, self._data) == (other._fault, other._data)

    def __hash__(self) -> int:
        return hash((self._fault, self._data))

    def __repr__(self) -> str:
        return f"<BlobData {self._fault or f'{len(self._data)} bytes'}>"


def roomy(expected: int) -> BytesIO:
    """A place for so many bytes (0: nobody knows), or more, that gives them away without a copy; `truncate` it first.

    One that grew from nothing would copy what is there again and again: some 40 ms each time for an image, with holes
    of tens of megabytes left behind.
    """
    try:
        return BytesIO(bytes(min(expected, _MOST_ROOM) + _SPARE) if expected else b"")
    except MemoryError:
        return BytesIO()


class Places:
    """Where BLOBs are decoded into: the place of an earlier one again, once nobody has what it gave away.

    A camera sends images of one size, and memory that is new costs more than decoding does. `BytesIO` copies what
    others still hold before it writes, so nothing that was given away ever changes, however the holders are counted.
    """

    def __init__(self) -> None:
        self._kept: list[BytesIO] = []

    def take(self, expected: int) -> BytesIO:
        """A place for so many bytes."""
        free = [place for place in self._kept if _holders(place) == _NOBODY]
        self._kept = [place for place in self._kept if place not in free]  # those of another size are of no use
        for place in free:
            if 0 <= expected - len(place.getvalue()) <= _PADDING:
                return _renewed(place)
        return roomy(expected)

    def keep(self, place: BytesIO) -> None:
        """Take a place back whose data are given away."""
        if place.tell() <= _MOST_ROOM:
            self._kept = [*self._kept, place][-_MOST_KEPT:]


def _renewed(place: BytesIO) -> BytesIO:
    """A place to be written from its beginning. Bytes remember their hash, and forget it when they are made longer."""
    place.seek(0, SEEK_END)
    place.write(b"\0")
    place.seek(0)
    return place


def _holders(place: BytesIO) -> int:
    return sys.getrefcount(place.getvalue())


_NOBODY = _holders(BytesIO(bytes(2)))  # one byte is always the same object


class Decoder:
    """`feed` it base64 text in pieces cut anywhere, then `finish`. `expected` is how many bytes were announced.

    The first piece came with the end of the last BLOB, which is still to take the place of the one before: so where
    the data go is chosen when the second is there.
    """

    __slots__ = ("_begun", "_ended", "_expected", "_fault", "_out", "_places", "_rest")

    def __init__(self, expected: int = 0, places: Places | None = None) -> None:
        self._expected, self._places = expected, places or Places()
        self._out = self._begun = BytesIO()
        self._rest = b""  # less than the four characters that make three bytes
        self._ended = False  # padding was there
        self._fault = ""

    @property
    def length(self) -> int:
        """How many bytes were decoded so far."""
        return self._out.tell()

    def feed(self, piece: bytes) -> None:
        """Take the next piece of text."""
        if self._fault:
            return
        try:
            if self._out is self._begun and self._begun.tell():
                self._out = self._places.take(self._expected)
                self._out.write(self._begun.getvalue())
            try:
                self._take(piece.replace(b"\n", b""))
            except binascii.Error:
                self._rest = self._rest.translate(None, _WHITESPACE)
                self._take(piece.translate(None, _WHITESPACE))  # far slower, and hardly ever needed
        except binascii.Error:
            self._fail("base64 is damaged")
        except MemoryError:
            self._fail("not enough memory")

    def _take(self, text: bytes) -> None:
        """Take text without white space; raises before anything is changed."""
        rest = self._rest
        missing = -len(rest) % 4
        end = len(text) - (len(rest) + len(text)) % 4
        if end <= 0:
            self._rest = rest + text
            return
        begun, whole = rest + text[:missing], memoryview(text)[missing:end]  # a view: the text is long
        data = [pybase64.b64decode(part, validate=True) for part in (begun, whole)]
        if self._ended or (begun.endswith(b"=") and whole):
            raise binascii.Error("there is more after the padding")
        self._out.writelines(data)
        self._rest, self._ended = text[end:], text.endswith(b"=", 0, end)

    def _fail(self, reason: str) -> None:
        self._fault, self._rest = reason, b""
        self._out = BytesIO()

    def finish(self) -> BlobData:
        """Give what was fed."""
        if self._rest.strip(_WHITESPACE):
            self._fail("base64 is cut off")
        self._out.truncate()  # here ends what came
        if self._out is not self._begun:
            self._places.keep(self._out)
        return BlobData(self._out.getvalue(), self._fault)
