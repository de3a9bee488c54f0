"""Fast parsing of repeated ``set*Vector`` elements by templates learnt from earlier ones.

A server writes the updates of a vector from one template: they differ only in state, times, message and values. From
an element that the general parser has parsed without a fault this module learns the text around the values, as a
regular expression. A later element that matches it needs no further parsing: its values are extracted when they are
first used (see `lazy_members`).

This assumes that an element which equals another one in everything but attribute values and member texts has the same
structure. An element is therefore parsed by a template only if

- it begins, up to the end of its vector's name, with the same characters as the element learnt from,
- it has a valid state and at most a timeout of digits, a timestamp of digits and signs, and a message, in this order;
  the rest equals the template, and no value has a ``<``,
- its switches and lights have valid values,
- the parts that change are ASCII, as the encoding of other bytes depends on the whole text,
- it is completely in the buffer, and within the limits of the general parser.

All others are left to the general parser, which continues at the same position. Two checks guard this: a template is
used only after it has produced the general parser's message for the element it was learnt from, and the tests compare
both ways of parsing over generated and damaged streams and all recordings, cut anywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache, partial
from typing import NamedTuple

from indipyterm.protocol.element_reader import START_TAG_COST
from indipyterm.protocol.lazy_members import LazyMembers, MemberLayout
from indipyterm.protocol.messages import OFF, ON, Kind, OneMember, OneNumber, Received, SetVector, State
from indipyterm.protocol.timestamps import parse_timestamp
from indipyterm.protocol.tokenizer import unescape

# Limits to what a server can make this module remember.
_MAX_HEAD = 500  # characters
_MAX_ELEMENT = 1 << 14  # characters of an element
_MAX_MEMBERS = 100
_MAX_LEARNT_CHARACTERS = 1 << 23  # in all elements learnt from
_MAX_TEMPLATES_PER_VECTOR = 4
_MAX_PATTERNS = 1000
_MAX_CACHED_ATTRIBUTES = 1000

_LEARN_FROM = 2
"""Templates are learnt from the second element of a vector on: learning costs as much as ten elements gain."""

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

_Attributes = tuple[State, float | None, datetime | None, str | None]
"""The attributes after a vector's name: state, timeout, timestamp, message."""


class _SetTemplate(NamedTuple):
    """How a server writes the updates of a vector."""

    match: Callable[[str, int], re.Match[str] | None]  # from the state on; group 1 are the attributes
    identity: tuple[Kind, str, str]  # kind, device and name
    layout: MemberLayout
    max_length: int  # characters from the state on that are certainly within the general parser's limits


@lru_cache(maxsize=_MAX_MEMBERS)
def _values_pattern(members: int) -> re.Pattern[str]:
    """Return a pattern for an element with this many members, from its state on; each value is a group."""
    return re.compile("[^>]*+" + "[^>]*+>[^<]*+<[^>]*+>([^<]*+)" * members)


@lru_cache(maxsize=_MAX_PATTERNS)
def _element_pattern(tags: tuple[str, ...], value: str) -> re.Pattern[str]:
    """Return a pattern for an element, from its state on, with `tags` around values that match `value`."""
    return re.compile("([^>]*+)" + value.join(map(re.escape, tags)) + "\n?", re.ASCII)


def _extract_values(values: re.Pattern[str], source: str) -> list[str]:
    found = values.match(source)
    assert found is not None
    return [unescape(value.strip()) for value in found.groups()]


def _values_are_ascii(layout: MemberLayout, source: str) -> bool:
    return "".join(layout.extract(source)).isascii()


class SetTemplates:
    """Templates by vector: `learn` them from parsed elements, and `parse` later ones. Texts have a character per byte.

    `limit` is the general parser's limit for the size of an element.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._templates: dict[str, list[_SetTemplate]] = {}  # by the text before the state
        self._seen: Counter[str] = Counter()  # elements by the text before the state
        self._learnt_characters = 0
        self._attributes: dict[str, _Attributes] = {}

    def parse(self, text: str, start: int, out: list[Received]) -> int:
        """Append the messages of all consecutive elements from `start` on that match a template; return their end."""
        templates, cached, ascii_only, add = self._templates, self._attributes, text.isascii(), out.append
        new = tuple.__new__  # as the class does, but without calling a Python function
        while (begin := text.find(_STATE, start, start + _MAX_HEAD)) > 0:
            for match, identity, layout, max_length in templates.get(text[start:begin], ()):
                if (found := match(text, begin)) is None:
                    continue
                end = found.end()
                source = text[begin:end]
                attributes = cached.get(found[1]) or self._parse_attributes(found[1])
                is_ascii = ascii_only or source.isascii() or _values_are_ascii(layout, source)
                if attributes and is_ascii and end - begin <= max_length:
                    kind, device, name = identity
                    state, timeout, when, message = attributes
                    members = LazyMembers(layout, source)
                    add(new(SetVector, (kind, device, name, members, state, timeout, when, message)))
                    break
            else:
                return start
            start = end
        return start

    def _parse_attributes(self, text: str) -> _Attributes | None:
        """Parse attributes, and cache them: elements often share them. None if only the general parser can."""
        found = _ATTRIBUTES.fullmatch(text)
        if found is None or not text.isascii():
            return None
        _, state, _, timeout, _, time, message = found.groups()
        if len(self._attributes) >= _MAX_CACHED_ATTRIBUTES:
            self._attributes.clear()
        seconds = None if timeout is None else float(timeout)
        message = None if message is None else unescape(message[1:-1])
        attributes = self._attributes[text] = State(state), seconds, parse_timestamp(time), message
        return attributes

    def learn(self, text: str, message: SetVector) -> None:
        """Learn a template from an element's text and the message that the general parser made of it, without fault."""
        too_much = len(text) > _MAX_ELEMENT or self._learnt_characters > _MAX_LEARNT_CHARACTERS
        if too_much or not 0 < len(message.members) <= _MAX_MEMBERS:
            return
        head = _HEAD.match(text)
        if head is None:
            return
        self._seen[head[0]] += 1
        if _LEARN_FROM <= self._seen[head[0]] < _LEARN_FROM + _MAX_TEMPLATES_PER_VECTOR:
            self._learnt_characters += len(text)
            if template := self._template(text, head.end(), message):
                self._add_if_correct(head[0], template, text, message)

    def _template(self, text: str, begin: int, message: SetVector) -> _SetTemplate | None:
        """Make the template of an element whose state is at `begin`; None if it is written in an unusual way."""
        values = _values_pattern(len(message.members))
        found = values.match(text, begin)
        if found is None or not _WHOLE.fullmatch(text, begin):
            return None
        edges = [text.index(">", begin), *(edge for group in range(1, values.groups + 1) for edge in found.span(group))]
        tags = tuple(text[start:end] for start, end in zip(edges[::2], [*edges[1::2], len(text)], strict=True))
        create = OneNumber if message.kind is Kind.NUMBER else OneMember
        return _SetTemplate(
            _element_pattern(tags, _VALUE[message.kind]).match,
            (message.kind, message.device, message.name),
            MemberLayout(tuple(one.name for one in message.members), create, partial(_extract_values, values)),
            self._limit - begin - START_TAG_COST * (1 + len(message.members)),
        )

    def _add_if_correct(self, head: str, template: _SetTemplate, text: str, message: SetVector) -> None:
        """Keep a template if it parses the element it was learnt from as the general parser did."""
        templates, parsed = self._templates.get(head, []), list[Received]()
        self._templates[head] = [template]
        end = self.parse(text, 0, parsed)
        self._templates[head] = [*templates, template] if end == len(text) and parsed == [message] else templates
