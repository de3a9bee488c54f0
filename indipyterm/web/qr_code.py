"""An address as a QR code for the camera of a phone, where the library `segno` is installed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

_BORDER = 2  # modules; cameras do with less than the standard's four
_HALVES = {(True, True): " ", (True, False): "▄", (False, True): "▀", (False, False): "█"}
"""Two modules, one above the other: what is light is drawn, for most terminals are dark."""


def qr_lines(text: str, screen: TextIO | None, columns: int = 80) -> list[str]:
    """The QR code of a text as lines for a screen; none without `segno`, or if the screen cannot show it."""
    if screen is None or not screen.isatty() or not _shows_blocks(screen):
        return []
    try:
        import segno  # noqa: PLC0415 - it may not be there
    except ImportError:
        return []
    rows: list[Sequence[int]] = [
        list(row) for row in segno.make(text, error="l", micro=False).matrix_iter(border=_BORDER)
    ]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    if len(rows[0]) > columns:
        return []
    return [
        "".join(_HALVES[bool(above), bool(below)] for above, below in zip(*pair, strict=True))
        for pair in zip(rows[::2], rows[1::2], strict=True)
    ]


def _shows_blocks(screen: TextIO) -> bool:
    try:
        "▄▀█".encode(screen.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
