"""Fast parsing of elements that are written as nearly all programs write them.

Such a regular element is split by a regular expression into its tags and the texts of its members, and a tag at its
quotes into the values of its attributes and what is around them. What is around them is the same in thousands of tags,
so what it means is found out once, by having the general parser read the tag with placeholders for the values, and is
kept by its text. After that only the values need to be put in their places, those of members when they are used.

An element is left to the general parser, which continues at the same position, unless

- it is completely in the buffer, and not long,
- it has nothing but members with texts in it, and each tag has one kind of quote,
- there is no ``<`` in a value, and no ``>`` in that of an attribute; a message may have one,
- it is ASCII or UTF-8,
- the general parser would find no fault in it.

The tests compare both ways of parsing over generated and damaged streams and all recordings, cut anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any, NamedTuple

from indipyterm.protocol.element_reader import START_TAG_COST
from indipyterm.protocol.lazy_members import LazyDefinitions, LazyMembers, MemberLayout
from indipyterm.protocol.messages import (
    OFF,
    ON,
    AnyDef,
    DefMember,
    DefNumber,
    DefVector,
    Kind,
    Message,
    OneMember,
    OneNumber,
    Perm,
    Received,
    Rule,
    SetVector,
    State,
)
from indipyterm.protocol.numbers import parse_number
from indipyterm.protocol.timestamps import parse_timestamp
from indipyterm.protocol.tokenizer import StartTag, Tokenizer, unescape

# Limits to what a server can make this module remember.
_MAX_ELEMENT = 1 << 14  # characters
_MAX_KEPT = 1 << 22  # characters of tags

_STATES: dict[str | None, State] = {state.value: state for state in State}
_SET_STATES: dict[str | None, State | None] = {**_STATES, None: None}
_PERMS: dict[str | None, Perm] = {None: Perm.RO, **{perm.value: perm for perm in Perm}}
_RULES: dict[str | None, Rule | None] = {None: None, **{rule.value: rule for rule in Rule}}
_ALLOWED = {Kind.SWITCH: frozenset([ON, OFF]), Kind.LIGHT: frozenset(state.value for state in State)}

_new = tuple.__new__  # makes a NamedTuple as its class does, but without calling a Python function


class _Form(NamedTuple):
    """Elements with the same name: how they end, and their members; `kind` is None for messages."""

    tag: str
    closing: str
    kind: Kind | None
    member: str


_FORMS = {
    "<message": _Form("message", "/>", None, ""),
    **{f"<def{kind}"[:8]: _Form(f"def{kind}Vector", f"</def{kind}Vector>", kind, f"def{kind}") for kind in Kind},
    **{
        f"<set{kind}"[:8]: _Form(f"set{kind}Vector", f"</set{kind}Vector>", kind, f"one{kind}")
        for kind in Kind
        if kind is not Kind.BLOB
    },
}
"""By the first eight characters."""

_PLACEHOLDER = re.compile("\0([0-9]+)\0")
_REQUIRED, _UNUSED = object(), object()


def _used_attributes(kind: Kind) -> dict[str, dict[str, Any]]:
    """Return the attributes that the tags of a kind are parsed for, with their defaults."""
    perm, rule = _UNUSED if kind is Kind.LIGHT else _REQUIRED, _REQUIRED if kind is Kind.SWITCH else _UNUSED
    names: dict[str, Any] = {"device": _REQUIRED, "name": _REQUIRED, "message": None}
    times: dict[str, Any] = {"timeout": None, "timestamp": None}
    limits = {"format": "%g", "min": "0", "max": "0", "step": "0"} if kind is Kind.NUMBER else {}
    definition = {"label": None, "group": None, "state": _REQUIRED, "perm": perm, "rule": rule}
    return {
        f"def{kind}Vector": names | definition | times,
        f"def{kind}": {"name": _REQUIRED, "label": None, **limits},
        f"set{kind}Vector": names | {"state": None} | times,
    }


_USED: dict[str, dict[str, Any]] = {
    "message": dict.fromkeys(["device", "message", "timestamp"]),
    **{tag: used for kind in Kind for tag, used in _used_attributes(kind).items()},
}


class _Layout(NamedTuple):
    """Where a tag has the attributes that are used: `get` gives them from its parts, with `defaults` put behind.

    `first` is the index of the first of them.
    """

    tag: str
    first: int
    get: Callable[[list[Any]], tuple[Any, ...]]
    defaults: list[Any]


def _layout(outside: tuple[str, ...], quote: str) -> _Layout | None:
    """Return the layout of a tag that has these parts `outside` of its quotes; None if only the general parser can."""
    if any("\0" in part for part in outside):
        return None
    inside = [f"{quote}\0{2 * number - 1}\0{quote}{part}" for number, part in enumerate(outside)]
    token = _only_tag(outside[0] + "".join(inside[1:]))
    used = _USED.get(token.name) if token else None
    if token is None or used is None or token.empty != (token.name == "message"):
        return None
    given, places, defaults = token.attributes or {}, list[int](), list[Any]()
    for name, default in used.items():
        value = given.get(name) if default is not _UNUSED else None
        if value is not None:
            placeholder = _PLACEHOLDER.fullmatch(value)
            if placeholder is None:
                return None
            places.append(int(placeholder[1]))
        elif default is _REQUIRED:
            return None
        else:
            places.append(2 * len(outside) - 1 + len(defaults))
            defaults.append(None if default is _UNUSED else default)
    return _Layout(token.name, places[0], itemgetter(*places), defaults)


def _member_layout(kind: Kind, insides: Sequence[str], escaped: bool) -> MemberLayout | None:
    """Return the layout of an update's members with these tags; None if only the general parser can read them."""
    tag, names = f"one{kind}", list[str]()
    for token in (_only_tag(tag + inside) for inside in insides):
        attributes = (token.attributes if token else None) or {}
        name = attributes.get("name")
        if token is None or token.name != tag or token.empty or not name or {"min", "max", "step"} & attributes.keys():
            return None
        names.append(name)
    create: type[OneMember] | type[OneNumber] = OneNumber if kind is Kind.NUMBER else OneMember
    layout = MemberLayout(tuple(names), create, _unescaped_texts if escaped else _stripped_texts)
    return layout if len(set(names)) == len(names) else None


def _stripped_texts(texts: Sequence[str]) -> list[str]:
    return [text.strip() for text in texts]


def _unescaped_texts(texts: Sequence[str]) -> list[str]:
    return [unescape(text.strip()) for text in texts]


@lru_cache(maxsize=2 * len(Kind))
def _find_members(tag: str) -> Callable[[str, int, int], list[tuple[str, str, str]]]:
    """Return what finds members: for each the inside of its start tag, and its text; for anything else one sign."""
    return re.compile(rf"\s*+(?:<{tag}([^<>]*+)>([^<]*+)</{tag}\s*+>|(\S))", re.ASCII).findall


def _only_tag(inside: str) -> StartTag | None:
    """Read a start tag without its ``<`` and ``>``; None if the general parser sees something else."""
    tokenizer = Tokenizer()
    tokenizer.feed(f"<{inside}>".encode())
    token = tokenizer.next_token()
    if isinstance(token, StartTag) and token.attributes is not None and tokenizer.position == len(tokenizer.buffer):
        return token
    return None


class RegularElements:
    """Parses regular elements; `limit` is the general parser's limit for the size of an element."""

    def __init__(self, limit: int) -> None:
        # What is counted of an element is its length, and START_TAG_COST for each tag, of four characters or more.
        self._longest = min(_MAX_ELEMENT, limit // (1 + START_TAG_COST // 4))
        self._layouts: dict[tuple[str, ...], _Layout | None] = {}
        self._members: dict[tuple[Kind, bool, tuple[str, ...]], MemberLayout | None] = {}
        self._kept = 0

    def parse(self, text: str, start: int) -> tuple[Received | None, int]:
        """Return the message of the element that comes next, and its end; None if only the general parser can read it.

        `text` has one character for each byte.
        """
        form = _FORMS.get(text[start : start + 8])
        end = text.find(form.closing, start, start + self._longest) if form else -1
        if form is None or end < 0:
            return None, start
        end += len(form.closing)
        return self._parse_element(form, text[start:end]), end

    def _parse_element(self, form: _Form, element: str) -> Received | None:
        if not element.isascii():
            try:
                element = element.encode("latin-1").decode()
            except UnicodeDecodeError:
                return None
        tag, closing, kind, member = form
        double, single = element.find('"'), element.find("'")
        quote, escaped = "'" if double < 0 or 0 <= single < double else '"', "&" in element
        inside_end = element.find(">") if kind else len(element) - 1
        inside = element[1:inside_end]
        if "<" in inside:  # the general parser may take it for the beginning of another element
            return None
        parts: list[Any] = inside.split(quote)
        layout = self._layout(parts, quote)
        if layout is None or layout.tag != tag:
            return None
        head = layout.get(parts + layout.defaults)
        if escaped:
            head = tuple(map(_unescape, head))
        if kind is None:
            device, text, timestamp = head
            return Message(device or None, parse_timestamp(timestamp), text)
        found = _find_members(member)(element, inside_end + 1, len(element) - len(closing))
        try:
            if tag.startswith("def"):
                return self._definition(kind, head, found, quote, escaped)
            return self._update(kind, head, found, escaped)
        except (KeyError, ValueError):  # an unknown state, a timeout that is no number
            return None

    def _layout(self, parts: list[str], quote: str) -> _Layout | None:
        """Return the layout of a tag with these parts; None if only the general parser can read it."""
        outside = tuple(parts[::2])
        try:
            layout = self._layouts[outside]
        except KeyError:
            self._limit_memory(outside)
            layout = self._layouts[outside] = _layout(outside, quote)
        return layout if len(parts) % 2 else None

    def _limit_memory(self, texts: Sequence[str]) -> None:
        """Forget everything if the characters kept, and these, are too many."""
        size = sum(map(len, texts))
        self._kept += size
        if self._kept > _MAX_KEPT:
            self._layouts.clear()
            self._members.clear()
            self._kept = size

    def _definition(
        self, kind: Kind, head: tuple[Any, ...], found: list[tuple[str, str, str]], quote: str, escaped: bool
    ) -> DefVector | None:
        device, name, message, label, group, state, perm, rule, timeout, timestamp = head
        values = _STATES[state], _PERMS[perm], _RULES[rule], _seconds(timeout) or 0.0, parse_timestamp(timestamp)
        tag, names, layouts, get_layout = f"def{kind}", list[str](), list[_Layout](), self._layout
        for inside, _, other in found:
            parts = (tag + inside).split(quote)
            layout = get_layout(parts, quote)
            if layout is None or layout.tag != tag or other:
                return None
            layouts.append(layout)
            names.append(parts[layout.first])
        if escaped:
            names = list(map(unescape, names))
        allowed = _ALLOWED.get(kind)
        if not device or not name or "" in names or len(set(names)) < len(found):
            return None
        if allowed and not allowed.issuperset([text.strip() for _, text, _ in found]):
            return None
        members = LazyDefinitions(names, partial(_definitions, kind, found, layouts, quote, escaped))
        return _new(DefVector, (kind, device, name, members, label or name, group or "", *values, message))

    def _update(
        self, kind: Kind, head: tuple[Any, ...], found: list[tuple[str, str, str]], escaped: bool
    ) -> SetVector | None:
        device, name, message, state, timeout, timestamp = head
        values = _SET_STATES[state], _seconds(timeout), parse_timestamp(timestamp), message
        if not device or not name:
            return None
        if not found:
            return SetVector(kind, device, name, (), *values)
        insides, texts, others = zip(*found, strict=True)
        key = kind, escaped, insides
        try:
            layout = self._members[key]
        except KeyError:
            self._limit_memory(insides)
            layout = self._members[key] = _member_layout(kind, insides, escaped)
        allowed = _ALLOWED.get(kind)
        if layout is None or any(others) or (allowed and not allowed.issuperset(map(str.strip, texts))):
            return None
        return _new(SetVector, (kind, device, name, LazyMembers(layout, texts), *values))


def _definitions(
    kind: Kind, found: Sequence[tuple[str, str, str]], layouts: Sequence[_Layout], quote: str, escaped: bool
) -> tuple[AnyDef, ...]:
    """Make the members of a definition, which have these layouts."""
    members = list[AnyDef]()
    for (inside, text, _), layout in zip(found, layouts, strict=True):
        parts: list[Any] = inside.split(quote)
        row, value = layout.get(parts + layout.defaults), text.strip()
        if escaped:
            row, value = tuple(map(_unescape, row)), unescape(value)
        name, label, *limits = row
        if kind is Kind.NUMBER:
            form, low, high, step = limits
            number = name, label or name, value, form, low.strip(), high.strip(), step.strip()
            members.append(_new(DefNumber, number))
        else:
            members.append(_new(DefMember, (name, label or name, "" if kind is Kind.BLOB else value)))
    return tuple(members)


def _seconds(timeout: str | None) -> float | None:
    """Return a timeout. Raises ValueError if it is not a number."""
    return None if timeout is None else max(0.0, parse_number(timeout))


def _unescape(value: str | None) -> str | None:
    return None if value is None else unescape(value)
