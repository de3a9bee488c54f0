"""Text for people: text from the network made safe to show; values and sizes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from indipyterm.model.members import BlobMember, Member, NumberMember
from indipyterm.protocol.messages import OFF, ON, AnyOne, OneBlob

ELLIPSIS = "…"

_UNKNOWN = "\ufffd"
_UNITS = ("bytes", "kB", "MB", "GB")


class Piece(NamedTuple):
    """Some text and its role, such as "value", "dim" or "alert": each face has a style for each role."""

    text: str
    role: str = "value"


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """Make text from the network safe to show: one line, without control and bidirectional characters.

    Control characters become their pictures (``␛``), other invisible and bidirectional ones ``\ufffd``, and a
    combining character at the beginning gets a circle before it.
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


def shortened(text: str, most: int) -> str:
    """A text cut to at most `most` characters, with an ellipsis if it was longer."""
    return text if len(text) <= most else text[: most - 1] + ELLIPSIS


def formatted_text(member: Member, text: str | None = None) -> str:
    """A member's value, or another text for it, a number in its format; not safe to show."""
    if isinstance(member, NumberMember):
        return member.formatted(text).strip()
    return member.value if text is None else text


def value_text(member: Member, text: str | None = None) -> str:
    """A member's value, or another text for it, safe to show; of a BLOB its file or size, "" before there was one.

    Switches and lights are in INDI's words: On, Off, Idle, Ok, Busy, Alert.
    """
    if isinstance(member, BlobMember):
        return printable(file_name(member.filename)) or (size_text(blob_size(member)) if member.size else "")
    return printable(formatted_text(member, text))


def limit_texts(member: NumberMember) -> tuple[str, str] | None:
    """The lowest and the highest allowed value, in the number's format; None if there are no limits."""
    return (value_text(member, member.min), value_text(member, member.max)) if member.limits() else None


def file_name(path: str) -> str:
    """The last part of a path."""
    return path.rstrip("/").rpartition("/")[2]


def blob_size(member: BlobMember) -> int:
    """The size of a BLOB in bytes, as it was received, else as the server announced it."""
    return member.blob.length() or member.size


def assignments_text(values: Mapping[str, str]) -> str:
    """Values by member name, as in a command: ``RA=5.5 DEC=-5.3``; the name alone if the value is empty.

    Of many switches those that are On, and how many are Off: ``E38=On, 61 Off``.
    """
    off = sum(value == OFF for value in values.values())
    if off > 1 and all(value in (ON, OFF) for value in values.values()):
        on = " ".join(f"{name}={ON}" for name, value in values.items() if value == ON)
        return printable(", ".join(filter(None, (on, f"{off} {OFF}"))))
    return printable(" ".join(f"{name}={value}" if value else name for name, value in values.items()))


def members_text(members: Iterable[AnyOne]) -> str:
    """The members of a message in the same way; the data of BLOBs are not shown."""
    return assignments_text({one.name: "a BLOB" if isinstance(one, OneBlob) else one.value for one in members})


def size_text(size: float) -> str:
    """A number of bytes in decimal units: ``2.6 MB``."""
    unit = 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size /= 1000
        unit += 1
    return f"{size:.1f} {_UNITS[unit]}" if unit else f"{size} {_UNITS[0]}"
