"""Parsing whole streams at once, and a good element that shows whether a stream went on."""

from __future__ import annotations

from typing import Any

from indipyterm.protocol.messages import Malformed, Message, Received
from indipyterm.protocol.parser import Parser

GOOD = b'\n<message device="Sentinel" message="alive"/>\n'
SENTINEL = Message("Sentinel", None, "alive")


def parse(data: bytes, **limits: Any) -> list[Received]:
    """The messages in a stream that comes in one piece."""
    return Parser(**limits).feed(data)


def parse_bytewise(data: bytes) -> list[Received]:
    """The messages in a stream that comes byte by byte."""
    parser = Parser()
    return [message for byte in data for message in parser.feed(bytes([byte]))]


def good(data: bytes) -> list[Received]:
    """The messages that are not reports of damage."""
    return [message for message in parse(data) if not isinstance(message, Malformed)]
