"""Reading XML elements from a stream of bytes, whatever the bytes.

A bad element costs only that element. It is discarded, and reported as `Malformed`, if its tags do not match, if it
exceeds a limit, or if another known element begins inside it; `tokenizer` describes how parsing resynchronizes.
"""

from __future__ import annotations

from indipyterm.protocol.blob_data import AttachedBlob, Attachments, Base64Decoder, BlobData, BufferPool
from indipyterm.protocol.element_parser import XmlElement, XmlMember, announced_length, attached_length
from indipyterm.protocol.messages import Malformed
from indipyterm.protocol.tokenizer import TOP_LEVEL, EndTag, InvalidMarkup, StartTag, Text, Tokenizer

START_TAG_COST = 64
"""Bytes that are counted for each start tag, in addition to its text."""

MAX_ELEMENT = 4 << 20
"""The most bytes of text and attributes in an element, not counting base64 (10,000 members fit)."""

MAX_BLOB = 1_400_000_000
"""The most bytes of base64 in an element by default: enough for a gigabyte of data, line feeds included."""

_BLOB_SLACK = 1 << 20  # bytes that a BLOB may have beyond its announced size: drivers are not exact


class ElementReader:
    """`feed` it bytes, which may be cut anywhere, then `read` until it gives None.

    Junk between two elements is reported once, however long it is. `attachments` are where the connection can have
    BLOBs beside the stream.
    """

    def __init__(
        self, max_element: int = MAX_ELEMENT, max_blob: int = MAX_BLOB, attachments: Attachments | None = None
    ) -> None:
        self.tokenizer = Tokenizer()
        self._pool = BufferPool()
        self._limits = max_element, max_blob
        self._attachments = attachments
        self._fed = self._element_begin = 0  # bytes of the stream: all so far, and before the element being read
        self.element: XmlElement | None = None
        """The element being read."""
        self.member: XmlMember | None = None
        """The member of it being read."""
        self._size = [0, 0]  # bytes of text and of base64 in the element so far
        self._allowed = [max_element, 0]  # the most of each
        self._discarded = ""  # the name of a discarded element whose end has not been read
        self._junk_reported = False

    def feed(self, data: bytes) -> None:
        """Add the next bytes of the stream."""
        self.tokenizer.feed(data)
        self._fed += len(data)

    @property
    def between_elements(self) -> bool:
        """Whether an element may begin at the tokenizer's position."""
        return self.element is None and not self._discarded and self.tokenizer.between_tokens

    def skip_elements(self, end: int) -> None:
        """Go to the end of elements that somebody else has read."""
        self.tokenizer.position, self._junk_reported = end, False

    def read(self) -> list[XmlElement | Malformed] | None:
        """Read on until something is complete or damaged, or an element may begin; None if more bytes are needed."""
        out: list[XmlElement | Malformed] = []
        while True:
            if self.element is None:
                self._element_begin = self._in_stream(self.tokenizer.position)
            match self.tokenizer.next_token():
                case Text(text):
                    self._handle_text(text, out)
                case StartTag() as start:
                    self._handle_start(start, out)
                case EndTag(name):
                    self._handle_end(name, out)
                case InvalidMarkup(reason):
                    self._handle_invalid(reason, out)
                case None:
                    return None
            if out or (self.element is None and not self._discarded):
                return out

    def _handle_start(self, token: StartTag, out: list[XmlElement | Malformed]) -> None:
        top_level = token.name in TOP_LEVEL
        if top_level and (self.element or self._discarded):
            if self.element:
                self._discard("was not closed before the next element", out)
            self._discarded = ""
        elif self._discarded:
            return None
        attributes = token.attributes or {}
        if self.element is None:
            self.element, self._size, self._junk_reported = XmlElement(token.name, attributes), [0, 0], False
            self._allowed = [self._limits[0], 0]
        elif self.member is None:
            self.member = XmlMember(token.name, attributes)
            self.element.children.append(self.member)
            if token.name == "oneBLOB":
                self._prepare_blob(self.member)
        else:
            return self._discard(f"has a <{token.name}> inside its <{self.member.tag}>", out)
        if not top_level and self.member is None:
            self._discard("is not an INDI element", out)
        elif token.attributes is None:
            self._discard(f"has attributes in <{token.name}> that cannot be read", out)
        else:
            self._count(False, START_TAG_COST + sum(map(len, attributes.values())), out)
        if token.empty:
            self._handle_end(token.name, out)
        return None

    def _handle_end(self, name: str, out: list[XmlElement | Malformed]) -> None:
        if self._discarded:
            self._discarded = "" if name == self._discarded else self._discarded
        elif self.element is None:
            self._report_junk(out)
        elif self.member is not None:
            if name == self.member.tag:
                self.member = None
            else:
                self._discard(f"has a <{self.member.tag}> that is not closed", out)
                self._handle_end(name, out)
        elif name == self.element.tag:
            out.append(self.element)
            self.element = None
        else:
            self._discard(f"has a </{name}> that closes nothing", out)

    def _handle_text(self, data: bytes, out: list[XmlElement | Malformed]) -> None:
        if self.member is not None:
            if blob := self.member.blob:
                blob.feed(data)
            else:
                self.member.pieces.append(data)
            self._count(blob is not None, len(data), out)
        elif self.element is not None and self.element.tag == "enableBLOB":
            self.element.pieces.append(data)
            self._count(False, len(data), out)
        elif data.isspace() or self._discarded:
            return
        elif self.element is None:
            self._report_junk(out)
        else:
            self._discard("has text between its members", out)

    def _handle_invalid(self, reason: str, out: list[XmlElement | Malformed]) -> None:
        if self.element is not None:
            self._discard(f"is damaged: {reason}", out)
        elif not self._discarded:
            out.append(Malformed(reason))

    def _prepare_blob(self, member: XmlMember) -> None:
        """Prepare for a BLOB's base64, and allow little more than its announced size, if it has one."""
        if member.attributes.get("attached") == "true":
            member.blob = AttachedBlob(self._attached(attached_length(member.attributes)))
            self._allowed[1] += _BLOB_SLACK  # of white space
            return
        announced, most = announced_length(member.attributes), self._limits[1]
        member.blob = Base64Decoder(announced, self._pool)
        self._allowed[1] = min(most, self._allowed[1] + (2 * announced + _BLOB_SLACK if announced else most))

    def _attached(self, length: int) -> BlobData:
        if self._attachments is None:
            return BlobData(fault="it is said to be attached, which is possible over a local socket only")
        return self._attachments.take(self._element_begin, self._in_stream(self.tokenizer.position), length)

    def _in_stream(self, position: int) -> int:
        """How many bytes of the stream come before a position of the tokenizer."""
        return self._fed - len(self.tokenizer.buffer) + position

    def _count(self, base64: bool, size: int, out: list[XmlElement | Malformed]) -> None:
        self._size[base64] += size
        if self._size[base64] > self._allowed[base64] and self.element is not None:
            self._discard(f"is larger than {self._allowed[base64]} bytes", out)

    def _discard(self, reason: str, out: list[XmlElement | Malformed]) -> None:
        """Report the element being read, and skip the rest of it."""
        assert self.element is not None
        out.append(Malformed(f"{self.element} {reason}"))
        self._discarded = self.element.tag
        self.element = self.member = None

    def _report_junk(self, out: list[XmlElement | Malformed]) -> None:
        if not self._junk_reported:
            self._junk_reported = True
            out.append(Malformed("something that is not an INDI element"))
