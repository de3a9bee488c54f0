"""Characters that are not to be seen as they are: those that control a terminal, and those that change what is read.

Pure.
"""

from __future__ import annotations

import re

CONTROL = r"\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
"""Control characters, separators of lines, and characters that change the direction of writing: for a ``[…]``."""

_CONTROL = re.compile(f"[{CONTROL}]")
_SPECIAL = re.compile(f"[{CONTROL}'\\\\]")
_BEGINNING = "$'"


def escape_controls(text: str) -> str:
    """Return a text on one line, with escapes in place of control characters."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def quote_controls(text: str) -> str:
    """Return a text on one line from which it can be told what it was.

    A text with control characters is written as ``$'one\\ntwo'``, as bash and zsh read it, and so is one that begins
    like that; every other text is unchanged.
    """
    if not _CONTROL.search(text) and not text.startswith(_BEGINNING):
        return text
    return _BEGINNING + _SPECIAL.sub(lambda found: _escaped(found[0]), text) + "'"


def _escaped(character: str) -> str:
    if character in "'\\":
        return f"\\{character}"
    return character.encode("unicode_escape").decode() if character < "\x80" else f"\\u{ord(character):04x}"
