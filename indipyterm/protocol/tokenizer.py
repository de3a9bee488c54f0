"""Splitting a stream of bytes into XML tokens, for the small part of XML that INDI uses.

INDI's stream has no root element, never ends, and is written by programs of very different quality. A general XML
parser stops at the first error, so this tokenizer reads tags itself and can resynchronize:

- A tag is given up if it is longer than `MAX_TAG`, or if a line inside it starts with a known element (an attribute's
  quote was never closed). The same holds for comments, CDATA, processing instructions and declarations.
- A ``<`` that does not begin a tag is text.
- Declarations (``<!DOCTYPE``) are skipped and reported: no entity is ever defined, so none can expand.

The tokens depend only on the bytes, not on how they were cut into chunks, except that `Text` may come in pieces.
"""

# No `from __future__ import annotations`: typing would compile each field of a NamedTuple at import.

import re
from typing import NamedTuple

MAX_TAG = 1 << 18
"""The longest tag in bytes; labels of 10,000 characters are known to exist."""

_VECTOR_KINDS = ["Text", "Number", "Switch", "Light", "BLOB"]
TOP_LEVEL = frozenset(
    [f"{verb}{kind}Vector" for verb in ("def", "set", "new") for kind in _VECTOR_KINDS]
    + ["getProperties", "delProperty", "message", "enableBLOB", "pingRequest", "pingReply"]
)
"""Names of the elements that are messages; they never occur inside another element."""

_RESYNC = re.compile(rb"\n<(?:%s)[\s/>]" % "|".join(sorted(TOP_LEVEL)).encode())
_RESYNC_LENGTH = 2 + max(map(len, TOP_LEVEL)) + 1
_TAG = re.compile(rb"""<(/?)([A-Za-z_:][^\s<>/"'=]*+)((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""")
_PARTIAL_TAG = re.compile(
    rb"""<(?:/?(?:[A-Za-z_:][^\s<>/"'=]*+(?:[^<>"']++|"[^"]*+"|'[^']*+')*+(?:"[^"]*+|'[^']*+)?)?)?"""
)
_ATTRIBUTE = re.compile(r"""\s+([^\s=<>/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_SECTIONS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>", b"<!": b">"}


class StartTag(NamedTuple):
    """``<name attributes>``; `empty` if it ends in ``/>``. `attributes` is None if they cannot be parsed."""

    name: str
    attributes: dict[str, str] | None
    empty: bool


class EndTag(NamedTuple):
    """``</name>``"""

    name: str


class Text(NamedTuple):
    """Character data, with references not yet replaced (see `unescape`)."""

    data: bytes


class InvalidMarkup(NamedTuple):
    """Bytes that are not a token; the stream continues after them."""

    reason: str


Token = StartTag | EndTag | Text | InvalidMarkup


def decode_text(data: bytes) -> str:
    """Decode bytes as UTF-8, or else as ISO-8859-1 (some drivers send 0xb0 for a degree sign)."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def unescape(text: str) -> str:
    """Replace the five XML entities and character references; any other ``&`` stays as it is."""
    return _REFERENCE.sub(_resolve_reference, text) if "&" in text else text


def _resolve_reference(match: re.Match[str]) -> str:
    entity, decimal, hexadecimal = match.groups()
    if entity:
        return _ENTITIES[entity]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0xD800 or 0xE000 <= code <= 0x10FFFF else "\ufffd"


def _attributes(raw: bytes) -> dict[str, str] | None:
    """Parse the part of a tag after its name; None if it is not a list of quoted attributes."""
    text = decode_text(raw)
    found: dict[str, str] = {}
    end = 0
    for match in _ATTRIBUTE.finditer(text):
        name, double, single = match.groups()
        if match.start() != end or name in found:
            return None
        found[name] = unescape(double if double is not None else single)
        end = match.end()
    return None if text[end:].strip() else found


class Tokenizer:
    """`feed` it bytes, then call `next_token` until it returns None; the bytes of an incomplete token are kept."""

    def __init__(self) -> None:
        self.buffer = b""
        self.position = 0
        self._text: str | None = None
        self._section = b""  # the end marker of an open comment, CDATA section or the like

    def feed(self, data: bytes) -> None:
        """Add the next bytes of the stream."""
        rest = self.buffer[self.position :]
        self.buffer, self.position, self._text = (rest + data if rest else data), 0, None

    @property
    def text(self) -> str:
        """The buffer as a text with one character for each byte."""
        if self._text is None:
            self._text = self.buffer.decode("latin-1")
        return self._text

    def next_token(self) -> Token | None:
        """Return the next token, or None if it is incomplete."""
        while True:
            position, section = self.position, self._section
            token = self._skip_section() if section else self._read_token()
            if token is not None or (position == self.position and section == self._section):
                return token

    @property
    def between_tokens(self) -> bool:
        """Whether a token may begin at the position: no comment or the like is open."""
        return not self._section

    def _read_token(self) -> Token | None:
        buffer, start = self.buffer, self.position
        if start >= len(buffer):
            return None
        if buffer[start] != 0x3C:  # "<"
            end = buffer.find(b"<", start)
            self.position = end = len(buffer) if end < 0 else end
            return Text(buffer[start:end])
        match = _TAG.match(buffer, start, start + MAX_TAG)
        if match is None:
            return self._incomplete_tag()
        closing, name, inside = match.groups()
        if b"<" in inside and (broken := self._resync_before(match.end())):
            return broken
        self.position = match.end()
        if closing:
            return EndTag(decode_text(name))
        empty = inside.endswith(b"/")
        return StartTag(decode_text(name), _attributes(inside[:-1] if empty else inside), empty)

    def _incomplete_tag(self) -> Token | None:
        """Handle a ``<`` that does not begin a complete tag: a section, an incomplete tag, or a bare ``<``."""
        buffer, start = self.buffer, self.position
        partial = _PARTIAL_TAG.match(buffer, start, start + MAX_TAG)
        end = partial.end() if partial else start
        if broken := self._resync_before(end):
            return broken
        if end == len(buffer) and end - start < MAX_TAG:
            return None
        head = buffer[start : start + len("<![CDATA[")]
        for opening, closing in _SECTIONS.items():
            if head.startswith(opening):
                self.position += len(opening)
                self._section = closing
                return InvalidMarkup("a declaration was skipped") if opening == b"<!" else None
            if opening.startswith(head):
                return None
        self.position += 1
        return Text(b"<")

    def _resync_before(self, end: int) -> InvalidMarkup | None:
        """Give up the current tag if a known element begins on a new line in it, before `end`."""
        match = _RESYNC.search(self.buffer, self.position, end)
        if match is None:
            return None
        self.position = match.start()
        return InvalidMarkup("a tag was never closed")

    def _skip_section(self) -> Token | None:
        """Skip to the end of a comment or other section, or to the next known element on a new line."""
        buffer, start, closing = self.buffer, self.position, self._section
        end = buffer.find(closing, start)
        resync = _RESYNC.search(buffer, start, end + len(closing) if end >= 0 else len(buffer))
        if resync:
            stop = resync.start()
        elif end >= 0:
            stop = end
        else:  # neither is here yet; keep what may be the beginning of one
            stop = max(start, len(buffer) - _RESYNC_LENGTH)
        self.position = stop
        if closing == b"]]>" and stop > start:
            return Text(buffer[start:stop].replace(b"&", b"&amp;"))
        if resync:
            self._section = b""
            return InvalidMarkup("a comment or the like was never closed")
        if end >= 0:
            self._section = b""
            self.position = end + len(closing)
        return None
