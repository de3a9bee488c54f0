"""Turning one complete XML element into a message.

A faulty attribute or member costs only itself: a `Malformed` that says so comes before the message, which holds the
rest. Source: the INDI white paper, section "XML DTD".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from indipyterm.protocol.blob_data import AttachedBlob, Base64Decoder, BlobData
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
from indipyterm.protocol.tokenizer import decode_text, unescape

_COMPRESSED_SUFFIXES = (".fz", ".z", ".gz")
"""Compressed formats. indiserver 1.9 pads or cuts their data to the uncompressed size: only ``len`` is right."""

_Enum = TypeVar("_Enum", bound=StrEnum)
_SWITCH_VALUES = frozenset([ON, OFF])
_STATES = frozenset(state.value for state in State)
_ALLOWED_VALUES = {Kind.SWITCH: _SWITCH_VALUES, Kind.LIGHT: _STATES}


@dataclass(slots=True)
class XmlMember:
    """A member element being read: `pieces` of its text, or the `blob` being decoded from it."""

    tag: str
    attributes: dict[str, str]
    pieces: list[bytes] = field(default_factory=list)
    blob: Base64Decoder | AttachedBlob | None = None

    def text(self) -> str:
        """Return the text without surrounding white space, which is not part of a value."""
        return unescape(decode_text(b"".join(self.pieces)).strip())


@dataclass(slots=True)
class XmlElement(XmlMember):
    """A top-level element being read."""

    children: list[XmlMember] = field(default_factory=list)

    def __str__(self) -> str:
        device, name = self.attributes.get("device"), self.attributes.get("name")
        return " ".join(filter(None, (self.tag, device, name)))


def _byte_count(text: str) -> int:
    """Parse a number of bytes; 0 if it is not one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


class _InvalidElement(Exception):
    """The whole element is unusable."""


class _ElementParser:
    """Parses one element and collects the problems in it."""

    def __init__(self, element: XmlElement) -> None:
        self.element = element
        self.problems: list[Malformed] = []

    def report(self, fault: str, reason: str) -> None:
        """Report a part that cannot be used: `fault` says what is wrong, `reason` with its values."""
        self.problems.append(Malformed(f"{self.element}: {reason}", f"{self.element}: {fault}"))

    def required(self, name: str) -> str:
        value = self.element.attributes.get(name)
        if not value:
            raise _InvalidElement(f"no {name}")
        return value

    def enum(self, name: str, values: type[_Enum], default: _Enum) -> _Enum:
        """Return an attribute that must be one of `values`; otherwise report it and return `default`."""
        text = self.element.attributes.get(name, "")
        try:
            return values(text.strip())
        except ValueError:
            self.report(name, f"{name}={text!r} read as {default}")
            return default

    def optional(self, name: str) -> str | None:
        """Return an attribute that may be absent, but not empty: ``device=""`` must not mean every device."""
        return self.required(name) if name in self.element.attributes else None

    def state(self) -> State | None:
        """Return the state of a ``set``: None (unchanged) if absent or unknown."""
        text = self.element.attributes.get("state")
        if text is None or text.strip() in _STATES:
            return State(text.strip()) if text else None
        self.report("state", f"state={text!r} ignored")
        return None

    def timeout(self) -> float | None:
        text = self.element.attributes.get("timeout")
        if text is None:
            return None
        try:
            return max(0.0, parse_number(text))
        except ValueError:
            self.report("timeout", f"timeout={text!r} ignored")
            return None

    def members(self, tag: str, *, repeated: str = "ignored") -> Iterator[tuple[XmlMember, str]]:
        """Yield the children called `tag` with their names; report unnamed, repeated and other children.

        What is `repeated` is left out where that is "ignored".
        """
        seen: set[str] = set()
        for child in self.element.children:
            name = child.attributes.get("name", "")
            if child.tag != tag:
                self.report(child.tag, f"<{child.tag}> ignored")
            elif not name:
                self.report(f"{tag} without a name", f"<{tag}> without a name ignored")
            elif name in seen:
                self.report(f"second {tag}", f"second <{tag}> named {name!r} {repeated}")
                if repeated != "ignored":
                    yield child, name
            else:
                seen.add(name)
                yield child, name

    def valid_value(self, kind: Kind, name: str, value: str) -> str | None:
        """Return the value if the kind allows it; otherwise report it and return None."""
        allowed = _ALLOWED_VALUES.get(kind)
        if allowed is None or value in allowed:
            return value
        self.report(kind, f"{name!r} is {value!r}, an invalid {kind.lower()}")
        return None

    def def_vector(self, kind: Kind) -> DefVector:
        attributes = self.element.attributes
        name = self.required("name")
        return DefVector(
            kind=kind,
            device=self.required("device"),
            name=name,
            members=tuple([self.def_member(kind, *member) for member in self.members(f"def{kind}")]),
            label=attributes.get("label") or name,
            group=attributes.get("group", ""),
            state=self.enum("state", State, State.IDLE),
            perm=Perm.RO if kind is Kind.LIGHT else self.enum("perm", Perm, Perm.RO),
            rule=self.enum("rule", Rule, Rule.ANY_OF_MANY) if kind is Kind.SWITCH else None,
            timeout=self.timeout() or 0.0,
            timestamp=parse_timestamp(attributes.get("timestamp")),
            message=attributes.get("message"),
        )

    def def_member(self, kind: Kind, child: XmlMember, name: str) -> AnyDef:
        get = child.attributes.get
        label = get("label") or name
        if kind is Kind.BLOB:
            return DefMember(name, label)
        text = child.text()
        if kind is Kind.NUMBER:
            low, high, step = get("min", "0").strip(), get("max", "0").strip(), get("step", "0").strip()
            return DefNumber(name, label, text, get("format", "%g"), low, high, step)
        value = self.valid_value(kind, name, text)
        default = OFF if kind is Kind.SWITCH else State.IDLE.value
        return DefMember(name, label, default if value is None else value)

    def one_members(self, kind: Kind) -> tuple[AnyOne, ...]:
        """Return the members of a ``set`` or ``new``; of one that is there twice the last, as libindi has it."""
        found = [self.one_member(kind, *member) for member in self.members(f"one{kind}", repeated="counts")]
        return tuple({member.name: member for member in found if member is not None}.values())

    def one_member(self, kind: Kind, child: XmlMember, name: str) -> AnyOne | None:
        if kind is Kind.BLOB:
            return self.one_blob(child, name)
        if kind is Kind.NUMBER:
            get = child.attributes.get
            return OneNumber(name, child.text(), get("min"), get("max"), get("step"))
        value = self.valid_value(kind, name, child.text())
        return None if value is None else OneMember(name, value)

    def one_blob(self, child: XmlMember, name: str) -> OneBlob:
        text = child.attributes.get("size", "0").strip()
        size = _byte_count(text)
        if text not in ("", "0") and not size:
            self.report("size", f"{name!r} has the size {text!r}, ignored")
        data = child.blob.finish() if child.blob else BlobData()
        suffix = child.attributes.get("format", "")
        if suffix.endswith(_COMPRESSED_SUFFIXES):
            data = data.truncated_to(_byte_count(child.attributes.get("len", "")))
        return OneBlob(name, size, suffix, data)

    def set_vector(self, kind: Kind) -> SetVector:
        attributes = self.element.attributes
        return SetVector(
            kind=kind,
            device=self.required("device"),
            name=self.required("name"),
            members=self.one_members(kind),
            state=self.state(),
            timeout=self.timeout(),
            timestamp=parse_timestamp(attributes.get("timestamp")),
            message=attributes.get("message"),
        )

    def new_vector(self, kind: Kind) -> NewVector:
        when = parse_timestamp(self.element.attributes.get("timestamp"))
        return NewVector(kind, self.required("device"), self.required("name"), self.one_members(kind), when)

    def get_properties(self) -> GetProperties:
        version = self.element.attributes.get("version", "")
        return GetProperties(version, self.optional("device"), self.optional("name"))

    def del_property(self) -> DelProperty:
        get = self.element.attributes.get
        name = self.optional("name")  # without a device it would delete a property of every device: surely a mistake
        device = self.required("device") if name else self.optional("device")
        return DelProperty(device, name, parse_timestamp(get("timestamp")), get("message"))

    def message(self) -> Message:
        get = self.element.attributes.get
        return Message(get("device") or None, parse_timestamp(get("timestamp")), get("message"))

    def enable_blob(self) -> EnableBlob:
        try:
            policy = BlobPolicy(self.element.text())
        except ValueError:
            raise _InvalidElement(f"unknown BLOB policy {self.element.text()!r}") from None
        return EnableBlob(policy, self.required("device"), self.optional("name"))


def attached_length(attributes: Mapping[str, str]) -> int:
    """Return the size in bytes of the data that are attached to a ``oneBLOB``; 0 if it announces none."""
    return _byte_count(attributes.get("len", "").strip() or attributes.get("size", "").strip())


def announced_length(attributes: Mapping[str, str]) -> int:
    """Return the size in bytes that a ``oneBLOB`` announces for its data, as sent; 0 if it announces none."""
    if length := _byte_count(attributes.get("len", "")):
        return length
    if base64 := _byte_count(attributes.get("enclen", "")):
        return base64 // 4 * 3
    return 0 if attributes.get("format", "").endswith(_COMPRESSED_SUFFIXES) else _byte_count(attributes.get("size", ""))


_PARSERS: dict[str, Callable[[_ElementParser], Element]] = {
    "getProperties": _ElementParser.get_properties,
    "delProperty": _ElementParser.del_property,
    "message": _ElementParser.message,
    "enableBLOB": _ElementParser.enable_blob,
    "pingRequest": lambda parser: PingRequest(parser.required("uid")),
    "pingReply": lambda parser: PingReply(parser.required("uid")),
}
_VECTOR_PARSERS: dict[str, Callable[[_ElementParser, Kind], Element]] = {
    "def": _ElementParser.def_vector,
    "set": _ElementParser.set_vector,
    "new": _ElementParser.new_vector,
}


def parse_element(element: XmlElement) -> list[Received]:
    """Return the element's message, preceded by a `Malformed` for each unusable part, or only a `Malformed`.

    The tag must be one of `tokenizer.TOP_LEVEL`.
    """
    parser = _ElementParser(element)
    try:
        if parse := _PARSERS.get(element.tag):
            return [*parser.problems, parse(parser)]
        parse_vector = _VECTOR_PARSERS[element.tag[:3]]
        message = parse_vector(parser, Kind(element.tag[3:].removesuffix("Vector")))
    except _InvalidElement as error:
        return [*parser.problems, Malformed(f"{element}: {error}", str(element))]
    return [*parser.problems, message]
