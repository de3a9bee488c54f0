"""The state of a recorded server at some time: what a client that connects then must be sent."""

from __future__ import annotations

from collections.abc import Sequence

from indipyterm.protocol.blob_data import BlobData
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
from indipyterm.recording.format import Record, RecordType

_ELEMENT_ENDS = (b"Vector>", b"Vector>\n")

Name = tuple[str, str]
"""A device and a property."""


class ServerState:
    """Updated by `apply`. `vectors` are definitions with current values, `blobs` the last BLOB updates without data."""

    def __init__(self) -> None:
        self.connected = False
        self.vectors: dict[Name, DefVector] = {}
        self.blobs: dict[Name, SetVector] = {}
        self._parser, self._sent_parser = Parser(), Parser()
        self.between_elements = True
        """Whether what was received so far certainly does not end within an element."""

    def copy(self) -> ServerState:
        """Return a copy. Only allowed while `between_elements`: parsers are not copied.

        A large request that is cut there is lost, and only that.
        """
        other = ServerState()
        other.connected, other.vectors, other.blobs = self.connected, dict(self.vectors), dict(self.blobs)
        return other

    def apply(self, record: Record) -> list[Element]:
        """Update the state by the next record; return what clients are to be sent."""
        match record.type:
            case RecordType.RECEIVED:
                self.between_elements = record.data.endswith(_ELEMENT_ENDS)
                return [element for one in self._parser.feed(record.data) if (element := self._update(one))]
            case RecordType.SENT:
                # Servers forward requests to their other clients. A large one is in several records.
                return [one for one in self._sent_parser.feed(record.data) if isinstance(one, NewVector)]
            case _:
                self.connected = record.type is RecordType.CONNECTED
                self.vectors, self.blobs = {}, {}
                self._parser, self._sent_parser = Parser(), Parser()
                self.between_elements = True
                return []

    def _update(self, element: Received) -> Element | None:
        """Update the state by an element; return it unless it is not for clients."""
        match element:
            case DefVector(device=device, name=name):
                self.vectors[device, name] = element
            case SetVector(device=device, name=name):
                vector = self.vectors.get((device, name))
                if vector is not None and vector.kind is element.kind:
                    self.vectors[device, name] = apply_set(vector, element)
                    if element.kind is Kind.BLOB:
                        self.blobs[device, name] = without_data(element)
            case DelProperty(device=device, name=name):
                for key in [key for key in self.vectors if device in (None, key[0]) and name in (None, key[1])]:
                    del self.vectors[key]
                    self.blobs.pop(key, None)
            case PingRequest() | PingReply() | Malformed():
                return None
        return element


def apply_set(vector: DefVector, change: SetVector) -> DefVector:
    """Return a definition with the values of a ``set``, and without its message."""
    ones = {one.name: one for one in change.members}
    return vector._replace(
        members=tuple(_with_value(member, ones.get(member.name)) for member in vector.members),
        state=vector.state if change.state is None else change.state,
        timeout=vector.timeout if change.timeout is None else change.timeout,
        timestamp=change.timestamp or vector.timestamp,
        message=None,
    )


def _with_value(member: AnyDef, one: AnyOne | None) -> AnyDef:
    if one is None or isinstance(one, OneBlob):
        return member
    if isinstance(one, OneNumber) and isinstance(member, DefNumber):
        limits = {name: text for name in ("min", "max", "step") if (text := getattr(one, name)) is not None}
        return member._replace(value=one.value, **limits)
    return member._replace(value=one.value)


def without_data(change: SetVector) -> SetVector:
    """Return a BLOB update without data and message: only sizes and formats are left."""
    ones = [one._replace(data=BlobData()) for one in change.members if isinstance(one, OneBlob)]
    return change._replace(members=tuple(ones), message=None)


def differences(before: ServerState, after: ServerState) -> Sequence[Element]:
    """Return the elements that bring a client from one state to the other."""
    deleted = [DelProperty(*name) for name in before.vectors if name not in after.vectors]
    defined = [vector._replace(message=None) for vector in after.vectors.values()]
    return [*deleted, *defined, *after.blobs.values()]
