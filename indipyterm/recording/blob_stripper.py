"""Removing the data of BLOBs from a stream, which stays valid."""

from __future__ import annotations

import re

_START = b"<oneBLOB"
_TAG = re.compile(rb"""<oneBLOB(?=[\s/>])(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")
_LENGTHS = re.compile(rb"""\s+(?:enclen|len|attached)\s*=\s*(?:"[^"]*"|'[^']*')""")
_MAX_TAG = 4096


class BlobStripper:
    """``feed(bytes) -> bytes``, for one direction of one connection; chunks may be cut anywhere.

    Damaged elements pass unchanged: a recording must show them as they were.
    """

    def __init__(self) -> None:
        self._pending = b""  # the beginning of an incomplete tag
        self._in_blob = False

    def feed(self, data: bytes) -> bytes:
        """Strip the next bytes of the stream; the end may be kept until more is known."""
        data, self._pending = self._pending + data, b""
        out: list[bytes] = []
        position = 0
        while True:
            if self._in_blob:
                position = data.find(b"<", position)
                if position < 0:
                    break
                self._in_blob = False
            start = data.find(_START, position)
            if start < 0:
                kept = _partial_start(data, position)
                out.append(data[position : len(data) - kept])
                self._pending = data[len(data) - kept :]
                break
            out.append(data[position:start])
            tag = _TAG.match(data, start)
            if tag is None:
                if len(data) - start < _MAX_TAG:
                    self._pending = data[start:]
                else:
                    out.append(data[start:])
                break
            out.append(_LENGTHS.sub(b"", tag.group()))
            position, self._in_blob = tag.end(), not tag.group().endswith(b"/>")
        return b"".join(out)

    def flush(self) -> bytes:
        """Return the bytes that are still kept, at the end of the stream."""
        pending, self._pending = self._pending, b""
        return pending


def _partial_start(data: bytes, position: int) -> int:
    """Return how many bytes at the end of the data, after `position`, may be the beginning of a BLOB's tag."""
    for length in range(min(len(_START) - 1, len(data) - position), 0, -1):
        if data.endswith(_START[:length]):
            return length
    return 0
