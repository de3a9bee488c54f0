"""Bytes to XML tokens, in any chunking, for the small part of XML that INDI uses.

INDI's stream has no root element, never ends, and comes from programs of very different care. A general XML parser
stops for good at the first fault, so this one reads tags itself and knows how to find its feet again:

- A tag is given up when it is longer than `MAX_TAG`, or when a new line inside it starts with a known element
  (an attribute's quote was never closed). Comments, CDATA, processing instructions and declarations likewise.
- A ``<`` that begins no tag is text.
- Declarations (``<!DOCTYPE``) are skipped and reported: no entity is ever defined, so none can expand.

What is given depends only on the bytes, never on how they were cut into chunks, but for `Text`, which may come in
several pieces.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

MAX_TAG = 1 << 18
"""The longest tag, in bytes, that is still believed; labels of 10,000 characters are known to exist."""

_KINDS = ["Text", "Number", "Switch", "Light", "BLOB"]
TOP_LEVEL = frozenset(
    [f"{verb}{kind}Vector" for verb in ("def", "set", "new") for kind in _KINDS]
    + ["getProperties", "delProperty", "message", "enableBLOB", "pingRequest", "pingReply"]
)
"""Names of the elements that start a message: they are never found inside another element."""

_RESYNC = re.compile(rb"\n<(?:%s)[\s/>]" % "|".join(sorted(TOP_LEVEL)).encode())
_RESYNC_LENGTH = 2 + max(map(len, TOP_LEVEL)) + 1
_TAG = re.compile(rb"""<(/?)([A-Za-z_:][^\s<>/"'=]*+)((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""")
_PARTIAL_TAG = re.compile(
    rb"""<(?:/?(?:[A-Za-z_:][^\s<>/"'=]*+(?:[^<>"']++|"[^"]*+"|'[^']*+')*+(?:"[^"]*+|'[^']*+)?)?)?"""
)
_MEMBER = re.compile(
    rb"""\s*+<((?:def|one)(?:Text|Number|Switch|Light)|defBLOB)((?:\s(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)?)(?<!/)>"""
    rb"""([^<]*+)</\1\s*+>"""
)
_NAME = r"""\s+([^\s=<>/"']+)\s*=\s*"""
_ATTRIBUTE_NAME = re.compile(_NAME)
_ATTRIBUTE = re.compile(rf"""{_NAME}(?:"([^"]*)"|'([^']*)')""")
_FEW = 4096  # characters of a tag whose attribute names are worth remembering
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_SECTIONS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>", b"<!": b">"}


class Start(NamedTuple):
    """``<name attributes>``; `empty` when it ends in ``/>``. `attributes` is None when they cannot be read."""

    name: str
    attributes: dict[str, str] | None
    empty: bool


class End(NamedTuple):
    """``</name>``"""

    name: str


class Text(NamedTuple):
    """Character data as bytes, references not yet replaced (see `unescape`)."""

    data: bytes


class Broken(NamedTuple):
    """Bytes that are no token; reading goes on behind them."""

    reason: str


class Whole(NamedTuple):
    """``<name attributes>data</name>``, a member without anything else in it."""

    name: str
    attributes: dict[str, str]
    data: bytes


Token = Start | End | Text | Broken


def text_of(data: bytes) -> str:
    """Read bytes as UTF-8, or as ISO-8859-1 where they are not (some drivers send 0xb0 for a degree sign)."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def unescape(text: str) -> str:
    """Replace the five entities and character references; anything else with an ``&`` stays as it is."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    entity, decimal, hexadecimal = match.groups()
    if entity:
        return _ENTITIES[entity]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0xD800 or 0xE000 <= code <= 0x10FFFF else "\ufffd"


def _attributes(raw: bytes) -> dict[str, str] | None:
    """Read the inside of a tag behind its name; None where it is not a list of quoted attributes."""
    text = text_of(raw)
    parts = text.split('"' if '"' in text else "'")
    names = _names(tuple(parts[::2])) if len(text) < _FEW else None
    if names is None:
        return _any_attributes(text)
    return dict(zip(names, map(unescape, parts[1::2]) if "&" in text else parts[1::2], strict=True))


@lru_cache(maxsize=1024)
def _names(outside: tuple[str, ...]) -> tuple[str, ...] | None:
    """The attributes' names, by what is outside of the quotes; None where it may be more than names.

    Servers write the same few tags again and again, so this is hardly ever run.
    """
    *heads, tail = outside
    found = [_ATTRIBUTE_NAME.fullmatch(head) for head in heads]
    names = tuple(match[1] for match in found if match)
    return None if tail.strip() or len(set(names)) < len(heads) else names


def _any_attributes(text: str) -> dict[str, str] | None:
    """As `_attributes`, for quotes of both kinds and all that is rare."""
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
    """`take` bytes, then ask for the `next` token until there is none; bytes of one that is not whole yet are kept."""

    def __init__(self) -> None:
        self.buffer = b""
        self.position = 0
        self._text: str | None = None
        self._section = b""  # what ends the comment, CDATA ... that is open

    def take(self, data: bytes) -> None:
        """Take the next bytes of the stream."""
        rest = self.buffer[self.position :]
        self.buffer, self.position, self._text = (rest + data if rest else data), 0, None

    @property
    def text(self) -> str:
        """The buffer with one character for each byte."""
        if self._text is None:
            self._text = self.buffer.decode("latin-1")
        return self._text

    def next(self) -> Token | None:
        """The next token; None when it is not whole yet."""
        while True:
            position, section = self.position, self._section
            token = self._skip_section() if section else self._next()
            if token is not None or (position == self.position and section == self._section):
                return token

    def members(self) -> list[Whole]:
        """The whole members, with the white space before them, that are next: each saves four calls of `next`."""
        found: list[Whole] = []
        buffer, position = self.buffer, self.position
        while not self._section and (match := _MEMBER.match(buffer, position)):
            name, inside, data = match.groups()
            attributes, end = _attributes(inside), match.end()
            if attributes is None or end - position > MAX_TAG:
                break
            found.append(Whole(name.decode(), attributes, data))
            position = end
        self.position = position
        return found

    def at(self, beginning: bytes) -> bool:
        """Whether the next token begins so."""
        return not self._section and self.buffer.startswith(beginning, self.position)

    def _next(self) -> Token | None:
        buffer, start = self.buffer, self.position
        if start >= len(buffer):
            return None
        if buffer[start] != 0x3C:  # "<"
            end = buffer.find(b"<", start)
            self.position = end = len(buffer) if end < 0 else end
            return Text(buffer[start:end])
        match = _TAG.match(buffer, start, start + MAX_TAG)
        if match is None:
            return self._no_tag()
        closing, name, inside = match.groups()
        if b"<" in inside and (broken := self._never_closed(match.end())):
            return broken
        self.position = match.end()
        if closing:
            return End(text_of(name))
        empty = inside.endswith(b"/")
        return Start(text_of(name), _attributes(inside[:-1] if empty else inside), empty)

    def _no_tag(self) -> Token | None:
        """At a ``<`` that begins no whole tag: a section, a tag still to come, or a bare ``<``."""
        buffer, start = self.buffer, self.position
        partial = _PARTIAL_TAG.match(buffer, start, start + MAX_TAG)
        end = partial.end() if partial else start
        if broken := self._never_closed(end):
            return broken
        if end == len(buffer) and end - start < MAX_TAG:
            return None
        head = buffer[start : start + len("<![CDATA[")]
        for opening, closing in _SECTIONS.items():
            if head.startswith(opening):
                self.position += len(opening)
                self._section = closing
                return Broken("a declaration was skipped") if opening == b"<!" else None
            if opening.startswith(head):
                return None
        self.position += 1
        return Text(b"<")

    def _never_closed(self, end: int) -> Broken | None:
        """Give up the tag at hand if a known element begins on a new line in it, before `end`."""
        match = _RESYNC.search(self.buffer, self.position, end)
        if match is None:
            return None
        self.position = match.start()
        return Broken("a tag was never closed")

    def _skip_section(self) -> Token | None:
        """Skip to the end of a comment or the like, or to the next known element on a new line."""
        buffer, start, closing = self.buffer, self.position, self._section
        end = buffer.find(closing, start)
        resync = _RESYNC.search(buffer, start, end + len(closing) if end >= 0 else len(buffer))
        if resync:
            stop = resync.start()
        elif end >= 0:
            stop = end
        else:  # not here yet; what may be the beginning of either is kept
            stop = max(start, len(buffer) - _RESYNC_LENGTH)
        self.position = stop
        if closing == b"]]>" and stop > start:
            return Text(buffer[start:stop].replace(b"&", b"&amp;"))
        if resync:
            self._section = b""
            return Broken("a comment or the like was never closed")
        if end >= 0:
            self._section = b""
            self.position = end + len(closing)
        return None
