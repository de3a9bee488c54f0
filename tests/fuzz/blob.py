"""BLOBs: what comes of base64 text, of compressed data, and of the names that the network said."""

from __future__ import annotations

import base64
import re
import zlib
from contextlib import suppress
from datetime import UTC, datetime

from indipyterm.client.blobs import file_name, inflate
from indipyterm.exceptions import BadBase64, BadCompression, TooLarge
from indipyterm.protocol.blob_data import BlobData
from tests.fuzz.pieces import cut

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
WORDS = [b"=", b"==", b"\r\n", b"\n", b" ", b"AAAA", b".fits.z", b".z", b"../", b"\0", b"\x78\x9c", b"\xff", b"~", b"/"]

_WHOLE = re.compile(rb"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_NAME = re.compile(r"[A-Za-z0-9+-][A-Za-z0-9._+-]{0,254}")


def seeds() -> list[bytes]:
    """Suffix, size and payload, with line feeds between."""
    data = bytes(range(256))
    return [
        b".fits\n256\n" + base64.b64encode(data),
        b".fits\n3\nAAECAwQF\r\nBgcI\n",
        b".fits.z\n1000\n" + base64.b64encode(zlib.compress(bytes(1000))),
        b".z\n5\n" + base64.b64encode(zlib.compress(data)),
        b".txt\n0\n",
    ]


def check(data: bytes) -> None:
    """Raise an exception where these bytes do harm."""
    head, _, text = data.partition(b"\n")
    number, _, text = text.partition(b"\n")
    suffix, size = head.decode("latin-1"), int(number) if re.fullmatch(rb"[0-9]{1,6}", number) else 0
    blob = _decoded(text)
    with suppress(BadBase64, BadCompression, TooLarge):
        plain, ending = inflate(blob.truncated_to(size).decode(), suffix, size)
        assert len(plain) <= max(size, len(blob.decode())) or not size, "more than was announced"
        assert suffix.startswith(ending)
    assert inflate(zlib.compress(text), ".a.z", len(text)) == (text, ".a"), "what was packed comes out otherwise"
    name = file_name(suffix, text.decode("latin-1"), NOW, suffix)
    assert _NAME.fullmatch(name), f"{name!r} is no name for a file"
    assert ".." not in name


def _decoded(text: bytes) -> BlobData:
    """What the decoder makes of it, which is compared with what the standard says."""
    blob = BlobData.from_base64([text])
    assert BlobData.from_base64(cut(text)) == blob, "it depends on how the text is cut"
    plain = text.translate(None, b" \t\r\n")
    if _WHOLE.fullmatch(plain):
        assert blob.decode() == base64.b64decode(plain)
        assert BlobData.from_base64([blob.base64()]) == blob
    else:
        with suppress(BadBase64):
            raise AssertionError(f"{len(blob.decode())} bytes came of what is no base64")
    return blob
