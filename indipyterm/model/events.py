"""What changed, as frozen values. An event holds names, never objects: the catalog is already current."""

# No `from __future__ import annotations`: typing would compile each field of a NamedTuple at import.

from collections.abc import Mapping
from datetime import datetime
from enum import Enum, auto
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
    """A vector, a device or everything was deleted."""

    message: DelProperty
    when: datetime


class MessageReceived(NamedTuple):
    """A message of a device or of the server; `ours` where a script of this client reports something itself."""

    message: Message
    when: datetime
    ours: bool = False


class PropertiesRequested(NamedTuple):
    """A driver asks for properties of another device; servers pass that on to clients, which need not answer."""

    message: GetProperties
    when: datetime


class ValuesSent(NamedTuple):
    """Values were sent to a vector, which is Busy until it answers."""

    device: str
    vector: str
    members: Mapping[str, str]
    when: datetime


class OtherClientSent(NamedTuple):
    """Another client sent values: servers pass that on."""

    message: NewVector
    when: datetime


class TimedOut(NamedTuple):
    """A vector did not answer within `seconds`. Its state is still the last one that the server sent, or Busy."""

    device: str
    vector: str
    seconds: float
    when: datetime


class BlobSaved(NamedTuple):
    """A BLOB was written to a file: `path`, whole, of `size` bytes."""

    device: str
    vector: str
    member: str
    path: str
    size: int
    when: datetime


class Connected(NamedTuple):
    """The connection to the server is made; `local`: over its local socket."""

    when: datetime
    local: bool = False


class ConnectionFault(Enum):
    """Why there is no connection."""

    REFUSED = auto()
    NO_ANSWER = auto()
    """Nobody answered while it was being made."""
    UNREACHABLE = auto()
    UNKNOWN_HOST = auto()
    CLOSED_BY_SERVER = auto()
    RESET = auto()
    """It broke: the server, or the network, gave it up."""
    SILENT = auto()
    """A server that used to answer pings did not any more."""
    OTHER = auto()


class Disconnected(NamedTuple):
    """There is no connection: it was `lost`, or could not be made. The next try is in `retry` seconds.

    With 0 there is none: a user ended it.

    `reason` is `fault` in words, those of the operating system where it has any.
    """

    reason: str
    retry: float
    lost: bool
    when: datetime
    fault: ConnectionFault = ConnectionFault.OTHER


class PingAnswered(NamedTuple):
    """The server answered the ping with this `uid`."""

    uid: str
    when: datetime


class IgnoredReason(Enum):
    """Why something that the server sent was ignored. What `DataIgnored.detail` holds is in brackets."""

    NOT_UNDERSTOOD = auto()
    """It breaks the protocol [a description of the fault]."""
    NOT_DEFINED = auto()
    """New values for a vector that is not defined."""
    WRONG_KIND = auto()
    """New values of one kind for a vector of another [the kind that it was defined as, the kind of the values]."""
    UNKNOWN_MEMBERS = auto()
    """New values for members that the vector does not have [their names]."""
    UNKNOWN_BLOB_MEMBER = auto()
    """A BLOB for a member that the vector does not have [its name]."""


class DataIgnored(NamedTuple):
    """Something that the server sent was ignored, in whole or in part. Names are empty where they are not known.

    `repeated` is how often the same happened, unreported, since it was reported last.
    """

    reason: IgnoredReason
    device: str
    vector: str
    detail: tuple[str, ...]
    when: datetime
    repeated: int = 0


class SendFailed(NamedTuple):
    """Values for a vector were not sent.

    `refused` where they make no sense for it, else there is no way to send them; `detail` says why.
    """

    device: str
    vector: str
    refused: bool
    detail: str
    when: datetime


class RequestUnanswered(NamedTuple):
    """The connection was lost before a vector answered what was sent to it."""

    device: str
    vector: str
    when: datetime


class BlobFault(Enum):
    """Why a BLOB was lost. What `BlobLost.size` (in bytes) or `BlobLost.detail` hold is in brackets."""

    BAD_BASE64 = auto()
    """It is no base64 [detail: the decoder's words]."""
    BAD_COMPRESSION = auto()
    """It could not be inflated [detail: what is wrong with the compressed data]."""
    TOO_LARGE = auto()
    """Inflated, it is larger than it may be [size: the limit]."""
    NO_MEMORY = auto()
    """There is not enough memory for it."""
    BACKLOG = auto()
    """Too many BLOBs wait to be saved [size: of those that wait]."""
    CONNECTION_LOST = auto()
    """The connection was lost while it was received [size: what was received]."""
    ENDED = auto()
    """The client ended before it was saved."""
    UNTOLD = auto()
    """The client ended before it could be told of; it is saved [detail: the path]."""


class BlobLost(NamedTuple):
    """A BLOB, or (`member` empty) all BLOBs of a message, could not be received."""

    device: str
    vector: str
    member: str
    fault: BlobFault
    when: datetime
    size: int = 0
    detail: str = ""


class BlobNotSaved(NamedTuple):
    """A BLOB was received, and could not be written to a file; `detail` says why."""

    device: str
    vector: str
    member: str
    detail: str
    when: datetime


class BlobSizeDiffers(NamedTuple):
    """A BLOB was received, and has another size than the server announced; both in bytes.

    `path`: where it is kept, under a name that says so, if it is incomplete and BLOBs are saved; else empty.
    """

    device: str
    vector: str
    member: str
    received: int
    announced: int
    when: datetime
    path: str = ""


class VideoNotSaved(NamedTuple):
    """The first frame of a video was received, and is not saved, as none of those that follow."""

    device: str
    vector: str
    member: str
    when: datetime


Status = DataIgnored | SendFailed | RequestUnanswered | BlobLost | BlobNotSaved | BlobSizeDiffers | VideoNotSaved
"""What the client itself reports of sends, answers and received data."""


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
    | PingAnswered
    | Status
)
