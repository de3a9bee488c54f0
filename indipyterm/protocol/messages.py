"""The INDI messages, one frozen class for each kind of XML element.

Source: "INDI: Instrument-Neutral Distributed Interface" 1.7 (the white paper), section "XML DTD".
Numbers stay the texts that were received (``"12:30:36"``), so that nothing is rounded. ``None`` means that an optional
attribute was absent.
"""

# No `from __future__ import annotations`: typing would compile each field of a NamedTuple at import.

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from indipyterm.protocol.blob_data import BlobData

VERSION = "1.7"
"""The INDI protocol version that ``getProperties`` asks for."""


class Kind(StrEnum):
    """The five kinds of vector; the value is the word in the element names (``defNumberVector``)."""

    TEXT = "Text"
    NUMBER = "Number"
    SWITCH = "Switch"
    LIGHT = "Light"
    BLOB = "BLOB"

    __hash__ = str.__hash__  # equal to that of enums, but many times faster


class State(StrEnum):
    """The state of a vector, and the value of a light."""

    IDLE = "Idle"
    OK = "Ok"
    BUSY = "Busy"
    ALERT = "Alert"


class Perm(StrEnum):
    """Whether a client may read or write a vector. Lights are always read-only."""

    RO = "ro"
    WO = "wo"
    RW = "rw"


class Rule(StrEnum):
    """How many switches of a vector may be On."""

    ONE_OF_MANY = "OneOfMany"
    AT_MOST_ONE = "AtMostOne"
    ANY_OF_MANY = "AnyOfMany"


class BlobPolicy(StrEnum):
    """Whether a server sends BLOBs to a connection: never, also (with everything else), or only BLOBs."""

    NEVER = "Never"
    ALSO = "Also"
    ONLY = "Only"


ON = "On"
OFF = "Off"


class DefMember(NamedTuple):
    """``defText``, ``defSwitch``, ``defLight`` or ``defBLOB``, depending on the vector's kind.

    `value` is the text, "On" or "Off", or the value of a `State`; for a BLOB it is empty.
    """

    name: str
    label: str
    value: str = ""


class DefNumber(NamedTuple):
    """``defNumber``. All numbers are texts as received; `numbers.parse_number` parses them."""

    name: str
    label: str
    value: str = "0"
    format: str = "%g"
    min: str = "0"
    max: str = "0"
    step: str = "0"


class OneMember(NamedTuple):
    """``oneText``, ``oneSwitch`` or ``oneLight``, depending on the vector's kind."""

    name: str
    value: str


class OneNumber(NamedTuple):
    """``oneNumber``; a server may send new limits with it."""

    name: str
    value: str
    min: str | None = None
    max: str | None = None
    step: str | None = None


class OneBlob(NamedTuple):
    """``oneBLOB``: `size` is that of the uncompressed data in bytes; 0 with empty `data` changes only the state."""

    name: str
    size: int
    format: str
    data: BlobData


AnyDef = DefMember | DefNumber
AnyOne = OneMember | OneNumber | OneBlob


class DefVector(NamedTuple):
    """``def{Text,Number,Switch,Light,BLOB}Vector``: the definition of a property.

    `perm` is RO for lights; `rule` is None except for switches; `timeout` is in seconds, 0 if absent. Absent labels
    are the name; `group` may be empty.
    """

    kind: Kind
    device: str
    name: str
    members: Sequence[AnyDef]
    label: str = ""
    group: str = ""
    state: State = State.IDLE
    perm: Perm = Perm.RO
    rule: Rule | None = None
    timeout: float = 0.0
    timestamp: datetime | None = None
    message: str | None = None


class SetVector(NamedTuple):
    """``set*Vector``: new values, state, timeout (seconds) or message of a property; each part may be absent."""

    kind: Kind
    device: str
    name: str
    members: Sequence[AnyOne] = ()
    state: State | None = None
    timeout: float | None = None
    timestamp: datetime | None = None
    message: str | None = None


class NewVector(NamedTuple):
    """``new*Vector``: a client requests new values; servers forward it to the other clients."""

    kind: Kind
    device: str
    name: str
    members: Sequence[AnyOne] = ()
    timestamp: datetime | None = None


class GetProperties(NamedTuple):
    """``getProperties``: a request for the definitions of everything, a device or one property."""

    version: str = VERSION
    device: str | None = None
    name: str | None = None


class DelProperty(NamedTuple):
    """``delProperty``: a property was deleted; without a name the device; without a device everything."""

    device: str | None = None
    name: str | None = None
    timestamp: datetime | None = None
    message: str | None = None


class Message(NamedTuple):
    """``message``: a text for the user, from a device or (None) from the server."""

    device: str | None = None
    timestamp: datetime | None = None
    message: str | None = None


class EnableBlob(NamedTuple):
    """``enableBLOB``: which BLOBs this connection wants."""

    policy: BlobPolicy
    device: str
    name: str | None = None


class PingRequest(NamedTuple):
    """``pingRequest`` (libindi): to be answered with a `PingReply` of the same uid."""

    uid: str


class PingReply(NamedTuple):
    """``pingReply`` (libindi)."""

    uid: str


class Malformed(NamedTuple):
    """Received data that could not be parsed, wholly or in part; `reason` is a sentence for the log.

    `fault` is the same for all reasons that differ in nothing but the received values; empty where a reason has none.
    """

    reason: str
    fault: str = ""


Element = (
    DefVector | SetVector | NewVector | GetProperties | DelProperty | Message | EnableBlob | PingRequest | PingReply
)
"""Everything that can be sent."""

Received = Element | Malformed
"""Everything that a parser returns."""
