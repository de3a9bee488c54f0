"""Encoding messages as bytes, the inverse of the parser: ``Parser().feed(encode(message)) == [message]``.

White space around a value is sent, though parsers, ours and libindi's, strip it.
"""

from __future__ import annotations

import re
from datetime import datetime

from indipyterm.protocol.messages import (
    AnyDef,
    AnyOne,
    DefNumber,
    DefVector,
    DelProperty,
    Element,
    EnableBlob,
    GetProperties,
    Kind,
    Message,
    NewVector,
    OneBlob,
    OneNumber,
    PingReply,
    PingRequest,
    SetVector,
)
from indipyterm.protocol.timestamps import format_timestamp

_SPECIAL = re.compile("[&<>\"'\0\ud800-\udfff]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}


def escape(text: str) -> str:
    """Escape text for an attribute or element content.

    Only XML's five named entities are used, as libindi knows no other references: control characters stay as they
    are. NUL and lone surrogates, which XML cannot represent, become U+FFFD.
    """
    return _SPECIAL.sub(_entity, text) if _SPECIAL.search(text) else text


def _entity(match: re.Match[str]) -> str:
    return _ENTITIES.get(match[0], "\ufffd")


def _tag(name: str, attributes: dict[str, object]) -> str:
    """Return a start tag without the closing bracket; attributes that are None are left out."""
    parts = [name]
    for key, value in attributes.items():
        if isinstance(value, datetime):
            value = format_timestamp(value)
        elif isinstance(value, float):
            value = repr(value).removesuffix(".0")
        if value is not None:
            parts.append(f'{key}="{escape(str(value))}"')
    return "<" + " ".join(parts)


def _definition(kind: Kind, member: AnyDef) -> str:
    attributes: dict[str, object] = {"name": member.name, "label": member.label}
    if isinstance(member, DefNumber):
        attributes |= {"format": member.format, "min": member.min, "max": member.max, "step": member.step}
    start = _tag(f"def{kind}", attributes)
    return f"  {start}/>\n" if kind is Kind.BLOB else f"  {start}>{escape(member.value)}</def{kind}>\n"


def _value(kind: Kind, member: AnyOne) -> str:
    attributes: dict[str, object] = {"name": member.name}
    if isinstance(member, OneBlob):
        text = member.data.base64().decode()
        attributes |= {"size": member.size, "enclen": len(text), "format": member.format}
        return f"  {_tag('oneBLOB', attributes)}>\n{text}\n  </oneBLOB>\n"
    if isinstance(member, OneNumber):
        attributes |= {"min": member.min, "max": member.max, "step": member.step}
    return f"  {_tag(f'one{kind}', attributes)}>{escape(member.value)}</one{kind}>\n"


def _vector(name: str, attributes: dict[str, object], members: list[str]) -> str:
    return f"{_tag(name, attributes)}>\n{''.join(members)}</{name}>\n"


def _def_vector(vector: DefVector) -> str:
    attributes: dict[str, object] = {
        "device": vector.device,
        "name": vector.name,
        "label": vector.label,
        "group": vector.group,
        "state": vector.state,
        "perm": None if vector.kind is Kind.LIGHT else vector.perm,
        "rule": vector.rule,
        "timeout": None if vector.kind is Kind.LIGHT else vector.timeout,
        "timestamp": vector.timestamp,
        "message": vector.message,
    }
    members = [_definition(vector.kind, member) for member in vector.members]
    return _vector(f"def{vector.kind}Vector", attributes, members)


def _set_vector(vector: SetVector) -> str:
    attributes: dict[str, object] = {
        "device": vector.device,
        "name": vector.name,
        "state": vector.state,
        "timeout": vector.timeout,
        "timestamp": vector.timestamp,
        "message": vector.message,
    }
    members = [_value(vector.kind, member) for member in vector.members]
    return _vector(f"set{vector.kind}Vector", attributes, members)


def _new_vector(vector: NewVector) -> str:
    attributes: dict[str, object] = {
        "device": vector.device,
        "name": vector.name,
        "timestamp": vector.timestamp,
    }
    members = [_value(vector.kind, member) for member in vector.members]
    return _vector(f"new{vector.kind}Vector", attributes, members)


def _text(element: Element) -> str:
    match element:
        case DefVector():
            return _def_vector(element)
        case SetVector():
            return _set_vector(element)
        case NewVector():
            return _new_vector(element)
        case EnableBlob(policy, device, name):
            return f"{_tag('enableBLOB', {'device': device, 'name': name})}>{policy}</enableBLOB>\n"
        case PingRequest(uid):
            return _tag("pingRequest", {"uid": uid}) + "/>\n"
        case PingReply(uid):
            return _tag("pingReply", {"uid": uid}) + "/>\n"
        case GetProperties():
            return _tag("getProperties", dict(element._asdict())) + "/>\n"
        case DelProperty():
            return _tag("delProperty", dict(element._asdict())) + "/>\n"
        case Message():
            return _tag("message", dict(element._asdict())) + "/>\n"


def encode(element: Element) -> bytes:
    """Encode one element as UTF-8. Large BLOBs take time: encode them outside the event loop.

    Raises `BadBase64` for a BLOB that was received damaged.
    """
    return _text(element).encode()
