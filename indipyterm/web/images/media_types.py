"""What is in a file, by its first bytes: never by its name, which comes from the network."""

from __future__ import annotations

FITS = "application/fits"
UNKNOWN = "application/octet-stream"
"""Nothing that a browser shows or runs: SVG and HTML, too."""

START = 16
"""Bytes that tell it."""

_STARTS = (
    (b"SIMPLE  =", FITS),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def media_type(start: bytes) -> str:
    """The type of a file that begins with `start`."""
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in _STARTS if start.startswith(mark)), UNKNOWN)


def shown_by_browsers(kind: str) -> bool:
    """Whether a browser shows this type of file as it is."""
    return kind.startswith("image/")
