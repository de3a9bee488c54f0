"""What changed, as frozen values. An event holds names, never objects: the catalog is already current."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from indipyterm.protocol.messages import DefVector, DelProperty, GetProperties, Message, NewVector, SetVector


class Defined(NamedTuple):
    """A vector is new, or was defined again."""

    message: DefVector
    when: datetime


class Updated(NamedTuple):
    """A vector has new values, state, timeout or message."""

    message: SetVector
    when: datetime


class Deleted(NamedTuple):
    """A vector, a device or everything is gone."""

    message: DelProperty
    when: datetime


class MessageReceived(NamedTuple):
    """A device, the server or this client has something to say; `ours` when it is this client."""

    message: Message
    when: datetime
    ours: bool = False


class PropertiesRequested(NamedTuple):
    """A driver asks for properties; not meant for clients, passed on for the curious."""

    message: GetProperties
    when: datetime


class ValuesSent(NamedTuple):
    """Values went to the server; the vector is Busy until it is answered."""

    device: str
    vector: str
    members: Mapping[str, str]
    when: datetime


class OtherClientSent(NamedTuple):
    """Another client asks for new values: servers pass that on."""

    message: NewVector
    when: datetime


class TimedOut(NamedTuple):
    """A vector did not answer within `seconds`. Its state is still what the server last said, or Busy."""

    device: str
    vector: str
    seconds: float
    when: datetime


class BlobSaved(NamedTuple):
    """A BLOB is on disk: `path` whole, `size` in bytes."""

    device: str
    vector: str
    member: str
    path: str
    size: int
    when: datetime


class Connected(NamedTuple):
    """The connection to the server is made."""

    when: datetime


class Disconnected(NamedTuple):
    """There is no connection: it was `lost`, or could not be made. The next try is in `retry` seconds."""

    reason: str
    retry: float
    lost: bool
    when: datetime


Event = (
    Defined
    | Updated
    | Deleted
    | MessageReceived
    | PropertiesRequested
    | ValuesSent
    | OtherClientSent
    | TimedOut
    | BlobSaved
    | Connected
    | Disconnected
)
