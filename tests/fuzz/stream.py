"""What has to hold for any bytes that a server may send."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path

from hypothesis import strategies as st
from rich.segment import Segment
from textual.strip import Strip

from indipyterm.client.ipyclient import IPyClient, core_of
from indipyterm.client.public_events import public_event
from indipyterm.exceptions import BadBase64, Refused
from indipyterm.model.devices import Device
from indipyterm.model.members import BlobMember, NumberMember
from indipyterm.model.requests import check_number, request
from indipyterm.model.vectors import Vector
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import Kind, Message, NewVector, Received
from indipyterm.protocol.numbers import format_number, parse_number, parse_typed
from indipyterm.protocol.parser import Parser
from indipyterm.protocol.tokenizer import TOP_LEVEL
from indipyterm.tui.rows.kinds import row_for
from indipyterm.tui.rows.row import PaintContext
from tests.fuzz.pieces import cut
from tests.protocol.strategies import elements, junk

CORPUS = Path(__file__).parents[1] / "corpus"
NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
WIDTHS = (20, 80, 132)
GOOD = b'\n<message device="Sentinel" message="alive"/>\n'
SENTINEL = Message("Sentinel", None, "alive")
_VALUES = re.compile(rb"(?<=>)[^<]*(?=<)")
LONGEST = 2000
"""Bytes of an input."""
_MOST = 700  # bytes of an element
_NAMES = re.compile(rb"""device=(["'])(.*?)\1\s+name=(["'])(.*?)\3""")
_ELEMENT = re.compile(rb"\n(?=<(?:def|set|del|mes|new))")


def seeds() -> list[bytes]:
    """What real servers said, each layout once: an element and the next one, and a set behind its definition.

    A set stands there thrice, so that it is learnt.
    """
    pairs: dict[bytes, bytes] = {}
    changes: dict[bytes, bytes] = {}
    for path in sorted(CORPUS.glob("*.xml")):
        heard = [element for element in _ELEMENT.split(path.read_bytes()) if len(element) < LONGEST // 2]
        defined = {_named(element): element for element in heard if element.startswith(b"<def")}
        found = [element for element in heard if len(element) < _MOST]
        for first, second in pairwise(found):
            shape = re.sub(rb"[0-9]+", b"0", first)
            if first.startswith(b"<set") and len(first) < LONGEST // 6:
                changes.setdefault(shape, b"\n".join([defined.get(_named(first), b""), *3 * (first,)]))
            else:
                pairs.setdefault(shape, first + b"\n" + second)
    return [*pairs.values(), *changes.values()]


def _named(element: bytes) -> bytes:
    """The device's and the vector's name."""
    found = _NAMES.search(element)
    return b".".join(found.group(2, 4)) if found else b""


def _words() -> list[bytes]:
    """What elements are put together of."""
    names = [name.encode() for name in sorted(TOP_LEVEL)]
    members = [f"{verb}{kind}" for verb in ("def", "one") for kind in ("Text", "Number", "Switch", "Light", "BLOB")]
    names += [member.encode() for member in members]
    tags = [part for name in names for part in (b"<" + name + b" ", b"</" + name + b">\n", b"\n<" + name + b" ")]
    attributes = (
        b"device name label group state perm rule timeout timestamp message format min max step size len version uid"
    )
    values = rb"Ok Busy Alert Idle On Off rw ro wo OneOfMany AnyOfMany AtMostOne %g %10.6m %s %n %*d %500f nan inf -inf 1e999 -0:30 2026-11-22T10:43:07 .fits .z Also"
    signs = [b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml?>", b"<!DOCTYPE x>", b"&amp;", b"&#0;", b"&bomb;", b"/>"]
    signs += [*(b"\x1b[31m", b"\x00", b"\xb0"), *(sign.encode() for sign in "\x9b\u202e\u200b\u0301字🔭")]
    return [
        *tags,
        *(name + b'="' for name in attributes.split()),
        *(b'"' + value + b'"' for value in values.split()),
        *signs,
    ]


WORDS = _words()


def parts() -> st.SearchStrategy[bytes]:
    """Elements of all sorts, and what looks like them."""
    return elements.map(encode) | junk


def check(data: bytes) -> None:
    """Raise an exception where these bytes do harm."""
    messages = _heard([data + GOOD])
    assert messages[-1:] == [SENTINEL], "what came next was lost"
    assert _heard(cut(data + GOOD)) == messages, "it depends on how the bytes are cut"
    assert _heard([data + GOOD], fast=False) == messages, "parsing by templates gives something else"
    again = data + data + _VALUES.sub(lambda found: found[0][::-1], data) + GOOD  # so that it is learnt
    messages_again = _heard([again], fast=False)
    assert _heard([again]) == messages_again, "learnt templates give something else"
    assert _heard(cut(again)) == messages_again, "templates give something else where the bytes are cut"
    _follow(messages)


def _heard(pieces: Iterable[bytes], *, fast: bool = True) -> list[Received]:
    parser = Parser(fast=fast)
    return [message for piece in pieces for message in parser.feed(piece)]


def _follow(messages: Sequence[Received]) -> None:
    """The model and its public events, and what is painted of it in the end; again after the connection was lost."""
    client = IPyClient("localhost", 7624)
    catalog = core_of(client).catalog
    for message in messages:
        try:
            changes = catalog.apply(message, NOW)
        except BadBase64:
            continue  # the client leaves it out and tells
        for change in changes:
            event = public_event(client, change)
            str(event)
            if isinstance(event, Mapping):
                dict(event)
    for _ in ("live", "stale"):
        for device in catalog.devices.values():
            for vector in device.present():
                _numbers(vector)
                _paint(device, vector)
                _send(vector)
        catalog.mark_stale()


def _numbers(vector: Vector) -> None:
    for member in vector.members.values():
        if not isinstance(member, NumberMember):
            continue
        member.formatted()
        member.limits()
        for value in (0.0, -1.5, 1e300, float("nan"), float("-inf")):
            format_number(value, member.format)
        for read in (parse_number, parse_typed, partial(check_number, member)):
            with suppress(ValueError, Refused):  # said in words, to whoever typed it
                read(member.value)


def _paint(device: Device, vector: Vector) -> None:
    vector_row = row_for(vector)
    for width in WIDTHS:
        rows = vector_row.painted(width, PaintContext(NOW, selected=True, device=device))
        assert len(rows) == vector_row.height(width), "the row's height is wrong"
        for row in rows:
            strip = Strip([Segment(part.text) for part in row])
            assert strip.cell_length == width, f"{strip.cell_length} cells of {width}: {strip.text!r}"
            odd = [sign for sign in strip.text if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
            assert not odd, f"{odd} would reach the terminal"


def _send(vector: Vector) -> None:
    """What the vector has now is sent back as it is, or refused in words; what is sent can be read."""
    if any(isinstance(member, BlobMember) for member in vector.members.values()):
        return
    try:
        message = request(vector, {member.name: member.value for member in vector.members.values()})
    except Refused:
        return
    names = [member.replace("\0", "\ufffd") for member in vector.members]  # which XML cannot carry
    (heard,) = Parser().feed(encode(message))
    assert isinstance(heard, NewVector)
    assert vector.kind is Kind.SWITCH or [one.name for one in heard.members] == names, "other members were sent"
