"""Reading the PNG pictures that this program writes, and checking all that is said in them."""

from __future__ import annotations

import struct
import zlib


def read_png(data: bytes) -> tuple[int, int, list[bytes]]:
    """The width, the height and the rows of a picture with 8 bits of grey and no filters."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, place = dict[bytes, bytes](), 8
    while place < len(data):
        length, name = struct.unpack_from(">I4s", data, place)
        body = data[place + 8 : place + 8 + length]
        assert struct.unpack_from(">I", data, place + 8 + length) == (zlib.crc32(name + body),)
        chunks[name] = body
        place += 12 + length
    assert (list(chunks), chunks[b"IEND"]) == ([b"IHDR", b"IDAT", b"IEND"], b"")
    width, height, *kind = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert kind == [8, 0, 0, 0, 0]
    pixels = zlib.decompress(chunks[b"IDAT"])
    rows = [pixels[start : start + width + 1] for start in range(0, len(pixels), width + 1)]
    assert len(rows) == height
    assert {row[0] for row in rows} == {0}
    return width, height, [row[1:] for row in rows]
