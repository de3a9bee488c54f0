"""Text for people: what came from the network made safe to show, sizes in words."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

ELLIPSIS = "…"


_UNKNOWN = "\ufffd"


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """Make text from the network safe to paint: one line, no controls, nothing that moves other text about.

    Control characters become their pictures (``␛``), other invisible and bidirectional ones ``\ufffd``, and a
    combining character with nothing to combine with gets a circle to stand on.
    """
    if text.isascii() and text.isprintable():
        return text
    out = "".join(map(_visible, text))
    return "◌" + out if out and unicodedata.combining(out[0]) else out


@lru_cache(maxsize=1024)
def _visible(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category in ("Zl", "Zp"):
        return "␊"
    if category in ("Cc", "Cf", "Cs", "Co", "Cn") or 0xFE00 <= code <= 0xFE0F or code == 0x115F or code == 0x3164:
        return _UNKNOWN
    return character


_UNITS = ("bytes", "kB", "MB", "GB")


def size_text(size: float) -> str:
    """A number of bytes for people: ``2.6 MB`` (decimal units)."""
    unit = 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size /= 1000
        unit += 1
    return f"{size:.1f} {_UNITS[unit]}" if unit else f"{size} {_UNITS[0]}"
