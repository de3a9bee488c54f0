"""What a recorded server has said up to a time: what a client that connects then must be told."""

from __future__ import annotations

from collections.abc import Sequence

from indipyterm.protocol.blobdata import BlobData
from indipyterm.protocol.messages import (
    AnyDef,
    AnyOne,
    DefNumber,
    DefVector,
    DelProperty,
    Element,
    Kind,
    Malformed,
    NewVector,
    OneBlob,
    OneNumber,
    PingReply,
    PingRequest,
    Received,
    SetVector,
)
from indipyterm.protocol.parser import Parser
from indipyterm.recording.format import Entry, What

_ENDS = (b"Vector>", b"Vector>\n")

Name = tuple[str, str]
"""A device and a property."""


class Said:
    """Take entries with `hear`; `vectors` are the definitions with the values of now, `blobs` the last BLOBs, bare."""

    def __init__(self) -> None:
        self.up = False
        self.vectors: dict[Name, DefVector] = {}
        self.blobs: dict[Name, SetVector] = {}
        self._parser = Parser()
        self.at_rest = True
        """Whether it is certain that nothing heard so far is only a part of an element."""

    def copy(self) -> Said:
        """The same again; only to be made `at_rest`."""
        other = Said()
        other.up, other.vectors, other.blobs = self.up, dict(self.vectors), dict(self.blobs)
        return other

    def hear(self, entry: Entry) -> list[Element]:
        """Take the next entry; give what clients are to be told then."""
        match entry.what:
            case What.IN:
                self.at_rest = entry.data.endswith(_ENDS)
                return [element for one in self._parser.feed(entry.data) if (element := self._heard(one))]
            case What.OUT:
                # What was asked for is told as a server tells its other clients; it was written in whole elements.
                return [one for one in Parser().feed(entry.data) if isinstance(one, NewVector)]
            case _:
                self.up = entry.what is What.UP
                self.vectors, self.blobs = {}, {}
                self._parser = Parser()
                self.at_rest = True
                return []

    def _heard(self, element: Received) -> Element | None:
        match element:
            case DefVector(device=device, name=name):
                self.vectors[device, name] = element
            case SetVector(device=device, name=name):
                vector = self.vectors.get((device, name))
                if vector is not None and vector.kind is element.kind:
                    self.vectors[device, name] = changed(vector, element)
                    if element.kind is Kind.BLOB:
                        self.blobs[device, name] = bare(element)
            case DelProperty(device=device, name=name):
                for key in [key for key in self.vectors if device in (None, key[0]) and name in (None, key[1])]:
                    del self.vectors[key]
                    self.blobs.pop(key, None)
            case PingRequest() | PingReply() | Malformed():
                return None
        return element


def changed(vector: DefVector, change: SetVector) -> DefVector:
    """A definition with the values of a ``set``; its text is told once only."""
    ones = {one.name: one for one in change.members}
    return vector._replace(
        members=tuple(_with(member, ones.get(member.name)) for member in vector.members),
        state=vector.state if change.state is None else change.state,
        timeout=vector.timeout if change.timeout is None else change.timeout,
        timestamp=change.timestamp or vector.timestamp,
        message=None,
    )


def _with(member: AnyDef, one: AnyOne | None) -> AnyDef:
    if one is None or isinstance(one, OneBlob):
        return member
    if isinstance(one, OneNumber) and isinstance(member, DefNumber):
        limits = {name: text for name in ("min", "max", "step") if (text := getattr(one, name)) is not None}
        return member._replace(value=one.value, **limits)
    return member._replace(value=one.value)


def bare(change: SetVector) -> SetVector:
    """A set of BLOBs without their data and text: sizes and formats."""
    ones = [one._replace(data=BlobData()) for one in change.members if isinstance(one, OneBlob)]
    return change._replace(members=tuple(ones), message=None)


def differences(before: Said, after: Said) -> Sequence[Element]:
    """What turns a client that knows one into one that knows the other."""
    gone = [DelProperty(*name) for name in before.vectors if name not in after.vectors]
    defined = [vector._replace(message=None) for vector in after.vectors.values()]
    return [*gone, *defined, *after.blobs.values()]
