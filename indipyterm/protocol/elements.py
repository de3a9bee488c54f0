"""One XML element, read whole, to a message.

What is wrong with an attribute or a member costs that attribute or member: it is reported as `Malformed` ahead of the
message, which holds the rest. Source: white paper section "XML DTD"; where servers differ, `Malformed` says what was
taken instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from indipyterm.protocol.blobdata import BlobData, Decoder
from indipyterm.protocol.messages import (
    OFF,
    ON,
    AnyDef,
    AnyOne,
    BlobPolicy,
    DefMember,
    DefNumber,
    DefVector,
    DelProperty,
    Element,
    EnableBlob,
    GetProperties,
    Kind,
    Malformed,
    Message,
    NewVector,
    OneBlob,
    OneMember,
    OneNumber,
    Perm,
    PingReply,
    PingRequest,
    Received,
    Rule,
    SetVector,
    State,
)
from indipyterm.protocol.numbers import parse_number
from indipyterm.protocol.timestamps import parse_timestamp
from indipyterm.protocol.tokens import text_of, unescape

_PACKED = (".fz", ".z", ".gz")
"""Formats whose data indiserver 1.9 fills up, or cuts off, to the size of what was packed: ``len`` is the truth."""

_Word = TypeVar("_Word", bound=StrEnum)
_SWITCH = frozenset([ON, OFF])
_STATES = frozenset(state.value for state in State)
_ALLOWED = {Kind.SWITCH: _SWITCH, Kind.LIGHT: _STATES}


@dataclass(slots=True)
class Member:
    """A child while it is read: the bytes of its text come in pieces, base64 is decoded as it comes."""

    tag: str
    attributes: dict[str, str]
    pieces: list[bytes] = field(default_factory=list)
    blob: Decoder | None = None

    def text(self) -> str:
        """The text without the white space around it, which is no part of a value."""
        return unescape(text_of(b"".join(self.pieces)).strip())


@dataclass(slots=True)
class Node(Member):
    """An element while it is read."""

    children: list[Member] = field(default_factory=list)

    def __str__(self) -> str:
        device, name = self.attributes.get("device"), self.attributes.get("name")
        return " ".join(filter(None, (self.tag, device, name)))


def _natural(text: str) -> int:
    """A number of bytes; 0 where the text is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


class _Unreadable(Exception):
    """The element as a whole means nothing."""


class _Reader:
    """Reads one element and collects what was wrong with it."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.faults: list[Malformed] = []

    def fault(self, reason: str) -> None:
        self.faults.append(Malformed(f"{self.node}: {reason}"))

    def required(self, name: str) -> str:
        value = self.node.attributes.get(name)
        if not value:
            raise _Unreadable(f"no {name}")
        return value

    def word(self, name: str, words: type[_Word], default: _Word) -> _Word:
        """An attribute that is one of `words`; `default`, with a fault, where it is not."""
        text = self.node.attributes.get(name, "")
        try:
            return words(text.strip())
        except ValueError:
            self.fault(f"{name}={text!r} taken as {default}")
            return default

    def optional(self, name: str) -> str | None:
        """An attribute that may be absent, but not empty: ``device=""`` must not mean every device."""
        return self.required(name) if name in self.node.attributes else None

    def state(self) -> State | None:
        """The state of a ``set``: None, unchanged, where absent or unknown."""
        text = self.node.attributes.get("state")
        if text is None or text.strip() in _STATES:
            return State(text.strip()) if text else None
        self.fault(f"state={text!r} passed over")
        return None

    def timeout(self) -> float | None:
        text = self.node.attributes.get("timeout")
        if text is None:
            return None
        try:
            return max(0.0, parse_number(text))
        except ValueError:
            self.fault(f"timeout={text!r} taken as none")
            return None

    def members(self, tag: str) -> Iterator[tuple[Member, str]]:
        """The children called `tag` that have a name, each name once for a definition."""
        seen: set[str] = set()
        for child in self.node.children:
            name = child.attributes.get("name", "")
            if child.tag != tag:
                self.fault(f"<{child.tag}> passed over")
            elif not name:
                self.fault(f"<{tag}> without a name passed over")
            elif name in seen:
                self.fault(f"second <{tag}> named {name!r} passed over")
            else:
                seen.add(name)
                yield child, name

    def checked(self, kind: Kind, name: str, value: str) -> str | None:
        """The value if the kind allows it; a fault and None where it does not."""
        allowed = _ALLOWED.get(kind)
        if allowed is None or value in allowed:
            return value
        self.fault(f"{name!r} is {value!r}, which no {kind.lower()} can be")
        return None

    def def_vector(self, kind: Kind) -> DefVector:
        attributes = self.node.attributes
        name = self.required("name")
        return DefVector(
            kind=kind,
            device=self.required("device"),
            name=name,
            members=tuple([self.definition(kind, *member) for member in self.members(f"def{kind}")]),
            label=attributes.get("label") or name,
            group=attributes.get("group", ""),
            state=self.word("state", State, State.IDLE),
            perm=Perm.RO if kind is Kind.LIGHT else self.word("perm", Perm, Perm.RO),
            rule=self.word("rule", Rule, Rule.ANY_OF_MANY) if kind is Kind.SWITCH else None,
            timeout=self.timeout() or 0.0,
            timestamp=parse_timestamp(attributes.get("timestamp")),
            message=attributes.get("message"),
        )

    def definition(self, kind: Kind, child: Member, name: str) -> AnyDef:
        get = child.attributes.get
        label = get("label") or name
        if kind is Kind.BLOB:
            return DefMember(name, label)
        text = child.text()
        if kind is Kind.NUMBER:
            low, high, step = get("min", "0").strip(), get("max", "0").strip(), get("step", "0").strip()
            return DefNumber(name, label, text, get("format", "%g"), low, high, step)
        value = self.checked(kind, name, text)
        default = OFF if kind is Kind.SWITCH else State.IDLE.value
        return DefMember(name, label, default if value is None else value)

    def values(self, kind: Kind) -> tuple[AnyOne, ...]:
        found = (self.one(kind, *member) for member in self.members(f"one{kind}"))
        return tuple(member for member in found if member is not None)

    def one(self, kind: Kind, child: Member, name: str) -> AnyOne | None:
        if kind is Kind.BLOB:
            return self.one_blob(child, name)
        if kind is Kind.NUMBER:
            get = child.attributes.get
            return OneNumber(name, child.text(), get("min"), get("max"), get("step"))
        value = self.checked(kind, name, child.text())
        return None if value is None else OneMember(name, value)

    def one_blob(self, child: Member, name: str) -> OneBlob:
        text = child.attributes.get("size", "0").strip()
        size = _natural(text)
        if text not in ("", "0") and not size:
            self.fault(f"{name!r} has the size {text!r}, taken from its data instead")
        data = child.blob.finish() if child.blob else BlobData()
        suffix = child.attributes.get("format", "")
        if suffix.endswith(_PACKED):
            data = data.of_length(_natural(child.attributes.get("len", "")))
        return OneBlob(name, size, suffix, data)

    def set_vector(self, kind: Kind) -> SetVector:
        attributes = self.node.attributes
        return SetVector(
            kind=kind,
            device=self.required("device"),
            name=self.required("name"),
            members=self.values(kind),
            state=self.state(),
            timeout=self.timeout(),
            timestamp=parse_timestamp(attributes.get("timestamp")),
            message=attributes.get("message"),
        )

    def new_vector(self, kind: Kind) -> NewVector:
        when = parse_timestamp(self.node.attributes.get("timestamp"))
        return NewVector(kind, self.required("device"), self.required("name"), self.values(kind), when)

    def get_properties(self) -> GetProperties:
        version = self.node.attributes.get("version", "")
        return GetProperties(version, self.optional("device"), self.optional("name"))

    def del_property(self) -> DelProperty:
        get = self.node.attributes.get
        name = self.optional("name")  # which alone would name a vector of every device: nobody can mean that
        device = self.required("device") if name else self.optional("device")
        return DelProperty(device, name, parse_timestamp(get("timestamp")), get("message"))

    def message(self) -> Message:
        get = self.node.attributes.get
        return Message(get("device") or None, parse_timestamp(get("timestamp")), get("message"))

    def enable_blob(self) -> EnableBlob:
        try:
            policy = BlobPolicy(self.node.text())
        except ValueError:
            raise _Unreadable(f"no policy is called {self.node.text()!r}") from None
        return EnableBlob(policy, self.required("device"), self.optional("name"))


def announced_length(attributes: Mapping[str, str]) -> int:
    """How many bytes a ``oneBLOB`` says to hold, before any inflating; 0 where it does not say."""
    if length := _natural(attributes.get("len", "")):
        return length
    if base64 := _natural(attributes.get("enclen", "")):
        return base64 // 4 * 3
    return 0 if attributes.get("format", "").endswith(_PACKED) else _natural(attributes.get("size", ""))


_READERS: dict[str, Callable[[_Reader], Element]] = {
    "getProperties": _Reader.get_properties,
    "delProperty": _Reader.del_property,
    "message": _Reader.message,
    "enableBLOB": _Reader.enable_blob,
    "pingRequest": lambda reader: PingRequest(reader.required("uid")),
    "pingReply": lambda reader: PingReply(reader.required("uid")),
}
_VERBS: dict[str, Callable[[_Reader, Kind], Element]] = {
    "def": _Reader.def_vector,
    "set": _Reader.set_vector,
    "new": _Reader.new_vector,
}


def read_element(node: Node) -> list[Received]:
    """Give the message that an element is, after a `Malformed` for each part that could not be used.

    The node's tag must be one of `tokens.TOP_LEVEL`.
    """
    reader = _Reader(node)
    try:
        if plain := _READERS.get(node.tag):
            return [*reader.faults, plain(reader)]
        read = _VERBS[node.tag[:3]]
        message = read(reader, Kind(node.tag[3:].removesuffix("Vector")))
    except _Unreadable as error:
        return [*reader.faults, Malformed(f"{node}: {error}")]
    return [*reader.faults, message]
