"""Parsing a stream of bytes into messages, for clients and servers.

`element_reader` reads elements, whatever the bytes, and `element_parser` makes messages of them. Two faster ways give
the same result: `regular_elements` for nearly all elements, and `set_templates` for updates that are repeated.
"""

from __future__ import annotations

from typing import NamedTuple

from indipyterm.protocol.blob_data import Attachments
from indipyterm.protocol.element_parser import announced_length, parse_element
from indipyterm.protocol.element_reader import MAX_BLOB, MAX_ELEMENT, ElementReader
from indipyterm.protocol.messages import Malformed, Received, SetVector
from indipyterm.protocol.regular_elements import RegularElements
from indipyterm.protocol.set_templates import SetTemplates
from indipyterm.protocol.tokenizer import MAX_TAG


class IncomingBlob(NamedTuple):
    """A BLOB being received: `done` bytes of `total` (0 if unknown)."""

    device: str
    vector: str
    member: str
    done: int
    total: int


class Parser:
    """Parses a stream: ``feed(bytes) -> messages``. Never raises, whatever the bytes; chunks may be cut anywhere.

    A bad element costs only that element. `fast` turns on the fast ways of parsing, which change only the speed.
    `attachments` are where the connection can have BLOBs beside the stream.
    """

    def __init__(
        self,
        max_element: int = MAX_ELEMENT,
        max_blob: int = MAX_BLOB,
        *,
        fast: bool = True,
        attachments: Attachments | None = None,
    ) -> None:
        self._reader = ElementReader(max_element, max_blob, attachments)
        self._fast = fast
        self._regular = RegularElements(max_element)
        self._templates = SetTemplates(min(max_element, MAX_TAG))

    def feed(self, data: bytes) -> list[Received]:
        """Parse the next bytes of the stream; return the messages that they completed, in order."""
        out: list[Received] = []
        reader = self._reader
        reader.feed(data)
        while True:
            if self._fast and reader.between_elements:
                self._parse_fast(out)
            found = reader.read()
            if found is None:
                return out
            for one in found:
                if isinstance(one, Malformed):
                    out.append(one)
                else:
                    out += parse_element(one)

    def _parse_fast(self, out: list[Received]) -> None:
        """Parse the elements that come next as long as a fast way can."""
        tokenizer, templates, parse = self._reader.tokenizer, self._templates, self._regular.parse
        text, position = tokenizer.text, tokenizer.position
        parsed = len(out)
        while True:
            position = templates.parse(text, _skip_whitespace(text, position), out)
            message, end = parse(text, position)
            if message is None:
                break
            out.append(message)
            if isinstance(message, SetVector):
                templates.learn(text[position:end], message)
            position = end
        if len(out) > parsed:
            self._reader.skip_elements(position)

    def incoming_blob(self) -> IncomingBlob | None:
        """Return the BLOB that is being received, if any."""
        element, member = self._reader.element, self._reader.member
        if element is None or member is None or member.blob is None:
            return None
        vector, one = element.attributes, member.attributes
        names = vector.get("device", ""), vector.get("name", ""), one.get("name", "")
        return IncomingBlob(*names, member.blob.length, announced_length(one))


def _skip_whitespace(text: str, position: int) -> int:
    """Return where the next element begins; the position itself if something else comes before."""
    begin = text.find("<", position)
    return position if begin < 0 or text[position:begin].strip(" \t\r\n\f\v") else begin
