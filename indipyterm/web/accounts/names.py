"""Which names users may have, and when two are the same."""

from __future__ import annotations

import unicodedata

LONGEST = 64
"""Characters of the longest name."""

_JOINER = "\u200d"  # within emoji
_NOT_IN_NAMES = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")  # controls, directions, line ends


def name_key(name: str) -> str:
    """What is the same for names that people would take for the same: ``Anna`` and ``anna``."""
    key = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()
    return key.encode("utf-8", "replace").decode()  # an argument that is no UTF-8 belongs to nobody


def name_fault(name: str) -> str:
    """Why this cannot be a name of a user, in words; empty if it can."""
    if not name.strip():
        return "A user needs a name."
    if len(name) > LONGEST:
        return f"A name has at most {LONGEST} characters; this one has {len(name)}."
    return text_fault(name)


def text_fault(text: str) -> str:
    """Why this is no line of text, in words; empty if it is."""
    for character in text:
        if character != _JOINER and unicodedata.category(character) in _NOT_IN_NAMES:
            return f"The character U+{ord(character):04X} cannot be shown, so it cannot be used here."
    return ""
