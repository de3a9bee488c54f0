"""The fast way to hear what was heard before: ``set`` vectors in a layout that is known.

A server writes its ``set`` elements from a few templates: one differs from the next in state, times and values, and
in nothing else. From an element that the general parser has read without a fault this module learns what is around
the values, as a regular expression. The next element that begins so, and fits it, is what it seems to be; its values
are cut out when somebody asks for them (see `values`).

What this assumes is that an element means the same as one with equal bytes but for text inside its members and
attributes. So an element is heard the fast way only if

- it begins, to the end of its vector's name, with the characters of one that was read without a fault,
- it has a state that there is and, at most, a timeout of digits, a time of digits and signs and a message, in this
  order, and is otherwise equal to what was learnt, with values that have no ``<``,
- its switches and lights are such that there are,
- what changes is ASCII, for which characters other bytes are depends on all bytes of a text,
- it is whole in the buffer, and below the limits of the general parser.

Everything else is left to the general parser, which goes on from the same place. How this is checked: what was learnt
is believed only after it gave the general parser's message for the element that it was learnt from, and the tests
compare both ways over generated and damaged streams and all recordings, cut anywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache, partial
from typing import NamedTuple

from indipyterm.protocol.messages import OFF, ON, Kind, OneMember, OneNumber, Received, SetVector, State
from indipyterm.protocol.timestamps import parse_timestamp
from indipyterm.protocol.tokens import unescape
from indipyterm.protocol.values import Layout, Values

START_COST = 64
"""What the general parser counts for each start tag, beside its text."""

# What a server may make this module keep.
_LONGEST_HEAD = 500  # characters
_LONGEST = 1 << 14  # characters of an element
_MOST_MEMBERS = 100
_MOST_LEARNT = 1 << 23  # characters of all the elements learnt from
_MOST_TRIES = 4  # elements learnt from that begin alike
_MOST_LAYOUTS = 1000
_MOST_MEANINGS = 1000

_FIRST_LEARNT = 2
"""The how many-th element that begins alike is the first to be learnt from: it costs as much as ten are worth."""

_STATE = "state="
_QUOTED = r"""(?:"[^"<>]*"|'[^'<>]*')"""
_HEAD = re.compile(rf"<set[A-Z][a-z]+Vector\s+device={_QUOTED}\s+name={_QUOTED}\s+", re.ASCII)
_ATTRIBUTES = re.compile(
    r"""state=(["'])(Idle|Ok|Busy|Alert)\1"""
    r"""(?:\s+timeout=(["'])([0-9]{1,9}(?:\.[0-9]{1,9})?)\3)?"""
    r"""(?:\s+timestamp=(["'])([0-9T:.Z+-]*)\5)?"""
    rf"""(?:\s+message=({_QUOTED}))?\s*""",
    re.ASCII,
)
_MEMBER = rf"<one[A-Z][a-z]+\s+name={_QUOTED}\s*>[^<]*</one[A-Z][a-z]+\s*>\s*"
_WHOLE = re.compile(rf"[^<>]*>\s*(?:{_MEMBER})+</set[A-Z][a-z]+Vector\s*>", re.ASCII)
_VALUE = {
    Kind.SWITCH: rf"\s*+(?:{ON}|{OFF})\s*+",
    Kind.LIGHT: rf"\s*+(?:{'|'.join(state.value for state in State)})\s*+",
    Kind.NUMBER: "[^<]*+",
    Kind.TEXT: "[^<]*+",
}

_Meaning = tuple[State, float | None, datetime | None, str | None]
"""What the attributes behind a vector's name say: state, timeout, timestamp, message."""


class _Shape(NamedTuple):
    """How a vector is written."""

    match: Callable[[str, int], re.Match[str] | None]  # finds its end; group 1 are its attributes from the state on
    identity: tuple[Kind, str, str]  # kind, device and name
    layout: Layout
    longest: int  # characters of an element that the general parser surely does not give up


@lru_cache(maxsize=_MOST_MEMBERS)
def _values(members: int) -> re.Pattern[str]:
    """What finds the values in an element of so many members, given from its state on: each is a group."""
    return re.compile("[^>]*+" + "[^>]*+>[^<]*+<[^>]*+>([^<]*+)" * members)


@lru_cache(maxsize=_MOST_LAYOUTS)
def _element(tags: tuple[str, ...], value: str) -> re.Pattern[str]:
    """What fits an element, given from its state on, that has these tags around such values."""
    return re.compile("([^>]*+)" + value.join(map(re.escape, tags)) + "\n?", re.ASCII)


def _cut(values: re.Pattern[str], written: str) -> list[str]:
    found = values.match(written)
    assert found is not None
    return [unescape(value.strip()) for value in found.groups()]


def _plain(layout: Layout, written: str) -> bool:
    return "".join(layout.cut(written)).isascii()


class Shapes:
    """`learn` from what the general parser read; `read` what is known. In the texts a character stands for each byte.

    `limit` is the most that the general parser counts for an element before it gives that up.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._known: dict[str, list[_Shape]] = {}  # by how elements begin
        self._heard: Counter[str] = Counter()  # how often the general parser read an element that begins so
        self._learnt = 0
        self._meanings: dict[str, _Meaning] = {}

    def read(self, text: str, start: int, out: list[Received]) -> int:
        """Add the messages that begin at `start`, one behind the other, as far as they are known; give their end."""
        known, meanings, ascii_only, add = self._known, self._meanings, text.isascii(), out.append
        new = tuple.__new__  # what the NamedTuple does, without its one step in Python
        while (begin := text.find(_STATE, start, start + _LONGEST_HEAD)) > 0:
            for match, identity, layout, longest in known.get(text[start:begin], ()):
                if (found := match(text, begin)) is None:
                    continue
                end = found.end()
                written = text[begin:end]
                meaning = meanings.get(found[1]) or self._meaning(found[1])
                if meaning and end - begin <= longest and (ascii_only or written.isascii() or _plain(layout, written)):
                    kind, device, name = identity
                    state, timeout, when, words = meaning
                    add(new(SetVector, (kind, device, name, Values(layout, written), state, timeout, when, words)))
                    break
            else:
                return start
            start = end
        return start

    def _meaning(self, text: str) -> _Meaning | None:
        """What attributes mean, None where they need the general parser; several elements often have the same."""
        found = _ATTRIBUTES.fullmatch(text)
        if found is None or not text.isascii():
            return None
        _, state, _, timeout, _, time, message = found.groups()
        if len(self._meanings) >= _MOST_MEANINGS:
            self._meanings.clear()
        seconds = None if timeout is None else float(timeout)
        words = None if message is None else unescape(message[1:-1])
        meaning = self._meanings[text] = State(state), seconds, parse_timestamp(time), words
        return meaning

    def learn(self, text: str, message: SetVector) -> None:
        """Take an example: the characters of an element and what the general parser made of it, without a fault."""
        if len(text) > _LONGEST or self._learnt > _MOST_LEARNT or not 0 < len(message.members) <= _MOST_MEMBERS:
            return
        head = _HEAD.match(text)
        if head is None:
            return
        self._heard[head[0]] += 1
        if _FIRST_LEARNT <= self._heard[head[0]] < _FIRST_LEARNT + _MOST_TRIES:
            self._learnt += len(text)
            if shape := self._shape(text, head.end(), message):
                self._believe(head[0], shape, text, message)

    def _shape(self, text: str, begin: int, message: SetVector) -> _Shape | None:
        """Learn how an element is written whose state is at `begin`; None where that is uncommon."""
        values = _values(len(message.members))
        found = values.match(text, begin)
        if found is None or not _WHOLE.fullmatch(text, begin):
            return None
        edges = [text.index(">", begin), *(edge for group in range(1, values.groups + 1) for edge in found.span(group))]
        tags = tuple(text[start:end] for start, end in zip(edges[::2], [*edges[1::2], len(text)], strict=True))
        make = OneNumber if message.kind is Kind.NUMBER else OneMember
        return _Shape(
            _element(tags, _VALUE[message.kind]).match,
            (message.kind, message.device, message.name),
            Layout(tuple(one.name for one in message.members), make, partial(_cut, values)),
            self._limit - begin - START_COST * (1 + len(message.members)),
        )

    def _believe(self, head: str, shape: _Shape, text: str, message: SetVector) -> None:
        """Keep a shape if the element that it was learnt from is heard by it as the general parser did."""
        known, heard = self._known.get(head, []), list[Received]()
        self._known[head] = [shape]
        end = self.read(text, 0, heard)
        self._known[head] = [*known, shape] if end == len(text) and heard == [message] else known
