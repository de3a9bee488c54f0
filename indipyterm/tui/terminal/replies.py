"""What a terminal answers to questions that some program asked it: nobody typed that, and it is no key.

The program that asked may have ended before the answer came over a slow line. Textual issues sequences again as keys
that it does not know.

Sources: "XTerm Control Sequences" (device attributes, reports of windows, modes and settings, XTVERSION, XTGETTCAP);
"Terminal graphics protocol" and "Comprehensive keyboard handling" of Kitty.
"""

from __future__ import annotations

import re

KEY_SECONDS = 0.1
"""How long what may be a key, or the beginning of a reply, is held back."""

LOST_SECONDS = 1.0
"""How long the rest of a reply is waited for."""

_STRINGS = r"_G|P(?:[>!]\||[01][$+]r)|\]\d{1,4};"  # application commands, device controls, and commands of the system
_REPLY = re.compile(
    rf"\x1b(?:\[[?>=][\d;:]*[cnuRS]|\[(?!48;)\d+(?:;\d+)*t|\[0n|(?:{_STRINGS})[^\x07\x1b]*(?:\x07|\x1b\\))"
)
_BEGUN = re.compile(
    rf"\x1b(?:\[(?:[?>=][\d;:]*\$?|\d[\d;]*)?|[_P\]]|P[01>!][$+]?|\]\d{{1,4}}|(?:{_STRINGS})[^\x07\x1b]*\x1b?)?\Z"
)
_CERTAIN = re.compile(rf"\x1b(?:\[[?>=]|{_STRINGS})")
_ALONE = ("\x1b", "\x1b[")
"""Escape, and Alt with a bracket: keys that are passed on at once, although more may follow."""

_NOTHING = "\x1b[?9999;0$y"
"""What Textual's parser takes for a report on a mode that it does not know, and says nothing of."""


class ReplyFilter:
    """Takes replies out of input that is cut anywhere. Times are in seconds, of any clock that goes on."""

    def __init__(self) -> None:
        self._held = ""  # what may be the beginning of a reply
        self._given = 0  # how many characters of it are passed on already
        self._since = 0.0

    def feed(self, text: str, now: float) -> str:
        """Input without replies, as far as it is known to be none."""
        whole, given = self._held + text, self._given
        out, at = "", 0
        for reply in _REPLY.finditer(whole):
            out += whole[at : reply.start()]
            if reply.start() == 0 and given:
                out, given = _NOTHING[given:], 0  # what was passed on of it becomes a sequence that means nothing
            at = reply.end()
        rest = whole[at:]
        begun = _BEGUN.search(rest)
        held = begun[0] if begun else ""
        out += rest.removesuffix(held)
        if held == whole:  # all of it may still be a reply
            passed = max(given, len(held) if held in _ALONE else 0)
            out = held[given:passed]
        else:
            out = out[given:]
            passed = len(held) if held in _ALONE else 0
            out += held[:passed]
        self._held, self._given, self._since = held, passed if held else 0, now
        return out

    def tick(self, now: float) -> str:
        """What was held back and is no reply, since nothing followed for a while."""
        if not self._held or now - self._since < KEY_SECONDS:
            return ""
        certain = bool(_CERTAIN.match(self._held))
        if certain and now - self._since < LOST_SECONDS:
            return ""
        late = "" if certain else self._held[self._given :]
        self._held, self._given = "", 0
        return late
