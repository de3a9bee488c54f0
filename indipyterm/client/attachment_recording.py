"""A stream with attached BLOBs as it would have come by TCP, with their data in it as base64: for recordings."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping

import pybase64

from indipyterm.exceptions import BadBase64
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.tokenizer import MAX_TAG

_START = b"<oneBLOB"
_TAG = re.compile(rb"""<oneBLOB(?=[\s/>])(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")
_BESIDE = re.compile(rb"""\s+(?:attached|len|enclen)\s*=\s*(?:"[^"]*"|'[^']*')""")
_PIECE = 3 << 18  # bytes; no base64 of three bytes has padding


class AttachmentInliner:
    """``feed(bytes)`` gives the same stream with the data in place; chunks may be cut anywhere.

    `taken` has the data by the place in the stream at which their tags end: it is asked when a tag is complete, and
    what it has is removed then.
    """

    def __init__(self, taken: MutableMapping[int, BlobData]) -> None:
        self._taken = taken
        self._pending = b""  # the beginning of an incomplete tag
        self._fed = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Give the next bytes of the stream, in pieces; the end may be kept until more is known."""
        self._fed += len(data)
        data, self._pending = self._pending + data, b""
        if not self._taken and _START not in data and not _partial_start(data):
            yield data
            return
        begin, position = self._fed - len(data), 0  # of the data in the stream; what is given already
        while (start := data.find(_START, position)) >= 0:
            tag = _TAG.match(data, start)
            if tag is None and len(data) - start < MAX_TAG:
                break
            end = tag.end() if tag else start + len(_START)
            found = self._taken.pop(begin + end, None)
            if found is None:
                yield data[position:end]
            else:
                yield data[position:start]
                yield from _inlined(data[start:end], found)
            position = end
        else:
            start = len(data) - _partial_start(data)
        self._taken.clear()  # what belongs to no tag that was found
        self._pending = data[start:]
        if position < start:
            yield data[position:start]

    def flush(self) -> bytes:
        """Give what is still kept, at the end of the stream."""
        pending, self._pending = self._pending, b""
        return pending


def _inlined(tag: bytes, data: BlobData) -> Iterator[bytes]:
    """A ``oneBLOB`` with its data in it; the tag as it is where they are damaged."""
    try:
        view = data.view()
    except BadBase64:
        yield tag
        return
    lengths = b' len="%d" enclen="%d">' % (len(view), -(-len(view) // 3) * 4)
    empty = tag.endswith(b"/>")
    yield _BESIDE.sub(b"", tag[: -2 if empty else -1]).rstrip() + lengths + b"\n"
    for start in range(0, len(view), _PIECE):
        yield pybase64.b64encode(view[start : start + _PIECE])
    yield b"\n</oneBLOB>" if empty else b"\n"


def _partial_start(data: bytes) -> int:
    """Return how many bytes at the end of the data may be the beginning of a BLOB's tag."""
    return next((length for length in range(len(_START) - 1, 0, -1) if data.endswith(_START[:length])), 0)
