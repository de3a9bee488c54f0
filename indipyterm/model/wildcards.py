"""Wildcards: ``*`` for any text, in patterns of names that users write. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence


def wildcard_regex(pieces: Sequence[str]) -> re.Pattern[str]:
    """The regular expression of what a pattern matches; `pieces` are regular expressions of what is between its stars.

    Each piece is matched where it comes first, from left to right, and never tried again further on: the time is
    proportional to the length of a text, whatever a server calls its properties.
    """
    first, *rest = pieces
    if not rest:
        return re.compile(first, re.DOTALL)
    *middle, last = rest
    return re.compile(first + "".join(f"(?>.*?{piece})" for piece in middle if piece) + f".*{last}", re.DOTALL)
