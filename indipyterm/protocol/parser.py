"""Parsing a stream of bytes into messages, for clients and servers.

A bad element costs only that element. It is discarded, and reported as `Malformed`, if its tags do not match, if it
exceeds a limit, or if another known element begins inside it; `tokenizer` describes how parsing resynchronizes.
"""

from __future__ import annotations

from typing import NamedTuple

from indipyterm.protocol.blob_data import AttachedBlob, Attachments, Base64Decoder, BlobData, BufferPool
from indipyterm.protocol.element_parser import (
    XmlElement,
    XmlMember,
    announced_length,
    attached_length,
    parse_element,
)
from indipyterm.protocol.messages import Kind, Malformed, Received, SetVector
from indipyterm.protocol.set_templates import START_TAG_COST, SetTemplates
from indipyterm.protocol.tokenizer import (
    MAX_TAG,
    TOP_LEVEL,
    CompleteMember,
    EndTag,
    InvalidMarkup,
    StartTag,
    Text,
    Tokenizer,
)

MAX_ELEMENT = 4 << 20
"""The most bytes of text and attributes in an element, not counting base64 (10,000 members fit)."""

MAX_BLOB = 1_400_000_000
"""The most bytes of base64 in an element by default: enough for a gigabyte of data, line feeds included."""

_BLOB_SLACK = 1 << 20  # bytes that a BLOB may have beyond its announced size: drivers are not exact


class IncomingBlob(NamedTuple):
    """A BLOB being received: `done` bytes of `total` (0 if unknown)."""

    device: str
    vector: str
    member: str
    done: int
    total: int


class Parser:
    """Parses a stream: ``feed(bytes) -> messages``. Never raises, whatever the bytes; chunks may be cut anywhere.

    Junk between two elements is reported once, however long it is. `use_templates` turns on the fast parsing of
    repeated elements (see `set_templates`), which changes only the speed. `attachments` are where the connection can
    have BLOBs beside the stream.
    """

    def __init__(
        self,
        max_element: int = MAX_ELEMENT,
        max_blob: int = MAX_BLOB,
        *,
        use_templates: bool = True,
        attachments: Attachments | None = None,
    ) -> None:
        self._tokenizer = Tokenizer()
        self._pool = BufferPool()
        self._templates = SetTemplates(min(max_element, MAX_TAG)) if use_templates else None
        self._element_start: int | None = None  # in the buffer; None if the element began in an earlier chunk
        self._limits = max_element, max_blob
        self._attachments = attachments
        self._fed = self._element_begin = 0  # bytes of the stream: all so far, and before the element being read
        self._element: XmlElement | None = None  # the element being read
        self._member: XmlMember | None = None  # the member of it being read
        self._size = [0, 0]  # bytes of text and of base64 in the element so far
        self._allowed = [max_element, 0]  # the most of each
        self._discarded = ""  # the name of a discarded element whose end has not been read
        self._junk_reported = False

    def feed(self, data: bytes) -> list[Received]:
        """Parse the next bytes of the stream; return the messages that they completed, in order."""
        out: list[Received] = []
        tokenizer = self._tokenizer
        tokenizer.feed(data)
        self._fed += len(data)
        self._element_start = None
        while True:
            if self._element is None:
                if self._templates and not self._discarded and tokenizer.starts_with(b"<set"):
                    self._parse_by_template(self._templates, out)
                self._element_start = tokenizer.position
            elif self._member is None and (complete_members := tokenizer.complete_members()):
                self._add_members(self._element, complete_members, out)
                continue
            match tokenizer.next_token():
                case Text(text):
                    self._handle_text(text, out)
                case StartTag() as start:
                    self._handle_start(start, out)
                case EndTag(name):
                    self._handle_end(name, out)
                case InvalidMarkup(reason):
                    self._handle_invalid(reason, out)
                case None:
                    return out

    def incoming_blob(self) -> IncomingBlob | None:
        """Return the BLOB that is being received, if any."""
        if self._element is None or self._member is None or self._member.blob is None:
            return None
        vector, member = self._element.attributes, self._member.attributes
        names = vector.get("device", ""), vector.get("name", ""), member.get("name", "")
        return IncomingBlob(*names, self._member.blob.length, announced_length(member))

    def _parse_by_template(self, templates: SetTemplates, out: list[Received]) -> None:
        """Parse the elements that come next and fit a known template."""
        tokenizer = self._tokenizer
        end = templates.parse(tokenizer.text, tokenizer.position, out)
        if end > tokenizer.position:
            tokenizer.position, self._junk_reported = end, False

    def _learn_template(self, messages: list[Received]) -> None:
        """Learn a template from an element without faults that is completely in the buffer."""
        message = messages[0]
        if not self._templates or self._element_start is None:
            return
        if isinstance(message, SetVector) and message.kind is not Kind.BLOB:
            self._templates.learn(self._tokenizer.text[self._element_start : self._tokenizer.position], message)

    def _add_members(self, element: XmlElement, complete_members: list[CompleteMember], out: list[Received]) -> None:
        """Add complete members: the same as handling their start tags, texts and end tags."""
        size, add = START_TAG_COST * len(complete_members), element.children.append
        for name, attributes, data in complete_members:
            add(XmlMember(name, attributes, [data]))
            size += len("".join(attributes.values())) + len(data)
        self._count(False, size, out)

    def _handle_start(self, token: StartTag, out: list[Received]) -> None:
        top_level = token.name in TOP_LEVEL
        if top_level and (self._element or self._discarded):
            if self._element:
                self._discard("was not closed before the next element", out)
            self._discarded = ""
        elif self._discarded:
            return None
        attributes = token.attributes or {}
        if self._element is None:
            self._element, self._size, self._junk_reported = XmlElement(token.name, attributes), [0, 0], False
            self._allowed = [self._limits[0], 0]
            if self._attachments and self._element_start is not None:
                self._element_begin = self._fed - len(self._tokenizer.buffer) + self._element_start
        elif self._member is None:
            self._member = XmlMember(token.name, attributes)
            self._element.children.append(self._member)
            if token.name == "oneBLOB":
                self._prepare_blob(self._member)
        else:
            return self._discard(f"has a <{token.name}> inside its <{self._member.tag}>", out)
        if not top_level and self._member is None:
            self._discard("is not an INDI element", out)
        elif token.attributes is None:
            self._discard(f"has attributes in <{token.name}> that cannot be read", out)
        else:
            self._count(False, START_TAG_COST + sum(map(len, attributes.values())), out)
        if token.empty:
            self._handle_end(token.name, out)
        return None

    def _handle_end(self, name: str, out: list[Received]) -> None:
        if self._discarded:
            self._discarded = "" if name == self._discarded else self._discarded
        elif self._element is None:
            self._report_junk(out)
        elif self._member is not None:
            if name == self._member.tag:
                self._member = None
            else:
                self._discard(f"has a <{self._member.tag}> that is not closed", out)
                self._handle_end(name, out)
        elif name == self._element.tag:
            element, self._element = self._element, None
            messages = parse_element(element)
            self._learn_template(messages)
            out.extend(messages)
        else:
            self._discard(f"has a </{name}> that closes nothing", out)

    def _handle_text(self, data: bytes, out: list[Received]) -> None:
        if self._member is not None:
            if blob := self._member.blob:
                blob.feed(data)
            else:
                self._member.pieces.append(data)
            self._count(blob is not None, len(data), out)
        elif self._element is not None and self._element.tag == "enableBLOB":
            self._element.pieces.append(data)
            self._count(False, len(data), out)
        elif data.isspace() or self._discarded:
            return
        elif self._element is None:
            self._report_junk(out)
        else:
            self._discard("has text between its members", out)

    def _handle_invalid(self, reason: str, out: list[Received]) -> None:
        if self._element is not None:
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
        end = self._fed - len(self._tokenizer.buffer) + self._tokenizer.position
        return self._attachments.take(self._element_begin, end, length)

    def _count(self, base64: bool, size: int, out: list[Received]) -> None:
        self._size[base64] += size
        if self._size[base64] > self._allowed[base64] and self._element is not None:
            self._discard(f"is larger than {self._allowed[base64]} bytes", out)

    def _discard(self, reason: str, out: list[Received]) -> None:
        """Report the element being read, and skip the rest of it."""
        assert self._element is not None
        out.append(Malformed(f"{self._element} {reason}"))
        self._discarded = self._element.tag
        self._element = self._member = None

    def _report_junk(self, out: list[Received]) -> None:
        if not self._junk_reported:
            self._junk_reported = True
            out.append(Malformed("something that is not an INDI element"))
