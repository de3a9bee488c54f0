"""The fast way to hear what was heard before: ``set`` vectors in a layout that is known.

A server writes its ``set`` elements from a few templates: one differs from the next in state, times and values, and
in nothing else. From an element that the general parser has read without a fault this module learns that vector's
template. The next element that begins so is cut where the values should be, and is what it seems to be if the
template, filled in with what was cut out, gives the same text again.

What this assumes is that an element means the same as one with equal bytes but for text inside its members and
attributes. So an element is heard the fast way only if

- it begins, to the end of its vector's name, with the characters of one that was read without a fault,
- it has a state that there is and, at most, a timeout of digits, a time of digits and signs and a message, in this
  order, and is otherwise equal to the template with values that have no ``<``,
- its switches and lights are such that there are,
- what changes is ASCII, for which characters other bytes are depends on all bytes of a text,
- it is whole in the buffer, and below the limits of the general parser.

Everything else is left to the general parser, which goes on from the same place. How this is checked: a template is
believed only after it gave the general parser's message for the element that it was learnt from, and the tests
compare both ways over generated and damaged streams and all recordings, cut anywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple, cast

from indipyterm.protocol.messages import OFF, ON, Kind, OneMember, OneNumber, Received, SetVector, State
from indipyterm.protocol.timestamps import parse_timestamp
from indipyterm.protocol.tokens import unescape
from indipyterm.protocol.values import Plain, Values

START_COST = 64
"""What the general parser counts for each start tag, beside its text."""

# What a server may make this module keep.
_LONGEST_HEAD = 500  # characters
_LONGEST = 1 << 14  # characters of an element
_MOST_LEARNT = 1 << 23  # characters of all the elements learnt from
_MOST_TRIES = 4  # elements learnt from that begin alike
_MOST_MEANINGS = 1000

_STATE = "state="
_QUOTED = r"""(?:"[^"<]*"|'[^'<]*')"""
_HEAD = re.compile(rf"<set[A-Z][a-z]+Vector\s+device={_QUOTED}\s+name={_QUOTED}\s+", re.ASCII)
_ATTRIBUTES = re.compile(
    r"""state=(["'])(Idle|Ok|Busy|Alert)\1"""
    r"""(?:\s+timeout=(["'])([0-9]{1,9}(?:\.[0-9]{1,9})?)\3)?"""
    r"""(?:\s+timestamp=(["'])([0-9T:.Z+-]*)\5)?"""
    r"""(?:\s+message=("[^"<]*"|'[^'<]*'))?""",
    re.ASCII,
)
_MEMBER = rf"""(\s*<one[A-Z][a-z]+\s+name={_QUOTED}\s*)(>\s*)([^<]*?)(\s*</one[A-Z][a-z]+\s*>)"""
_ONE_MEMBER = re.compile(_MEMBER, re.ASCII)
_MEMBERS = re.compile(rf"\s*>(?:{_MEMBER})+(?P<end>\s*</set[A-Z][a-z]+Vector\s*>)", re.ASCII)
_ALLOWED = {Kind.SWITCH: frozenset([ON, OFF]), Kind.LIGHT: frozenset(state.value for state in State)}


class _Meaning(NamedTuple):
    """What the attributes behind a vector's name mean, and what is behind them up to where the element was cut."""

    attributes: tuple[State, float | None, datetime | None, str | None]  # state, timeout, timestamp, message
    rest: str


class _Shape(NamedTuple):
    """How a vector is written."""

    end: str  # what the element ends with
    before: str  # what is before each value, and perhaps elsewhere: the place to cut
    after: str  # what is behind each value
    pieces: int  # how many, when it is cut
    values: slice  # those pieces that are values
    template: str  # what is behind the head, with %s for the first piece and for each value
    rest: str  # what is in the first piece behind the attributes
    identity: tuple[Kind, str, str]  # kind, device and name
    make: Callable[[str, str], Plain]
    names: tuple[str, ...]  # of the members
    allowed: frozenset[str] | None  # values, None where any will do
    cost: int  # what the general parser counts for tags


class Shapes:
    """`learn` from what the general parser read; `read` what is known. In the texts a character stands for each byte.

    `limit` is the most that the general parser counts for an element before it gives that up.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._known: dict[str, list[_Shape]] = {}  # by how elements begin
        self._tries: Counter[str] = Counter()
        self._learnt = 0
        self._meanings: dict[str, _Meaning] = {}

    def read(self, text: str, start: int, out: list[Received]) -> int:
        """Add the messages that begin at `start`, one behind the other, as far as they are known; give their end."""
        known, length = self._known.get, len(text)
        while True:
            begin = text.find(_STATE, start, start + _LONGEST_HEAD)
            if begin < 0:
                return start
            for shape in known(text[start:begin], ()):
                end = text.find(shape.end, begin, begin + _LONGEST) + len(shape.end)
                message = self._message(shape, text[begin:end])
                if message is not None and end - start + shape.cost < self._limit:
                    break
            else:
                return start
            out.append(message)
            start = end + 1 if end < length and text[end] == "\n" else end

    def _message(self, shape: _Shape, text: str) -> SetVector | None:
        """The message of an element, given from its state on; None where it needs the general parser."""
        pieces = text.replace(shape.after, shape.before).split(shape.before)
        if len(pieces) != shape.pieces:
            return None
        values = pieces[shape.values]
        if shape.template % (pieces[0], *values) != text:
            return None
        together = "".join(values)
        if "<" in together or not together.isascii():
            return None
        if " " in together or not together.isprintable():
            values = list(map(str.strip, values))
        if "&" in together:
            values = list(map(unescape, values))
        if shape.allowed is not None and not shape.allowed.issuperset(values):
            return None
        meaning = self._meanings.get(pieces[0]) or self._meaning(pieces[0])
        if meaning is None or meaning.rest != shape.rest:
            return None
        return _set_vector((*shape.identity, Values(shape.make, shape.names, values), *meaning.attributes))

    def _meaning(self, text: str) -> _Meaning | None:
        """What attributes mean, None where they need the general parser; several elements often have the same."""
        found = _ATTRIBUTES.match(text)
        if found is None:
            return None
        _, state, _, timeout, _, time, message = found.groups()
        if message is not None:
            if not message.isascii():
                return None
            message = unescape(message[1:-1])
        if len(self._meanings) >= _MOST_MEANINGS:
            self._meanings.clear()
        seconds = None if timeout is None else float(timeout)
        meaning = _Meaning((State(state), seconds, parse_timestamp(time), message), text[found.end() :])
        self._meanings[text] = meaning
        return meaning

    def learn(self, text: str, message: SetVector) -> None:
        """Take an example: the characters of an element and what the general parser made of it, without a fault."""
        if len(text) > _LONGEST or self._learnt > _MOST_LEARNT:
            return
        self._learnt += len(text)
        head = _HEAD.match(text)
        if head is None or self._tries[head[0]] >= _MOST_TRIES:
            return
        self._tries[head[0]] += 1
        text = text[head.end() :]
        shape = _shape(text, message)
        if shape and self._message(shape, text) == message:
            self._known.setdefault(head[0], []).append(shape)


# What the NamedTuple does, without its one step in Python.
_set_vector = cast("Callable[[tuple[object, ...]], SetVector]", partial(tuple.__new__, SetVector))


def _shape(text: str, message: SetVector) -> _Shape | None:
    """Learn how an element is written that is given from its state on; None where that is uncommon."""
    attributes = _ATTRIBUTES.match(text)
    whole = _MEMBERS.fullmatch(text, attributes.end()) if attributes else None
    members = list(_ONE_MEMBER.finditer(text, attributes.end())) if attributes else []
    example = next((member for member in members if member[3]), None)
    if attributes is None or whole is None or example is None:
        return None
    before, after = example[2], example[4]
    pieces = text.replace(after, before).split(before)
    first = text.count(before, 0, members[0].start(3))
    edges = [len(pieces[0]), *(edge for member in members for edge in member.span(3)), len(text)]
    fixed = [text[start:end].replace("%", "%%") for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return _Shape(
        whole["end"],
        before,
        after,
        len(pieces),
        slice(first, first + 2 * len(members), 2),
        "".join(f"%s{part}" for part in fixed),
        pieces[0][attributes.end() :],
        (message.kind, message.device, message.name),
        OneNumber if message.kind is Kind.NUMBER else OneMember,
        tuple(one.name for one in message.members),
        _ALLOWED.get(message.kind),
        START_COST * (1 + len(members)),
    )
