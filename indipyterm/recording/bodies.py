"""Leaving out the bodies of BLOBs from a stream, which stays one that can be read."""

from __future__ import annotations

import re

_START = b"<oneBLOB"
_TAG = re.compile(rb"""<oneBLOB(?=[\s/>])(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")
_LENGTHS = re.compile(rb"""\s+(?:enclen|len)\s*=\s*(?:"[^"]*"|'[^']*')""")
_LONGEST_TAG = 4096


class Bodies:
    """``without(bytes) -> bytes``, for one direction of one connection; chunks may be cut anywhere.

    What is not understood goes through as it is: a recording tells the truth about damage, too.
    """

    def __init__(self) -> None:
        self._held = b""  # the beginning of a tag that is not whole yet
        self._inside = False

    def without(self, data: bytes) -> bytes:
        """Take the next bytes; give those that are in no body, as far as that is known already."""
        data, self._held = self._held + data, b""
        out: list[bytes] = []
        at = 0
        while True:
            if self._inside:
                at = data.find(b"<", at)
                if at < 0:
                    break
                self._inside = False
            start = data.find(_START, at)
            if start < 0:
                held = _beginning(data, at)
                out.append(data[at : len(data) - held])
                self._held = data[len(data) - held :]
                break
            out.append(data[at:start])
            tag = _TAG.match(data, start)
            if tag is None:
                if len(data) - start < _LONGEST_TAG:
                    self._held = data[start:]
                else:
                    out.append(data[start:])
                break
            out.append(_LENGTHS.sub(b"", tag.group()))
            at, self._inside = tag.end(), not tag.group().endswith(b"/>")
        return b"".join(out)

    def rest(self) -> bytes:
        """What is held back still, at the end of the stream."""
        held, self._held = self._held, b""
        return held


def _beginning(data: bytes, at: int) -> int:
    """How many bytes at the end of the data, from `at` on, may be the beginning of a BLOB's tag."""
    for length in range(min(len(_START) - 1, len(data) - at), 0, -1):
        if data.endswith(_START[:length]):
            return length
    return 0
