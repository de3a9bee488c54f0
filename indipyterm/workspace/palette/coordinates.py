"""A pair of coordinates as people type it, split into RA and DEC."""

from __future__ import annotations

import re

from indipyterm.exceptions import Incomplete
from indipyterm.protocol.numbers import parse_typed

_NAMED = re.compile(r"\s*ra\b\s*[=:]?(.*?)(?:\bdec\b\s*[=:]?(.*))?", re.IGNORECASE | re.DOTALL)
_SIGN = "+−-"
_GLUED = re.compile(rf"(?<=[\dhms'\"°′″])(?=[{_SIGN}])", re.IGNORECASE)  # 05:35:17-05:23:28


def split_pair(text: str) -> tuple[str, str]:
    """Split ``5.5 -5.39``, ``5 35 17 -5 23 28``, ``5h35m17s-5d23m28s``, ``RA=5.5 DEC=-5.39`` into RA and DEC.

    Both are returned as they were typed, and can be read by `numbers.parse_typed`. A comma and a space always separate
    them; else they are split where both can be read, in the middle if there are several such places.
    Raises `Incomplete`, or ValueError with the reason, also if RA and DEC cannot be told apart.
    """
    named = _NAMED.fullmatch(text)
    if named:
        ra, dec = named[1].strip(" ,"), (named[2] or "").strip()
    elif len(parts := re.split(r"\s*,(?:\s+|$)", text.strip())) == 2:
        ra, dec = parts
    else:
        ra, dec = _split_words(_GLUED.sub(" ", text).split())
    for name, part in (("RA", ra), ("DEC", dec)):
        if part:
            _check(name, part)
    if not ra or not dec:
        raise Incomplete("RA and DEC are missing" if not ra and not dec else f"{'DEC' if ra else 'RA'} is missing")
    return ra, dec


def _split_words(words: list[str]) -> tuple[str, str]:
    if len(words) < 2:
        return "".join(words), ""
    splits = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
    readable = [split for split in splits if all(map(_is_readable, split))]
    middle = splits[len(words) // 2 - 1] if len(words) % 2 == 0 else None
    if len(readable) == 1:
        return readable[0]
    if middle in readable:
        return middle
    if readable:
        raise ValueError("RA and DEC cannot be told apart: put a comma between them")
    signed = next((place for place, word in enumerate(words) if place and word[0] in _SIGN), None)
    return splits[signed - 1] if signed else middle or splits[0]


def _is_readable(text: str) -> bool:
    try:
        parse_typed(text)
    except ValueError:
        return False
    return True


def _check(name: str, text: str) -> None:
    try:
        parse_typed(text)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
