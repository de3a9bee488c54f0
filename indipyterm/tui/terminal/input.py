"""Input from a terminal: any bytes become events of Textual.

Bytes are keys, pasted text, or noise on the line. What is no UTF-8 becomes replacement characters, what Textual's
parser cannot handle is skipped, and nothing in a paste, and no reply of the terminal, is read as a key. Textual takes
a character soon after Escape for one with Alt; no key here has Alt, so it is Escape and the character.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Iterable
from time import monotonic

from textual._xterm_parser import XTermParser
from textual.events import Key
from textual.message import Message

from indipyterm.tui.terminal.replies import ReplyFilter

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_EDGES = re.compile("(\x1b\\[20[01]~)")
_EDGE_BEGUN = re.compile("\x1b(?:\\[(?:2(?:0[01]?)?)?)?\\Z")
_AT_ONCE = 2  # that many characters of an edge cannot wait for the rest: they may be Escape, or Alt and a bracket
_ALONE = re.compile("\x1b+(?=[^\x1b\\[\\]\\\\OP_\x00-\x1f\x7fbf])")
"""Escape before a character that begins or ends no sequence of a terminal (nor is a word to the left or right)."""
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class TerminalInput:
    """Parses input. Call `feed` with bytes, cut anywhere, and `tick` now and then: Escape alone is a key, too."""

    def __init__(self) -> None:
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._parser = XTermParser()
        self._replies = ReplyFilter()
        self._escaped = False  # whether Escape came last, and what it means depends on what follows
        self._pasting = False
        self._begun = ""  # what may be the beginning of an edge of a paste
        self._given = 0  # how many characters of it the parser has already

    def feed(self, data: bytes) -> list[Message]:
        """Return the events that these bytes complete."""
        return self._keys(self._replies.feed(self._without_controls(self._decode(data)), monotonic()))

    def tick(self) -> list[Message]:
        """Return the events that are complete because time has passed."""
        late = self._keys(self._replies.tick(monotonic()))
        found = self._events(self._parser.tick())
        self._escaped = self._escaped and not found
        return [*late, *found]

    def _keys(self, text: str) -> list[Message]:
        if not text:
            return []
        if self._escaped and _ALONE.match("\x1b" + text):
            self._renew_parser()  # which waits for more of it
            text = "\x1b" + text
        found: list[Message] = []
        at = 0
        for alone in _ALONE.finditer(text):
            found += self._parsed(text[at : alone.start()])
            found += [Key("escape", "\x1b") for _ in alone[0]]
            at = alone.end()
        found += self._parsed(text[at:])
        self._escaped = text.endswith("\x1b")
        return found

    def _parsed(self, text: str) -> list[Message]:
        return self._events(self._parser.feed(text)) if text else []  # an empty text would end the parser

    def _events(self, parsed: Iterable[Message]) -> list[Message]:
        found: list[Message] = []
        try:
            found.extend(parsed)
        except (OverflowError, ValueError, ZeroDivisionError):  # numbers that no terminal sends
            self._renew_parser()
        return found

    def _renew_parser(self) -> None:
        """Drop what the parser has not understood yet."""
        old, self._parser = self._parser, XTermParser()
        for name in ("mouse_pixels", "terminal_size", "terminal_pixel_size"):
            setattr(self._parser, name, getattr(old, name))

    def _without_controls(self, text: str) -> str:
        """Remove control characters from pastes: an escape sequence there would be read as keys."""
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
