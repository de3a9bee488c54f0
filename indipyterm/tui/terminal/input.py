"""What a terminal says: bytes to Textual's events, whatever the bytes are.

They are the user's keys, but also what is pasted, and what comes over a bad line. Bytes that are no UTF-8 become marks,
what Textual's parser cannot take is passed over, and nothing that is pasted is a key.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.message import Message

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_EDGES = re.compile("(\x1b\\[20[01]~)")
_EDGE_BEGUN = re.compile("\x1b(?:\\[(?:2(?:0[01]?)?)?)?\\Z")
_AT_ONCE = 2  # characters of an edge that cannot wait for the rest: the Escape key, Alt and a bracket
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class TerminalInput:
    """`feed` bytes cut anywhere; `tick` now and then, so that Escape alone is a key, too."""

    def __init__(self) -> None:
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._parser = XTermParser()
        self._pasting = False
        self._begun = ""  # the beginning of what may be the edge of a paste
        self._given = 0  # characters of it that the parser has already

    def feed(self, data: bytes) -> list[Message]:
        """Give what these bytes complete."""
        text = self._without_controls(self._decode(data))
        return self._understood(self._parser.feed(text)) if text else []  # no text would be the end of it

    def tick(self) -> list[Message]:
        """Give what is complete because time went by."""
        return self._understood(self._parser.tick())

    def _understood(self, said: Iterable[Message]) -> list[Message]:
        found: list[Message] = []
        try:
            found.extend(said)
        except (OverflowError, ValueError, ZeroDivisionError):  # numbers that no terminal says
            old, self._parser = self._parser, XTermParser()
            for name in ("mouse_pixels", "terminal_size", "terminal_pixel_size"):
                setattr(self._parser, name, getattr(old, name))
        return found

    def _without_controls(self, text: str) -> str:
        """Leave out what is no text in a paste: an escape sequence there would be read as keys."""
        given, whole = self._given, self._begun + text
        *pieces, last = _EDGES.split(whole)
        out = [self._piece(piece) for piece in pieces]
        begun = _EDGE_BEGUN.search(last)
        self._begun = begun[0] if begun else ""
        if self._pasting or len(self._begun) > _AT_ONCE:
            last = last.removesuffix(self._begun)
            self._given = given if whole == self._begun else 0
        else:
            self._given = len(self._begun)
        return "".join([*out, self._piece(last)])[given:]

    def _piece(self, text: str) -> str:
        if text in (_BEGIN, _END):
            nested, self._pasting = self._pasting and text == _BEGIN, text == _BEGIN
            return "" if nested else text
        return _NO_TEXT.sub("", text) if self._pasting else text
