"""Writing PNG pictures of grey pixels.

Source: "Portable Network Graphics (PNG) Specification", W3C Recommendation, third edition, sections 5 to 11.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_NO_FILTER = b"\0"
_EFFORT = 5  # of zlib: noise gets no smaller by more


def gray_png(width: int, height: int, rows: Iterable[bytes]) -> bytes:
    """Return a picture of `height` rows of `width` bytes, from 0 (black) to 255, the top row first."""
    deflater = zlib.compressobj(_EFFORT)
    pixels = [deflater.compress(_NO_FILTER + row) for row in rows]
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = b"".join((*pixels, deflater.flush()))
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(name)))
