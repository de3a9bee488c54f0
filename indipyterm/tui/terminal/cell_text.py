"""Text as the cells that it takes, and of which text all terminals agree how many that is."""

from __future__ import annotations

import re

from rich.cells import split_graphemes

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_AGREED = re.compile(
    "["
    " -~\u00a0-\u00ac\u00ae-\u02ff"  # Latin
    "\u0370-\u0377\u037a-\u037f\u0384-\u03ff\u0400-\u0482\u048a-\u052f"  # Greek, Cyrillic
    "\u2010-\u2027\u2030-\u205e\u2190-\u2193\u21c4\u2264\u2265"  # punctuation, arrows
    "\u2500-\u25a9\u25ac-\u25b5\u25b7-\u25bf\u25c1-\u25fa\u25ff\u2605\u2713\u2717"  # lines, blocks, shapes
    "\u23ce\u238b\u27e8\u27e9\u2800-\u28ff"  # signs for keys, brackets, braille
    "]*"
)
"""What has one cell everywhere, but for terminals that are told to draw all of this twice as wide."""


def is_agreed(text: str) -> bool:
    """Whether all terminals draw each character of a text in one cell."""
    return _AGREED.fullmatch(text) is not None


def cells(text: str) -> list[str]:
    """Cut text into cells; the second cell of a wide character is empty, control characters take none.

    What has no width is in the cell before it; where there is none, it is left out.
    """
    if is_agreed(text):
        return [*text]
    text = _CONTROLS.sub("", text)
    out: list[str] = []
    for first, behind, width in split_graphemes(text)[0]:
        out += [text[first:behind], ""][:width]
        if not width and out:
            out[-1 if out[-1] else -2] += text[first:behind]
    return out
